import type { Row, StepId } from './answers.ts';
import { dataRows, ladder } from './answers.ts';
import {
  adminKnown,
  deviceKnown,
  hasAdmin,
  inFamily,
  is,
  known,
  managed,
  onWindows,
  type TriageContext,
} from './context.ts';
import { amended } from './facts.ts';
import type { Policy } from './policy.ts';
import type { SkipReason } from './view.ts';

/** `hopeful` counts what is not known yet as favourable: an upper bound for the progress line. */
interface Look {
  c: TriageContext;
  policy: Policy;
  hopeful: boolean;
}

/** One condition of a row: a label for people, and the reason why the row is passed over where it fails. */
interface Check {
  label: string;
  fails: (look: Look) => SkipReason | false;
}
const check = (label: string, fails: Check['fails']): Check => ({ label, fails });

const windowsOnly = check('Windows', ({ c }) => !onWindows(c) && 'not-on-mac');
const managedOnly = check('managed', ({ c }) => !managed(c) && 'managed-only');
const personalOnly = check('personal', ({ c }) => managed(c) && 'personal-only');
const needsWeb = check(
  'web works',
  ({ c, hopeful }) => !(is(c, 'webWorks', 'yes') || (hopeful && !known(c, 'webWorks'))) && 'no-web',
);
const filesSafe = check('files safe', ({ c }) => is(c, 'dataAtRisk', 'yes') && 'data-at-risk');
const signedIn = check('signed in', ({ c }) => is(c, 'signedOut', 'yes') && 'signed-out');
const elevated = check(
  'admin',
  ({ c, hopeful }) => !(hasAdmin(c) || (hopeful && !adminKnown(c))) && 'no-admin',
);
const unknown = (fact: Parameters<typeof known>[1]) =>
  check(`${fact} not known`, ({ c }) => known(c, fact) !== undefined && 'known');
const after = (...rows: Row[]) =>
  check(
    `after ${rows.join(' or ')}`,
    ({ c, hopeful }) => !hopeful && !rows.some((row) => c.answered[row]) && 'not-needed',
  );
const joined = (label: string, types: (policy: Policy) => string[]) =>
  check(label, ({ c, policy, hopeful }) => {
    const allowed = types(policy);
    return !allowed.includes(known(c, 'joinType') ?? (hopeful ? (allowed[0] ?? '') : '')) && 'not-joined';
  });
const allowed = (label: string, test: (look: Look) => boolean) =>
  check(`policy: ${label}`, (look) => !test(look) && 'policy');
/** Only another row's answer leads here. */
const onDemand = check('on demand', () => 'not-needed');

/** R1 without the three facts that `rejoin-ready` asks. */
const mayRejoin: Check[] = [
  windowsOnly,
  managedOnly,
  allowed('rejoin guided', (look) => look.policy.rejoin === 'guided' && !off(look, 'rejoin')),
  joined('hybrid, or entra by policy', (policy) =>
    policy.rejoinEntra === 'guided' ? ['hybrid', 'entra'] : ['hybrid'],
  ),
  filesSafe,
  elevated,
  check('not done yet', ({ c }) => c.answered.rejoin !== undefined && 'already-done'),
];

const off = (look: Look, row: string) => look.policy.steps.off.some((entry) => entry.step === row);

/** When each row applies. One line a row; the first check that fails is the reason that the trail says. */
const conditions: Record<Row, Check[]> = {
  internet: [unknown('webWorks')],
  connection: [
    check(
      'web fails',
      ({ c, hopeful }) => !(is(c, 'webWorks', 'no') || (hopeful && !c.facts.webWorks)) && 'not-needed',
    ),
  ],
  restart: [needsWeb],
  situation: [needsWeb],
  backup: [filesSafe, check('not copied yet', ({ c }) => is(c, 'backupDone', 'yes') && 'known')],
  unlink: [needsWeb, filesSafe],
  tls: [windowsOnly, needsWeb],
  'tls-legacy': [
    windowsOnly,
    allowed('legacy TLS', ({ policy }) => policy.legacyTls === 'yes'),
    needsWeb,
    after('tls'),
  ],
  proxy: [],
  'proxy-needed': [onDemand],
  'other-network': [unknown('otherNetworkWorks')],
  'security-software': [personalOnly],
  'admin-rights': [windowsOnly, check('admin not known', ({ c }) => adminKnown(c) && 'known')],
  winsock: [windowsOnly, needsWeb, elevated],
  'winsock-check': [onDemand],
  'reset-client': [needsWeb, filesSafe, signedIn],
  credentials: [windowsOnly, needsWeb],
  'client-age': [needsWeb],
  'cipher-suites': [windowsOnly, managedOnly, needsWeb],
  'join-check': [
    windowsOnly,
    managedOnly,
    needsWeb,
    check('join not known', ({ c }) => joinFactsKnown(c) && 'known'),
  ],
  'refresh-sign-in': [
    windowsOnly,
    managedOnly,
    needsWeb,
    joined('entra or hybrid', () => ['entra', 'hybrid']),
  ],
  reinstall: [
    allowed('reinstall, or personal', ({ c, policy }) => !managed(c) || policy.reinstall === 'user'),
    needsWeb,
    filesSafe,
    signedIn,
    check(
      'old, or after reset-client',
      (look) => !is(look.c, 'clientAge', 'old') && after('reset-client').fails(look),
    ),
  ],
  'other-account': [needsWeb, after('reset-client', 'credentials', 'winsock'), unknown('otherAccountFails')],
  'rejoin-ready': [
    needsWeb,
    ...mayRejoin,
    // R1: every earlier row that applies is answered; only out of order (`copied-now`) can one be open here.
    check(
      'all earlier rows answered',
      ({ c, policy, hopeful }) => !hopeful && earlierRowOpen(c, policy) && 'not-needed',
    ),
  ],
  rejoin: [
    ...mayRejoin,
    check(
      'company network, password, other admin',
      ({ c }) =>
        !(['onCorpNetwork', 'knowsPassword', 'fallbackAdmin'] as const).every((fact) => is(c, fact, 'yes')) &&
        'not-needed',
    ),
    check('files copied', ({ c }) => !is(c, 'backupDone', 'yes') && 'data-at-risk'),
  ],
  'rejoin-check': [onDemand],
};

