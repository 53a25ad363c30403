import { describe, expect, it } from 'vitest';
import { advance, buttonsOf, openCase, type Rules, revive } from '../../../dialogs/triage/advance.ts';
import { type Answer, isRow, type StepId, stepInputs } from '../../../dialogs/triage/answers.ts';
import type { CaseRecord } from '../../../dialogs/triage/case.ts';
import { createTriage } from '../../../dialogs/triage/machine.ts';
import { present } from '../../../dialogs/triage/present.ts';
import { policyWith } from '../../support/walk.ts';

const at = '2026-11-25T09:00:00.000Z';
const known = { code: { value: '0x8004de40', from: 'typed' as const } };
const usual: readonly Answer[] = [
  'not-fixed',
  'loads',
  'done',
  'no-proxy',
  'restarting',
  'yes',
  'recent',
  'not-restricted',
];
const forms = {
  platform: 'windows',
  ownership: 'managed',
  ownDevice: 'yes',
  spread: 'only-me',
  newDevice: 'no',
  changed: 'nothing',
  accountType: 'work',
  otherAppsFail: 'no',
  onCorpNetwork: 'yes',
  knowsPassword: 'yes',
  fallbackAdmin: 'yes',
};
const hybrid = { joinType: 'hybrid', deviceAuth: 'ok', prt: 'yes' } as const;

interface Person {
  policy?: object;
  inputs?: { [id: string]: string };
  answers?: { [S in StepId]?: Answer };
}

/** Climbs the whole ladder in vain; gives each row with what its progress line says. */
function climb({ policy = {}, inputs = {}, answers = {} }: Person) {
  const parsed = policyWith(policy);
  const rules: Rules = { machine: createTriage(parsed), policy: parsed };
  const given: { [id: string]: string } = { ...forms, ...inputs };
  let record: CaseRecord = openCase(rules, {
    id: 'x-1',
    user: 'u',
    n: 1,
    at,
    locale: 'en',
    input: { facts: known },
  });
  const lines: { row: StepId; step: number; of: number | null }[] = [];
  for (let taps = 0; taps < 40; taps++) {
    const revived = revive(rules, record);
    if (!revived.ok) throw new Error(revived.why);
    const { progress, step } = present(rules, revived.live, { user: 'u' });
    if (progress) lines.push({ row: step, ...progress });
    const live = { ...revived.live, record: { ...record, announced: progress?.of ?? record.announced } };
    if (step === 'escalate') return lines;
    const { primary } = buttonsOf(rules, live);
    const answer = answers[step] ?? primary.find((one) => usual.includes(one)) ?? primary[0] ?? 'human';
    const ids = stepInputs[step]?.[answer] ?? [];
    const result =
      step === 'join-check'
        ? advance(rules, live, { kind: 'paste', facts: hybrid, signals: ['dsregcmd'], at })
        : advance(rules, live, {
            kind: 'answer',
            answer,
            inputs: Object.fromEntries(ids.flatMap((id) => (given[id] ? [[id, given[id]]] : []))),
            from: 'asked',
            at,
          });
    if (result.kind === 'rejected') throw new Error(`${step} does not take ${answer}`);
    record = result.record;
  }
  throw new Error('no end');
}

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
