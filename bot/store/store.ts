import type { CaseRecord, CaseState } from '../../dialogs/triage/case.ts';
import type { Lane, LeasedEffect, NewEffect } from './effect.ts';
import type { IncidentRows } from './incidents.ts';

/** Where a user can be reached: the parts of a Bot Framework conversation reference, kept fresh by every activity. */
export interface UserRow {
  /** `<tenant id>/<aad object id>`, or `<channel>/<user id>` where Teams gives none. */
  key: string;
  tenant: string;
  /** The channel's id of the user ("29:..."), for `refresh.userIds` and proactive messages. */
  channelUserId: string;
  name: string;
  locale: string;
  serviceUrl: string;
  channelId: string;
  /** The personal conversation, once there is one. */
  conversationId: string | null;
  botId: string;
  /** The time zone that Teams names ("Europe/Zurich"): all that it tells of where somebody is. */
  site?: string;
  /** Activity id of the living card's message, and the case revision it shows. */
  livingCard: {
    activityId: string;
    case: string;
    rev: number;
    /** Messages of living cards before it, newest first. */
    past?: string[];
    /** What the bot posted last: when (ms), and a digest of the card. */
    posted?: { at: number; digest: string };
    /** When (ms) a click told of a message that the bot did not know, and the living card's message before it. */
    seen?: { at: number; before: string | null };
  } | null;
  welcomedAt: string | null;
  /** Set when the connector said 403: nothing is sent any more. */
  blockedAt: string | null;
}

export type { Effect, ItReply, Lane, LeasedEffect, NewEffect } from './effect.ts';

/** A ticket in the built-in queue. */
export interface TicketRow {
  /** Short number a user can read out, e.g. `OD-1042`. */
  id: string;
  key: string;
  case: string;
  queue: string;
  category: string;
  subject: string;
  body: string;
  requester: string;
  status: 'new' | 'taken' | 'resolved' | 'withdrawn';
  createdAt: string;
  comments: TicketComment[];
}

/** `key`: a comment that is written again under it, after a crash say, is one comment. */
export interface TicketComment {
  at: string;
  text: string;
  key?: string;
}

export interface StoredCase {
  record: CaseRecord;
  state: CaseState;
  step: string;
  code: string | null;
  /** When the case is to be looked at if nobody answers it, ms; absent or `null` for never. */
  dueAt?: number | null;
}

/** A user handed over by a help desk. */
export interface HandoffRow {
  id: string;
  /** `<system>/<id>` of the agent's ticket, or `null`. */
  ticketKey: string | null;
  caseId: string;
  /** What was handed over, JSON. */
  body: string;
  at: string;
}

/** How fast IT means to look at a ticket. */
export const severities = ['low', 'normal', 'urgent'] as const;
export type Severity = (typeof severities)[number];

/** What somebody of IT did with a ticket's card; what they wrote stands in the case's notes, under the same time. */
export interface ItCardEntry {
  at: string;
  who: string;
  /** The channel's id of them, for mentioning them; absent in rows of an older release. */
  id?: string;
  did: 'take' | 'ask' | 'instruct' | 'resolve' | 'reopen' | Severity;
}

/** A ticket's card in the IT channel. */
export interface ItCardRow {
  /** The ticket's key, `case:<id>:<n>`. */
  key: string;
  caseId: string;
  /** Rises by one with everything IT does on the card. */
  rev: number;
  severity: Severity;
  /** Oldest first. */
  log: ItCardEntry[];
  /** A post may have arrived whose answer was lost. */
  tried?: true;
  /** The message in the channel; `null` until it was posted. */
  post: {
    serviceUrl: string;
    botId: string;
    tenant: string;
    /** The thread that the message began. */
    conversationId: string;
    activityId: string;
  } | null;
}

/** What a turn may do inside its transaction. */
export interface Turn {
  readonly incidents: IncidentRows;
  /**
   * Takes the pair of conversation and activity id for this turn. `false`: it was taken before, and
   * nothing may be changed. Where another turn holds it, waits for that turn's end.
   */
  claim(conversationId: string, activityId: string, at: number): Promise<boolean>;
  /** Locked until the turn ends. A turn that locks a case as well locks its user first. */
  user(key: string): Promise<UserRow | undefined>;
  /** To read only, and not locked: what a turn that has locked a case needs to know of its user. */
  userAsRead(key: string): Promise<UserRow | undefined>;
  saveUser(user: UserRow): Promise<void>;
  /** The user's newest case, locked until the turn ends; ended ones too. */
  latestCase(userKey: string): Promise<StoredCase | undefined>;
  /** Any case by id, locked until the turn ends. */
  caseById(id: string): Promise<StoredCase | undefined>;
  /** The user's ended cases that moved at or after `since` (ISO), newest first, at most twenty. For `recurring`. */
  earlierCases(userKey: string, since: string): Promise<StoredCase[]>;
  /**
   * Inserts (`expectedRev` null) or updates. Throws `StoreConflict` where the stored rev is another, the id or
   * number is taken, or the user has another case that is not ended; let it end the turn.
   */
  saveCase(stored: StoredCase, expectedRev: number | null): Promise<void>;
  addEffects(effects: NewEffect[]): Promise<void>;
  /** Drops waiting rows whose key begins with this prefix; one that is leased right now goes on. Returns how many. */
  dropEffects(keyPrefix: string): Promise<number>;
  handoffByTicket(ticketKey: string): Promise<HandoffRow | undefined>;
  /** Throws `StoreConflict` where the ticket was handed over before. */
  saveHandoff(handoff: HandoffRow): Promise<void>;
  /** The card of a ticket in the IT channel. Lock its case first: the row has no lock of its own. */
  itCard(key: string): Promise<ItCardRow | undefined>;
  saveItCard(card: ItCardRow): Promise<void>;
  /** Remembers which key a ticket system's own id belongs to. */
  nameTicket(system: string, id: string, key: string): Promise<void>;
  /** The key of a ticket, by its id over there. */
  ticketKey(system: string, id: string): Promise<string | undefined>;
  /** Creates a ticket of the built-in queue, or returns the one that has this key already. */
  createTicket(ticket: Omit<TicketRow, 'id' | 'status' | 'comments'>): Promise<TicketRow>;
  updateTicket(
    key: string,
    change: { status?: TicketRow['status']; comment?: TicketComment },
  ): Promise<TicketRow | undefined>;
}