const earlierRowOpen = (c: TriageContext, policy: Policy): boolean =>
  ladder
    .slice(0, ladder.indexOf('rejoin-ready'))
    .some((row) => row !== 'backup' && row !== 'admin-rights' && applies(c, policy, row));

/** What must hold for a row to be shown, in words for the diagram. */
export const conditionLabels = (row: Row): string[] => conditions[row].map(({ label }) => label);

/** Everything `join-check` could tell is known already. */
export const joinFactsKnown = (c: TriageContext): boolean =>
  [c.facts.joinType, c.facts.deviceAuth, c.facts.prt].every((fact) => fact !== undefined);

/** Why a row does not apply, or `null` if it does; does not ask whether it was answered. */
export function blocked(c: TriageContext, policy: Policy, row: Row, hopeful = false): SkipReason | null {
  const look = { c, policy, hopeful };
  for (const { fails } of conditions[row]) {
    const why = fails(look);
    if (why) return why;
  }
  return off(look, row) ? 'policy' : null;
}

/** Answered in this case. */
export const tried = (c: TriageContext, row: Row): boolean => c.answered[row] !== undefined;

/** The row may be shown now. */
export const applies = (c: TriageContext, policy: Policy, row: Row): boolean =>
  blocked(c, policy, row) === null && !tried(c, row);

const needsBackup = (row: Row): boolean =>
  (dataRows as readonly string[]).includes(row) || row === 'rejoin-ready';
const needsAdmin = (row: Row): boolean => row === 'winsock' || row === 'rejoin-ready';

/** The row may touch files, and no copy of them is known. */
export const copyMissing = (c: TriageContext, row: Row): boolean =>
  needsBackup(row) && !is(c, 'backupDone', 'yes');

/** The row's turn has come, but `backup` must be asked before it. */
export const backupFirst = (c: TriageContext, policy: Policy, row: Row): boolean =>
  copyMissing(c, row) && applies(c, policy, row);

/** The row's turn has come, but whether it may run elevated is not known yet. */
export const adminFirst = (c: TriageContext, policy: Policy, row: Row): boolean =>
  needsAdmin(row) &&
  !adminKnown(c) &&
  applies(amended(c, { facts: amended(c.facts, { admin: { value: 'yes', from: 'asked' } }) }), policy, row);

/** Why no ladder row may be shown to this person on this computer, or `null`. */
export type Gate = 'ask-code' | 'code-help' | 'device' | 'other-device' | 'unsupported' | 'mobile';
export function gate(c: TriageContext, policy: Policy): Gate | null {
  if (c.facts.code === undefined) return 'ask-code';
  if (!inFamily(c)) return 'code-help';
  if (c.askAgain) return 'device';
  if (is(c, 'ownDevice', 'no')) return 'other-device';
  if (is(c, 'platform', 'server') || is(c, 'platform', 'windows-old')) return 'unsupported';
  if (is(c, 'platform', 'mobile')) return 'mobile';
  if (is(c, 'ownership', 'personal') && policy.personalDevices === 'advise') return 'other-device';
  if (!deviceKnown(c)) return 'device';
  return null;
}

/** `copied-now` would open a row again: one was left out because of the files and would apply with a copy. */
export function leftOutForFiles(c: TriageContext, policy: Policy): boolean {
  if (gate(c, policy) !== null) return false;
  const copied = {
    dataAtRisk: { value: 'no', from: 'asked' },
    backupDone: { value: 'yes', from: 'asked' },
  } as const;
  const safe: TriageContext = amended(c, { facts: amended(c.facts, copied) });
  return reopenable.some((row) => applies(safe, policy, row));
}
export const reopenable = [
  'unlink',
  'reset-client',
  'reinstall',
  'rejoin-ready',
] as const satisfies readonly Row[];

/** Rows still to come at most, the current step not counted. */
export function remaining(c: TriageContext, policy: Policy, current: StepId): number {
  return ladder.filter((row) => row !== current && !tried(c, row) && blocked(c, policy, row, true) === null)
    .length;
}
