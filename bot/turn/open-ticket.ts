import type { LiveCase } from '../../dialogs/triage/advance.ts';
import type { TicketRef } from '../../dialogs/triage/case.ts';
import type { Turn } from '../store/store.ts';
import { isOpenTicket } from './ticket-news.ts';
import { caseOf } from './wanted.ts';

/** How far back an open ticket is looked for, ms. */
const longestOpenMs = 365 * 86_400_000;

/** The open ticket that the same user has for the same code from an earlier case: it is added to, never doubled. */
export async function openTicketOf(turn: Turn, live: LiveCase, now: number): Promise<TicketRef | null> {
  const { user, id } = live.record;
  const code = live.context.facts.code?.value ?? null;
  const since = new Date(now - longestOpenMs).toISOString();
  for (const { record, code: known } of await turn.earlierCases(user, since)) {
    if (record.id === id || known !== code || !isOpenTicket(record.ticket)) continue;
    const owner = caseOf(record.ticket?.key);
    // The case that the ticket was opened for knows best how it stands.
    const first = owner && owner !== record.id ? (await turn.caseById(owner))?.record : record;
    if (first?.ticket && first.ticket.key === record.ticket?.key && isOpenTicket(first.ticket))
      return first.ticket;
  }
  return null;
}
