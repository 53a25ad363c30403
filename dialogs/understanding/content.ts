import type { Answer } from '../triage/answers.ts';
import { labelledExamples } from './examples.ts';
import { distance } from './spelling.ts';
import type { Clean } from './text.ts';

/**
 * What of a message carries its meaning. Small talk is made of the same small words as an answer ("it is raining",
 * "it is fine"), so an answer that claims something rests on the words beside them.
 */

/** Words that hold a sentence together, or are said in any conversation; they speak for no answer by themselves. */
const linking: ReadonlySet<string> = new Set(
  `i me my mine we us our you your he him his she her it its they them their one this that these those here there
  am is are was were be been being do does did have has had having will would can could shall should may might must
  not no and or so but as if than then of to in on at for from with by into onto about up out off away over
  now today already still yet again once soon ever too also very much many more most some any all both every only even
  quite rather well yes ok sure please thanks thank sorry hi hello hey dear oh ah alright anyway
  who what which when where why how because while after before get got getting gets go goes going gone let wait use
  using like use say says said tell told thing things something anything everything way`.split(/\s+/),
);

/** The words of a message that carry meaning. */
export const contentOf = ({ text }: Clean): string[] =>
  text.split(' ').filter((word) => /^[a-z]{2,}$/.test(word) && !linking.has(word));

/**
 * Whether a message denies something: what is said with a "not" does not speak for the same thing without it. A
 * "no" that only answers ("no, it is the same") denies nothing of what follows.
 */
const denies = ({ text }: Clean): boolean =>
  / (?:not|never|nothing|none|nobody|without|neither|unable|no(?! (?:[.?]|i|it|that|this|we|still|same) )) /.test(
    text,
  );

/** How many examples, without and with a denial. */
interface Sides {
  plain: number;
  denied: number;
}

interface Uses {
  all: number;
  meaning: Map<string, Sides>;
}

/** What the examples mean that a content word stands in. */
let uses: ReadonlyMap<string, Uses> | undefined;
function usesOfAll(): ReadonlyMap<string, Uses> {
  uses ??= counted();
  return uses;
}

function counted(): ReadonlyMap<string, Uses> {
  const made = new Map<string, Uses>();
  for (const { message, expect } of labelledExamples()) {
    const side = denies(message) ? 'denied' : 'plain';
    for (const word of new Set(contentOf(message))) {
      const use = made.get(word) ?? { all: 0, meaning: new Map() };
      made.set(word, use);
      const means = expect.kind === 'answer' && expect.answer ? expect.answer : `(${expect.kind})`;
      const count = use.meaning.get(means) ?? { plain: 0, denied: 0 };
      use.meaning.set(means, count);
      if (expect.kind !== 'code') use.all++;
      count[side]++;
    }
  }
  return made;
}

/** Wishes, and what leads back or aside: they claim nothing that was seen or done. */
const wishes: ReadonlySet<Answer> = new Set<Answer>([
  'human',
  'back',
  'pause',
  'why',
  'start-over',
  'use-web',
  'different-code',
  'keep-trying',
  'resume',
  'wait',
  'rate',
  'withdraw',
  'add',
]);

/**
 * Whether the words that carry a message's meaning speak for an answer: `plainly`, or at least in part. A claim
 * rests on two words that are said with it, or on one that is hardly ever said with anything else.
 */
export function speaksFor(answer: Answer, message: Clean): 'plainly' | 'partly' | null {
  const content = contentOf(message);
  const side = denies(message) ? 'denied' : 'plain';
  const least = wishes.has(answer) ? 1 : 2;
  const speaking = content.flatMap((word) => {
    const use = usesOfAll().get(word);
    const count = use?.meaning.get(answer);
    const times = count ? count.plain + count.denied : 0;
    // "I know" is not "I don't know": what is mostly said on the other side speaks for nothing here.
    if (!use || !count || times < least || count[side] < Math.max(1, times / 5)) return [];
    return [{ times, all: use.all }];
  });
  if (speaking.length * 2 < content.length || speaking.length === 0) return null;
  const decisive = speaking.some(({ times, all }) => times >= 5 && times / all >= 0.55);
  const covered = speaking.length / content.length >= 0.6;
  if (wishes.has(answer)) return covered ? 'plainly' : 'partly';
  return decisive || (covered && speaking.length >= 2) ? 'plainly' : 'partly';
}

/** Longer messages tell of more than one thing. */
const longest = 30;

/** Words that were ever said with an answer that claims something. */
let claims: ReadonlySet<string> | undefined;
function saidWithClaims(): ReadonlySet<string> {
  const isClaim = (means: string): boolean => !means.startsWith('(') && !wishes.has(means as Answer);
  claims ??= new Set(
    [...usesOfAll()].filter(([, { meaning }]) => [...meaning.keys()].some(isClaim)).map(([word]) => word),
  );
  return claims;
}

/** A slip of the fingers in such a word; the first letter is seldom the wrong one. */
function isSlip(word: string): boolean {
  if (word.length < 6) return false;
  for (const said of saidWithClaims()) if (said[0] === word[0] && distance(word, said) <= 1) return true;
  return false;
}

/**
 * Whether a message is about something that no answer is about: half of its content words or more were never said
 * with one. The words that a rule knows count as said.
 */
export function isAboutElse(answer: Answer, message: Clean, known: readonly string[]): boolean {
  if (wishes.has(answer) || message.words > longest) return false;
  const ruled = new Set(known.flatMap((words) => words.split(' ')));
  const content = contentOf(message);
  const strange = content.filter((word) => !ruled.has(word) && !saidWithClaims().has(word) && !isSlip(word));
  return strange.length > 0 && strange.length * 2 >= content.length;
}
