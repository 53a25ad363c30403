import { advance, buttonsOf, openCase, type Rules, revive } from '../../dialogs/triage/advance.ts';
import { type Answer, type StepId, stepInputs } from '../../dialogs/triage/answers.ts';
import type { CaseRecord } from '../../dialogs/triage/case.ts';
import type { FactValues } from '../../dialogs/triage/facts.ts';
import { createTriage } from '../../dialogs/triage/machine.ts';
import { present } from '../../dialogs/triage/present.ts';
import { policyWith } from './walk.ts';

export const at = '2026-11-25T09:00:00.000Z';
export const known = { code: { value: '0x8004de40', from: 'typed' as const } };
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
const hybrid: FactValues = { joinType: 'hybrid', deviceAuth: 'ok', prt: 'yes' };

export interface Person {
  policy?: object;
  inputs?: { [id: string]: string };
  answers?: { [S in StepId]?: Answer };
  /** What the paste at `join-check` says; a hybrid-joined computer where nothing is given. */
  join?: FactValues;
}

export interface ClimbedRow {
  row: StepId;
  step: number;
  of: number | null;
}

/** Climbs the whole ladder in vain; gives each row with what its progress line says. */
export function climb({ policy = {}, inputs = {}, answers = {}, join = hybrid }: Person): ClimbedRow[] {
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
  const lines: ClimbedRow[] = [];
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
        ? advance(rules, live, { kind: 'paste', facts: join, signals: ['dsregcmd'], at })
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
