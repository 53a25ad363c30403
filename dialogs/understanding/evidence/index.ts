import { type FactName, type FactValues, factValue, networkTools } from '../../triage/facts.ts';
import { readNslookup, readPing } from './connectivity.ts';
import { readCurl } from './curl.ts';
import { readDsregcmd } from './dsregcmd.ts';
import { mask } from './mask.ts';
import { readRegistry } from './registry.ts';
import { readTestNetConnection } from './test-netconnection.ts';
import { normalise } from './text.ts';
import type { Evidence, Finding, Part, Reading, Signal } from './types.ts';
import { readWebRequest } from './web-request.ts';
import { readWinHttp } from './winhttp.ts';

export { mask, stripSecrets } from './mask.ts';

/** A paste as it may be stored: plain lines without what identifies anybody. */
export const maskedPaste = (text: string): string => mask(normalise(text));

export {
  type Evidence,
  type EvidenceKind,
  evidenceKinds,
  type Finding,
  type FindingKey,
  findingKeys,
  type Signal,
  signals,
} from './types.ts';

/** A word of each output: without any of them nothing is masked or parsed. */
const trigger =
  /AzureAd|DomainJoined|WorkplaceJoined|EnterpriseJoined|DeviceAuthStatus|winhttp|ProxyIsEnabled|ProxyBypass|HKEY_|HKLM|HKCU|REG_|dword:|SecureProtocols|regist|レジストリ|注册表|登錄|레지스트리|реестр|rejestr|TcpTest|PingSucceeded|Name resolution of|nslookup|Resolve-DnsName|Address(?:es)?\s?:|DNS request|Test-(?:Net)?Connection|\btnc\b|Invoke-|\biwr\b|\bwget\b|IP4Address|no proxy server|Bypass List|\*\*|ping|curl/i;

/** The command a card asked for, where its output says less without it. */
export type Asked = 'cipher-policy';

const parsers: readonly ((text: string, asked?: Asked) => Part | null)[] = [
  readDsregcmd,
  readWinHttp,
  readRegistry,
  readTestNetConnection,
  readNslookup,
  readPing,
  readCurl,
  readWebRequest,
];

/** TLS 1.2 is off if any place says so; that a policy locks it says more. */
const tlsOrder = ['on', 'off', 'locked'];

/** Facts come from findings and from nothing else, so each has the line it was read from. */
function factsOf(findings: Finding[]): FactValues {
  const values: { [name in FactName]?: string } = {};
  for (const { fact, value } of findings) {
    if (!fact || factValue(fact, value) === null) continue;
    const before = values[fact];
    if (fact === 'vpnOrProxyOrFilter') {
      const tools = [...(before?.split(' ') ?? []), value];
      values[fact] = networkTools.filter((tool) => tools.includes(tool)).join(' ');
    } else if (fact === 'tls12' && before !== undefined) {
      values[fact] = tlsOrder.indexOf(value) > tlsOrder.indexOf(before) ? value : before;
    } else if (before === undefined) {
      values[fact] = value;
    }
  }
  return values as FactValues;
}

/** The same thing read twice is shown once. */
function distinct(readings: Reading[]): Reading[] {
  const seen = new Set<string>();
  return readings.filter((one) => {
    const id = `${one.key} ${one.fact ?? ''}`;
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}

/**
 * Reads what a person pasted: `dsregcmd /status`, `netsh winhttp show proxy`, `reg query`,
 * `Test-NetConnection`, `nslookup`, `ping`, `curl`, as text or as Teams' HTML. Gives `null` for
 * anything else; never throws. Identifying words are masked before anything is read, so what comes
 * back may be shown and stored. `asked` is the command that the card showed.
 */
export function readEvidence(text: string, asked?: Asked): Evidence | null {
  if (!trigger.test(text.slice(0, 64 * 1024))) return null;
  const masked = mask(normalise(text));
  const parts = parsers.map((parse) => parse(masked, asked)).filter((one) => one !== null);
  if (parts.length === 0) return null;
  const readings = distinct(parts.flatMap((one) => one.readings));
  const findings = readings.map(({ signals: _, ...finding }): Finding => finding);
  const signals = new Set<Signal>(readings.flatMap((one) => one.signals ?? []));
  return {
    kinds: [...new Set(parts.flatMap((one) => one.kinds))],
    facts: factsOf(findings),
    findings,
    signals: [...signals],
  };
}
