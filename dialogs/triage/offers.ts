import {
  type Answer,
  alwaysPossible,
  isEnding,
  isFixRow,
  isRow,
  ownAnswers,
  proxyLookAnswers,
  type StepId,
} from './answers.ts';
import { leftOutForFiles } from './conditions.ts';
import { inFamily, is, proxyMode, type TriageContext } from './context.ts';
import type { Policy } from './policy.ts';

/** The step's own answers on these facts, in button order, before it is asked whether each is possible. */
export const ownAnswersOf = (c: TriageContext, policy: Policy, step: StepId): readonly Answer[] =>
  step === 'proxy' && proxyMode(c, policy) === 'look' ? proxyLookAnswers : ownAnswers[step];

/** Something may still be repaired: neither `fixed` nor `something-broke` was said. */
const repairing = (c: TriageContext) => !c.fixed && !c.broke;

const mayCopyNow = (c: TriageContext, policy: Policy) =>
  repairing(c) && c.reopened === 'no' && is(c, 'dataAtRisk', 'yes') && leftOutForFiles(c, policy);

const mayPaste = (c: TriageContext, step: StepId) =>
  isRow(step) && repairing(c) && (c.wrongReadings[step] ?? 0) < 2;

function ownPossible(c: TriageContext, policy: Policy, step: StepId, answer: Answer): boolean {
  switch (answer) {
    case 'keep-trying':
      return (
        step === 'incident' || (repairing(c) && (c.escalation?.keepTrying ?? false) && !mayCopyNow(c, policy))
      );
    case 'copied-now':
      return mayCopyNow(c, policy);
    case 'continue':
      return step !== 'join-check' && step !== 'cipher-suites' ? true : mayPaste(c, step);
    case 'rate':
      return !c.rated;
    case 'still-good':
      return c.checking;
    case 'back':
      return false; // the store's: whoever keeps the earlier snapshots knows
    case 'fixed':
      return fixedPossible(c, step);
    default:
      return true;
  }
}

const fixedPossible = (c: TriageContext, step: StepId) =>
  step !== 'proxy-needed' &&
  (isRow(step) ||
    step === 'code-help' ||
    step === 'paused' ||
    step === 'escalated' ||
    (step === 'escalate' && !c.putBackFailed));

/**
 * Whether the machine accepts this answer here: what a card shows and what a guard lets pass are the same.
 * `back` is not among them; whoever keeps the earlier snapshots knows about it.
 */
export function offers(c: TriageContext, policy: Policy, step: StepId, answer: Answer): boolean {
  if (ownAnswersOf(c, policy, step).includes(answer)) return ownPossible(c, policy, step, answer);
  if (isEnding(step)) return false;
  switch (answer) {
    case 'human':
      return step !== 'escalate';
    case 'fixed':
      return fixedPossible(c, step);
    case 'done-before':
      return isFixRow(step) && step !== 'rejoin';
    case 'why':
      return isRow(step);
    case 'something-broke':
      return c.invasive && repairing(c);
    case 'different-code':
      return repairing(c) && step !== 'welcome' && step !== 'ask-code';
    case 'start-over':
      return repairing(c) && inFamily(c) && !['welcome', 'ask-code', 'device'].includes(step);
    case 'pause':
    case 'use-web':
      return true;
    default:
      return false;
  }
}

/** The kind of button an answer has on the step's card, `null` where it has none; `back` as the caller knows it. */
export function buttonOf(
  c: TriageContext,
  policy: Policy,
  step: StepId,
  answer: Answer,
  canGoBack: boolean,
): 'primary' | 'secondary' | null {
  const own = ownAnswersOf(c, policy, step).includes(answer);
  const folded = (alwaysPossible as readonly Answer[]).includes(answer);
  if (!own && answer !== 'human' && !folded) return null;
  if (!(answer === 'back' ? canGoBack : offers(c, policy, step, answer))) return null;
  return own || answer === 'human' ? 'primary' : 'secondary';
}

/** What the card's buttons are: the primary ones in the order of the step's own answers, `human` last, and the folded ones. */
export function buttons(
  c: TriageContext,
  policy: Policy,
  step: StepId,
  canGoBack: boolean,
): { primary: Answer[]; secondary: Answer[] } {
  const own = ownAnswersOf(c, policy, step);
  const kind = (answer: Answer) => buttonOf(c, policy, step, answer, canGoBack);
  return {
    primary: [...own, 'human' as const].filter((answer) => kind(answer) === 'primary'),
    secondary: alwaysPossible.filter((answer) => kind(answer) === 'secondary'),
  };
}
