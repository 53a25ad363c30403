import {
  type Answer,
  alwaysPossible,
  isRow,
  ladder,
  ownAnswers,
  proxyLookAnswers,
  stepIds,
} from '../../dialogs/triage/answers.ts';
import { conditionLabels } from '../../dialogs/triage/conditions.ts';
import type { Edge } from '../../dialogs/triage/explore/explore.ts';
import { explore } from '../../dialogs/triage/explore/explore.ts';
import { defaultPolicy } from '../../dialogs/triage/policy.ts';
import { isStage } from '../../dialogs/triage/rules/move.ts';

const code = (name: string) => `\`${name}\``;
const next = 'the next row';

/** Where the moves of a step's answer lead, in the order of the steps. */
function targets(edges: readonly Edge[], step: string, answer: Answer): string[] {
  const found = new Set(
    edges
      .filter(({ from, event, to }) => from.step === step && event === answer && from.key !== to.key)
      .map(({ to }) => (isStage(to.step) ? next : to.step)),
  );
  return [...(found.has(next) ? [next] : []), ...stepIds.filter((id) => found.has(id)).map(code)];
}

/** More targets than any step leads to by itself: it goes back to where it came from. */
const many = 6;
const inWords = (then: readonly string[]): string =>
  then.length > many ? `the step it came from, or ${next}` : then.join(' or ');

/** "Given …, when …, then …" for every step and each of its answers, from the moves that the exploration found. */
export function givenWhenThen(): string {
  const { edges } = explore({ policy: defaultPolicy });
  const rows = stepIds.flatMap((step) => {
    const own = [...new Set<Answer>([...ownAnswers[step], ...(step === 'proxy' ? proxyLookAnswers : [])])];
    const when = isRow(step) ? conditionLabels(step).join(', ') : '';
    return line(
      `${code(step)}${when && ` (${when})`}`,
      own.map((answer) => [answer, inWords(targets(edges, step, answer))]),
    );
  });
  const everywhere = (['human', ...alwaysPossible, 'use-web'] as Answer[]).filter((one) => one !== 'back');
  const always = everywhere.map((answer): [Answer, string] => {
    const then = new Set(ladder.flatMap((step) => targets(edges, step, answer)));
    return [answer, inWords([...then]) || 'the same card'];
  });
  return [
    '| given | when | then |',
    '|---|---|---|',
    ...rows,
    ...line('any row that offers it', always),
  ].join('\n');
}

/** Answers that lead to the same place share a line. */
function line(given: string, leads: readonly [Answer, string][]): string[] {
  const by = new Map<string, string[]>();
  for (const [answer, then] of leads) if (then) by.set(then, [...(by.get(then) ?? []), code(answer)]);
  return [...by].map(([then, when]) => `| ${given} | ${when.join(', ')} | ${then} |`);
}
