/**
 * A small language for the vocabularies. Words stand as they are after `text.ts` has evened them out;
 * `(a|b c)` is a choice; `?` behind a word or choice makes it optional, `*` and `+` behind a choice repeat it up to
 * four times; `*` alone is up to three words of any kind, `**` up to eight; `crash~` is any word that begins so; `#` is a number;
 * `^` and `$` are the ends of a clause. Nothing but `***` (up to twelve words and marks) reaches over
 * the end of a clause, so that one half of a message is not read into the other.
 */

const vocabulary = new Set<string>();

/** Words that carry nothing here. They are taken out of messages and phrases alike. */
export const empty: ReadonlySet<string> = new Set(
  'the a an just really actually literally basically honestly simply um uh hm hmm oh ah lol haha fucking fuckin damn bloody freaking stupid'.split(
    ' ',
  ),
);

/** A phrase of a vocabulary. */
export interface Phrase {
  source: string;
  /** One of these words has to be there; looked at first, because most phrases have nothing to do with a text. */
  needs: readonly string[];
  /** Built when it is first used: most are never needed twice in the life of a case. */
  pattern: () => RegExp;
}

/** What a piece of a phrase is as a pattern, and one of which words it cannot do without (none: it can). */
interface Piece {
  body: string;
  needs: readonly string[] | null;
}

const fixed: Record<string, string> = {
  '*': '(?:[a-z0-9_]+ ){0,3}',
  '**': '(?:[a-z0-9_]+ ){0,8}',
  '***': '(?:[a-z0-9_.?]+ ){0,12}',
  '#': '(?:[0-9]+ )',
  '^': '(?<=[.?] )',
  $: '(?=[.?])',
};
const repeats: Record<string, string> = { '?': '?', '*': '{0,4}', '+': '{1,4}' };

/** One word, with the space that follows every word of an evened-out text. */
function word(source: string): Piece {
  const special = fixed[source];
  if (special !== undefined) return { body: special, needs: null };
  const repeat = repeats[source.at(-1) ?? ''] ?? '';
  const body = repeat ? source.slice(0, -1) : source;
  const stem = body.endsWith('~');
  const bare = stem ? body.slice(0, -1) : body;
  if (empty.has(bare)) return { body: '', needs: null };
  if (/^[a-z]{4,}$/.test(bare)) vocabulary.add(bare);
  const literal = !stem && /^[a-z0-9_]+$/.test(bare) && (repeat === '' || repeat === repeats['+']);
  return { body: `(?:${bare}${stem ? '[a-z0-9_]*' : ''} )${repeat}`, needs: literal ? [bare] : null };
}

const fewer = (a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null =>
  a && (!b || a.length <= b.length) ? a : b;

/** Words and choices. A choice of which nothing is left without the empty words is no choice. */
function sequence(parts: string[]): Piece {
  const choices: Piece[] = [{ body: '', needs: null }];
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    const last = choices.at(-1);
    if (part === '|' || !last) choices.push({ body: '', needs: null });
    else {
      const piece = part === '(' ? group(parts) : word(part);
      choices[choices.length - 1] = { body: last.body + piece.body, needs: fewer(last.needs, piece.needs) };
    }
  }
  const real = choices.filter((choice, _, all) => choice.body !== '' || all.length === 1);
  const needs = real.every((choice) => choice.needs) ? real.flatMap((choice) => choice.needs ?? []) : null;
  return { body: real.map((choice) => choice.body).join('|'), needs };
}

function group(parts: string[]): Piece {
  const inner = sequence(parts.splice(0, closing(parts)));
  const repeat = repeats[(parts.shift() ?? ')').slice(1)] ?? '';
  const optional = repeat === repeats['?'] || repeat === repeats['*'];
  return { body: `(?:${inner.body})${repeat}`, needs: optional ? null : inner.needs };
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
  const { body, needs } = sequence(source.match(/\(|\)[?*+]?|\||[^\s()|]+/g) ?? []);
  let built: RegExp | undefined;
  const pattern = (): RegExp => {
    built ??= new RegExp(`(?<= )${body}`);
    return built;
  };
  return { source, needs: needs ?? [], pattern };
}

/** One phrase a line; empty lines don't count. */
export function phrases(lines: string): Phrase[] {
  return lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(phrase);
}

/** The words of the texts that were asked about last; one text is asked about hundreds of times in a row. */
let asked: { text: string; words: ReadonlySet<string> } = { text: '', words: new Set() };
function wordsOf(text: string): ReadonlySet<string> {
  if (asked.text !== text) asked = { text, words: new Set(text.split(' ')) };
  return asked.words;
}

/** Where a phrase stands in an evened-out text. */
export function find(item: Phrase, text: string): RegExpExecArray | null {
  const words = wordsOf(text);
  if (item.needs.length > 0 && !item.needs.some((one) => words.has(one))) return null;
  return item.pattern().exec(text);
}

/** The first phrase that occurs in an evened-out text. */
export const firstOf = (list: readonly Phrase[], text: string): Phrase | undefined =>
  list.find((item) => find(item, text) !== null);

/**
 * What of a phrase a text matched, for the log: the phrase's own words. What stood in its gaps is the user's and
 * shows as an ellipsis.
 */
export function quoted(item: Phrase, text: string): string {
  const own = new Set(item.source.match(/[a-z0-9_]+~?/g));
  const words = (find(item, text)?.[0] ?? '').trim().split(' ');
  return words
    .map((word) =>
      own.has(word)
        ? word
        : ([...own].find((one) => one.endsWith('~') && word.startsWith(one.slice(0, -1))) ?? '\u2026'),
    )
    .filter((word, i, all) => word !== all[i - 1] && word !== '')
    .join(' ');
}

/** Every word of four letters or more that any phrase knows. */
export const knownWords = (): ReadonlySet<string> => vocabulary;
