import { commonWords } from './common-words.ts';
import { knownWords } from './phrases.ts';
import { distance } from './spelling.ts';

/** A "not" that a slip of the fingers has hidden turns a message round: it is looked for before all else. */

const verbs = 'do does did is are was were has have had can could will would should must'.split(' ');
const joined: ReadonlyMap<string, string> = new Map(
  verbs.flatMap((verb) => [
    [`${verb}nt`, `${verb} not`],
    [`${verb}not`, `${verb} not`],
  ]),
);
const irregular: readonly (readonly [string, string])[] = [
  ['cant', 'can not'],
  ['wont', 'will not'],
  ['cannot', 'can not'],
];
const forms = [...joined, ...irregular];

/** Words that are themselves, though they are one slip from a negation. */
const real = new Set(
  `dont want wants went cost cont gont dent dint done does dist diet lent cent rent font hint tint mint aunt hunt count
  hast vast vest west waste wash want wait went isn cat cut can cans cane cart cast cent chat coat colt won wonton font
  hasn had hard didn did dad doesn dose doest point print event agent paint plant front grant`
    .split(/\s+/)
    .filter((word) => word !== 'dint' && word !== 'doest' && word !== 'dont'),
);

/** "havnet", "doesnst", "didnot" as what was meant; nothing if the word is no slip of a negation. */
export function hiddenNegation(word: string): string | null {
  if (word.length < 4 || word.length > 10 || real.has(word)) return null;
  if (knownWords().has(word) || commonWords.has(word)) return null;
  const meant = forms.find(([form]) => Math.abs(form.length - word.length) <= 1 && distance(word, form) <= 1);
  return meant?.[1] ?? null;
}

const near = new Set(
  'bot got hot lot pot dot cot rot jot tot nit net nat nut nor now non nod no not note knot nob on to it of or in at od out'.split(
    ' ',
  ),
);

/** Whether a short word may be a misspelt "not": too little to say so, enough to ask. */
export const mayBeNot = (word: string): boolean =>
  word.length >= 2 &&
  word.length <= 4 &&
  /^[a-z]+$/.test(word) &&
  !near.has(word) &&
  !knownWords().has(word) &&
  !commonWords.has(word) &&
  distance(word, 'not') <= 1;
