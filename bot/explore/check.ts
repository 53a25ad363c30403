import type { Violation } from '../../dialogs/triage/explore/explore.ts';
import { type Assignment, explore } from '../../dialogs/triage/explore/explore.ts';
import { changesIn } from '../../dialogs/triage/explore/open-policy.ts';
import { tell } from '../../dialogs/triage/explore/path.ts';
import { createTriage } from '../../dialogs/triage/machine.ts';
import type { Policy } from '../../dialogs/triage/policy.ts';
import { type BrokenCard, brokenCards } from './faces.ts';

/** A card that breaks a rule as a line. */
export const cardLine = ({ rule, card }: BrokenCard): string =>
  `${rule} is broken by the words of a card: ${card}`;

/** A violation as lines: the rule, the shortest path to it, and whether xstate went it too. */
export function violationLines(violation: Violation, build = createTriage, policy?: Policy): string[] {
  const { lines, confirmed } = tell(violation, build, policy);
  const note = confirmed ? '' : ' (each move is possible; the path as a whole was not retraced)';
  return [`${violation.rule} is broken${note}:`, ...lines.map((line) => `  ${line}`)];
}

/**
 * Explores the triage under the policy in force. Problems are for the people who wrote the policy: the rule that it
 * breaks, and the path or the card that shows it. A few seconds of one core.
 */
export function policyProblems(policy: Policy, build: Assignment['build'] = createTriage): string[] {
  const moves = explore({ policy, build }).violations.map((one) =>
    violationLines(one, build, policy).join('\n'),
  );
  return [...moves, ...brokenCards({ machine: build(policy), policy }).map(cardLine)];
}

/**
 * The same at the start of the bot, in a blink. Moves under the default policy and each single change of it were explored with the
 * release (`npm run explore` in its tests), so that only a policy that changes more is gone through again; the words of
 * the cards are always, but for how to switch on again what is off: that is not the policy's.
 */
export const startProblems = (policy: Policy): string[] =>
  changesIn(policy).length > 1
    ? policyProblems(policy)
    : brokenCards({ machine: createTriage(policy), policy }, [[]]).map(cardLine);
