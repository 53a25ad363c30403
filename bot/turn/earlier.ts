import type { LiveCase, Rules } from '../../dialogs/triage/advance.ts';
import type { Intake } from '../intake.ts';
import type { StoredCase, Turn, UserRow } from '../store/store.ts';
import type { Decision, Situation } from './decision.ts';
import { liveOf, write } from './row.ts';
import { isOpenTicket } from './ticket-news.ts';
import { passOn } from './with-it.ts';

/** What can be done on the card of an earlier case: its ticket goes on whatever has begun since. */
const verbs: readonly string[] = ['show', 'add', 'withdraw', 'fixed'];
/** How long an unanswered question of IT waits for words that mean nothing else, ms. */
const questionMs = 14 * 86_400_000;

const escalated = (rules: Rules, stored: StoredCase | undefined): LiveCase | null => {
  const live = liveOf(rules, stored);
  return live?.step === 'escalated' && live.record.ticket ? live : null;
};

/** Whether a click concerns an earlier case of its user, with a ticket. `named` is the case that the click names. */
export function isOfEarlier(
  rules: Rules,
  user: UserRow,
  intake: Intake,
  named: StoredCase | undefined,
): boolean {
  if (intake.kind !== 'click' || !verbs.includes(intake.verb) || named?.record.user !== user.key)
    return false;
  const live = escalated(rules, named);
  // What is still to be switched on again would open that case once more, beside the one that is open.
  return live !== null && (intake.verb !== 'fixed' || live.context.switchedOff.length === 0);
}

/**
 * Passes words that mean nothing else on to the earlier case whose ticket IT has asked something in last; `null` where
 * there is none. That case is stored; what the turn shows is left to the caller.
 */
export async function answerEarlier(
  turn: Turn,
  situation: Situation,
  text: string,
): Promise<Decision | null> {
  const { rules, user, live, now } = situation;
  const since = new Date(now - questionMs).toISOString();
  for (const { record } of await turn.earlierCases(user.key, since)) {
    const asked = record.notes.at(-1)?.kind === 'reply' && isOpenTicket(record.ticket);
    if (!asked || record.id === live?.record.id) continue;
    const stored = await turn.caseById(record.id);
    const earlier = escalated(rules, stored);
    const passed = earlier && passOn({ ...situation, live: earlier }, earlier, text);
    if (!passed || !stored) continue;
    await write(rules, turn, passed, stored);
    return passed;
  }
  return null;
}
