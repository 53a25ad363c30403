import type { Category, Outcome } from './answers.ts';
import type { FactName } from './facts.ts';
import type { Skipped, TrailEntry } from './view.ts';

/** Where a ticket stands, as the case knows it. */
export interface TicketRef {
  system: string;
  /** `case:<id>:<n>`, the idempotency key it was opened with. */
  key: string;
  /** `null` until the ticket system has answered. */
  id: string | null;
  url: string | null;
  status: 'sending' | 'new' | 'taken' | 'resolved' | 'withdrawn' | 'failed';
  /** Who of IT has it. */
  owner?: string;
  /** The incident whose ticket it is: it is not this user's alone. */
  incident?: string;
  /** Ids of the replies that the user was told, newest last. */
  told?: string[];
  /** ISO time, by the ticket system's clock, of the newest event that was believed. */
  eventAt?: string;
}

/** One user's run from the first answer to an outcome; plain JSON, one row of the store. */
export interface CaseRecord {
  id: string;
  /** Key of the user who owns it. */
  user: string;
  /** 1 for the user's first case. */
  n: number;
  /** Rises by one with every accepted answer; card data carries it. */
  rev: number;
  /** The machine's frozen snapshot, see snapshot.ts. */
  snapshot: string;
  /** Frozen snapshots that `back` returns to, newest last. */
  history: string[];
  trail: TrailEntry[];
  skipped: Skipped[];
  /** When each fact was learnt, ISO. */
  factsAt: { [F in FactName]?: string };
  openedAt: string;
  movedAt: string;
  /** Pasted evidence and comments, masked. */
  notes: { kind: 'evidence' | 'comment' | 'reply'; text: string; at: string; by?: string }[];
  /** What was read from the paste that waits for the user's word: the finding and its masked line. */
  reading: { key: string; line: string }[];
  /** Who handed the user over, and what they wrote; `null` where nobody did. */
  handoff: {
    id: string;
    ticket: { system: string; id: string; url: string | null } | null;
    note: string;
    /** The agent's name, where it is known. */
    by?: string;
    /** Who hears what came of it, besides the ticket: an agent's user key, or the hub that began it by an event. */
    agent?: string;
    hub?: true;
  } | null;
  contact: { reachBy?: string; reachWhen?: string };
  /** Number of escalations sent so far; part of the ticket's idempotency key. */
  escalations: number;
  ticket: TicketRef | null;
  category: Category | null;
  outcome: Outcome | null;
  rating: number | null;
  remindAt: string | null;
  remindersSent: number;
  /** Highest number of steps announced so far minus steps done: keeps "of about m" from growing. */
  announced: number | null;
  /** The incident that this case met, and how many others had the same then. */
  incident?: { id: string; others: number; name: string };
  /** A locale tag such as `en`. */
  locale: string;
}

/** `paused` and `ended` are read off the step; everything else is open. */
export type CaseState = 'open' | 'paused' | 'ended';
