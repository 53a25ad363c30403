import {
  alwaysPossible,
  isRow,
  ladder,
  ownAnswers,
  type Row,
  type StepId,
  stepIds,
} from '../../dialogs/triage/answers.ts';
import { conditionLabels } from '../../dialogs/triage/conditions.ts';
import { startContext } from '../../dialogs/triage/context.ts';
import { choiceFacts } from '../../dialogs/triage/facts.ts';
import { createTriage } from '../../dialogs/triage/machine.ts';
import { defaultPolicy } from '../../dialogs/triage/policy.ts';
import { type Arrow, rowForChange } from '../../dialogs/triage/rows.ts';
import { guardInWords, type Named, named } from './words.ts';

/** Where an arrow ends: a step, or `next` (the next row that applies), or the step that was left. */
export type End = StepId | 'next' | 'same step';

/** An arrow that leaves the spine. */
export interface ChartArrow {
  from: StepId;
  to: End;
  /** The answer, or the guard in brackets where the guard decides. */
  label: string;
  /** Of an arrow to `escalate`: the ticket's category. */
  category?: string;
}

/** A place of the spine: a row with its guards, or a way out of the ladder between two rows. */
export type Rung = { row: Row; guards: string[] } | { exit: string; category: string; after: Row };

export interface Chart {
  /** Guards that send a case back into the intake, in the order in which they are asked. */
  gates: { to: StepId; guard: string; category?: string }[];
  spine: Rung[];
  /** Rows that only another row's answer leads to. */
  onDemand: Row[];
  arrows: ChartArrow[];
  /** What can be said at almost every step. */
  everywhere: { answer: string; to: End; category?: string }[];
}

const machine = createTriage(defaultPolicy);
type Transition = NonNullable<(typeof machine.root)['always']>[number];

/** One transition of the machine as far as the picture needs it. */
interface Read {
  to: string | undefined;
  guard: Named | null;
  actions: Named[];
}
const read = (one: Transition): Read => ({
  to: one.target?.[0]?.key,
  guard: named(one.guard),
  actions: one.actions.map(named).filter((action) => action !== null),
});

const stateOf = (id: string) => {
  const found = machine.root.states[id as StepId];
  if (!found) throw new Error(`The machine has no state ${id}.`);
  return found;
};
const alwaysOf = (id: string): Read[] => (stateOf(id).always ?? []).map(read);
const answersOf = (id: string): [string, Read[]][] =>
  [...stateOf(id).transitions].map(([event, list]) => [event, list.map(read)]);

const arrowIn = (one: Read): Arrow =>
  (one.actions.find(({ type }) => type === 'answered')?.params.arrow as Arrow | undefined) ?? {};

/** The category of the ticket; without one of its own it is that of the first verdict. */
function categoryIn(one: Read): { category?: string } {
  if (one.to !== 'escalate') return {};
  const direct = one.actions.find(({ type }) => type === 'escalateAs')?.params.category;
  if (one.actions.some(({ type }) => type === 'deviceTrustDone')) return { category: 'device-trust' };
  return { category: String(direct ?? arrowIn(one).escalate?.category ?? 'by verdict') };
}

/** The rows that an answer brings forward, each with its label. */
function broughtForward(one: Read, label: string): { to: Row; label: string }[] {
  const arrow = arrowIn(one);
  if (arrow.deviceTrust) return [{ to: 'join-check', label }];
  if (!arrow.forward) return [];
  if (arrow.forward !== 'changed') return [{ to: arrow.forward, label }];
  return choiceFacts.changed.flatMap((changed) => {
    const to = rowForChange(
      startContext({ facts: { changed: { value: changed, from: 'asked' } } }, defaultPolicy),
    );
    return to ? [{ to, label: `[changed: ${changed}]` }] : [];
  });
}

function arrowsOfAnswer(from: StepId, answer: string, one: Read): ChartArrow[] {
  const words = one.guard && guardInWords(one.guard);
  const label = !words ? answer : one.guard?.type === 'arrow' ? `[${words}]` : `${answer} [${words}]`;
  if (!one.to || (answer === 'fixed' && one.to === 'put-back')) return [];
  if (from === 'evidence' && isRow(one.to)) return [{ from, to: 'same step', label }];
  if (one.to === 'returning') return [{ from, to: 'same step', label }];
  if (one.to !== 'next') return [{ from, to: one.to as StepId, label, ...categoryIn(one) }];
  const forward = broughtForward(one, label).map((arrow) => ({ from, ...arrow }));
  return forward.length > 0 || isRow(from) ? forward : [{ from, to: 'next', label }];
}

