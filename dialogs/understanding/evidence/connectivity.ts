import { signInHost } from './hosts.ts';
import { lineAt } from './text.ts';
import type { EvidenceKind, FindingKey, Part, Reading, Signal } from './types.ts';

/** Whose connection was tested: only Microsoft's sign-in and file hosts say something about OneDrive. */
export function testedHost(text: string): 'sign-in' | 'other' | 'unknown' {
  if (signInHost.test(text)) return 'sign-in';
  return /\[(?:host|address)\]/.test(text) ? 'other' : 'unknown';
}

/** More results than a person pastes at once. */
export const maxTests = 20;

/** What a finding about a host means for IT. */
const keySignals: Partial<Record<FindingKey, readonly Signal[]>> = {
  'host-unreachable': ['host-unreachable'],
  'dns-failed': ['dns-failed'],
  'dns-filtered': ['dns-failed'],
};

export function hostReading(key: FindingKey, value: string, line: string): Reading {
  const base: Reading = { key, value, line, signals: keySignals[key] ?? [] };
  // A name that leads to the computer itself was put there by a filter (Pi-hole and the like).
  return key === 'dns-filtered' ? { ...base, fact: 'vpnOrProxyOrFilter', value: 'dns-filter' } : base;
}

export function partOf(kind: EvidenceKind, readings: Reading[]): Part | null {
  return readings.length > 0 ? { kinds: [kind], readings } : null;
}

/** An answer's address after its label; the labels are `Address:` and `Addresses:` in every language. */
const answer = /(?<![A-Za-z])Address(?:es)?\s?:\s{0,3}(?:\[(address|local)\]|::(?=\s))/gi;

