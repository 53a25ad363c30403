import { type Answer, endings, isEnding, type StepId, stepInputs } from './answers.ts';
import type { CaseRecord, CaseState } from './case.ts';
import type { StepDone, TriageContext, TriageInput } from './context.ts';
import { choiceFacts, type FactName, type FactValues, factNames, type Origin } from './facts.ts';
import type { Triage } from './machine.ts';
import { buttons } from './offers.ts';
import type { Policy } from './policy.ts';
import { passedOver } from './skipped.ts';
import { freeze, knownIn, stepOf, type TriageSnapshot, thaw } from './snapshot.ts';
import { type EffectName, start, step } from './step.ts';
import { formValues } from './updates.ts';
import type { TrailEntry } from './view.ts';

/** The machine and the policy it was made for; every function of a case needs both. */
export interface Rules {
  machine: Triage;
  policy: Policy;
}

/** What happens to a case. `at` is ISO time and comes from outside. */
export type CaseEvent =
  | {
      kind: 'answer';
      answer: Answer;
      inputs?: { [id: string]: string };
      from: TrailEntry['from'];
      at: string;
    }
  | { kind: 'learn'; facts: FactValues; from: Origin; at: string }
  | { kind: 'handoff'; facts: FactValues; stepsDone: StepDone[]; at: string }
  | { kind: 'paste'; facts: FactValues; signals: string[]; at: string }
  | { kind: 'quiet' | 'check'; at: string };

export type Advance =
  | { kind: 'moved'; record: CaseRecord; effects: EffectName[]; step: StepId }
  | { kind: 'rejected' };

/** A case as it is worked with: the stored record and its thawed snapshot. */
export interface LiveCase {
  record: CaseRecord;
  snapshot: TriageSnapshot;
  step: StepId;
  context: TriageContext;
}

/** Longest way back; a case has at most 32 taps to its end, side answers aside. */
const keptSnapshots = 40;

/** Answers after which nothing can be taken back. */
const pointsOfNoReturn: readonly Answer[] = ['fixed', 'something-broke', 'restarting', 'send'];
/** Answers that are no place to come back to: the card before them is the same. */
const notRemembered: readonly Answer[] = ['pause', 'resume', 'right', 'wrong', 'rate', 'add', 'came-back'];

/** Begins a case with what is known; the clock and the id come from outside. */
export function openCase(
  rules: Rules,
  given: { id: string; user: string; n: number; at: string; locale: string; input: TriageInput },
): CaseRecord {
  const snapshot = start(rules.machine, given.input);
  const names = Object.keys(snapshot.context.facts) as FactName[];
  return {
    id: given.id,
    user: given.user,
    n: given.n,
    rev: 0,
    snapshot: freeze(snapshot),
    history: [],
    trail: handedLines(given.input.stepsDone ?? [], given.at),
    skipped: passedOver(rules.policy, null, snapshot, []),
    factsAt: Object.fromEntries(names.map((name) => [name, given.at])),
    openedAt: given.at,
    movedAt: given.at,
    notes: [],
    reading: [],
    handoff: null,
    contact: {},
    escalations: 0,
    ticket: null,
    category: null,
    outcome: null,
    rating: null,
    remindAt: null,
    remindersSent: 0,
    announced: null,
    locale: given.locale,
  };
}

export type Revived = { ok: true; live: LiveCase } | { ok: false; why: string };

/**
 * Thaws a stored case. A snapshot of a machine that today's does not know any more is begun again with what it
 * knew and what was already tried, so that nothing is asked or done twice.
 */
export function revive(rules: Rules, record: CaseRecord): Revived {
  const thawed = thaw(rules.machine, record.snapshot);
  const snapshot = thawed.ok ? thawed.snapshot : salvage(rules, record);
  if (!snapshot) return { ok: false, why: thawed.ok ? '' : thawed.why };
  return { ok: true, live: { record, snapshot, step: stepOf(snapshot), context: snapshot.context } };
}

/** A fresh start on the facts of a snapshot that can't be read any more, and the answers of the trail. */
function salvage(rules: Rules, record: CaseRecord): TriageSnapshot | null {
  const facts = knownIn(record.snapshot);
  if (!facts || record.outcome !== null) return null;
  const stepsDone = record.trail
    .filter((one) => one.answer !== 'back')
    .map(({ step: id, answer }) => ({ step: id, answer }));
  return start(rules.machine, { facts, stepsDone });
}

