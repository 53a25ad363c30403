import type { Row } from '../answers.ts';
import type { TriageContext } from '../context.ts';
import type { Policy } from '../policy.ts';
import type { Move } from './move.ts';
import { lastWithoutWeb, mustShow, needAdmin, needFiles, order, value } from './table.ts';

/** No row that comes earlier in the article's order has its turn still to come. */
function nothingBefore(c: TriageContext, policy: Policy, place: number): boolean {
  return !order.slice(0, place).some((row) => mustShow(c, policy, row));
}

/** `backup` and `admin-rights` are asked for the sake of another row: which one that can be. */
function asksFor(step: Row): readonly Row[] {
  return step === 'backup' ? needFiles : step === 'admin-rights' ? needAdmin : [step];
}

const withAdmin = (c: TriageContext): TriageContext => ({
  ...c,
  facts: { ...c.facts, admin: { value: 'yes', from: 'asked' } },
});

/**
 * "R9 rows in order, except what the tables bring forward, the recurring offer, and what `copied-now` opens
 * again (once a case)." Seen where the next card is chosen: no row with its turn still to come is passed over.
 */
export function inOrder({ policy, before, event, after }: Move): boolean {
  if (event !== 'show') return true;
  const c = after.context;
  const { forward, recurring, reopened, deviceTrustNext } = before.context;
  const step: string = after.step;
  if (!order.includes(step as Row) && !['backup', 'admin-rights', 'escalate'].includes(step)) return true;
  if (reopened === 'now') return ['backup', 'admin-rights', 'escalate', ...needFiles].includes(step);
  if (deviceTrustNext) return step === 'escalate' || (step === 'join-check' && forward === 'join-check');
  if (after.step === 'escalate') {
    if (value(c, 'platform') === 'server' || value(c, 'platform') === 'windows-old') return true;
    if (recurring !== null || settledInto(before.context, c)) return true;
    return nothingBefore(c, policy, value(c, 'webWorks') === 'no' ? lastWithoutWeb + 1 : order.length);
  }
  const rows = asksFor(after.step as Row);
  const assumed = after.step === 'admin-rights' ? withAdmin(c) : c;
  return rows.some(
    (row) => row === forward || row === recurring || nothingBefore(assumed, policy, order.indexOf(row)),
  );
}

/** Known facts answered a row whose arrow leads to a person. */
function settledInto(was: TriageContext, is: TriageContext): boolean {
  const now = (row: Row) => is.answered[row] !== undefined && was.answered[row] === undefined;
  if (now('situation')) {
    return (
      value(is, 'spread') === 'others-too' ||
      value(is, 'otherAppsFail') === 'yes' ||
      value(is, 'newDevice') === 'yes'
    );
  }
  return (now('tls') && value(is, 'tls12') === 'locked') || now('cipher-suites') || now('rejoin-ready');
}

/** What brings a row forward, by the tables: the answers of `connection`, `situation`, `client-age`, and `keep-trying`. */
export function broughtForward({ before, event, after }: Move): boolean {
  const was = before.context.forward;
  const is = after.context.forward;
  if (is === null || is === was) return true;
  const byChange: { [changed: string]: Row } = {
    password: 'credentials',
    'vpn-or-security': 'security-software',
    'windows-update': 'tls',
    network: 'proxy',
  };
  const changed = byChange[value(after.context, 'changed') ?? ''];
  const answeredNow = (row: Row) =>
    after.context.answered[row] !== undefined && before.context.answered[row] === undefined;
  if (before.step === 'connection') {
    return is === 'proxy' && ['works-on-other-network', 'only-onedrive-fails'].includes(event);
  }
  if (before.step === 'escalate') return event === 'keep-trying' && is === changed;
  if (answeredNow('client-age')) return is === 'reinstall' && value(after.context, 'clientAge') === 'old';
  if (answeredNow('situation')) {
    return is === changed || (is === 'join-check' && value(after.context, 'newDevice') === 'yes');
  }
  return false;
}
