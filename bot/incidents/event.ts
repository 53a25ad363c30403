import type { Turn } from '../store/store.ts';
import type { TicketChange } from '../turn/ticket-news.ts';
import { newsEffect } from './effects.ts';
import type { Incident } from './incident.ts';
import { closeIncident } from './manage.ts';

/** Ids of replies that are remembered. */
const remembered = 40;

/**
 * What IT did with an incident's ticket: what they write reaches everyone affected, and solving it ends the incident.
 * Who has the ticket is nobody's news but IT's.
 */
export async function takeIncidentChange(
  turn: Turn,
  incident: Incident,
  change: TicketChange,
  now: number,
): Promise<void> {
  const { ticket } = incident;
  const replies = change.replies.filter(({ id }) => !ticket.told?.includes(id));
  const told = [...(ticket.told ?? []), ...replies.map(({ id }) => id)].slice(-remembered);
  const owner = change.owner ?? ticket.owner;
  const status = change.status === 'taken' || change.owner !== undefined ? 'taken' : ticket.status;
  const after = {
    ...incident,
    ticket: { ...ticket, status, ...(owner && { owner }), ...(told.length > 0 && { told }) },
  };
  await turn.incidents.save(after);
  if (incident.state !== 'open') return;
  await turn.addEffects(
    replies.map(({ id, text }, at) => newsEffect(incident.id, 'word', text, now + at, '', id)),
  );
  if (change.status !== 'resolved' && change.status !== 'withdrawn') return;
  await closeIncident(
    turn,
    incident.id,
    change.owner ?? change.actor ?? ticket.owner ?? 'IT',
    '',
    now + replies.length,
  );
}
