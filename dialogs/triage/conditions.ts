import type { Row, StepId } from './answers.ts';
import { dataRows, isFixRow, ladder } from './answers.ts';
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
import type { Policy } from './policy.ts';
import type { SkipReason } from './view.ts';

/** `hopeful` counts what is not known yet as favourable: an upper bound for the progress line. */
interface Look {
  c: TriageContext;
  policy: Policy;
  hopeful: boolean;
}

const first = (...reasons: (SkipReason | null | false)[]): SkipReason | null => reasons.find(Boolean) || null;

const windowsOnly = ({ c }: Look) => !onWindows(c) && 'not-on-mac';
const managedOnly = ({ c }: Look) => !managed(c) && 'managed-only';
const personalOnly = ({ c }: Look) => managed(c) && 'personal-only';
const needsWeb = ({ c, hopeful }: Look) =>
  !(is(c, 'webWorks', 'yes') || (hopeful && !known(c, 'webWorks'))) && 'no-web';
const filesSafe = ({ c }: Look) => is(c, 'dataAtRisk', 'yes') && 'data-at-risk';
const signedIn = ({ c }: Look) => is(c, 'signedOut', 'yes') && 'signed-out';
const elevated = ({ c, hopeful }: Look) => !(hasAdmin(c) || (hopeful && !adminKnown(c))) && 'no-admin';
const alreadyKnown =
  (fact: Parameters<typeof known>[1]) =>
  ({ c }: Look) =>
    known(c, fact) !== undefined && 'known';
const after =
  (...rows: Row[]) =>
  ({ c, hopeful }: Look) =>
    !hopeful && !rows.some((row) => c.answered[row]) && 'not-needed';
const joined =
  (...types: string[]) =>
  ({ c, hopeful }: Look) =>
    !types.includes(known(c, 'joinType') ?? (hopeful ? (types[0] ?? '') : '')) && 'not-joined';

/** R1 without the three facts that `rejoin-ready` asks. */
const mayRejoin = (look: Look) =>
  first(
    windowsOnly(look),
    managedOnly(look),
    (look.policy.rejoin === 'it-only' || off(look, 'rejoin')) && 'policy',
    joined('hybrid', ...(look.policy.rejoinEntra === 'guided' ? ['entra'] : []))(look),
    filesSafe(look),
    elevated(look),
    look.c.answered.rejoin !== undefined && 'already-done',
  );

/** R1: every earlier row that applies is answered; only out of order (`copied-now`) can one be open here. */
const earlierRowOpen = (c: TriageContext, policy: Policy): boolean =>
  ladder
    .slice(0, ladder.indexOf('rejoin-ready'))
    .some((row) => row !== 'backup' && row !== 'admin-rights' && applies(c, policy, row));

const off = (look: Look, row: string) => look.policy.steps.off.some((entry) => entry.step === row);

const only = (): SkipReason => 'not-needed';

