import type { Config } from '../config.ts';
import type { Store } from '../store/store.ts';
import { builtinTickets } from './builtin.ts';
import { email } from './email.ts';
import { jira } from './jira.ts';
import type { TicketSystem } from './port.ts';
import { requestTracker } from './request-tracker.ts';
import { serviceNow } from './servicenow.ts';
import { webhook } from './webhook.ts';
import { zendesk } from './zendesk.ts';

export interface TicketDeps {
  /** Where the built-in queue lives; the others leave it alone. */
  store: Store;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** For each call to the ticket system; ten seconds unless said otherwise. */
  timeoutMs?: number;
}

/** The connector that TICKET_SYSTEM names. Nothing is connected or sent yet; `check` says whether it would work. */
export function openTickets(
  { ticket, webhookSecret }: Pick<Config, 'ticket' | 'webhookSecret'>,
  { store, now, timeoutMs }: TicketDeps,
): TicketSystem {
  const options = { now, ...(timeoutMs !== undefined && { timeoutMs }) };
  switch (ticket.system) {
    case 'builtin':
      return builtinTickets(store, now);
    case 'rt':
      return requestTracker(ticket, options);
    case 'email':
      return email(ticket, options);
    case 'servicenow':
      return serviceNow(ticket, options);
    case 'jira':
      return jira(ticket, options);
    case 'zendesk':
      return zendesk(ticket, options);
    case 'webhook':
      return webhook(ticket, webhookSecret ?? '', options);
  }
}
