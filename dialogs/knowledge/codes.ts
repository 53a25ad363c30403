import { codeInfo } from './code-table.ts';

export {
  type CodeInfo,
  codeIds,
  codeInfo,
  codeTextId,
  familyCodes,
  isFamily,
  type Who,
} from './code-table.ts';

/**
 * Finds error codes in text. A code counts only when all its digits are there: the ways of writing it are
 * evened out (case, letter O for zero, a missing `0x`, decimal form), but one digit off is another code.
 */

/** Longer text is cut: codes stand at the beginning of what people paste, or at its very end. */
const headLength = 48_000;
const tailLength = 16_000;

// The letter O stands for zero wherever a digit can be; `×` and a Cyrillic х for the x of 0x.
const digit = '[0-9a-fo]';
const patterns = {
  // 0x8004de40, Ox8OO4DE40, x8004de40. A letter may stand before it ("code0x8004de40"), a digit may not.
  prefixed: new RegExp(`(?<![0-9])(?:[0o]?[x×х])(${digit}{8})(?![0-9a-z])`, 'g'),
  // 8004de40 on its own, error8004de40 and 08004de40, where the x was lost; never a part of an id like 8004de40-1a2b-...
  bare: new RegExp(
    `(?<![0-9a-fo][-.:]?)(?<![0-9a-z-])(?:error|code)?[0o]?(8[0o][0o]${digit}{5})(?![0-9a-z]|-[0-9a-f]{4}-)`,
    'g',
  ),
  // CAA50021, 0xCAA70007, caa 50021
  caa: /(?<![a-z0-9])(?:[0o]?[x×х]\s?)?(caa)[\s:-]?([0-9a-fo]{5})(?![0-9a-z])/g,
  aadsts: /(?<![a-z0-9])aadsts[\s:#-]{0,2}([0-9o]{5,7})(?![0-9a-z])/g,
  // 0x 8004 de 40: pieces of two to four digits. Only for codes we know, since "de be" are words too.
  pieces:
    /(?<![0-9a-z])(?:[0o]?[x×х][\s-]?)?((?:8[0o]|[0o]?[x×х]8[0o]|8[0o][0o][0-9a-fo])(?:[\s_-]?[0-9a-fo]{2}){2,3})(?![0-9a-z]|-[0-9a-f]{4}-)/g,
  // -2147164608 and 2147802688, the same 32 bits read as a number.
  decimal: /(?<![0-9a-z+.])(-?)([0-9]{9,10})(?![0-9a-z]|\.[0-9])/g,
};

/** Cyrillic letters that cannot be told from Latin ones on a screen. */
const lookAlike: Record<string, string> = { а: 'a', е: 'e', о: 'o', с: 'c' };

const zeros = (text: string): string => text.replaceAll('o', '0');

/** One spelling for one code: `0x` codes in lower case, the sign-in library's CAA codes in upper case. */
function canonicalHex(eight: string): string {
  const hex = zeros(eight.toLowerCase());
  if (!hex.startsWith('caa')) return `0x${hex}`;
  const upper = hex.toUpperCase();
  return codeInfo(upper).known ? upper : `0x${upper}`;
}

function fromDecimal(sign: string, digits: string): string | null {
  const number = Number(digits);
  const unsigned = sign ? 2 ** 32 - number : number;
  if (unsigned < 2 ** 31 || unsigned >= 2 ** 32 || (sign && number > 2 ** 31)) return null;
  const code = canonicalHex(unsigned.toString(16).padStart(8, '0'));
  // Ten digits without a sign can be a telephone number, and nine with one an amount or a date: believed only
  // where they name a known code or a CAA code.
  return (sign && digits.length === 10) || codeInfo(code).known || code.startsWith('0xCAA') ? code : null;
}

/** Evens out what hides a code from the patterns: tags, entities, URL escapes, look-alike spaces. */
function prepare(text: string): string {
  const cut =
    text.length > headLength + tailLength ? `${text.slice(0, headLength)}\n${text.slice(-tailLength)}` : text;
  return cut
    .normalize('NFKC')
    .replace(/\u200b|\u200c|\u200d|\u2060|\ufeff|\u00ad/g, '')
    .replace(/<[^<>]{0,400}>/g, ' ')
    .replace(/&(?:nbsp|amp|lt|gt|quot|#\d{1,5});/gi, ' ')
    .replace(/%(?:20|22|26|27|28|29|2c|2f|3a|3d|3f)/gi, ' ')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\s+/g, ' ')
    .toLowerCase()
    .replace(/[аеос]/g, (letter) => lookAlike[letter] ?? letter);
}

/** Every code in a text in order of appearance, each once, in canonical spelling; unknown ones included. */
export function findCodes(text: string): string[] {
  const clean = prepare(text);
  const hits: { at: number; code: string }[] = [];
  const add = (at: number, code: string | null): void => {
    if (code) hits.push({ at, code });
  };
  for (const m of clean.matchAll(patterns.prefixed)) add(m.index, canonicalHex(m[1] ?? ''));
  for (const m of clean.matchAll(patterns.bare)) add(m.index, bareCode(m[1] ?? ''));
  for (const m of clean.matchAll(patterns.caa)) add(m.index, canonicalHex(`caa${m[2] ?? ''}`));
  for (const m of clean.matchAll(patterns.aadsts)) add(m.index, `AADSTS${zeros(m[1] ?? '')}`);
  for (const m of clean.matchAll(patterns.decimal)) add(m.index, fromDecimal(m[1] ?? '', m[2] ?? ''));
  for (const m of clean.matchAll(patterns.pieces)) {
    const code = canonicalHex((m[1] ?? '').replace(/[\s_-]/g, ''));
    if (codeInfo(code).known) add(m.index, code);
  }
  return [...new Set(hits.sort((a, b) => a.at - b.at).map((hit) => hit.code))];
}

/** Eight digits without `0x`: a number without any letter is more likely a ticket or a telephone number. */
function bareCode(eight: string): string | null {
  const code = canonicalHex(eight);
  return /[a-f]/.test(eight) || codeInfo(code).known ? code : null;
}

/** The one code that a field holds, in canonical spelling; `null` if there is none, or more than one. */
export function normaliseCode(raw: string): string | null {
  const codes = findCodes(raw);
  return codes.length === 1 ? (codes[0] ?? null) : null;
}
