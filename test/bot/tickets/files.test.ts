import { expect, test } from 'vitest';
import { ticketFiles } from '../../../bot/tickets/files.ts';
import { openCase, type Rules, revive } from '../../../dialogs/triage/advance.ts';
import type { CaseRecord } from '../../../dialogs/triage/case.ts';
import { createTriage } from '../../../dialogs/triage/machine.ts';
import { defaultPolicy } from '../../../dialogs/triage/policy.ts';

const rules: Rules = { machine: createTriage(defaultPolicy), policy: defaultPolicy };
function filesOf(change: Partial<CaseRecord>) {
  const at = '2026-11-25T08:00:00.000Z';
  const opened = openCase(rules, { id: 'a-1', user: 'u', n: 1, at, locale: 'en', input: {} });
  const live = revive(rules, { ...opened, ...change });
  if (!live.ok) throw new Error(live.why);
  return Object.fromEntries(ticketFiles(live.live).map(({ kind, file }) => [kind, String(file.content)]));
}

test('The transcript has what was asked, answered, added and written, in the order in which it was', () => {
  const { transcript } = filesOf({
    handoff: { id: 'h', ticket: null, note: 'Came by phone' },
    trail: [{ step: 'restart', answer: 'not-fixed', at: '2026-11-25T08:02:00.000Z', from: 'asked' }],
    notes: [
      { kind: 'reply', text: 'Which floor?', at: '2026-11-25T08:05:00.000Z', by: 'Robin' },
      { kind: 'comment', text: 'one\ntwo', at: '2026-11-25T08:01:00.000Z' },
    ],
  });
  expect(transcript?.split('\n')).toEqual([
    '2026-11-25 08:00:00 UTC  Note of the help desk: Came by phone',
    '2026-11-25 08:01:00 UTC  The user adds: one',
    '    two',
    '2026-11-25 08:02:00 UTC  Restart OneDrive: same error',
    '2026-11-25 08:05:00 UTC  Robin: Which floor?',
  ]);
});

test('The evidence is masked, and where nothing was pasted there is none', () => {
  const { evidence } = filesOf({
    notes: [
      {
        kind: 'evidence',
        text: 'AzureAdJoined : YES\nTenantName : Havreholm\npassword=Winter-2026!',
        at: '2026-11-25T08:01:00.000Z',
      },
    ],
  });
  expect(evidence).toContain('AzureAdJoined : YES');
  expect(evidence).not.toContain('Winter-2026!');
  expect(filesOf({})).toEqual({});
});
