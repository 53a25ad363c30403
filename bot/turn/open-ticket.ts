import type { LiveCase } from '../../dialogs/triage/advance.ts';
import type { TicketRef } from '../../dialogs/triage/case.ts';
import type { Incident } from '../incidents/incident.ts';
import type { Turn } from '../store/store.ts';
import { isOpenTicket } from './ticket-news.ts';
import { caseOf } from './wanted.ts';

/** How far back an open ticket is looked for, ms. */
const longestOpenMs = 365 * 86_400_000;

/**
 * The open ticket that the same user has for the same code from an earlier case: it is added to, never doubled. That
 * of an incident is one only while the incident is among the open `incidents`.
 */
export async function openTicketOf(
  turn: Turn,
  live: LiveCase,
  incidents: readonly Incident[],
  now: number,
): Promise<TicketRef | null> {
  const { user, id } = live.record;
  const code = live.context.facts.code?.value ?? null;
  const since = new Date(now - longestOpenMs).toISOString();
  for (const { record, code: known } of await turn.earlierCases(user, since)) {
    if (record.id === id || known !== code || !isOpenTicket(record.ticket)) continue;
    const { incident } = record.ticket ?? {};
    // One that was counted after its incident's end may not have heard of it; IT reads nothing in that ticket.
    if (incident && !incidents.some(({ id: one, ticket }) => one === incident && ticket.status !== 'failed'))
      continue;
    const owner = caseOf(record.ticket?.key);
    // The case that the ticket was opened for knows best how it stands.
    const first = owner && owner !== record.id ? (await turn.caseById(owner))?.record : record;
    if (first?.ticket && first.ticket.key === record.ticket?.key && isOpenTicket(first.ticket))
      return first.ticket;
  }
  return null;
}