export interface Store {
  /**
   * Runs `work` in one transaction: all of it is durable when the promise resolves, or none of it happened.
   * What `work` throws comes out as it is. The embedded database runs one turn at a time, so `work` must wait
   * for nothing but its own `Turn`: no network, and none of the store's other methods (they would wait for it).
   */
  turn<T>(work: (turn: Turn) => Promise<T>): Promise<T>;

  /**
   * Up to `limit` due rows by priority, due time, id, of one lane only if there is one; at most one a group, the first
   * of it, and none of a group of which another row is leased. They belong to `owner` (one name a process) until `now + leaseMs`; after
   * that anyone may lease them again.
   */
  lease(owner: string, now: number, leaseMs: number, limit: number, lane?: Lane): Promise<LeasedEffect[]>;
  /**
   * Done: the row goes away, its key stays known. Only while the lease is `owner`'s; `false` otherwise. `record`
   * runs in the same transaction, after it and only with it.
   */
  complete(id: number, owner: string, record?: (turn: Turn) => Promise<void>): Promise<boolean>;
  /**
   * Not done: due again at `dueAt`; `countAttempt` false for a wait that was not the row's fault. `unsure`: the try
   * may have gone through.
   */
  retry(
    id: number,
    owner: string,
    dueAt: number,
    error: string,
    countAttempt: boolean,
    unsure?: boolean,
  ): Promise<boolean>;
  /** Given up: kept for people to see. */
  bury(id: number, owner: string, error: string): Promise<boolean>;
  /** When (ms) `lease` has something again: the next due time or end of a lease; rows behind another don't count. */
  nextDue(): Promise<number | null>;
  outboxRows(
    filter: { state?: 'waiting' | 'dead' },
    limit: number,
  ): Promise<(LeasedEffect & { state: 'waiting' | 'dead'; error: string | null })[]>;
  /** Makes a dead row wait again, due at `now`, behind its group, its attempts forgotten. */
  revive(id: number, now: number): Promise<boolean>;
  /** Deletes a waiting or dead row. */
  drop(id: number): Promise<boolean>;
  outboxCounts(): Promise<{ waiting: number; dead: number }>;

  caseById(id: string): Promise<StoredCase | undefined>;
  latestCase(userKey: string): Promise<StoredCase | undefined>;
  user(key: string): Promise<UserRow | undefined>;
  /** Anybody who ever wrote, for where the channel's service is; `undefined` while nobody did. */
  someUser(): Promise<UserRow | undefined>;
  /** Cases whose time has come by `now`, the longest due first. */
  dueCases(now: number, limit: number): Promise<StoredCase[]>;
  /** The newest handoff of a case. */
  handoffOfCase(caseId: string): Promise<HandoffRow | undefined>;
  itCard(key: string): Promise<ItCardRow | undefined>;
  tickets(limit: number): Promise<TicketRow[]>;
  ticket(id: string): Promise<TicketRow | undefined>;

  /**
   * Notes that the process `owner` lives at `now` (ms), forgets those without a sign of life for `goneMs`, and returns
   * how many are left.
   */
  alive(owner: string, now: number, goneMs: number): Promise<number>;
  leave(owner: string): Promise<void>;

  /** Resolves if the database answers and its schema is current; rejects otherwise. */
  ping(): Promise<void>;
  /** Deletes claims, and keys of done effects, older than `before` (ms), in small portions; returns how many. */
  forgetClaims(before: number): Promise<number>;
  /**
   * Rewrites up to `limit` ended cases that last moved before `movedBefore` (ISO) and were not purged yet, e.g.
   * without personal data; open and paused ones are never touched. What belongs to them goes as well: texts and names
   * of closed tickets of the built-in queue and of cards in the IT channel, and the name of a user who has had no
   * case since. Returns how many; 0: nothing is left to purge that nobody has in hand.
   */
  purgeCases(movedBefore: string, redact: (record: CaseRecord) => CaseRecord, limit: number): Promise<number>;
  /**
   * Deletes up to `limit` purged cases that last moved before `movedBefore` (ISO), with tickets of the built-in queue
   * and all else that belongs to them. A user's newest case stays: its number must not be given again, since
   * ticket systems know the key that was made of it. Returns how many.
   */
  deleteCases(movedBefore: string, limit: number): Promise<number>;
  /** Deletes what was given up and first due before this time (ms); returns how many. */
  dropDead(before: number): Promise<number>;
  /**
   * Encrypts with the current key what is not: values from before there was a key, or of an earlier key. Returns how
   * many. `force` looks again although it was done, and forgets the earlier keys if nothing was left to do.
   */
  encrypt(force?: boolean): Promise<number>;
  /** Waits for turns in work, then lets the database go. */
  close(): Promise<void>;
}

/** The stored revision is not the one the turn read: another turn won. */
export class StoreConflict extends Error {
  readonly code = 'store_conflict';
}

/**
 * The database did not answer (gone, full, read-only, too busy). Nothing was stored, unless the connection broke
 * during the commit: the same activity again then finds its claim taken. The caller asks the user to try again.
 */
export class StoreUnavailable extends Error {
  readonly code = 'store_unavailable';
}