const passedOver = ['noLongerApplies', 'answeredMeanwhile', 'gone', 'settled'];

/** What leaves a step by itself, without an answer. */
const arrowsWithoutAnswer = (from: StepId): ChartArrow[] =>
  alwaysOf(from)
    .filter(({ to, guard }) => to !== 'next' && guard && !passedOver.includes(guard.type))
    .map((one) => ({
      from,
      to: one.to as StepId,
      label: `[${one.guard && guardInWords(one.guard)}]`,
      ...categoryIn(one),
    }));

const isOwn = (step: StepId, answer: string) => (ownAnswers[step] as readonly string[]).includes(answer);

const unique = (arrows: ChartArrow[]): ChartArrow[] => [
  ...new Map(arrows.map((one) => [JSON.stringify(one), one])).values(),
];

/** The spine as the state `next` tries it, and its ways into the intake. */
function spineAndGates(): Pick<Chart, 'gates' | 'spine'> {
  const before = new Map<string, string[]>();
  const gates: Chart['gates'] = [];
  const spine: Rung[] = [];
  const add = (row: Row) => {
    if (spine.some((rung) => 'row' in rung && rung.row === row)) return;
    const first = before.get(row);
    const guards = conditionLabels(row);
    spine.push({ row, guards: first ? [...guards, `before ${first.join(', ')}`] : guards });
  };
  const tries = alwaysOf('next');
  for (const { guard, to } of tries) {
    if (guard?.type !== 'backupFirst' && guard?.type !== 'adminFirst') continue;
    before.set(String(to), [...(before.get(String(to)) ?? []), String(guard.params.row)]);
  }
  for (const one of tries) {
    const { guard } = one;
    const after = spine.flatMap((rung) => ('row' in rung ? [rung.row] : [])).at(-1);
    const category = categoryIn(one).category ?? '';
    if (guard?.type === 'gate' || guard?.type === 'incident') {
      gates.push({ to: one.to as StepId, guard: String(guardInWords(guard)), ...categoryIn(one) });
    } else if (guard && ['applies', 'backupFirst', 'adminFirst'].includes(guard.type)) add(one.to as Row);
    else if (after && one.to === 'escalate') {
      spine.push({ exit: guard ? `[${guardInWords(guard)}]` : 'no row left', category, after });
    }
  }
  return { gates, spine };
}

/** Answers that are no step's own but possible at most of them. `back` is the store's: it keeps the cards before. */
function everywhere(): Chart['everywhere'] {
  const seen = new Map<string, Read[]>();
  for (const step of stepIds) {
    for (const [answer, [one]] of answersOf(step)) {
      if (one?.to && (answer === 'fixed' || !isOwn(step, answer)))
        seen.set(answer, [...(seen.get(answer) ?? []), one]);
    }
  }
  const common = [...seen].flatMap(([answer, [one, ...more]]) =>
    one?.to && more.length > stepIds.length / 2 ? [{ answer, to: one.to as End, ...categoryIn(one) }] : [],
  );
  return [
    ...common,
    ...(alwaysPossible.includes('back') ? [{ answer: 'back', to: 'same step' as const }] : []),
  ];
}

/** The statechart, read from the machine of the default policy. */
export function readChart(): Chart {
  const { gates, spine } = spineAndGates();
  const onSpine = new Set(spine.map((rung) => ('row' in rung ? rung.row : null)));
  const trust = alwaysOf('next').find(({ guard }) => guard?.type === 'deviceTrustNow');
  return {
    gates,
    spine,
    onDemand: ladder.filter((row) => !onSpine.has(row)),
    arrows: unique([
      ...stepIds.flatMap((from) => [
        ...answersOf(from)
          .filter(([answer]) => isOwn(from, answer))
          .flatMap(([answer, list]) => list.flatMap((one) => arrowsOfAnswer(from, answer, one))),
        ...arrowsWithoutAnswer(from),
      ]),
      ...(trust
        ? [
            {
              from: 'join-check' as const,
              to: 'escalate' as const,
              label: `[${trust.guard && guardInWords(trust.guard)}]`,
              ...categoryIn(trust),
            },
          ]
        : []),
    ]),
    everywhere: everywhere(),
  };
}
