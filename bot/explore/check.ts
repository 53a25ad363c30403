import type { Violation } from '../../dialogs/triage/explore/explore.ts';
import { type Assignment, explore } from '../../dialogs/triage/explore/explore.ts';
import { tell } from '../../dialogs/triage/explore/path.ts';
import { createTriage } from '../../dialogs/triage/machine.ts';
import type { Policy } from '../../dialogs/triage/policy.ts';
import { brokenCards } from './faces.ts';

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
  const cards = brokenCards({ machine: build(policy), policy }).map(
    ({ rule, card }) => `${rule} is broken by the words of a card: ${card}`,
  );
  return [...moves, ...cards];
}
