import type { Reading } from './types.ts';

/**
 * What Microsoft's services accept from Windows 10 and later: the ECDHE_RSA suites with GCM, and the
 * suites of TLS 1.3 (Microsoft: "Azure Front Door TLS policy").
 */
const accepted =
  /^TLS_(?:ECDHE_RSA_WITH_AES_(?:256_GCM_SHA384|128_GCM_SHA256)|AES_(?:256_GCM_SHA384|128_GCM_SHA256)|CHACHA20_POLY1305_SHA256)(?:_P\d{3})?$/;
const complete = /_(?:SHA|SHA256|SHA384|MD5|P256|P384|P521|NULL)$/;

/** The list's own text: it may run over lines, and ends at a blank line, the next value or a prompt. */
function ownText(text: string): string {
  const list = text.slice(0, 8000).replace(/\\0/g, ',');
  const end = /\n\n|\s\S{1,60}\s{1,3}REG_|HKEY_|(?:PS )?[A-Z]:\\/.exec(list)?.index ?? list.length;
  return /^["{\s]*[A-Z0-9_,;\s]*/.exec(list.slice(0, end))?.[0] ?? '';
}

/** The names in it; a console may have wrapped one in the middle. */
function suites(text: string): string[] {
  const names: string[] = [];
  for (const piece of text.split(/[,;"{]/)) {
    let open = false;
    for (const word of piece.trim().split(/\s+/)) {
      const tail = names.at(-1);
      const joins = tail !== undefined && (open || /^(?:\d{1,3}|_\w*)$/.test(word));
      if (joins && !/^(?:TLS|SSL)_/.test(word)) names[names.length - 1] = tail + word;
      else if (word !== '') names.push(word);
      open = !complete.test(names.at(-1) ?? '');
    }
  }
  return names.filter((name) => /^(?:TLS|SSL)_/.test(name));
}

/** Reads the policy's list (`Functions`); `line` is the line it starts on. */
export function readCiphers(text: string, line: string): Reading {
  const own = ownText(text);
  const names = suites(own);
  const match = names.find((name) => accepted.test(name));
  if (match) {
    return { key: 'cipher-list-fine', value: match, line, signals: ['cipher-not-restricted'] };
  }
  // A list that breaks off says nothing about what stood behind the break.
  if (!complete.test(names.at(-1) ?? '') || /,\s*$/.test(own)) {
    return { key: 'cipher-incomplete', value: 'unclear', line };
  }
  return { key: 'cipher-restricted', value: String(names.length), line, signals: ['cipher-restricted'] };
}
