import { hostReading, maxTests, partOf, testedHost } from './connectivity.ts';
import { lineAt } from './text.ts';
import type { Part, Reading } from './types.ts';

type Host = ReturnType<typeof testedHost>;

/** One test of a port, or of a ping where no port was asked for. */
function result(host: Host, tcp: boolean, ok: boolean, line: string): Reading {
  if (host === 'other') return hostReading('other-host', ok ? 'ok' : 'failed', line);
  if (tcp) return hostReading(ok ? 'host-reachable' : 'host-unreachable', ok ? 'ok' : 'failed', line);
  return hostReading(ok ? 'host-answers' : 'host-no-answer', ok ? 'ok' : 'none', line);
}

const isTrue = (word: string | undefined) => word?.toLowerCase() === 'true';

/** The property list of one host; without an address its name was not found, whatever language says so. */
function readBlock(block: string, whole: string, at: (index: number, length: number) => string): Reading[] {
  const name = /ComputerName\s?:\s?(\S{0,120})/i.exec(block)?.[1];
  const host = name === undefined ? testedHost(whole) : testedHost(name) === 'sign-in' ? 'sign-in' : 'other';
  const tcp = /TcpTestSucceeded\s?:\s?(True|False)/i.exec(block);
  const ping = /PingSucceeded\s?:\s?(True|False)/i.exec(block);
  const hit = tcp ?? ping;
  if (!hit) return [];
  const line = at(hit.index, hit[0].length);
  const nowhere = /RemoteAddress\s?:\s?(?=\n|$|InterfaceAlias|RemotePort|SourceAddress)/i.exec(block);
  if (nowhere && !isTrue(hit[1]) && host === 'sign-in') {
    return [hostReading('dns-failed', 'failed', at(nowhere.index, nowhere[0].trim().length))];
  }
  return [result(host, tcp !== null, isTrue(hit[1]), line)];
}

/** The command with nothing but True or False below it (`-InformationLevel Quiet`, `.TcpTestSucceeded`). */
const quiet =
  /(?<![\w-])(?:Test-NetConnection|tnc|Test-Connection)\s([^\n]{1,160})\n+(?:[^\n:]{2,20}: [^\n]{0,160}\n+){0,4} ?(True|False) ?(?=\n|$)/gi;
/** `Select-Object` or `Format-Table`: the names above, dashes, then a row for each host. */
const table = /ComputerName[^\n:]{0,120}TcpTestSucceeded[^\n]{0,60}\n[- ]+\n((?:[^\n]{5,200}\n?){1,20})/i;

/**
 * `Test-NetConnection` and its short form: property names are never translated. A failed ping alone proves
 * nothing.
 */
export function readTestNetConnection(text: string): Part | null {
  if (
    !/TcpTestSucceeded|PingSucceeded|Name resolution of|Test-NetConnection|Test-Connection|\btnc\b/i.test(
      text,
    )
  )
    return null;
  const readings: Reading[] = [];
  for (const match of text.matchAll(/Name resolution of\s(\S{3,120})\sfailed/gi).take(maxTests)) {
    const key = testedHost(match[1] ?? '') === 'sign-in' ? 'dns-failed' : 'other-host';
    readings.push(hostReading(key, 'failed', lineAt(text, match.index, match[0].length)));
  }
  const starts = [...text.matchAll(/ComputerName\s?:/gi).take(maxTests)].map((match) => match.index);
  const cuts = starts.length > 0 ? starts : [0];
  for (const [i, from] of cuts.entries()) {
    const block = text.slice(from, cuts[i + 1] ?? text.length);
    readings.push(...readBlock(block, text, (index, length) => lineAt(text, from + index, length)));
  }
  if (readings.length > 0) return partOf('test-netconnection', readings);
  for (const match of text.matchAll(quiet).take(maxTests)) {
    const asked = match[1] ?? '';
    const host = testedHost(asked);
    if (host === 'unknown') continue;
    const tcp = /-(?:Tcp)?Port|-CommonTCPPort|TcpTestSucceeded/i.test(asked);
    const shown = `${asked.trim().slice(0, 120)}: ${match[2]}`;
    readings.push(result(host, tcp, isTrue(match[2]), shown));
  }
  const rows = table.exec(text)?.[1]?.split('\n') ?? [];
  for (const row of rows) {
    const word = /(?:^|\s)(True|False)(?=\s|$)/i.exec(row)?.[1];
    const host = testedHost(row);
    if (word && host !== 'unknown') readings.push(result(host, true, isTrue(word), row.trim()));
  }
  return partOf('test-netconnection', readings);
}
