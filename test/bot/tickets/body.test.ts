import { describe, expect, it } from 'vitest';
import type { UserRow } from '../../../bot/store/store.ts';
import { ticketWords } from '../../../bot/tickets/body.ts';
import words from '../../../cards/locales/en/ticket.json' with { type: 'json' };
import { type LiveCase, openCase, type Rules, revive } from '../../../dialogs/triage/advance.ts';
import type { TriageContext } from '../../../dialogs/triage/context.ts';
import type { FactName, Facts } from '../../../dialogs/triage/facts.ts';
import { createTriage } from '../../../dialogs/triage/machine.ts';
import type { VerdictId } from '../../../dialogs/triage/verdicts.ts';
import { policyWith } from '../../support/walk.ts';

const at = '2026-11-25T09:00:00.000Z';
const policy = policyWith({
  steps: { off: [{ step: 'credentials', why: 'Saved sign-ins are kept centrally.' }] },
});
const rules: Rules = { machine: createTriage(policy), policy };
const user: UserRow = {
  key: '11111111-2222-4333-8444-555555555555/66666666-7777-4888-8999-000000000000',
  tenant: '11111111-2222-4333-8444-555555555555',
  channelUserId: '29:x',
  name: 'Mara Lindqvist',
  locale: 'en',
  serviceUrl: 'http://127.0.0.1',
  channelId: 'msteams',
  conversationId: 'a:x',
  botId: '28:b',
  livingCard: null,
  welcomedAt: null,
  blockedAt: null,
};

type Known = { [F in FactName]?: string };
function live(known: Known, change: Partial<TriageContext> = {}, record: object = {}): LiveCase {
  const facts = Object.fromEntries(
    Object.entries({ code: '0x8004de40', platform: 'windows', ownership: 'managed', ...known }).map(
      ([name, value]) => [name, { value, from: 'asked' }],
    ),
  ) as Facts;
  const opened = openCase(rules, { id: 'x-1', user: user.key, n: 1, at, locale: 'en', input: { facts } });
  const revived = revive(rules, opened);
  if (!revived.ok) throw new Error(revived.why);
  const context = { ...revived.live.context, ...change };
  return { ...revived.live, step: 'escalate', context, record: { ...opened, ...record } };
}

/** What makes each verdict lead, and the line of evidence that a technician reads below it. */
const cases: Record<VerdictId, [LiveCase, string]> = {
  V11: [live({ dataAtRisk: 'yes' }), 'Files at risk: yes'],
  V8: [
    live({}, { broke: true, fixesTried: ['winsock'], answered: { winsock: 'restarting' } }),
    'Network reset: ',
  ],
  V13: [live({ signedOut: 'yes' }), 'Signed out of OneDrive: yes'],
  V12: [live({ deviceAuth: 'disabled' }), 'Device sign-in: device disabled or deleted'],
  V16: [live({ prt: 'wrong-password' }), 'Sign-in token (PRT): refused: wrong password'],
  V7: [live({}, { answered: { 'cipher-suites': 'restricted' } }), 'Encryption list: a list without'],
  V14: [live({ tls12: 'locked' }), 'TLS 1.2: off and locked'],
  V5: [live({}, { answered: { proxy: 'fixed' } }), 'Proxy: '],
  V15: [live({ securityProduct: 'Bitdefender' }), 'Security program: Bitdefender'],
  V10: [live({ webWorks: 'no' }), 'OneDrive on the web works: no'],
  V2: [live({ spread: 'others-too' }), 'Who has it: others too'],
  V3: [live({ newDevice: 'yes' }), 'New, never worked here: yes'],
  V6: [live({ otherAppsFail: 'yes' }), 'Other apps fail too: yes'],
  V9: [live({}, { recurring: 'tls' }), 'TLS 1.2: the error is back'],
  V18: [live({ clientAge: 'old' }), 'Age of OneDrive: older than a year'],
  V19: [live({ platform: 'server' }), 'Computer: server or virtual desktop'],
  V1: [live({ spread: 'only-me' }), 'Who has it: only this user'],
  V17: [live({ admin: 'no' }), 'Network reset'],
  V4: [live({ webWorks: 'yes' }), 'OneDrive on the web works: yes'],
};

describe('the ticket', () => {
  it.each(Object.entries(cases))(
    'leads with %s: headline in the subject, evidence below',
    (id, [one, evidence]) => {
      const { subject, body } = ticketWords(user, one, policy);
      const [headline] = words.verdicts[id as VerdictId];
      expect(subject).toBe(`OneDrive 0x8004de40: ${headline}`);
      expect(subject).not.toContain('\n');
      const [heading, first, second] = body.split('\n');
      expect(heading).toMatch(/^Reading: /);
      expect(first).toMatch(new RegExp(`^ {2}${id} `));
      expect(second?.trim().startsWith(`- ${evidence}`), second).toBe(true);
    },
  );

  it('says why a step was left out, the company’s own words included, and what may not be done again', () => {
    const one = live(
      { dataAtRisk: 'yes' },
      { fixesTried: ['tls'] },
      {
        skipped: [
          { step: 'credentials', why: 'policy' },
          { step: 'unlink', why: 'data-at-risk' },
        ],
      },
    );
    const { body } = ticketWords(user, one, policy);
    expect(body).toContain(
      'Saved sign-ins: your IT has switched this step off (Saved sign-ins are kept centrally.)',
    );
    expect(body).toContain('Unlink and sign in again: left out, so that no file is lost');
    expect(body).toContain('Repeat: TLS 1.2.');
  });

  it('tells IT how a company computer is registered anew, and only where that may be the matter', () => {
    expect(ticketWords(user, live({ joinType: 'hybrid' }), policy).body).toContain('dsregcmd /join');
    expect(ticketWords(user, live({ joinType: 'hybrid', ownership: 'personal' }), policy).body).not.toContain(
      '/join',
    );
    expect(ticketWords(user, live({ spread: 'only-me' }), policy).body).not.toContain('dsregcmd /join');
  });
});

describe('what the card shows of it', () => {
  it('is the same in words: no numbers of verdicts, no directory ids, no commands', () => {
    for (const [one] of Object.values(cases)) {
      const shown = JSON.stringify(
        ticketWords(
          user,
          {
            ...one,
            context: {
              ...one.context,
              facts: { ...one.context.facts, joinType: { value: 'hybrid', from: 'pasted' } },
            },
          },
          policy,
        ).lines,
      );
      expect(shown).not.toMatch(/\bV\d/);
      expect(shown).not.toContain('11111111');
      expect(shown).not.toMatch(/dsregcmd \/(?:leave|join)/);
      expect(shown).toContain('Mara Lindqvist');
    }
    const { lines, body } = ticketWords(user, cases.V11[0], policy);
    expect(lines[0]?.text).toContain(words.verdicts.V11[0] ?? '?');
    expect(body).toContain(user.key);
  });
});
