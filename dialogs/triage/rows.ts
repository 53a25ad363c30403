import type { Answer, Category, Row, StepId } from './answers.ts';
import { is, known, managed, type TriageContext } from './context.ts';
import type { FactValues } from './facts.ts';

/** What an answer teaches and where it leads. Without `to` the next row that applies is shown. */
export interface Arrow {
  /** Taken only if this holds; the first arrow of a list that may be taken is. */
  when?: ConditionName;
  learn?: FactValues;
  /** Members added to `vpnOrProxyOrFilter`. */
  tool?: string;
  to?: StepId;
  escalate?: { category: Category | null; keepTrying?: boolean };
  /** Brings this row forward; `changed` means the row that the answer in `situation` points to. */
  forward?: Row | 'changed';
  /** `join-check` first, then the ticket. */
  deviceTrust?: true;
}

/** Conditions of arrows, named so that the diagram can show them. */
export const conditionsOfArrows = {
  othersToo: (c: TriageContext) => is(c, 'spread', 'others-too'),
  newAndManaged: (c: TriageContext) => is(c, 'newDevice', 'yes') && managed(c),
  otherAppsFail: (c: TriageContext) => is(c, 'otherAppsFail', 'yes'),
  readyToRejoin: (c: TriageContext) =>
    is(c, 'onCorpNetwork', 'yes') && is(c, 'knowsPassword', 'yes') && is(c, 'fallbackAdmin', 'yes'),
} as const;
export type ConditionName = keyof typeof conditionsOfArrows;

/** What changed lately points to the row that most often mends it. */
export function rowForChange(c: TriageContext): Row | null {
  switch (known(c, 'changed')) {
    case 'password':
      return 'credentials';
    case 'vpn-or-security':
      return 'security-software';
    case 'windows-update':
      return 'tls';
    case 'network':
      return 'proxy';
    default:
      return null;
  }
}

/** Rows that something may bring forward. */
export const forwardRows = [
  'credentials',
  'security-software',
  'tls',
  'proxy',
  'reinstall',
  'join-check',
] as const satisfies readonly Row[];

const on: Arrow = {};
const wentOut: Arrow = { learn: { signedOut: 'yes' } };
const filesSafe: Arrow = { learn: { backupDone: 'yes', dataAtRisk: 'no' } };
const filesAtRisk: Arrow = { learn: { backupDone: 'no', dataAtRisk: 'yes' } };
const triedFix = { 'not-fixed': on, 'cannot-do': on };

/**
 * The ladder: what each row's answers teach and where they lead; `fixed` leads to the end unless a row
 * says otherwise. When a row is shown at all stands in conditions.ts.
 */
export const rows: Record<Row, { [A in Answer]?: Arrow | Arrow[] }> = {
  internet: {
    loads: { learn: { webWorks: 'yes' } },
    'not-loads': { learn: { webWorks: 'no' } },
    'blocked-page': { escalate: { category: 'network' } },
  },
  connection: {
    'loads-now': { learn: { webWorks: 'yes' } },
    'works-on-other-network': { learn: { otherNetworkWorks: 'yes' }, forward: 'proxy' },
    'only-onedrive-fails': { forward: 'proxy' },
    'nothing-loads': { escalate: { category: 'network' } },
  },
  restart: triedFix,
  situation: {
    continue: [
      { when: 'othersToo', escalate: { category: 'outage', keepTrying: true } },
      { when: 'newAndManaged', deviceTrust: true },
      { when: 'otherAppsFail', escalate: { category: 'network', keepTrying: true } },
      { forward: 'changed' },
    ],
  },
  backup: {
    done: filesSafe,
    'nothing-local': filesSafe,
    'files-on-web': filesSafe,
    'files-wont-open': filesAtRisk,
    unsure: filesAtRisk,
  },
  unlink: { ...triedFix, 'nothing-linked': on, 'cannot-sign-in-again': wentOut },
  tls: {
    'not-fixed': { learn: { tls12: 'on' } },
    'was-on': { learn: { tls12: 'on' } },
    'greyed-out': { learn: { tls12: 'locked' }, escalate: { category: 'policy' } },
    'cannot-do': on,
  },
  'tls-legacy': triedFix,
  proxy: { ...triedFix, 'no-proxy': on, 'proxy-on': { tool: 'proxy' } },
  'proxy-needed': {
    no: { learn: { proxyRequired: 'no' } },
    yes: { learn: { proxyRequired: 'yes' } },
    unsure: { learn: { proxyRequired: 'unsure' } },
  },
  'other-network': {
    'works-there': { learn: { otherNetworkWorks: 'yes' }, escalate: { category: 'network' } },
    'not-fixed': { learn: { otherNetworkWorks: 'no' } },
    'cannot-do': { learn: { otherNetworkWorks: 'unsure' } },
  },
  'security-software': { 'not-fixed': on, none: on },
  'admin-rights': {
    yes: { learn: { admin: 'yes' } },
    no: { learn: { admin: 'no' } },
    unsure: { learn: { admin: 'no' } },
  },
  winsock: { restarting: { to: 'winsock-check' }, 'cannot-do': { learn: { admin: 'no' } } },
  'winsock-check': { 'not-fixed': on },
  'reset-client': { ...triedFix, 'cannot-sign-in-again': wentOut },
  credentials: { ...triedFix, 'none-found': on },
  'client-age': {
    old: { learn: { clientAge: 'old' }, forward: 'reinstall' },
    recent: { learn: { clientAge: 'recent' } },
    unsure: { learn: { clientAge: 'unsure' } },
  },
  'cipher-suites': {
    restricted: { escalate: { category: 'policy' } },
    'not-restricted': on,
    'cannot-do': on,
  },
  'join-check': { 'cannot-do': on },
  'refresh-sign-in': triedFix,
  reinstall: triedFix,
  'other-account': {
    yes: { learn: { otherAccountFails: 'yes' } },
    no: { learn: { otherAccountFails: 'no' } },
    'cannot-test': { learn: { otherAccountFails: 'unsure' } },
  },
  'rejoin-ready': {
    continue: [{ when: 'readyToRejoin', to: 'rejoin' }, { escalate: { category: 'device-trust' } }],
    'rather-it': { escalate: { category: null } },
  },
  rejoin: { restarting: { to: 'rejoin-check' }, 'rather-it': { escalate: { category: null } } },
  'rejoin-check': { 'not-fixed': { escalate: { category: 'device-trust' } } },
};

/** Answers that say a switched-off thing is on again, or was never off. */
export const switchesBackOn: readonly Answer[] = [
  'not-fixed',
  'none',
  'no-proxy',
  'cannot-do',
  'done-before',
];

/** Answers that mean the fix was really carried out. */
export const reallyDone: readonly Answer[] = [
  'fixed',
  'not-fixed',
  'done-before',
  'restarting',
  'works-there',
  'cannot-sign-in-again',
];