/** Why a row can't be shown on these facts, or `null`. One line a row; the order of reasons is what the trail says. */
const conditions: Record<Row, (look: Look) => SkipReason | null> = {
  internet: (l) => first(alreadyKnown('webWorks')(l)),
  connection: ({ c, hopeful }) =>
    first(!(is(c, 'webWorks', 'no') || (hopeful && !c.facts.webWorks)) && 'not-needed'),
  restart: (l) => first(needsWeb(l)),
  situation: (l) => first(needsWeb(l)),
  backup: (l) => first(filesSafe(l), alreadyKnown('backupDone')(l)),
  unlink: (l) => first(needsWeb(l), filesSafe(l)),
  tls: (l) => first(windowsOnly(l), needsWeb(l)),
  'tls-legacy': (l) =>
    first(windowsOnly(l), l.policy.legacyTls === 'no' && 'policy', needsWeb(l), after('tls')(l)),
  proxy: () => null,
  'proxy-needed': only,
  'other-network': (l) => first(alreadyKnown('otherNetworkWorks')(l)),
  'security-software': (l) => first(personalOnly(l)),
  'admin-rights': (l) => first(windowsOnly(l), adminKnown(l.c) && 'known'),
  winsock: (l) => first(windowsOnly(l), needsWeb(l), elevated(l)),
  'winsock-check': only,
  'reset-client': (l) => first(needsWeb(l), filesSafe(l), signedIn(l)),
  credentials: (l) => first(windowsOnly(l), needsWeb(l)),
  'client-age': (l) => first(needsWeb(l)),
  'cipher-suites': (l) => first(windowsOnly(l), managedOnly(l), needsWeb(l)),
  'join-check': (l) => first(windowsOnly(l), managedOnly(l), needsWeb(l), joinFactsKnown(l.c) && 'known'),
  'refresh-sign-in': (l) => first(windowsOnly(l), managedOnly(l), needsWeb(l), joined('entra', 'hybrid')(l)),
  reinstall: (l) =>
    first(
      managed(l.c) && l.policy.reinstall === 'it' && 'policy',
      needsWeb(l),
      filesSafe(l),
      signedIn(l),
      !is(l.c, 'clientAge', 'old') && after('reset-client')(l),
    ),
  'other-account': (l) =>
    first(
      needsWeb(l),
      after('reset-client', 'credentials', 'winsock')(l),
      alreadyKnown('otherAccountFails')(l),
    ),
  'rejoin-ready': (l) =>
    first(needsWeb(l), mayRejoin(l), !l.hopeful && earlierRowOpen(l.c, l.policy) && 'not-needed'),
  rejoin: (l) =>
    first(
      mayRejoin(l),
      !(['onCorpNetwork', 'knowsPassword', 'fallbackAdmin'] as const).every((fact) => is(l.c, fact, 'yes')) &&
        'not-needed',
      !is(l.c, 'backupDone', 'yes') && 'data-at-risk',
    ),
  'rejoin-check': only,
};

/** Everything `join-check` could tell is known already. */
export const joinFactsKnown = (c: TriageContext): boolean =>
  [c.facts.joinType, c.facts.deviceAuth, c.facts.prt].every((fact) => fact !== undefined);

/** Why a row does not apply, or `null` if it does; does not ask whether it was answered. */
export function blocked(c: TriageContext, policy: Policy, row: Row, hopeful = false): SkipReason | null {
  const look = { c, policy, hopeful };
  return off(look, row) ? 'policy' : conditions[row](look);
}

/** Answered in this case, or really done before `back` took the answer away. */
export const tried = (c: TriageContext, row: Row): boolean =>
  c.answered[row] !== undefined || (isFixRow(row) && c.fixesTried.includes(row));

/** The row may be shown now. */
export const applies = (c: TriageContext, policy: Policy, row: Row): boolean =>
  !tried(c, row) && blocked(c, policy, row) === null;

const needsBackup = (row: Row): boolean =>
  (dataRows as readonly string[]).includes(row) || row === 'rejoin-ready';
const needsAdmin = (row: Row): boolean => row === 'winsock' || row === 'rejoin-ready';

/** The row's turn has come, but `backup` must be asked before it. */
export const backupFirst = (c: TriageContext, policy: Policy, row: Row): boolean =>
  needsBackup(row) && !is(c, 'backupDone', 'yes') && applies(c, policy, row);

/** The row's turn has come, but whether it may run elevated is not known yet. */
export const adminFirst = (c: TriageContext, policy: Policy, row: Row): boolean =>
  needsAdmin(row) &&
  !adminKnown(c) &&
  applies({ ...c, facts: { ...c.facts, admin: { value: 'yes', from: 'asked' } } }, policy, row);

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

/** The rows that `copied-now` opens again: those left out because of the files, as far as they would apply. */
export function leftOutForFiles(c: TriageContext, policy: Policy): Row[] {
  if (gate(c, policy) !== null) return [];
  const safe: TriageContext = {
    ...c,
    facts: {
      ...c.facts,
      dataAtRisk: { value: 'no', from: 'asked' },
      backupDone: { value: 'yes', from: 'asked' },
    },
  };
  return reopenable.filter((row) => applies(safe, policy, row));
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
