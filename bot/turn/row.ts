import { type LiveCase, type Rules, stateOf } from '../../dialogs/triage/advance.ts';
import { isEnding } from '../../dialogs/triage/answers.ts';
import { nextDue } from '../../dialogs/triage/reminders.ts';
import type { StoredCase } from '../store/store.ts';

/** A case as it is stored: what is looked for stands beside the record. An ended case keeps no way back. */
export function rowOf(rules: Rules, live: LiveCase): StoredCase {
  const record = isEnding(live.step) ? { ...live.record, history: [] } : live.record;
  return {
    record,
    state: stateOf(live.step),
    step: live.step,
    code: live.context.facts.code?.value ?? null,
    dueAt: nextDue(record, live.step, rules.policy)?.at ?? null,
  };
}
