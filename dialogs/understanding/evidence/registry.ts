import { readCiphers } from './ciphers.ts';
import { flatten, lineAt, shorten } from './text.ts';
import type { EvidenceKind, Part, Reading } from './types.ts';

/** Where a value stands: found by the end of its key, because a wrapped path can't be cut otherwise. */
type Place = 'user' | 'policy' | 'winhttp' | 'schannel' | 'ciphers' | 'other';

const token = new RegExp(
  [
    String.raw`(?<policy>Policies\\Microsoft\\(?:Windows\\CurrentVersion\\Internet\s?Settings|Internet Explorer))(?![\\\w])`,
    String.raw`(?<winhttp>Internet\s?Settings\\WinHttp)`,
    String.raw`(?<user>CurrentVersion\\Internet\s?Settings)(?![\\\w])`,
    String.raw`(?<schannel>SCHANNEL\\Protocols\\TLS\s?1\.2\\Client)(?!\w)`,
    String.raw`(?<ciphers>Policies\\Microsoft\\Cryptography\\Configuration\\SSL\\00010002)`,
    String.raw`(?<other>SCHANNEL\\Protocols\\[^\\\n]{1,20}\\\w{1,10}|HKEY_[A-Z_]{4,20}\\)`,
    String.raw`(?<![\w"])"?(?<name>SecureProtocols|DefaultSecureProtocols|Enabled|DisabledByDefault|ProxyEnable|ProxyServer|AutoConfigURL|Functions)"?(?:\s(?<type>REG_[A-Z_]{2,14})|(?<sign> ?[:=])) ?`,
  ].join('|'),
  'gi',
);

interface Value {
  place: Place;
  name: string;
  /** As printed, up to the end of its line. */
  data: string;
  /** A number, where it is one: 0x…, dword:… or decimal as PowerShell prints it. */
  number: number | null;
  type: string;
  line: string;
  index: number;
}

function toNumber(data: string): number | null {
  const match = /^(?:dword:([0-9a-f]{1,8})|0x([0-9a-f]{1,8})|(\d{1,10}))(?![\w.])/i.exec(data);
  if (!match) return null;
  const hex = match[1] ?? match[2];
  return hex ? Number.parseInt(hex, 16) : Number(match[3]);
}

/** A console narrower than a key's path breaks it anywhere; the next line is then its rest. */
function joinPaths(text: string): string {
  return text.replace(
    /(HKEY_[^\n]{10,200})\n(?!HKEY_|[A-Z]:\\|PS )([^\n]{1,120})(?=\n|$)/g,
    (whole, path, rest) =>
      /REG_|[:=>]|^"?(?:\w{0,7}SecureProtocols|Enabled|Disabled|Proxy|AutoConfig|Functions)/i.test(rest)
        ? whole
        : path + rest,
  );
}

function readValues(text: string): Value[] {
  let place: Place = 'other';
  let known = false;
  const values: Value[] = [];
  for (const match of text.matchAll(token).take(400)) {
    const groups = match.groups ?? {};
    const found = (['policy', 'winhttp', 'user', 'schannel', 'ciphers'] as const).find((one) => groups[one]);
    if (found || groups.other) {
      place = found ?? 'other';
      known = true;
      continue;
    }
    const index = match.index + match[0].length;
    const data = text.slice(index, index + 8000).split('\n', 1)[0] ?? '';
    const name = (groups.name ?? '').toLowerCase();
    const bare = groups.sign?.trim();
    // `Enabled : True` and the like stand in many outputs; only a number of the registry counts.
    if (bare && toNumber(data) === null && !/^(?:proxyserver|autoconfigurl|functions)$/.test(name)) continue;
    values.push({
      place: known ? place : 'user',
      name,
      data,
      number: toNumber(data || text.slice(index, index + 40).trimStart()),
      type: (groups.type ?? '').toUpperCase(),
      line: lineAt(text, match.index, match[0].length + Math.min(data.length, 60)),
      index,
    });
  }
  return values;
}

/** Bit 0x800 is TLS 1.2 (Microsoft: "Update to enable TLS 1.1 and TLS 1.2 as default secure protocols"). */
const tls12Bit = (value: number) => (value & 0x800) !== 0;

function readTls(values: Value[]): Reading[] {
  const readings: Reading[] = [];
  const tls = (key: Reading['key'], value: string, line: string, fact = true): Reading =>
    fact ? { fact: 'tls12', key, value, line } : { key, value, line };
  const numbers = (name: string, ...places: Place[]) =>
    values.filter((one) => one.name === name && one.number !== null && places.includes(one.place));

  const policy = numbers('secureprotocols', 'policy')[0];
  if (policy) {
    const on = tls12Bit(policy.number ?? 0);
    readings.push(
      on ? tls('tls12-policy-on', 'on', policy.line) : tls('tls12-locked', 'locked', policy.line),
    );
  }
  const user = numbers('secureprotocols', 'user', 'other')[0];
  if (user) {
    const on = tls12Bit(user.number ?? 0);
    // A policy overrules what the user's own key says: then that line settles nothing.
    readings.push(tls(on ? 'tls12-on' : 'tls12-off', on ? 'on' : 'off', user.line, !policy));
  }
  const winhttp = numbers('defaultsecureprotocols', 'winhttp', 'other', 'user')[0];
  if (winhttp) {
    const on = tls12Bit(winhttp.number ?? 0);
    readings.push(tls(on ? 'tls12-winhttp-on' : 'tls12-winhttp-off', on ? 'on' : 'off', winhttp.line, false));
  }
  // Microsoft: "TLS registry settings"; an absent value means the default of Windows, which is on.
  const off = [
    ...numbers('enabled', 'schannel').filter((one) => one.number === 0),
    ...numbers('disabledbydefault', 'schannel').filter((one) => one.number === 1),
  ][0];
  const on = numbers('enabled', 'schannel')[0] ?? numbers('disabledbydefault', 'schannel')[0];
  if (off) readings.push(tls('tls12-schannel-off', 'off', off.line));
  else if (on) readings.push(tls('tls12-schannel-on', 'on', on.line, false));
  return readings;
}

