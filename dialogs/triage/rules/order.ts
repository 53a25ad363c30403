import type { Row } from '../answers.ts';
import type { TriageContext } from '../context.ts';
import { amended } from '../facts.ts';
import type { Policy } from '../policy.ts';
import { type Card, firstRows, isStage, type Move, type Stage } from './move.ts';
import {
  lastWithoutWeb,
  mustShow,
  needAdmin,
  needFiles,
  order,
  value,
  wasAnswered,
  webWorks,
} from './table.ts';

/** No row of the stage that comes earlier in the article's order has its turn still to come. */
function nothingBefore(c: TriageContext, policy: Policy, stage: Stage, place: number): boolean {
  return !order.slice(firstOf(stage), place).some((row) => mustShow(c, policy, row));
}

const firstOf = (stage: Stage): number => order.indexOf(firstRows[stage] ?? 'internet');

/** `backup` and `admin-rights` are asked for the sake of another row: which one that can be. */
function asksFor(step: Row): readonly Row[] {
  return step === 'backup' ? needFiles : step === 'admin-rights' ? needAdmin : [step];
}

const withAdmin = (c: TriageContext): TriageContext =>
  amended(c, { facts: amended(c.facts, { admin: { value: 'yes', from: 'asked' } }) });

/**
 * "R9 rows in order, except what the tables bring forward, the recurring offer, and what `copied-now` opens
 * again (once a case)." Seen where the next card is chosen: no row with its turn still to come is passed over.
 */
export function inOrder({ policy, before, event, after }: Move): boolean {
  const stage = before.step;
  if (event !== 'show' || !isStage(stage)) return true;
  const card: string = after.step;
  const outside = !isStage(card) && !order.includes(card as Row) && !asked.includes(card);
  if (outside && card !== 'escalate') return true;
  return stage === 'next' ? rightlyForward(before.context, after) : rightlyNext(policy, stage, before, after);
}

/** Before the ladder comes what was brought forward, what `copied-now` opened, and a row that helped last time. */
function rightlyForward(c: TriageContext, { step, context }: Card): boolean {
  if (c.reopened === 'now') return [...asked, 'escalate', ...needFiles].includes(step);
  if (step === 'next') return true;
  if (c.deviceTrustNext) return step === 'escalate' || (step === 'join-check' && c.forward === 'join-check');
  if (step === 'ladder') return c.recurring === null || !wasAnswered(context, c.recurring) || !webWorks(c);
  if (step === 'escalate') {
    if (['server', 'windows-old'].includes(value(context, 'platform') ?? '')) return true;
    return settledInto(c, context) || (c.recurring !== null && wasAnswered(c, c.recurring));
  }
  return asksFor(step as Row).some((row) => row === c.forward || (row === c.recurring && webWorks(c)));
}

/** In the ladder no row with its turn still to come is passed over. */
function rightlyNext(policy: Policy, stage: Stage, before: Card, { step, context: c }: Card): boolean {
  if (step === 'next')
    return takenAsAnswered(c).every((row) => nothingBefore(c, policy, stage, order.indexOf(row)));
  if (isStage(step)) return nothingBefore(c, policy, stage, firstOf(step));
  if (step === 'escalate') {
    const last = value(c, 'webWorks') === 'no' ? lastWithoutWeb + 1 : order.length;
    return settledInto(before.context, c) || nothingBefore(c, policy, stage, last);
  }
  const assumed = step === 'admin-rights' ? withAdmin(c) : c;
  return asksFor(step as Row).some((row) => nothingBefore(assumed, policy, stage, order.indexOf(row)));
}

/** Rows that known facts have answered on the way. */
export const takenAsAnswered = (c: TriageContext): Row[] => Object.keys(c.answered) as Row[];

/** Asked for the sake of a row that comes behind them. */
const asked: readonly string[] = ['backup', 'admin-rights'];

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
