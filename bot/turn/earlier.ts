import { type LiveCase, type Rules, revive } from '../../dialogs/triage/advance.ts';
import type { Intake } from '../intake.ts';
import type { StoredCase, Turn, UserRow } from '../store/store.ts';
import type { Decision, Situation } from './decision.ts';
import { write } from './row.ts';
import { isOpenTicket } from './ticket-news.ts';
import { passOn } from './with-it.ts';

/** What can be done on the card of an earlier case: its ticket goes on whatever has begun since. */
const verbs: readonly string[] = ['show', 'add', 'withdraw', 'fixed'];
/** How long an unanswered question of IT waits for words that mean nothing else, ms. */
const questionMs = 14 * 86_400_000;

const escalated = (rules: Rules, stored: StoredCase | undefined): LiveCase | null => {
  const revived = stored ? revive(rules, stored.record) : null;
  return revived?.ok && revived.live.step === 'escalated' && revived.live.record.ticket ? revived.live : null;
};

/** The user's earlier case with a ticket, where its card was clicked; `undefined` for any other click. */
export async function clickedEarlier(
  rules: Rules,
  turn: Turn,
  user: UserRow,
  intake: Intake,
  latest: StoredCase | undefined,
): Promise<StoredCase | undefined> {
  if (intake.kind !== 'click' || !intake.case || intake.case === latest?.record.id) return undefined;
  if (!verbs.includes(intake.verb)) return undefined;
  const named = await turn.caseById(intake.case);
  const live = named?.record.user === user.key ? escalated(rules, named) : null;
  // What is still to be switched on again would open that case once more, beside the one that is open.
  if (intake.verb === 'fixed' && live && live.context.switchedOff.length > 0) return undefined;
  return live ? named : undefined;
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
