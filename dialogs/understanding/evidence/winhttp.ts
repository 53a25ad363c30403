import { lineAt, shorten } from './text.ts';
import type { Part, Reading } from './types.ts';

const echo = /netsh(?:\.exe)? ?winhttp [a-z]{3,8} [a-z]{3,10}/gi;
const hostAndPort = /(\[{1,2}(?:host|address|local)\]{1,2}|(?<![\w.])[a-z][\w.-]{0,80}):(\d{2,5})(?![\d:])/i;
/** Both settings print as "label : value"; direct access is one sentence with a bracket. */
const labelled = /(?:^|\n)[^\n:]{2,60}: ?\S/g;
const bracket = /[(\uff08][^()\uff08\uff09\n]{2,60}[)\uff09]/;
const nextPrompt = /\n(?:PS )?[A-Z]:\\|(?:PS )?[A-Z]:\\[^\n>]{0,120}>/i;

const proxy = (line: string): Reading => ({
  fact: 'vpnOrProxyOrFilter',
  value: 'proxy',
  key: 'proxy-set',
  line,
  signals: ['proxy-set'],
});

/** A proxy's short name is a host of the company as well; the port says what is needed. */
const hidden = (line: string) => line.replace(new RegExp(hostAndPort, 'gi'), '[host]:$2');

/**
 * Where headers end, in any language: a header names WinHTTP, which is never translated, and ends with a
 * colon. "Default Proxy Config" is dsregcmd's.
 */
function headers(text: string): number[] {
  const ends: number[] = [];
  const lower = text.toLowerCase();
  for (let at = lower.indexOf('winhttp'); at >= 0 && ends.length < 8; at = lower.indexOf('winhttp', at + 7)) {
    const after = /^[^\n:"{}]{0,60}:(?!:)/.exec(text.slice(at + 7, at + 80))?.[0];
    if (after && !/^ ?default proxy config/i.test(after)) ends.push(at + 7 + after.length);
  }
  return ends;
}

/** `netsh winhttp show advproxy` of Windows 11 prints JSON. */
function readAdvanced(text: string): Reading | null {
  const enabled = /"ProxyIsEnabled" ?: ?(true|false)/i.exec(text);
  const script = /"AutoConfigIsEnabled" ?: ?(true|false)/i.exec(text);
  if (!enabled) return null;
  const at = (match: RegExpExecArray) => lineAt(text, match.index, match[0].length);
  if (enabled[1]?.toLowerCase() === 'true') return proxy(hidden(at(enabled)));
  if (script?.[1]?.toLowerCase() === 'true') {
    return { ...proxy(at(script)), value: 'script', key: 'proxy-script-set' };
  }
  return { value: 'none', key: 'proxy-none', line: at(enabled), signals: ['proxy-none'] };
}

/**
 * Reads `netsh winhttp show proxy` out of masked text, in any language of Windows: host and port, or
 * nothing but a sentence after the header (Microsoft: "netsh winhttp").
 */
export function readWinHttp(masked: string): Part | null {
  if (!/winhttp|ProxyIsEnabled/i.test(masked)) return null;
  // The echoed command names WinHTTP too; it is blanked, not cut, to keep the header apart from it.
  const text = masked.replace(echo, (command) => ' '.repeat(command.length));
  const advanced = readAdvanced(text);
  if (advanced) return { kinds: ['winhttp-proxy'], readings: [advanced] };
  const oneLine = !text.trim().includes('\n');
  for (const from of headers(text)) {
    let rest = text.slice(from, from + 1000);
    // A sentence about WinHTTP goes on after its colon; the header's line ends there.
    if (!oneLine && !/^ ?\n/.test(rest)) continue;
    rest = rest.slice(0, nextPrompt.exec(rest)?.index ?? rest.length);
    const found = hostAndPort.exec(rest);
    if (found) {
      const line = hidden(lineAt(text, from + found.index, found[0].length));
      return { kinds: ['winhttp-proxy'], readings: [proxy(line)] };
    }
    const pairs = [...rest.matchAll(labelled)];
    if (pairs.length > 1) {
      // A proxy on the standard port has no number; it is still a pair of labelled lines.
      const line = shorten((pairs[0]?.[0] ?? '').replace(/:.*$/s, ': [host]'));
      return { kinds: ['winhttp-proxy'], readings: [proxy(line)] };
    }
    const direct = bracket.exec(rest);
    if (pairs.length > 0 || !direct || direct.index > 120) continue;
    const line = lineAt(text, from + direct.index, direct[0].length);
    const reading: Reading = { value: 'none', key: 'proxy-none', line, signals: ['proxy-none'] };
    return { kinds: ['winhttp-proxy'], readings: [reading] };
  }
  return null;
}
