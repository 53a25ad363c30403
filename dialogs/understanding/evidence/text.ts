/** More than any of these commands prints; the rest of a paste is not looked at. */
export const maxLength = 64 * 1024;

const htmlHint =
  /<(?:p|br|div|span|pre|code|codeblock|table|td|li|body|html)\b[^<>]{0,500}>|&(?:nbsp|lt|gt|amp|quot|#\d{1,6});/i;
const breakingTag =
  /<\/?(?:p|br|div|tr|li|ul|ol|pre|table|tbody|thead|h[1-6]|blockquote|hr|codeblock|body|html)\b[^<>]{0,500}>/gi;
const otherTag =
  /<\/?(?:span|code|td|th|b|i|u|s|strong|em|a|font|at|img|attachment|emoji|readonly|sub|sup)\b[^<>]{0,500}>/gi;
const entity = /&(?:(nbsp|lt|gt|amp|quot|apos|shy|ndash|mdash)|#(\d{1,6})|#x([0-9a-f]{1,6}));/gi;

const named: Record<string, string> = {
  nbsp: ' ',
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  shy: '',
  ndash: '-',
  mdash: '-',
};

function decode(whole: string, name?: string, decimal?: string, hex?: string): string {
  if (name) return named[name.toLowerCase()] ?? whole;
  const code = decimal ? Number(decimal) : Number.parseInt(hex ?? '', 16);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}

/**
 * Brings a paste back to what the console printed: Teams' HTML, typographic quotes and dashes,
 * no-break spaces. Only tags that Teams sends are removed, because `<local>` is part of the output
 * of `netsh winhttp show proxy`. Lines stay lines.
 */
export function normalise(text: string): string {
  let plain = text.slice(0, maxLength).replace(/\r\n?|[\u2028\u2029\v\f]/g, '\n');
  if (htmlHint.test(plain)) {
    plain = plain.replace(breakingTag, '\n').replace(otherTag, '').replace(entity, decode);
  }
  return plain
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]/g, '')
    .replace(/[\u201c-\u201f\u00ab\u00bb\uff02]/g, '"')
    .replace(/[\u2018-\u201b\u2032\uff07]/g, "'")
    .replace(/[\u2010-\u2015\u2212\uff0d]/g, '-')
    .replace(/\uff1a/g, ':')
    .replace(/[^\S\n]/g, ' ')
    .replace(/ {2,}/g, ' ')
    .replace(/ ?\n ?/g, '\n');
}

/** The text as one line: wrapped and collapsed pastes look the same here. */
export function flatten(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/**
 * The line a match stands on, short enough for a card. A long line (a paste collapsed into one) is
 * cut at spaces around the match.
 */
export function lineAt(text: string, index: number, length: number): string {
  const end = Math.min(text.length, index + Math.min(length, 160));
  let from = text.lastIndexOf('\n', index) + 1;
  let to = text.indexOf('\n', end);
  if (to < 0) to = text.length;
  if (index - from > 80) from = index;
  if (to - end > 100) {
    const space = text.indexOf(' ', end + 80);
    to = space > 0 && space < end + 100 ? space : end + 80;
  }
  return shorten(text.slice(from, to));
}

/** One line of at most 240 characters, without the decoration around it. */
export function shorten(line: string): string {
  const tidy = flatten(line.slice(0, 1000)).trim();
  return tidy.length > 240 ? `${tidy.slice(0, 239)}…` : tidy;
}
