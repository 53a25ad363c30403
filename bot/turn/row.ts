import { type LiveCase, type Rules, revive, stateOf } from '../../dialogs/triage/advance.ts';
import { isEnding } from '../../dialogs/triage/answers.ts';
import { nextDue } from '../../dialogs/triage/reminders.ts';
import type { StoredCase, Turn } from '../store/store.ts';
import type { Decision } from './decision.ts';

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

/** A stored case as it is read; `null` where there is none, or none that can be read. */
export function liveOf(rules: Rules, stored: StoredCase | undefined): LiveCase | null {
  const revived = stored ? revive(rules, stored.record) : null;
  return revived?.ok ? revived.live : null;
}

/** Stores what was decided; the case as it is shown then. `stored` is what the decision began from. */
export async function write(
  rules: Rules,
  turn: Turn,
  decision: Decision,
  stored: StoredCase | undefined,
): Promise<LiveCase | null> {
  if (decision.record === null) return null;
  const revived = revive(rules, decision.record);
  if (!revived.ok) return null;
  const { live } = revived;
  if (decision.write === 'nothing') return live;
  const row = rowOf(rules, live);
  await turn.saveCase(row, decision.write === 'insert' ? null : (stored?.record.rev ?? null));
  return live;
}
