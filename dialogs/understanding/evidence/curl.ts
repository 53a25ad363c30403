import { maxTests, testedHost } from './connectivity.ts';
import { flatten, lineAt } from './text.ts';
import type { FindingKey, Part, Reading, Signal } from './types.ts';

const keySignals: Partial<Record<FindingKey, readonly Signal[]>> = {
  'dns-failed': ['dns-failed'],
  'host-unreachable': ['host-unreachable'],
  'tls-failed': ['tls-failed'],
  'certificate-inspected': ['inspected'],
  'certificate-date': ['tls-failed'],
  'certificate-revocation': ['tls-failed'],
  'proxy-set': ['proxy-set'],
  'proxy-needs-sign-in': ['proxy-set'],
  'proxy-refuses': ['proxy-set', 'host-unreachable'],
  'proxy-not-found': ['proxy-set', 'dns-failed'],
};

function reading(key: FindingKey, value: string, line: string): Reading {
  const base: Reading = { key, value, line, signals: keySignals[key] ?? [] };
  return key.startsWith('proxy-') ? { ...base, fact: 'vpnOrProxyOrFilter', value: 'proxy' } : base;
}

/** Products that put their own certificate in front of a site, by the name their issuer carries. */
const inspectors: [RegExp, string][] = [
  [/zscaler/i, 'Zscaler'],
  [/netskope/i, 'Netskope'],
  [/forti(?:net|gate)/i, 'Fortinet'],
  [/palo ?alto/i, 'Palo Alto Networks'],
  [/sophos/i, 'Sophos'],
  [/kaspersky/i, 'Kaspersky'],
  [/\beset\b/i, 'ESET'],
  [/avast/i, 'Avast'],
  [/\bavg\b/i, 'AVG'],
  [/bitdefender/i, 'Bitdefender'],
  [/norton/i, 'Norton'],
  [/mcafee|trellix/i, 'McAfee'],
  [/umbrella|cisco/i, 'Cisco Umbrella'],
  [/blue ?coat|symantec/i, 'Symantec'],
  [/barracuda/i, 'Barracuda'],
  [/forcepoint/i, 'Forcepoint'],
  [/check ?point/i, 'Check Point'],
  [/cato networks/i, 'Cato Networks'],
  [/adguard/i, 'AdGuard'],
];

/** The key for one error of curl (curl: "Exit codes"; Schannel's names are those of Windows). */
function errorKey(code: number, message: string): FindingKey | null {
  const says = (pattern: RegExp) => pattern.test(message);
  if (says(/\b407\b|Proxy Authentication/i)) return 'proxy-needs-sign-in';
  if (says(/(?:HTTP code|response) (?:403|5\d\d)|from proxy|CONNECT tunnel failed/i)) return 'proxy-refuses';
  if (says(/CERT_E?XPIRED|has expired|not yet valid|TIME_SKEW/i)) return 'certificate-date';
  if (says(/REVOCATION|revocation|0x8009201[23]/)) return 'certificate-revocation';
  switch (code) {
    case 5:
      return 'proxy-not-found';
    case 6:
      return 'dns-failed';
    case 7:
    case 28:
    case 52:
      return 'host-unreachable';
    case 60:
    case 51:
      return 'certificate-inspected';
    case 35:
    case 77:
      return says(/UNTRUSTED_ROOT|WRONG_PRINCIPAL|self[- ]signed|local issuer/i)
        ? 'certificate-inspected'
        : 'tls-failed';
    case 56:
      return says(/SSL|TLS|schannel/i) ? 'tls-failed' : 'host-unreachable';
    case 97:
      return 'proxy-refuses';
    default:
      return null;
  }
}

/** Who signed the certificate: `curl -v` prints it where it isn't built on Schannel. */
function readIssuer(text: string): Reading[] {
  const match = /\*\s{1,3}issuer:\s([^\n*]{1,300})/i.exec(text);
  if (!match) return [];
  const issuer = match[1] ?? '';
  const line = lineAt(text, match.index, match[0].length);
  if (/O ?= ?(?:Microsoft Corporation|DigiCert Inc)/i.test(issuer))
    return [reading('certificate-genuine', 'Microsoft', line)];
  const product = inspectors.find(([pattern]) => pattern.test(issuer))?.[1];
  const inspected = reading('certificate-inspected', product ?? 'yes', line);
  return [product ? { ...inspected, fact: 'securityProduct' } : inspected];
}

/** Reads the errors, and with `-v` or `-I` the answer, of `curl` out of masked text. */
export function readCurl(masked: string): Part | null {
  if (!/curl/i.test(masked)) return null;
  // The link to curl's own help is no host that was asked for.
  const text = masked.replace(/More details here:? https?:\/\/\S{0,80}/gi, '');
  const readings: Reading[] = [];
  const anyHost = testedHost(text);
  let errors = 0;
  for (const match of text.matchAll(/curl:\s\((\d{1,3})\)\s?/gi).take(maxTests)) {
    const from = match.index + match[0].length;
    // The message may be wrapped; it ends at a blank line, a prompt or the next line of curl.
    const message = flatten(
      text.slice(from, from + 300).split(/\n\n|\n(?:[*<>]|PS |[A-Z]:\\)|curl: \(/, 1)[0] ?? '',
    );
    const line = lineAt(text, match.index, Math.min(match[0].length + message.length, 120));
    const own = testedHost(message);
    const host = own === 'unknown' ? anyHost : own;
    const key = errorKey(Number(match[1]), message);
    errors++;
    // The proxy is the computer's, whatever was asked through it.
    const always = key?.startsWith('proxy-') || own === 'sign-in' || anyHost === 'sign-in';
    if (host === 'other' && !always) readings.push(reading('other-host', 'failed', line));
    else if (key) readings.push(reading(key, match[1] ?? '', line));
  }
  const tunnel = /Establish HTTP proxy tunnel|Uses proxy env variable|\* CONNECT tunnel/i.exec(text);
  const denied = /HTTP\/\d(?:\.\d)? 407/i.exec(text);
  const has = (key: FindingKey) => readings.some((one) => one.key === key);
  if (denied && !has('proxy-needs-sign-in')) {
    readings.push(reading('proxy-needs-sign-in', '407', lineAt(text, denied.index, denied[0].length)));
  } else if (tunnel && !readings.some((one) => one.key.startsWith('proxy-'))) {
    const line = lineAt(text, tunnel.index, tunnel[0].length);
    readings.push(reading('proxy-set', 'proxy', line.replace(/\S+:\d{2,5}(?!\d)/g, '[host]')));
  }
  const status = [...text.matchAll(/HTTP\/\d(?:\.\d)? ([2-4]\d\d)(?! Connection established)/gi)].at(-1);
  if (errors === 0 && status && status[1] !== '407' && /curl|^< /im.test(text)) {
    const line = lineAt(text, status.index, status[0].length);
    if (anyHost === 'other') readings.push(reading('other-host', 'ok', line));
    else readings.push(reading('host-reachable', status[1] ?? '', line));
  }
  if (anyHost !== 'other') readings.push(...readIssuer(text));
  return readings.length > 0 ? { kinds: ['curl'], readings } : null;
}
