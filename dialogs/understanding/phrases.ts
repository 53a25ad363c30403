/**
 * A small language for the vocabularies. Words stand as they are after `text.ts` has evened them out;
 * `(a|b c)` is a choice; `?` behind a word or choice makes it optional, `*` and `+` behind a choice repeat it up to
 * four times; `*` alone is up to three words of any kind, `**` up to eight; `crash~` is any word that begins so;
 * `^` and `$` are the ends of a clause. Nothing reaches over
 * the end of a clause, so that one half of a message is not read into the other.
 */

const vocabulary = new Set<string>();

/** Words that carry nothing here. They are taken out of messages and phrases alike. */
export const empty: ReadonlySet<string> = new Set(
  'the a an just really actually literally basically honestly simply um uh hm hmm oh ah lol haha fucking fuckin damn bloody freaking stupid'.split(
    ' ',
  ),
);

/** A phrase of a vocabulary: its source is what the log names. */
export interface Phrase {
  source: string;
  pattern: RegExp;
}

const fixed: Record<string, string> = {
  '*': '(?:[a-z0-9_]+ ){0,3}',
  '**': '(?:[a-z0-9_]+ ){0,8}',
  '^': '(?<=[.?] )',
  $: '(?=[.?])',
};
const repeats: Record<string, string> = { '?': '?', '*': '{0,4}', '+': '{1,4}' };

/** One word, with the space that follows every word of an evened-out text. */
function word(source: string): string {
  const special = fixed[source];
  if (special !== undefined) return special;
  const repeat = repeats[source.at(-1) ?? ''] ?? '';
  const body = repeat ? source.slice(0, -1) : source;
  const stem = body.endsWith('~');
  const bare = stem ? body.slice(0, -1) : body;
  if (empty.has(bare)) return '';
  if (/^[a-z]{4,}$/.test(bare)) vocabulary.add(bare);
  return `(?:${bare}${stem ? '[a-z0-9_]*' : ''} )${repeat}`;
}

/** Words and choices. A choice of which nothing is left without the empty words is no choice. */
function sequence(parts: string[]): string {
  const choices: string[] = [''];
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    if (part === '|') choices.push('');
    else choices.push((choices.pop() ?? '') + (part === '(' ? group(parts) : word(part)));
  }
  return choices.filter((choice, _, all) => choice !== '' || all.length === 1).join('|');
}

function group(parts: string[]): string {
  const inner = sequence(parts.splice(0, closing(parts)));
  const close = parts.shift() ?? ')';
  return `(?:${inner})${repeats[close.slice(1)] ?? ''}`;
}

function closing(parts: readonly string[]): number {
  let depth = 1;
  for (const [i, part] of parts.entries()) {
    if (part === '(') depth++;
    else if (part[0] === ')' && --depth === 0) return i;
  }
  throw new Error(`A choice is not closed: ${parts.join(' ')}`);
}

/** Compiles a phrase; its words join the vocabulary that misspelt words are corrected to. */
export function phrase(source: string): Phrase {
  const body = sequence(source.match(/\(|\)[?*+]?|\||[^\s()|]+/g) ?? []);
  return { source, pattern: new RegExp(`(?<= )${body}`) };
}

/** One phrase a line; empty lines don't count. */
export function phrases(lines: string): Phrase[] {
  return lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(phrase);
}

/** The first phrase that occurs in an evened-out text. */
export function firstOf(list: readonly Phrase[], text: string): Phrase | undefined {
  return list.find((item) => item.pattern.test(text));
}

/** Every word of four letters or more that any phrase knows. */
export const knownWords = (): ReadonlySet<string> => vocabulary;
