import type { StepId } from '../answers.ts';
import type { TriageContext } from '../context.ts';
import type { Switch } from '../facts.ts';
import type { Policy } from '../policy.ts';
import type { Card, Move } from './move.ts';
import { isManaged, value, wrote } from './table.ts';

/** What a row has the user switch off: on a managed computer nothing but the proxy, and that where policy says so. */
export function switchesOff(c: TriageContext, policy: Policy, step: Card['step']): readonly Switch[] {
  switch (step) {
    case 'proxy':
      return policy.managedProxyTest === 'no' && isManaged(c) ? [] : ['proxy'];
    case 'other-network':
      return isManaged(c) ? [] : ['vpn', 'filter'];
    case 'security-software':
      return isManaged(c) ? [] : ['scanner'];
    default:
      return [];
  }
}

const backOn = ['not-fixed', 'none', 'no-proxy', 'cannot-do', 'done-before'];

/**
 * The fact `switchedOff`: "set when a row that has them switched is shown; cleared by its `not-fixed`, `none`,
 * `no-proxy`, `cannot-do`, `done-before`, or by `put-back` `done`", and for the proxy by `proxy-needed` `no`.
 */
export function switchesKept({ policy, before, event, after }: Move): boolean {
  const shown = after.step === before.step ? [] : switchesOff(after.context, policy, after.step);
  const putBack = before.step === 'put-back' && event === 'done';
  if (!wrote(after.context, 'switchedOff') && shown.length === 0 && !putBack) return true;
  const was = before.context.switchedOff;
  const is = after.context.switchedOff;
  const gone = was.filter((one) => !is.includes(one));
  const come = is.filter((one) => !was.includes(one));
  if (!shown.every((one) => is.includes(one))) return false;
  if (come.length > 0 && !come.every((one) => switchesOff(after.context, policy, after.step).includes(one))) {
    return false;
  }
  if (putBack) return is.length === 0;
  if (before.step === 'proxy-needed' || after.step === 'put-back') {
    return (
      gone.every((one) => one === 'proxy') &&
      (gone.length === 0 || value(after.context, 'proxyRequired') === 'no')
    );
  }
  if (gone.length === 0) return true;
  return (
    backOn.includes(event) && before.step !== 'next' && gone.every((one) => belongsTo(one) === before.step)
  );
}

const belongsTo = (one: Switch): StepId =>
  one === 'proxy' ? 'proxy' : one === 'scanner' ? 'security-software' : 'other-network';
