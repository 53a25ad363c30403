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

const part = (reading: Reading): Part => ({ kinds: ['winhttp-proxy'], readings: [reading] });
const none = (line: string): Reading => ({ value: 'none', key: 'proxy-none', line, signals: ['proxy-none'] });

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

/** `netsh winhttp show advproxy` of Windows 11 prints JSON; the flags are not there in every release. */
function readAdvanced(text: string): Reading | null {
  const flag = (name: string) => new RegExp(`"${name}" ?: ?(true|false)`, 'i').exec(text);
  const word = (name: string) => new RegExp(`"${name}" ?: ?"([^"\\n]{0,300})"`, 'i').exec(text);
  const isSet = (on: RegExpExecArray | null, value: RegExpExecArray | null) =>
    on ? /true/i.test(on[1] ?? '') && on : (value?.[1] ?? '').trim() !== '' && value;
  const at = (match: RegExpExecArray) =>
    lineAt(text, match.index, match[0].length).replace(/("Proxy" ?: ?")[^"]+/i, '$1[host]');
  const enabled = flag('ProxyIsEnabled') ?? word('ProxyBypass');
  if (!enabled) return null;
  const server = isSet(flag('ProxyIsEnabled'), word('Proxy'));
  if (server) return proxy(hidden(at(server)));
  const script = isSet(flag('AutoConfigIsEnabled'), word('AutoconfigUrl'));
  if (script) return { ...proxy(at(script)), value: 'script', key: 'proxy-script-set' };
  return none(at(word('Proxy') ?? enabled));
}

const afterPrompt = />\s?netsh(?:\.exe)? ?winhttp show (?:adv)?proxy ?\n+ ?([^\n]{3,200})(?=\n|$)/i;
const directLine = /^[^:()\uff08\uff09]{3,80}[(\uff08][^()\uff08\uff09]{2,60}[)\uff09] ?[.\u3002]?$/;

/** Only the line below the header was copied: with the prompt in any language, without it in English. */
function readWithoutHeader(text: string): Part | null {
  const english = /Direct access \(no proxy server\)|Proxy Server\(s\) ?: {0,2}\S{3,200}/i.exec(text);
  if (english) {
    const line = lineAt(text, english.index, english[0].length);
    if (/^Direct/i.test(english[0])) return part(none(line));
    return part(proxy(shorten(line.replace(/(Proxy Server\(s\) ?: {0,2}).*$/i, '$1[host]'))));
  }
  const line = afterPrompt.exec(text)?.[1]?.trim();
  if (line === undefined) return null;
  if (directLine.test(line)) return part(none(shorten(line)));
  return hostAndPort.test(line) ? part(proxy(hidden(shorten(line)))) : null;
}

/**
 * Reads `netsh winhttp show proxy` out of masked text, in any language of Windows: host and port, or
 * nothing but a sentence after the header (Microsoft: "netsh winhttp").
 */
export function readWinHttp(masked: string): Part | null {
  if (!/winhttp|ProxyIsEnabled|ProxyBypass|no proxy server|Proxy Server\(s\)/i.test(masked)) return null;
  // The echoed command names WinHTTP too; it is blanked, not cut, to keep the header apart from it.
  const text = masked.replace(echo, (command) => ' '.repeat(command.length));
  const advanced = readAdvanced(text);
  if (advanced) return part(advanced);
  const oneLine = !text.trim().includes('\n');
  for (const from of headers(text)) {
    let rest = text.slice(from, from + 1000);
    // A sentence about WinHTTP goes on after its colon; the header's line ends there.
    if (!oneLine && !/^ ?\n/.test(rest)) continue;
    rest = rest.slice(0, nextPrompt.exec(rest)?.index ?? rest.length);
    const found = hostAndPort.exec(rest);
    if (found) {
      const line = hidden(lineAt(text, from + found.index, found[0].length));
      return part(proxy(line));
    }
    const pairs = [...rest.matchAll(labelled)];
    if (pairs.length > 1) {
      // A proxy on the standard port has no number; it is still a pair of labelled lines.
      const line = shorten((pairs[0]?.[0] ?? '').replace(/:.*$/s, ': [host]'));
      return part(proxy(line));
    }
    const direct = bracket.exec(rest);
    if (pairs.length > 0 || !direct || direct.index > 120) continue;
    return part(none(lineAt(text, from + direct.index, direct[0].length)));
  }
  return readWithoutHeader(masked);
}
