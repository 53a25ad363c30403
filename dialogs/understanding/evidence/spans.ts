/** A set of ASCII characters, and with `letters` every letter beyond ASCII. */
export function charSet(ascii: string, letters = false): (code: number) => boolean {
  const table = new Uint8Array(128);
  for (const char of ascii) table[char.charCodeAt(0)] = 1;
  return (code) => {
    if (code < 128) return table[code] === 1;
    if (!letters) return false;
    // No-break spaces and the punctuation of other scripts end a word as ASCII's do.
    if (code < 0xc0 || (code >= 0x2000 && code < 0x2100)) return false;
    return !((code >= 0x3000 && code < 0x3040) || (code >= 0xff00 && code < 0xff10) || code === 0xff1a);
  };
}

export const wordChars = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Without the dots and hyphens at its ends; a pattern anchored at the end would search from everywhere. */
export function bareWord(word: string): string {
  let start = 0;
  let end = word.length;
  while (start < end && (word[start] === '.' || word[start] === '-')) start++;
  while (end > start && (word[end - 1] === '.' || word[end - 1] === '-')) end--;
  return word.slice(start, end);
}

/**
 * Replaces the words around a mark (the @ of an address, the dot of a host). It goes from mark to mark
 * and looks left and right once, where a pattern without a fixed beginning would try every position.
 */
export function replaceAround(
  text: string,
  mark: string,
  left: (code: number) => boolean,
  right: (code: number) => boolean,
  replace: (word: string, at: number, start: number) => string | null,
): string {
  let out = '';
  let from = 0;
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
    if (at < from) continue;
    let start = at;
    while (start > from && left(text.charCodeAt(start - 1))) start--;
    let end = at + 1;
    while (end < text.length && right(text.charCodeAt(end))) end++;
    const done = replace(text.slice(start, end), at - start, start);
    if (done !== null) {
      out += text.slice(from, start) + done;
      from = end;
    }
    // The right side held no further start of a word, replaced or not.
    at = end - 1;
  }
  return out + text.slice(from);
}
