import { commonWords } from './common-words.ts';
import { knownWords } from './phrases.ts';

/**
 * Corrects words that are one slip away from a word of the vocabularies (two for long words). An index of
 * words with letters left out finds the candidates, so that the work grows with the text alone.
 */

const shortest = 4;
const long = 8;

function without(word: string, times: number): Set<string> {
  const forms = new Set([word]);
  let edge = [word];
  for (let round = 0; round < times; round++) {
    const next: string[] = [];
    for (const form of edge)
      for (let i = 0; i < form.length; i++) {
        const shorter = form.slice(0, i) + form.slice(i + 1);
        if (!forms.has(shorter)) {
          forms.add(shorter);
          next.push(shorter);
        }
      }
    edge = next;
  }
  return forms;
}

const slips = (word: string): number => (word.length >= long ? 2 : 1);

let index: Map<string, string[]> | undefined;
function buildIndex(): Map<string, string[]> {
  const built = new Map<string, string[]>();
  for (const word of knownWords())
    for (const form of without(word, slips(word))) {
      const known = built.get(form);
      if (known) known.push(word);
      else built.set(form, [word]);
    }
  return built;
}

/** Slips between two words: a letter too many, missing, wrong, or two neighbours swapped. */
export function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** The vocabulary's word that was meant, or the word as it is. A real English word is never "corrected". */
export function correct(word: string): string {
  if (word.length < shortest || word.length > 20 || !/^[a-z]+$/.test(word)) return word;
  if (knownWords().has(word) || commonWords.has(word)) return word;
  index ??= buildIndex();
  const allowed = slips(word);
  let best = word;
  let least = allowed + 1;
  for (const form of without(word, allowed))
    for (const candidate of index.get(form) ?? []) {
      // In short words one slip changes too much unless the first letter holds.
      if (word.length < 6 && candidate[0] !== word[0]) continue;
      // "unconnected" is no slip of "connected".
      if (/^(?:un|dis|in|non)/.test(word) && !candidate.startsWith(word.slice(0, 2))) continue;
      const slipsHere = distance(word, candidate);
      if (slipsHere < least && slipsHere <= slips(candidate)) {
        best = candidate;
        least = slipsHere;
      }
    }
  return best;
}
