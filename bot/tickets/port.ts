import type { Ticket } from './ticket.ts';

/** A ticket as its system knows it. */
export interface TicketHandle {
  /** The key it was created with. */
  key: string;
  id: string;
  /** Where a technician opens it; `null` where the system has no page. */
  url: string | null;
}

/** What became of a call; `retry` covers everything that may go well later, an answer that was lost included. */
export type TicketResult<T> =
  | { kind: 'done'; value: T }
  | { kind: 'retry'; error: string; afterMs?: number }
  | { kind: 'refused'; error: string };

/**
 * A ticket system. Every call carries a key: the same key twice must leave one ticket and one comment, so a
 * connector whose system has no such thing searches before it creates.
 */
export interface TicketSystem {
  readonly name: string;
  create(ticket: Ticket, queue: string): Promise<TicketResult<TicketHandle>>;
  comment(handle: TicketHandle, text: string, key: string): Promise<TicketResult<null>>;
  close(handle: TicketHandle, why: 'fixed' | 'withdrawn', key: string): Promise<TicketResult<null>>;
}
