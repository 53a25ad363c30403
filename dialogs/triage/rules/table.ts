import type { Row } from '../answers.ts';
import type { TriageContext } from '../context.ts';
import type { FactName } from '../facts.ts';
import type { Policy } from '../policy.ts';

/*
 * The column "applies to" of triage.md, written down a second time and on purpose without the guards it is
 * held against: only types and lists of names are shared.
 */

/** A move has written this part of the context, if only what it was before; parts that are open were not written. */
export const wrote = (c: TriageContext, part: keyof TriageContext): boolean => Object.hasOwn(c, part);

export const value = (c: TriageContext, fact: FactName): string | undefined => c.facts[fact]?.value;
export const isManaged = (c: TriageContext): boolean => value(c, 'ownership') !== 'personal';
/** A handed-over yes does not count: it is asked again before the first elevated step. */
export const isAdmin = (c: TriageContext): boolean =>
  value(c, 'admin') === 'yes' && c.facts.admin?.from !== 'handoff';
export const isWindows = (c: TriageContext): boolean => value(c, 'platform') === 'windows';
export const isFamily = (c: TriageContext): boolean =>
  ['0x8004de40', '0x8004de88', 'unknown'].includes(value(c, 'code') ?? '');

/** The article's order. */
export const order: readonly Row[] = [
  'internet',
  'connection',
  'restart',
  'situation',
  'unlink',
  'tls',
  'tls-legacy',
  'proxy',
  'other-network',
  'security-software',
  'winsock',
  'reset-client',
  'credentials',
  'client-age',
  'cipher-suites',
  'join-check',
  'refresh-sign-in',
  'reinstall',
  'other-account',
  'rejoin-ready',
];

/** "webWorks no: ends here" stands behind this row. */
export const lastWithoutWeb = order.indexOf('security-software');

/** Rows that need the files to be safe, and rows that run elevated. */
export const needFiles: readonly Row[] = ['unlink', 'reset-client', 'reinstall', 'rejoin-ready'];
export const needAdmin: readonly Row[] = ['winsock', 'rejoin-ready'];

/** Windows instructions; a Mac is shown none of them. */
export const windowsRows: readonly Row[] = [
  'tls',
  'tls-legacy',
  'admin-rights',
  'winsock',
  'winsock-check',
  'credentials',
  'cipher-suites',
  'join-check',
  'refresh-sign-in',
  'rejoin-ready',
  'rejoin',
  'rejoin-check',
];

/** R1's join types under this policy; none where nobody is guided. */
const joinTypesToRejoin = (policy: Policy): string[] =>
  policy.rejoin !== 'guided' || isOff(policy, 'rejoin')
    ? []
    : policy.rejoinEntra === 'guided'
      ? ['hybrid', 'entra']
      : ['hybrid'];

export const isOff = (policy: Policy, row: Row): boolean => policy.steps.off.some(({ step }) => step === row);

/** The row was answered in this case. */
export const wasAnswered = (c: TriageContext, row: Row): boolean => c.answered[row] !== undefined;

const wasTried = (c: TriageContext, ...rows: Row[]): boolean =>
  rows.some((row) => c.answered[row] !== undefined);
const atRisk = (c: TriageContext) => value(c, 'dataAtRisk') === 'yes';
const signedOut = (c: TriageContext) => value(c, 'signedOut') === 'yes';
export const webWorks = (c: TriageContext) => value(c, 'webWorks') === 'yes';
const unknown = (c: TriageContext, fact: FactName) => value(c, fact) === undefined;

/** What the table says of each row's own condition; whether the web must work is added below. */
const applies: { [R in (typeof order)[number]]?: (c: TriageContext, policy: Policy) => boolean } = {
  internet: (c) => unknown(c, 'webWorks'),
  connection: (c) => value(c, 'webWorks') === 'no',
  restart: webWorks,
  situation: webWorks,
  unlink: (c) => webWorks(c) && !atRisk(c),
  tls: (c) => isWindows(c) && webWorks(c),
  'tls-legacy': (c, policy) =>
    isWindows(c) && webWorks(c) && policy.legacyTls === 'yes' && wasTried(c, 'tls'),
  proxy: () => true,
  'other-network': (c) => unknown(c, 'otherNetworkWorks'),
  'security-software': (c) => !isManaged(c),
  winsock: (c) => isWindows(c) && isAdmin(c),
  'reset-client': (c) => !atRisk(c) && !signedOut(c),
  credentials: (c) => isWindows(c) && webWorks(c),
  'client-age': () => true,
  'cipher-suites': (c) => isWindows(c) && isManaged(c),
  'join-check': (c) =>
    isWindows(c) && isManaged(c) && (unknown(c, 'joinType') || unknown(c, 'deviceAuth') || unknown(c, 'prt')),
  'refresh-sign-in': (c) =>
    isWindows(c) && isManaged(c) && ['entra', 'hybrid'].includes(value(c, 'joinType') ?? ''),
  reinstall: (c, policy) =>
    !atRisk(c) &&
    !signedOut(c) &&
    (wasTried(c, 'reset-client') || value(c, 'clientAge') === 'old') &&
    (!isManaged(c) || policy.reinstall === 'user'),
  'other-account': (c) =>
    wasTried(c, 'reset-client', 'credentials', 'winsock') && unknown(c, 'otherAccountFails'),
  'rejoin-ready': (c, policy) =>
    isWindows(c) &&
    isManaged(c) &&
    joinTypesToRejoin(policy).includes(value(c, 'joinType') ?? '') &&
    isAdmin(c) &&
    !atRisk(c) &&
    !wasAnswered(c, 'rejoin'),
};

