import { type FaqId, isFaqId } from '../knowledge/faq.ts';
import { type Answer, alwaysPossible, ownAnswers, proxyLookAnswers, type StepId } from '../triage/answers.ts';
import { speaksFor } from './content.ts';
import { isDoubtful } from './doubts.ts';
import { labelledExamples, type Meaning, meanings } from './examples.ts';
import { firstAnswers } from './first-answers.ts';
import { familiarity, learn, type Model, rank } from './learn.ts';
import { firstOf, phrases } from './phrases.ts';
import { likely, sure, why } from './reading.ts';
import type { Clean } from './text.ts';
import type { Situation, Understanding } from './types.ts';

/**
 * What a message resembles, where no rule speaks: the labelled examples are learnt once. It may play only
 * answers that change nothing and end nothing, and only where it is far ahead of the second best; all else
 * that it thinks likely is asked back.
 */

/** As the model names it; a code is found by its letters and never by likeness. */
function nameOf({ kind, answer, id }: Meaning): string | null {
  if (kind === 'code') return null;
  if (kind === 'answer') return `answer ${answer}`;
  if (kind === 'faq') return `faq ${id}`;
  return kind === 'likely' || kind === 'unknown' ? 'nothing' : kind;
}

const kinds = [...new Set(meanings.map(nameOf))].filter(
  (name) => name !== null && !name.startsWith('answer '),
) as string[];

const candidates = (answers: readonly Answer[]): string[] => [
  ...answers.map((answer) => `answer ${answer}`),
  ...kinds,
];

/** What may be said at a step at most. */
const sayable = (step: StepId | null): readonly Answer[] =>
  step === null
    ? firstAnswers
    : [
        ...new Set<Answer>([
          ...ownAnswers[step],
          ...(step === 'proxy' ? proxyLookAnswers : []),
          ...alwaysPossible,
          'use-web',
          'human',
        ]),
      ];

let model: Model | undefined;
function learnt(): Model {
  model ??= learn(
    labelledExamples().flatMap(({ step, message, expect, or }) => {
      const is = nameOf(expect);
      if (is === null) return [];
      return [
        {
          message,
          step: step ?? 'first',
          is,
          or: new Set([is, ...or.flatMap((one) => nameOf(one) ?? [])]),
          candidates: candidates(sayable(step)),
        },
      ];
    }),
  );
  return model;
}

/** Answers that lead on or aside, and can be taken back. */
const playable: ReadonlySet<Answer> = new Set<Answer>([
  'code-40',
  'other-code',
  'no-code',
  'connection-wording',
  'keeps-asking',
  'not-syncing',
  'not-fixed',
  'loads',
  'not-loads',
  'loads-now',
  'works-on-other-network',
  'only-onedrive-fails',
  'cannot-do',
  'none',
  'none-found',
  'nothing-linked',
  'was-on',
  'no-proxy',
  'proxy-on',
  'old',
  'recent',
  'unsure',
  'cannot-test',
  'rather-it',
  'not-now',
  'wait',
  'human',
  'done-before',
  'back',
  'pause',
  'why',
]);

/** Answers that are good news, and bad ones: words of the other side make them doubtful. */
const goodNews: ReadonlySet<Answer> = new Set<Answer>([
  'loads',
  'loads-now',
  'works-on-other-network',
  'was-on',
  'recent',
]);
const bad = phrases(
  '(no|not|never|nothing|same|problem|issue|error|errcode|fail|fails|failed|failing|unable|broken|refuses|refused|stuck|neither|cannot|until|but|almost|half|sometimes)',
);
const good = phrases(
  '(works|worked|working|fixed|solved|resolved|connected|signed in|logged in|syncing|fine|great|perfect)',
);

/** Wishes; beside a "not" they may be the contrary. */
const wishes: ReadonlySet<Answer> = new Set<Answer>(['wait', 'human', 'pause', 'done-before', 'back']);
const denial = phrases('(not|no|never|without)');

const ahead = 0.35;
const noticeable = 0.12;
/** Longer messages tell stories: what they resemble says little. */
const longest = 30;

/** What a message resembles. */
export function resembling(message: Clean, here: Situation): Understanding | null {
  if (message.words === 0 || message.words > longest) return null;
  if (familiarity(learnt(), message) < 0.5) return null;
  // All that can be said there competes, so that what is not offered is not taken for something that is.
  const possible = candidates([...new Set([...sayable(here.step), ...here.offered])]);
  const [first, second] = rank(learnt(), message, here.step ?? 'first', possible);
  if (!first || first.is === 'nothing') return null;
  const lead = first.score - (second?.score ?? 0);
  const because = why('resembles', first.is, ...first.words);
  if (first.is.startsWith('faq ')) {
    const id = first.is.slice(4);
    return lead >= ahead && message.question && isFaqId(id) ? faq(id, first) : null;
  }
  if (!first.is.startsWith('answer ')) {
    if (lead < ahead || first.is !== 'another-subject') return null;
    return { kind: 'another-subject', subject: 'other', why: because };
  }
  const answer = first.is.slice(7) as Answer;
  if (!here.offered.includes(answer)) return null;
  const doubtful =
    (goodNews.has(answer) && firstOf(bad, message.text) !== undefined) ||
    (answer === 'not-fixed' && firstOf(good, message.text) !== undefined) ||
    (wishes.has(answer) && firstOf(denial, message.text) !== undefined) ||
    isDoubtful(answer, message, here.step) ||
    (message.question && !['human', 'back', 'why', 'pause'].includes(answer));
  // At winsock "can't" says that the user is no administrator.
  const consequence = here.step === 'winsock';
  const spoken = speaksFor(answer, message);
  if (spoken === null) return null;
  if (lead >= ahead && spoken === 'plainly' && playable.has(answer) && !doubtful && !consequence)
    return sure(answer, because);
  if (lead < noticeable || (message.question && doubtful)) return null;
  const next = second?.is.startsWith('answer ') ? [second.is.slice(7) as Answer] : [];
  return likely([answer, ...next], here, because);
}

const faq = (id: FaqId, { is, words }: { is: string; words: string[] }): Understanding => ({
  kind: 'faq',
  id,
  why: why('resembles', is, ...words),
});