export const stateOf = (current: StepId): CaseState =>
  isEnding(current) ? 'ended' : current === 'paused' ? 'paused' : 'open';

/** The case as it is where an incident is open for its code: the next card after intake says so. */
export function facingIncident(rules: Rules, live: LiveCase): LiveCase {
  const context = { ...live.context, incident: true };
  const snapshot = rules.machine.resolveState({ value: live.snapshot.value, context });
  return { ...live, snapshot, context };
}

/** Something can be taken back here. */
export const canGoBack = (live: LiveCase): boolean =>
  live.record.history.length > 0 &&
  !live.context.fixed &&
  !live.context.broke &&
  live.step !== 'paused' &&
  !isEnding(live.step);

/** The buttons of the current card. */
export const buttonsOf = (rules: Rules, live: LiveCase) =>
  buttons(live.context, rules.policy, live.step, canGoBack(live));

/** One event of a case: moves the machine and keeps the record (revision, trail, way back) in step with it. */
export function advance(rules: Rules, live: LiveCase, event: CaseEvent): Advance {
  if (event.kind === 'answer' && event.answer === 'back') return goBack(rules, live, event);
  const result = step(rules.machine, live.snapshot, machineEvent(event));
  if (result.kind === 'rejected') return result;
  const { snapshot, effects } = result;
  const to = stepOf(snapshot);
  if (effects.includes('explain') || effects.includes('readPaste')) {
    return { kind: 'moved', record: live.record, effects, step: to };
  }
  const counts = !['learn', 'handoff', 'check'].includes(event.kind) || to !== live.step;
  const record: CaseRecord = {
    ...live.record,
    rev: live.record.rev + (counts ? 1 : 0),
    snapshot: freeze(snapshot),
    history: historyAfter(live, event, to),
    trail: [...trailAfter(live, event), ...settledHere(live, snapshot, event.at)],
    skipped: passedOver(rules.policy, live, snapshot, live.record.skipped),
    factsAt: factTimes(live, snapshot, event.at),
    movedAt: event.at,
    outcome: snapshot.context.outcome,
    remindAt: null,
    remindersSent: 0,
  };
  return { kind: 'moved', record, effects, step: to };
}

function machineEvent(event: CaseEvent): Parameters<typeof step>[2] {
  switch (event.kind) {
    case 'answer':
      return {
        type: event.answer,
        from: event.from === 'typed' ? 'typed' : 'asked',
        ...(event.inputs && { inputs: event.inputs }),
      };
    case 'learn':
      return { type: 'learn', facts: event.facts, from: event.from };
    case 'handoff':
      return { type: 'handoff', facts: event.facts, stepsDone: event.stepsDone };
    case 'paste':
      return { type: 'paste', facts: event.facts, signals: event.signals };
    case 'quiet':
    case 'check':
      return { type: event.kind };
  }
}

function trailAfter(live: LiveCase, event: CaseEvent): TrailEntry[] {
  if (event.kind === 'answer') return [...live.record.trail, trailEntry(live, event.answer, event)];
  if (event.kind === 'paste' && stepInputs[live.step]?.continue?.includes('evidence')) {
    return [...live.record.trail, { step: live.step, answer: 'continue', at: event.at, from: 'asked' }];
  }
  if (event.kind !== 'handoff') return live.record.trail;
  const done = event.stepsDone.filter(({ step: row }) => !live.record.trail.some((one) => one.step === row));
  return [...live.record.trail, ...handedLines(done, event.at)];
}

/** Steps of a handoff as lines of the trail; `handed` is the time of those of which it is not said when they were done. */
const handedLines = (done: readonly StepDone[], handed: string): TrailEntry[] =>
  done.map(({ step: id, answer, at = handed }) => ({ step: id, answer, at, from: 'handoff' }));

/** The answer that a confirmed paste gave to the row it was read at; where a paste is the answer, it stands already. */
function settledHere({ context: before }: LiveCase, snapshot: TriageSnapshot, at: string): TrailEntry[] {
  const row = before.readAt;
  const answer = row && before.answered[row] === undefined && snapshot.context.answered[row];
  return row && answer && answer !== 'continue' ? [{ step: row, answer, at, from: 'pasted' }] : [];
}

