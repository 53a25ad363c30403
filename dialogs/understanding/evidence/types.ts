import type { FactName, FactValues } from '../../triage/facts.ts';

/** What the evidence says beyond the facts: it settles a row, or leads to a verdict for IT. */
export const signals = [
  'device-disabled',
  'sign-in-refused',
  'cipher-restricted',
  'cipher-not-restricted',
  'proxy-set',
  'proxy-none',
  'host-unreachable',
  'tls-failed',
  'dns-failed',
  'inspected',
] as const;
export type Signal = (typeof signals)[number];

/** Which outputs were recognised in a paste. */
export const evidenceKinds = [
  'dsregcmd',
  'winhttp-proxy',
  'reg-tls',
  'reg-cipher',
  'reg-proxy',
  'reg-missing',
  'test-netconnection',
  'nslookup',
  'ping',
  'curl',
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/** Stable ids of everything that can be read; the text shown for each is written elsewhere. */
export const findingKeys = [
  // dsregcmd: the join
  'joined-entra',
  'joined-hybrid',
  'joined-domain',
  'registered-only',
  'not-joined',
  'join-incomplete',
  'join-conflicting',
  // dsregcmd: the device
  'device-ok',
  'device-disabled',
  'device-refused-before',
  'device-check-no-network',
  'device-check-failed',
  'device-key-broken',
  'elevated',
  // dsregcmd: the token and the last sign-in attempt
  'token-present',
  'token-missing',
  'token-unknown-no-network',
  'token-unknown-elevated',
  'wrong-password',
  'password-expired',
  'account-locked',
  'account-disabled',
  'account-not-found',
  'access-policy',
  'not-assigned',
  'mfa-needed',
  'sign-in-again',
  'sign-in-error',
  // proxy
  'proxy-set',
  'proxy-script-set',
  'proxy-none',
  'proxy-user-off',
  'proxy-needs-sign-in',
  'proxy-refuses',
  'proxy-not-found',
  // registry
  'tls12-on',
  'tls12-off',
  'tls12-locked',
  'tls12-policy-on',
  'tls12-default',
  'tls12-schannel-on',
  'tls12-schannel-off',
  'tls12-winhttp-on',
  'tls12-winhttp-off',
  'cipher-restricted',
  'cipher-list-fine',
  'cipher-no-policy',
  'cipher-incomplete',
  'registry-not-found',
  // connection
  'host-reachable',
  'host-answers',
  'host-no-answer',
  'host-unreachable',
  'dns-ok',
  'dns-failed',
  'dns-filtered',
  'tls-failed',
  'certificate-inspected',
  'certificate-genuine',
  'certificate-date',
  'certificate-revocation',
  'other-host',
] as const;
export type FindingKey = (typeof findingKeys)[number];

export interface Finding {
  /** The fact this line settles; without it the line is for reading back and for the ticket only. */
  fact?: FactName;
  value: string;
  key: FindingKey;
  /** The masked line it was read from. */
  line: string;
}

export interface Evidence {
  kinds: EvidenceKind[];
  facts: FactValues;
  findings: Finding[];
  signals: Signal[];
}

/** A finding as a parser reports it, with the signals it carries. */
export interface Reading extends Finding {
  signals?: readonly Signal[];
}

/** What one parser read: `null` where the text is not its output. */
export interface Part {
  kinds: EvidenceKind[];
  readings: Reading[];
}
