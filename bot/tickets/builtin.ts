import type { Store } from '../store/store.ts';
import type { TicketSystem } from './port.ts';
import { closingWords } from './reference.ts';

/** The built-in queue: a table of our own store, read with `npm run tickets`. */
export function builtinTickets(store: Store, now: () => number): TicketSystem {
  const at = () => new Date(now()).toISOString();
  const change = async (
    key: string,
    update: Parameters<Parameters<Parameters<Store['turn']>[0]>[0]['updateTicket']>[1],
  ) => {
    const row = await store.turn((turn) => turn.updateTicket(key, update));
    return row
      ? ({ kind: 'done', value: null } as const)
      : ({ kind: 'refused', error: 'the queue has no such ticket' } as const);
  };
  return {
    name: 'builtin',
    queue: 'OneDrive',
    can: { attach: true, status: false },
    async create(ticket, queue) {
      const row = await store.turn((turn) =>
        turn.createTicket({
          key: ticket.key,
          case: ticket.case,
          queue,
          category: ticket.category,
          subject: ticket.subject,
          body: ticket.body,
          requester: ticket.requester.name || ticket.requester.id,
          createdAt: ticket.createdAt,
        }),
      );
      return { kind: 'done', value: { key: row.key, id: row.id, url: null } };
    },
    comment: (handle, text, key) => change(handle.key, { comment: { at: at(), text, key } }),
    close: (handle, why, key) =>
      change(handle.key, {
        status: why === 'withdrawn' ? 'withdrawn' : 'resolved',
        comment: { at: at(), text: closingWords[why], key },
      }),
    reopen: (handle, key) =>
      change(handle.key, { status: 'new', comment: { at: at(), text: closingWords.reopened, key } }),
    attach: (handle, file, key) => {
      const content =
        typeof file.content === 'string' ? file.content : Buffer.from(file.content).toString('utf8');
      return change(handle.key, { comment: { at: at(), text: `${file.name}\n${content}`, key } });
    },
    async status(handle) {
      const row = await store.ticket(handle.id);
      return row
        ? { kind: 'done', value: { status: row.status } }
        : { kind: 'refused', error: 'the queue has no such ticket' };
    },
    check: () =>
      store.ping().then(
        () => [],
        () => ['DATABASE_URL: the database does not answer'],
      ),
  };
}
