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

/** `new`: nobody has looked; `open`: in work, or waiting, without an owner; `taken`: somebody has it. */
export type TicketStatus = 'new' | 'open' | 'taken' | 'resolved' | 'withdrawn';

/** What somebody on the other side wrote for the user. */
export interface TicketReply {
  /** Unique; where the system's webhook reports the same reply, the same as its `event`. */
  id: string;
  /** ISO 8601, or empty where the system does not say. */
  at: string;
  by: string;
  /** Plain text. */
  text: string;
}

/** A ticket as its system has it now. */
export interface TicketState {
  status: TicketStatus;
  owner?: string;
  /** Oldest first; absent where the system has no place for them. */
  replies?: TicketReply[];
}

/** A transcript or a piece of evidence. */
export interface TicketFile {
  name: string;
  contentType: string;
  content: string | Uint8Array;
}

/**
 * A ticket system. Every call carries a key: the same key twice must leave one ticket and one comment, so a
 * connector whose system has no such thing searches before it creates. Expected failures are results, never
 * exceptions; an error names the system, the status and what to look at, never a secret or a text of the ticket.
 */
export interface TicketSystem {
  readonly name: string;
  /** Where a ticket goes that the policy routes nowhere else. */
  readonly queue: string;
  /**
   * What the system has no way to do is refused; whoever polls or attaches asks here first. `attach` is `with` where
   * `create` takes the ticket's files in the same request. `status`: changes are made over there and can be read.
   */
  readonly can: { readonly attach: boolean | 'with'; readonly status: boolean };
  create(ticket: Ticket, queue: string): Promise<TicketResult<TicketHandle>>;
  comment(handle: TicketHandle, text: string, key: string): Promise<TicketResult<null>>;
  /** Done as well where it is closed already. */
  close(handle: TicketHandle, why: 'fixed' | 'withdrawn', key: string): Promise<TicketResult<null>>;
  /** The user says that it was not fixed after all; done as well where it is open. */
  reopen(handle: TicketHandle, key: string): Promise<TicketResult<null>>;
  attach(handle: TicketHandle, file: TicketFile, key: string): Promise<TicketResult<null>>;
  /** What a lost webhook would have said. `since` (ISO 8601) leaves out replies from before then. */
  status(handle: TicketHandle, since?: string): Promise<TicketResult<TicketState>>;
  /**
   * Whether tickets would arrive: one sentence a problem, empty where there is none. Changes nothing over there.
   * `queues` are those that the policy routes to, besides the system's own.
   */
  check(queues?: readonly string[]): Promise<string[]>;
}