/** The row may stand on the screen: its condition holds and policy has not switched it off. */
export function mayShow(c: TriageContext, policy: Policy, row: Row): boolean {
  const beyond = order.indexOf(row) > lastWithoutWeb;
  const itself = (applies[row]?.(c, policy) ?? true) && !(beyond && value(c, 'webWorks') === 'no');
  return itself && !isOff(policy, row);
}

/** The row's turn has come for certain: it may be shown, is not answered, and the web works where rows end without. */
export const mustShow = (c: TriageContext, policy: Policy, row: Row): boolean =>
  (order.indexOf(row) <= lastWithoutWeb || webWorks(c)) && mayShow(c, policy, row) && !wasAnswered(c, row);

/** Nothing that is known takes the row off the screen: it may be shown, is not answered, and its files are copied. */
export const mayStay = (c: TriageContext, policy: Policy, row: Row): boolean =>
  order.includes(row) &&
  mayShow(c, policy, row) &&
  webWorks(c) &&
  !wasAnswered(c, row) &&
  (!needFiles.includes(row) || value(c, 'backupDone') === 'yes') &&
  (row !== 'rejoin-ready' || !order.slice(0, -1).some((one) => mustShow(c, policy, one))) &&
  mayClimb(c, policy);

/** Who may be shown the ladder at all. */
const mayClimb = (c: TriageContext, policy: Policy): boolean =>
  isFamily(c) &&
  value(c, 'ownDevice') === 'yes' &&
  ['windows', 'mac'].includes(value(c, 'platform') ?? '') &&
  value(c, 'ownership') !== undefined &&
  (isManaged(c) || policy.personalDevices === 'help');

/** R1, as it stands. */
export const mayRejoin = (c: TriageContext, policy: Policy): boolean =>
  joinTypesToRejoin(policy).includes(value(c, 'joinType') ?? '') &&
  isAdmin(c) &&
  value(c, 'onCorpNetwork') === 'yes' &&
  value(c, 'knowsPassword') === 'yes' &&
  value(c, 'fallbackAdmin') === 'yes' &&
  value(c, 'backupDone') === 'yes' &&
  !atRisk(c);

/** The facts in triage.md's column "answers → next" and beside its table of facts, a second time as well. */
const taught: { [step: string]: { [answer: string]: { [F in FactName]?: string } } } = {
  internet: { loads: { webWorks: 'yes' }, 'not-loads': { webWorks: 'no' } },
  connection: { 'loads-now': { webWorks: 'yes' }, 'works-on-other-network': { otherNetworkWorks: 'yes' } },
  backup: {
    done: { backupDone: 'yes', dataAtRisk: 'no' },
    'nothing-local': { backupDone: 'yes', dataAtRisk: 'no' },
    'files-on-web': { backupDone: 'yes', dataAtRisk: 'no' },
    'files-wont-open': { dataAtRisk: 'yes' },
    unsure: { dataAtRisk: 'yes' },
  },
  unlink: { 'cannot-sign-in-again': { signedOut: 'yes' } },
  'reset-client': { 'cannot-sign-in-again': { signedOut: 'yes' } },
  tls: { 'not-fixed': { tls12: 'on' }, 'was-on': { tls12: 'on' }, 'greyed-out': { tls12: 'locked' } },
  'proxy-needed': { no: { proxyRequired: 'no' }, yes: { proxyRequired: 'yes' } },
  'other-network': { 'works-there': { otherNetworkWorks: 'yes' }, 'not-fixed': { otherNetworkWorks: 'no' } },
  'admin-rights': { yes: { admin: 'yes' }, no: { admin: 'no' }, unsure: { admin: 'no' } },
  winsock: { 'cannot-do': { admin: 'no' } },
  'client-age': { old: { clientAge: 'old' }, recent: { clientAge: 'recent' } },
  'other-account': { yes: { otherAccountFails: 'yes' }, no: { otherAccountFails: 'no' } },
};
export const teaches = (step: string, answer: string): { [F in FactName]?: string } =>
  taught[step]?.[answer] ?? {};