/** `nslookup`: the first address is the name server's own, what follows is the answer. */
export function readNslookup(text: string): Part | null {
  if (!/nslookup|Address(?:es)?\s?:|\*\* |Resolve-DnsName|DNS request timed out|Answer \[/i.test(text))
    return null;
  // A server whose own name is unknown is reported with *** as well; that line has a colon before a host.
  const failed = new RegExp(
    `(?:\\*{3}|(?<!\\*|\\*\\*[^\\n]{0,160})\\*\\*(?! [^\\n]{0,160}\\*\\*))\\s[^\\n*:]{0,120}?(?:${signInHost.source})`,
    'i',
  ).exec(text);
  const resolve = new RegExp(`Resolve-DnsName\\s?:\\s?\\S{0,80}?(?:${signInHost.source})`, 'i').exec(text);
  const miss = failed ?? resolve;
  if (miss) {
    const line = hideServer(lineAt(text, miss.index, miss[0].length));
    return partOf('nslookup', [hostReading('dns-failed', 'failed', line)]);
  }
  const resolved = readResolved(text);
  if (resolved) return resolved;
  const answers = [...text.matchAll(answer)].slice(1);
  const host = testedHost(text);
  const first = answers[0];
  if (first) {
    const line = lineAt(text, first.index, first[0].length);
    if (host !== 'sign-in') return partOf('nslookup', [hostReading('other-host', 'ok', line)]);
    const filtered = answers.every((one) => one[1]?.toLowerCase() !== 'address');
    return partOf('nslookup', [hostReading(filtered ? 'dns-filtered' : 'dns-ok', 'ok', line)]);
  }
  const silent = /DNS request timed out|\*{3}\s[^\n]{0,100}/i.exec(text);
  const asked = /nslookup\s[^\n>]{0,120}/i.exec(text)?.[0] ?? '';
  if (!silent || testedHost(asked) !== 'sign-in') return null;
  const line = hideServer(lineAt(text, silent.index, silent[0].length));
  return partOf('nslookup', [hostReading('dns-failed', 'timed out', line)]);
}

/** `Resolve-DnsName` prints properties, or a table of records, in every language. */
function readResolved(text: string): Part | null {
  const asked = /Resolve-DnsName\s[^\n>]{0,120}|(?:^|\n) ?Name(?: {1,20}: | {1,30}Type )[^\n]{0,120}/i.exec(
    text,
  )?.[0];
  const found = [
    ...text.matchAll(
      /IP[46]?Address\s?:\s?\[(address|local)\]|\bA{1,4} \d{1,6} Answer \[(address|local)\]/gi,
    ),
  ];
  const first = found[0];
  if (!asked || !first || testedHost(text) === 'unknown') return null;
  const line = lineAt(text, first.index, first[0].length);
  if (testedHost(text) === 'other') return partOf('nslookup', [hostReading('other-host', 'ok', line)]);
  const filtered = found.every((one) => (one[1] ?? one[2])?.toLowerCase() === 'local');
  return partOf('nslookup', [hostReading(filtered ? 'dns-filtered' : 'dns-ok', 'ok', line)]);
}

/** The name server's short name stands behind the stars; it is the company's. */
function hideServer(line: string): string {
  return line
    .replace(/(\*{2,3} )(?!UnKnown|Can't|Request|No |\[)\S+/i, '$1[host]')
    .replace(/(Request to )(?!UnKnown|\[)\S+/i, '$1[host]');
}

/** "Could not find host", as Windows says it in the languages it speaks most, and other systems. */
const notFound =
  /could\snot\sfind\shost|konnte\sHost|pas\spu\strouver\sl'h[oô]te|no\spudo\sencontrar\sel\shost|impossibile\strovare\sl'host|não\spôde\sencontrar\so\shost|kan\sde\shost|nie\smoże\sznaleźć\shosta|не\sудалось\sобнаружить\sузел|要求ではホスト|请求找不到主机|要求找不到主機|요청에서|kunne\sikke\sfinde\sværten|kunde\sinte\shitta\svärden|fant\sikke\sverten|finner\sikke\sverten|nemohl\snajít\shostitele|ana\sbilgisayar\S{0,8}\sbulamadı|cannot\sresolve|Unknown\shost|Name\sor\sservice\snot\sknown|failure\sin\sname\sresolution/i;

/** A prompt with the command and then one sentence with the name, without an address: any language. */
const echoed = new RegExp(
  `> ?ping(?:\\.exe)?(?: -\\S+(?: \\d+)?){0,3} \\S{0,80}?(?:${signInHost.source})[^\\n]{0,20}\\n+([^\\n]{20,300})`,
  'i',
);

/** The network card itself refuses: "PING: transmit failed" is never translated, the line before it is. */
const transmitFailed =
  /PING: transmit failed[^\n]{0,60}|General failure|Allgemeiner Fehler|Défaillance générale|Error general|一般エラー|一般故障/i;
/** "Destination host unreachable", and by structure: everything came back, and nothing from the other side. */
const unreachable =
  /Destination (?:host|net|network) unreachable|Zielhost nicht erreichbar|Zielnetz nicht erreichbar|Impossible de joindre l'hôte|Host de destino inaccesible|[(（]0\s?% [^()（）\n]{2,20}[)）]/i;

/** `ping`: no answer is normal for Microsoft's hosts, an unknown name is not. */
export function readPing(text: string): Part | null {
  if (!/ping/i.test(text)) return null;
  const sentence = notFound.exec(text);
  if (sentence) {
    const line = lineAt(text, sentence.index, sentence[0].length + 60);
    const around = text.slice(Math.max(0, sentence.index - 160), sentence.index + 160);
    if (!/ping/i.test(around) || /wget|curl|nslookup/i.test(line)) return null;
    const host = testedHost(line);
    if (host === 'unknown') return null;
    return partOf('ping', [hostReading(host === 'sign-in' ? 'dns-failed' : 'other-host', 'failed', line)]);
  }
  const header = /\s[[(]{1,2}\[?(address|local)\]/i.exec(text);
  const replies = /\bTTL[=:]\s?\d{1,3}/i.exec(text);
  const lost = /[(（][^()（）\d]{0,20}100\s?%|100(?:\.0)?% packet loss/i.exec(text);
  const cannotSend = transmitFailed.exec(text);
  // Answers without a time to live come from a router, or this computer itself, that knows no way on.
  const noWay = replies ? null : (cannotSend ?? unreachable.exec(text));
  if (header && (replies || lost || noWay)) {
    // A sign-in host's address has another name; what was asked for stands in the command, if it was copied too.
    const named =
      text
        .slice(Math.max(0, header.index - 120), header.index)
        .split(/\s/)
        .at(-1) ?? '';
    const asked = /> ?ping(?:\.exe)?\s[^\n>]{0,120}/i.exec(text)?.[0] ?? '';
    const host = [testedHost(named), testedHost(asked)].includes('sign-in') ? 'sign-in' : testedHost(named);
    const hit = replies ?? noWay ?? lost ?? header;
    const line = lineAt(text, hit.index, hit[0].length);
    if (host !== 'sign-in')
      return partOf('ping', [hostReading('other-host', replies ? 'ok' : 'failed', line)]);
    const top = lineAt(text, header.index, header[0].length);
    if (header[1]?.toLowerCase() === 'local')
      return partOf('ping', [hostReading('dns-filtered', 'local', top)]);
    const key = replies ? 'host-answers' : noWay ? 'host-unreachable' : 'host-no-answer';
    return partOf('ping', [
      hostReading('dns-ok', 'ok', top),
      hostReading(key, replies ? 'ok' : 'none', line),
    ]);
  }
  const echo = echoed.exec(text);
  const told = echo?.[1] ?? '';
  if (!echo || !signInHost.test(told) || /\[(?:address|local)\]|[=%?]/.test(told)) return null;
  return partOf('ping', [
    hostReading('dns-failed', 'failed', lineAt(text, echo.index + echo[0].length - told.length, told.length)),
  ]);
}
