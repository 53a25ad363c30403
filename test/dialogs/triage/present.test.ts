import { describe, expect, it } from 'vitest';
import { openCase, type Rules, revive } from '../../../dialogs/triage/advance.ts';
import { isRow } from '../../../dialogs/triage/answers.ts';
import { createTriage } from '../../../dialogs/triage/machine.ts';
import { present } from '../../../dialogs/triage/present.ts';
import { at, climb, known, type Person } from '../../support/climb.ts';
import { policyWith } from '../../support/walk.ts';

const looks = { 'other-network': 'not-fixed' } as const;
const people: [string, Person][] = [
  ['a managed hybrid computer to its end', { answers: looks }],
  ['one where policy allows everything', { policy: { legacyTls: 'yes', reinstall: 'user' }, answers: looks }],
  ['one without administrator rights', { answers: { ...looks, 'admin-rights': 'no' } }],
  ['a private computer', { inputs: { ownership: 'personal' }, answers: looks }],
  [
    'a private computer without a connection at first',
    {
      inputs: { ownership: 'personal' },
      answers: { ...looks, internet: 'not-loads', connection: 'loads-now' },
    },
  ],
  ['a Mac', { inputs: { platform: 'mac', ownership: 'personal' }, answers: looks }],
  ['one with files at risk', { answers: { ...looks, backup: 'unsure' } }],
];

describe('the progress line', () => {
  it.each(people)('counts every row of %s once, and what it announces never grows', (_who, person) => {
    const lines = climb(person);
    expect(lines.length).toBeGreaterThan(8);
    expect(lines.map(({ step }) => step)).toEqual(lines.map((_, index) => index + 1));
    const announced = lines.map(({ of }) => of);
    expect(announced).toEqual([...announced].sort((a, b) => (b ?? 0) - (a ?? 0)));
    for (const { step, of } of lines) expect(step).toBeLessThanOrEqual(of ?? 0);
    expect(lines.every(({ row }) => isRow(row))).toBe(true);
  });

  it('says the step only where more was opened again than was announced', () => {
    const lines = climb({ answers: { ...looks, backup: 'unsure' } });
    const most = lines[0]?.of ?? 0;
    const policy = policyWith({});
    const rules: Rules = { machine: createTriage(policy), policy };
    const record = openCase(rules, {
      id: 'x-1',
      user: 'u',
      n: 1,
      at,
      locale: 'en',
      input: {
        facts: {
          ...known,
          platform: { value: 'windows', from: 'asked' },
          ownDevice: { value: 'yes', from: 'asked' },
          ownership: { value: 'managed', from: 'asked' },
        },
      },
    });
    const revived = revive(rules, { ...record, announced: 3 });
    if (!revived.ok) throw new Error(revived.why);
    expect(most).toBeGreaterThan(3);
    expect(present(rules, revived.live, { user: 'u' }).progress).toEqual({ step: 1, of: null });
  });
});
