import type { FindingKey, Signal } from './types.ts';

/** What kind of network fault a code stands for. */
export type NetworkFault = 'dns' | 'unreachable' | 'tls' | 'certificate' | 'date' | 'proxy';

const faults: Record<string, NetworkFault> = {
  // WinINet and WinHTTP (Microsoft: "Error Messages (Winhttp.h)"), as HRESULT and as plain numbers.
  '80072ee7': 'dns',
  '12007': 'dns',
  '80072ee2': 'unreachable',
  '80072efd': 'unreachable',
  '80072efe': 'unreachable',
  '80072f78': 'unreachable',
  '12002': 'unreachable',
  '12029': 'unreachable',
  '12030': 'unreachable',
  '80072f7d': 'tls',
  '80072f8f': 'tls',
  '12157': 'tls',
  '12175': 'tls',
  '80072f0d': 'certificate',
  '80072f06': 'certificate',
  '12045': 'certificate',
  '12038': 'certificate',
  '80072f05': 'date',
  '12037': 'date',
  '80072ee4': 'proxy',
  '80072f74': 'proxy',
  // NTSTATUS of a sign-in attempt (Microsoft: "Troubleshoot primary refresh token issues on Windows
  // devices"); d0… is the same status wrapped in an HRESULT.
  c000023c: 'unreachable',
  d000023c: 'unreachable',
  c000023d: 'unreachable',
  c00000be: 'unreachable',
  d00000be: 'unreachable',
  c00000c4: 'unreachable',
  d00000c4: 'unreachable',
  c00000b5: 'unreachable',
  c000020c: 'unreachable',
};

/** The network fault a field's value names, if it names one. */
export function networkFault(value: string): NetworkFault | null {
  for (const match of value.matchAll(/(?<![0-9a-z])(?:0x)?([0-9a-f]{5,8})(?![0-9a-z])/gi)) {
    const fault = faults[(match[1] ?? '').toLowerCase()];
    if (fault) return fault;
  }
  if (/NAME_NOT_RESOLVED/i.test(value)) return 'dns';
  if (/(?:WINHTTP|INTERNET)_(?:TIMEOUT|CANNOT_CONNECT|CONNECTION_ERROR)/i.test(value)) return 'unreachable';
  return /(?:WINHTTP|INTERNET)_SECURE_/i.test(value) ? 'tls' : null;
}

/** How a network fault is reported. */
export const faultFinding: Record<NetworkFault, { key: FindingKey; signals: Signal[] }> = {
  dns: { key: 'dns-failed', signals: ['dns-failed'] },
  unreachable: { key: 'host-unreachable', signals: ['host-unreachable'] },
  tls: { key: 'tls-failed', signals: ['tls-failed'] },
  certificate: { key: 'certificate-inspected', signals: ['inspected'] },
  date: { key: 'certificate-date', signals: ['tls-failed'] },
  proxy: { key: 'proxy-needs-sign-in', signals: ['proxy-set'] },
};

/** Statuses of a refused name and password (same article as above). */
export const passwordStatus = /(?<![0-9a-z])0x[cd]000006[ad](?![0-9a-z])/i;

const numbers: Record<string, FindingKey> = {
  '50126': 'wrong-password',
  '50056': 'wrong-password',
  '50055': 'password-expired',
  '50144': 'password-expired',
  '50053': 'account-locked',
  '50057': 'account-disabled',
  '50020': 'account-not-found',
  '50034': 'account-not-found',
  '90002': 'account-not-found',
  '50105': 'not-assigned',
  '50173': 'sign-in-again',
  '70043': 'sign-in-again',
  '70044': 'sign-in-again',
  '700082': 'sign-in-again',
  '50072': 'mfa-needed',
  '50074': 'mfa-needed',
  '50076': 'mfa-needed',
  '50079': 'mfa-needed',
  '50155': 'device-disabled',
  '135011': 'device-disabled',
};
/** Keys that mean the sign-in itself was refused; the rest asks for something or is unclear. */
const refusing: readonly FindingKey[] = [
  'wrong-password',
  'password-expired',
  'account-locked',
  'account-disabled',
  'account-not-found',
  'not-assigned',
  'access-policy',
];

/**
 * What an AADSTS number says (Microsoft: "Microsoft Entra authentication and authorization error
 * codes"). 53000 to 53011 and 5300xx are Conditional Access and security policies.
 */
export function signInError(number: string): { key: FindingKey; signals: Signal[] } {
  const key = /^530(?:0\d|1[01]|0\d\d)$/.test(number)
    ? 'access-policy'
    : (numbers[number] ?? 'sign-in-error');
  if (key === 'device-disabled') return { key, signals: ['device-disabled'] };
  return { key, signals: refusing.includes(key) ? ['sign-in-refused'] : [] };
}