/** The user's own proxy: a script counts even where `ProxyEnable` is 0. */
function readUserProxy(values: Value[]): Reading[] {
  const readings: Reading[] = [];
  const common = { fact: 'vpnOrProxyOrFilter', signals: ['proxy-set'] } as const;
  const enable = values.find((one) => one.name === 'proxyenable' && one.number !== null);
  const script = values.find((one) => one.name === 'autoconfigurl' && /^\S*[.:[/]/.test(one.data));
  if (enable?.number) {
    readings.push({ ...common, key: 'proxy-set', value: 'proxy', line: enable.line });
  } else if (enable) {
    readings.push({ key: 'proxy-user-off', value: 'off', line: enable.line });
  }
  if (script) readings.push({ ...common, key: 'proxy-script-set', value: 'script', line: script.line });
  return readings;
}

/** What "registry" is called in the error that a key was not found; the rest of it is not needed. */
const registryWord =
  /regist|rejestr|rekister|реестр|реєстр|μητρώ|レジストリ|注册表|登錄|레지스트리|kayıt|rendszerleíró|beállításj|السجل|הרישום|ทะเบียน/i;

/** The same in full: without the command beside it, nothing less is taken for that error. */
const missingKey =
  /registry key or value|Registrierungsschlüssel bzw|valeur de Registre|valor del Registro|chiave o (?:il )?valore|レジストリ キーまたは値|注册表项或值|登錄機碼|раздел или параметр реестра|레지스트리 키/i;

/** `ERROR:` in whatever language, with a sentence about the registry, and no hint at the syntax. */
function readError(text: string, from: number): { line: string } | null {
  const rest = flatten(text.slice(from, from + 600));
  const match = /(?:^|[ >])\p{L}{2,12} ?: ([^:]{10,200})/u.exec(rest);
  if (!match || match.index > 120 || !registryWord.test(match[1] ?? '') || rest.includes('/?')) return null;
  return { line: shorten(match[0].slice(0, 200)) };
}

/**
 * Reads `reg query` (also exports and PowerShell's property lists) out of masked text. `asked`: the cipher
 * policy was asked for, so an error without its command is about that key.
 */
export function readRegistry(masked: string, asked?: 'cipher-policy'): Part | null {
  if (!/HK(?:EY_|LM|CU)|REG_|dword:|SecureProtocols|reg query/i.test(masked) && !registryWord.test(masked))
    return null;
  const text = joinPaths(masked);
  const values = readValues(text);
  const kinds: EvidenceKind[] = [];
  const tls = readTls(values);
  const proxy = readUserProxy(values);
  const policies = values.filter((one) => one.name === 'functions' && one.place === 'ciphers');
  const lists =
    policies.length > 0 ? policies : values.filter((one) => one.name === 'functions' && isOrphan(one, text));
  const readings: Reading[] = [...tls, ...proxy];
  if (tls.length > 0) kinds.push('reg-tls');
  if (proxy.length > 0) kinds.push('reg-proxy');
  const list = lists[0];
  if (list) {
    kinds.push('reg-cipher');
    readings.push(readCiphers(text.slice(list.index), list.line));
  } else {
    const echo =
      /reg(?:\.exe)?\s+query\s+"?HK[^\s"]{2,40}\\Policies\\Microsoft\\Cryptography\\Configuration\\SSL\\00010002"?(?: \/v \w+)?/i.exec(
        text,
      );
    const alone =
      asked === 'cipher-policy' && values.length === 0 && /^\s*\p{L}{2,12} ?: [^:\n]{10,200}\s*$/u.test(text);
    const error = echo ? readError(text, echo.index + echo[0].length) : alone ? readError(text, 0) : null;
    if (error) {
      kinds.push('reg-cipher');
      readings.push({
        key: 'cipher-no-policy',
        value: 'none',
        line: error.line,
        signals: ['cipher-not-restricted'],
      });
    } else if (readings.length === 0) {
      const alone = missingKey.exec(text);
      if (!alone || text.includes('/?')) return null;
      const line = lineAt(text, alone.index, alone[0].length);
      if (/reg(?:\.exe)?\s+query[^\n]{0,200}\bSecureProtocols/i.test(text)) {
        return { kinds: ['reg-tls'], readings: [{ key: 'tls12-default', value: 'default', line }] };
      }
      // Without the command it is not known which key is missing.
      return {
        kinds: ['reg-missing'],
        readings: [{ key: 'registry-not-found', value: 'missing', line }],
      };
    }
  }
  return readings.length > 0 ? { kinds, readings } : null;
}

/**
 * A list in front of its key, or without it: only the policy stores it as one text with commas, and PowerShell
 * names the key below the list.
 */
function isOrphan(value: Value, text: string): boolean {
  if (value.place !== 'user' || !/^TLS_/.test(value.data)) return false;
  return (
    value.type === 'REG_SZ' ||
    /PSPath ?:[^\n]{0,120}Policies\\Microsoft\\Cryptography\\Configuration\\SSL\\00010002/i.test(text)
  );
}