const trailEntry = ({ step: at, context }: LiveCase, answer: Answer, event: CaseEvent): TrailEntry => ({
  step: at,
  answer,
  at: event.at,
  from: event.kind === 'answer' ? event.from : 'inferred',
  ...(answer === 'right' && context.reading ? learnt(context) : chosen(at, answer, event)),
});

/** What a confirmed paste says, and what was held for true before it. */
function learnt({ reading, facts }: TriageContext): Pick<TrailEntry, 'values' | 'corrected'> {
  const values = Object.entries(reading?.facts ?? {}).filter(([id]) => id in choiceFacts);
  const corrected = values.flatMap(([id, value]) => {
    const before = facts[id as FactName]?.value;
    return before !== undefined && before !== value ? [[id, before]] : [];
  });
  return {
    ...(values.length > 0 && { values: Object.fromEntries(values) }),
    ...(corrected.length > 0 && { corrected: Object.fromEntries(corrected) }),
  };
}

/** The values chosen in a form; free text stays where it belongs. */
function chosen(at: StepId, answer: Answer, event: CaseEvent): Pick<TrailEntry, 'values'> {
  const inputs = event.kind === 'answer' ? formValues(at, answer, event.inputs) : {};
  const values = Object.entries(inputs).filter(
    ([id]) => id in choiceFacts || id === 'code' || id === 'rating',
  );
  return values.length > 0 ? { values: Object.fromEntries(values) } : {};
}

function historyAfter(live: LiveCase, event: CaseEvent, to: StepId): string[] {
  if ((endings as readonly string[]).includes(to)) return [];
  const answer = event.kind === 'answer' ? event.answer : null;
  if (answer && pointsOfNoReturn.includes(answer)) return [];
  const remembered = event.kind === 'paste' || (answer !== null && !notRemembered.includes(answer));
  if (!remembered) return live.record.history;
  return [...live.record.history, live.record.snapshot].slice(-keptSnapshots);
}

function factTimes(live: LiveCase, snapshot: TriageSnapshot, at: string): CaseRecord['factsAt'] {
  const { facts } = snapshot.context;
  const before = live.context.facts;
  if (facts === before) return live.record.factsAt;
  return Object.fromEntries(
    factNames
      .filter((name) => facts[name])
      .map((name) => {
        const same = facts[name]?.value === before[name]?.value && facts[name]?.from === before[name]?.from;
        return [name, same ? (live.record.factsAt[name] ?? at) : at];
      }),
  );
}

/** The previous card: its answer and facts are withdrawn; what was really done or switched off stays known. */
function goBack(rules: Rules, live: LiveCase, event: CaseEvent & { kind: 'answer' }): Advance {
  const previous = live.record.history.at(-1);
  if (!canGoBack(live) || previous === undefined) return { kind: 'rejected' };
  const thawed = thaw(rules.machine, previous);
  if (!thawed.ok) return { kind: 'rejected' };
  const then = thawed.snapshot.context;
  const now = live.context;
  const to = stepOf(thawed.snapshot);
  // What was really done stays answered, so that it is not shown again; the card it returns to is asked anew.
  const done = now.fixesTried.filter((row) => row !== to && then.answered[row] === undefined);
  const context: TriageContext = {
    ...then,
    answered: {
      ...then.answered,
      ...Object.fromEntries(done.map((row) => [row, now.answered[row] ?? 'done-before'])),
    },
    fixesTried: now.fixesTried,
    invasive: then.invasive || now.invasive,
    switchedOff: [...new Set([...then.switchedOff, ...now.switchedOff])],
    wrongReadings: now.wrongReadings,
    reopened: now.reopened === 'no' ? 'no' : then.reopened === 'no' ? 'used' : then.reopened,
  };
  const snapshot = rules.machine.resolveState({ value: to as never, context });
  const record: CaseRecord = {
    ...live.record,
    rev: live.record.rev + 1,
    snapshot: freeze(snapshot),
    history: live.record.history.slice(0, -1),
    trail: [...live.record.trail, trailEntry(live, 'back', event)],
    skipped: passedOver(rules.policy, null, snapshot, []),
    factsAt: factTimes(live, snapshot, event.at),
    movedAt: event.at,
  };
  return { kind: 'moved', record, effects: [], step: to };
}
