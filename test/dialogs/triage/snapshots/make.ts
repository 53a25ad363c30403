import { writeFileSync } from 'node:fs';
import { advance, openCase, revive } from '../../../../dialogs/triage/advance.ts';
import type { CaseRecord } from '../../../../dialogs/triage/case.ts';
import { createTriage } from '../../../../dialogs/triage/machine.ts';
import { defaultPolicy } from '../../../../dialogs/triage/policy.ts';
import { snapshotVersion } from '../../../../dialogs/triage/snapshot.ts';
import { nothingSpecial, pc } from '../../../support/ladder.ts';

/**
 * Writes what this release stores, one record for each step of some ways through the triage, to `<version>.json`. Run
 * once when `snapshotVersion` is raised (`node test/dialogs/triage/snapshots/make.ts`); a file that is there is never
 * written again, since it stands for what lies in companies' databases.
 */
const rules = { machine: createTriage(defaultPolicy), policy: defaultPolicy };
const at = '2026-03-02T12:00:00.000Z';
const ways: readonly (readonly (readonly [string, { [id: string]: string }?])[])[] = [
  [
    ['continue', pc('windows', 'personal')],
    ['loads'],
    ['not-fixed'],
    ['continue', nothingSpecial],
    ['done'],
    ['not-fixed'],
    ['not-fixed'],
    ['back'],
    ['pause'],
    ['resume'],
    ['not-fixed'],
    ['human'],
    ['send', { reachBy: 'teams' }],
    ['withdraw'],
  ],
  [
    ['continue', pc('windows', 'managed')],
    ['not-loads'],
    ['only-onedrive-fails'],
    ['why'],
    ['different-code'],
  ],
  [['continue', pc('mobile', 'personal')], ['ok']],
  [['continue', pc('mac', 'personal')], ['loads'], ['fixed']],
];
const records: CaseRecord[] = [];
for (const [n, way] of ways.entries()) {
  let record = openCase(rules, {
    id: `old-${n + 1}`,
    user: 'user',
    n: 1,
    at,
    locale: 'en',
    input: { facts: { code: { value: '0x8004de40', from: 'typed' } } },
  });
  records.push(record);
  for (const [answer, inputs] of way) {
    const revived = revive(rules, record);
    if (!revived.ok) throw new Error(revived.why);
    const event = { kind: 'answer', answer: answer as never, from: 'asked', at } as const;
    const moved = advance(rules, revived.live, inputs ? { ...event, inputs } : event);
    if (moved.kind === 'rejected') continue;
    record = moved.record;
    records.push(record);
  }
}
const file = new URL(`${snapshotVersion}.json`, import.meta.url);
// Of the way back the last steps are enough.
const stored = records.map((one) => ({ ...one, history: one.history.slice(-2) }));
writeFileSync(file, `${JSON.stringify(stored, null, 1)}\n`, { flag: 'wx' });
console.log(`${records.length} records`);
