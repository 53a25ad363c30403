import type { Answer } from '../triage/answers.ts';
import { distance } from './spelling.ts';
import { clean } from './text.ts';
import type { Situation } from './types.ts';

/** The buttons' own words, and the buttons' numbers. */

const shape = (text: string): string => clean(text).text.replace(/[.?]/g, ' ').replace(/\s+/g, ' ').trim();

/** Labels come from a locale file and repeat; their shapes are kept. */
const shapes = new Map<string, string>();
function labelShape(label: string): string {
  const known = shapes.get(label);
  if (known !== undefined) return known;
  const made = shape(label);
  if (shapes.size < 2000) shapes.set(label, made);
  return made;
}

const nots = (text: string): number => text.split(' ').filter((w) => w === 'not' || w === 'no').length;

/** The answer whose label was typed; `exact` is false if letters differ. Nothing if two labels fit alike. */
export function labelled(
  raw: string,
  { offered, labels }: Situation,
): { answer: Answer; exact: boolean } | null {
  if (raw.length > 200) return null;
  const typed = shape(raw);
  if (typed === '') return null;
  let best: { answer: Answer; slips: number } | null = null;
  let tie = false;
  for (const answer of offered) {
    const label = labels[answer];
    if (label === undefined) continue;
    const wanted = labelShape(label);
    const allowed = Math.floor(wanted.length / 8);
    if (wanted === '' || Math.abs(wanted.length - typed.length) > allowed || nots(wanted) !== nots(typed))
      continue;
    const slips = wanted === typed ? 0 : distance(typed, wanted);
    if (slips > allowed) continue;
    tie = best !== null && best.slips === slips;
    if (!best || slips < best.slips) best = { answer, slips };
  }
  return best && !tie ? { answer: best.answer, exact: best.slips === 0 } : null;
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];
const numbers = ['one', 'two', 'three', 'four', 'five', 'six'];
const numbered =
  /^(?:the )?(?:number|option|button|answer|nr|no|choice)?[ .:]*#?([1-6]|one|two|three|four|five|six)(?: please)?[.)!]?$/;
const ordinal =
  /^(?:the )?(first|second|third|fourth|fifth|sixth)(?: (?:one|option|button|answer|choice))?(?: please)?[.!]?$/;

/** The position, from 0, of the button that a message like "2", "option 2" or "the second one" names. */
export function position(raw: string): number | null {
  const text = raw.length > 40 ? '' : raw.trim().toLowerCase();
  const digit = numbered.exec(text)?.[1];
  if (digit !== undefined) return numbers.includes(digit) ? numbers.indexOf(digit) : Number(digit) - 1;
  const place = ordinal.exec(text)?.[1];
  return place === undefined ? null : ordinals.indexOf(place);
}
