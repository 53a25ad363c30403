import type { Server } from 'restify';
import type { Rules } from '../../dialogs/triage/advance.ts';
import type { Config } from '../config.ts';
import { readJson, reply } from '../http.ts';
import type { Store } from '../store/store.ts';
import { readEvent, signatureHeader } from '../tickets/events.ts';
import { takeTicketEvent } from '../turn/ticket-event.ts';

export interface TicketEventDeps {
  config: Pick<Config, 'ticket' | 'webhookSecret'>;
  store: Store;
  rules: Rules;
  now: () => number;
  /** Something was put into the outbox. */
  kick: () => void;
}

const largestBody = 256 * 1024;

/** `POST /api/tickets/{system}/events`: what happened to a ticket, signed over the raw body. */
export function ticketEventRoutes(server: Server, deps: TicketEventDeps): void {
  const { system } = deps.config.ticket;
  server.post('/api/tickets/:system/events', async (req, res) => {
    const body = await readJson(req, largestBody);
    if (!body.ok) return reply(res, body.status, { error: body.message });
    if (req.params.system !== system)
      return reply(res, 404, { error: 'This ticket system is not in use here' });
    const signature = signatureHeader(system, req.headers);
    const read = readEvent(system, body.raw, signature, deps.config.webhookSecret, deps.now());
    if (!read.ok) {
      const error = read.status === 401 ? 'The signature or the time is not right' : 'The body is no event';
      return reply(res, read.status, { error });
    }
    const taken = await takeTicketEvent(deps, system, read.event);
    if (taken === 'taken') deps.kick();
    reply(res, 200, { result: taken });
  });
}
