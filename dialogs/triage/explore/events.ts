import { type Answer, answers, isRow, type StepId, stepInputs } from '../answers.ts';
import type { FactName } from '../facts.ts';
import type { TriageEvent } from '../machine.ts';
import { isStage } from '../rules/move.ts';
import type { Place } from './engine.ts';
import { factValues } from './values.ts';

/** Something that can happen at a step, with a name for people. */
export interface Happening {
  event: TriageEvent;
  says: string;
  /** What the form asks: known, whatever its value, once the answer is in. */
  form: readonly FactName[];
}

const plain = (event: TriageEvent, says: string): Happening => ({ event, says, form: [] });

const askedBy = (step: StepId, answer: Answer): FactName[] =>
  (stepInputs[step]?.[answer] ?? []).filter((id): id is FactName => id in factValues);

/**
 * Everything that can happen at a step. Facts that are learnt, pasted or filled in need no event for each value: all
 * facts are open, so that one event has all of them behind it; and so are the answered rows, so that `learn` is also
 * what a hand-over does in the middle of a case. That a form's values are taken down is another question, see
 * `filledIn`.
 */
export function happeningsAt(step: Place): Happening[] {
  if (step === 'begin' || isStage(step)) return [];
  const clicks = answers.map((answer) => ({
    event: { type: answer },
    says: answer,
    form: askedBy(step, answer),
  }));
  const pastes = isRow(step)
    ? [plain({ type: 'paste', facts: {}, signals: [] }, 'a paste that says something')]
    : [];
  return [
    ...clicks,
    ...pastes,
    plain({ type: 'learn', facts: {}, from: 'typed' }, 'something else is learnt'),
    plain({ type: 'quiet' }, 'nobody answers'),
    plain({ type: 'check' }, 'the next working day'),
  ];
}

/** Each single value that a step's forms can say. */
export const filledIn = (step: StepId): { answer: Answer; name: FactName; value: string }[] =>
  answers.flatMap((answer) =>
    askedBy(step, answer).flatMap((name) =>
      factValues[name].flatMap((value) => (value === undefined ? [] : [{ answer, name, value }])),
    ),
  );

/** Moves that R10 leaves aside altogether: what comes after them begins a new count. */
export const isLeftAside = (event: string): boolean =>
  ['start-over', 'different-code', 'copied-now', 'back', 'learn'].includes(event);

/** Moves that lead on without being counted as a tap. */
const uncounted: readonly string[] = [
  'why',
  'pause',
  'resume',
  'keep-trying',
  'not-now',
  'wait',
  'rate',
  'add',
  'came-back',
  'still-good',
  'right',
  'wrong',
  'paste',
  'quiet',
  'check',
];

/** A tap that R10 counts; asking for the paste of a row is part of the paste. */
export const isCounted = (event: string, step: Place): boolean =>
  !uncounted.includes(event) &&
  !(event === 'continue' && (step === 'join-check' || step === 'cipher-suites'));

/** Where a case begins that knows nothing yet. */
export const begins: readonly string[] = ['begin', 'begin wish=welcome', 'begin wish=human'];
