import type { Generated } from 'kysely';
import type { CaseState } from '../../dialogs/triage/case.ts';
import type { TicketRow } from './store.ts';

/** Times ending in `_at` are milliseconds in the outbox and in claims, ISO text in cases. */
export interface Tables {
  users: UserTable;
  cases: CaseTable;
  claims: ClaimTable;
  outbox: OutboxTable;
  tickets: TicketTable;
  handoffs: HandoffTable;
  it_cards: ItCardTable;
  incidents: IncidentTable;
  affected: AffectedTable;
  sightings: SightingTable;
  ticket_ids: TicketIdTable;
  data_keys: DataKeyTable;
  instances: InstanceTable;
}

export interface UserTable {
  key: string;
  /** `UserRow` without its key, JSON. */
  body: string;
}

export interface CaseTable {
  id: string;
  user_key: string;
  n: number;
  state: CaseState;
  step: string;
  code: string | null;
  outcome: string | null;
  category: string | null;
  rev: number;
  /** `CaseRecord` as JSON while the case isn't ended. */
  body: string | null;
  /** The same, deflated, once it is: an ended case takes a tenth of the room and is seldom read. */
  packed: Uint8Array | null;
  opened_at: string;
  moved_at: string;
  /** When somebody must look at a case that nobody answers, ms; `null` where nothing is to come. */
  due_at: number | null;
  /** 1 once retention has been through it. */
  purged: Generated<number>;
}

export interface ClaimTable {
  conversation_id: string;
  activity_id: string;
  at: number;
}

export interface OutboxTable {
  id: Generated<number>;
  key: string;
  kind: string;
  group_key: string;
  /** `Effect`, JSON; empty once done. */
  payload: string;
  priority: number;
  /** The due time it was added with: its place in its group. */
  first_due_at: number;
  due_at: number;
  attempts: number;
  /** Tries of which nobody knows whether they went through, the one in work included. */
  unsure: Generated<number>;
  /** Set together with `leased_until`, and only while leased; a lease that ran out stays until it is taken over. */
  owner: string | null;
  leased_until: number | null;
  /** `done` rows only keep their key known. */
  state: 'waiting' | 'dead' | 'done';
  error: string | null;
  coalesce_key: string | null;
}

export interface TicketTable {
  /** 1042 is shown as `OD-1042`. */
  n: Generated<number>;
  key: string;
  status: TicketRow['status'];
  /** The rest of `TicketRow`, JSON. */
  body: string;
  comments: string;
}

export interface HandoffTable {
  id: string;
  /** `<system>/<id>` of the agent's ticket: the same ticket again is the same handoff. */
  ticket_key: string | null;
  case_id: string;
  /** What was handed over, JSON. */
  body: string;
  at: string;
}

export interface ItCardTable {
  /** The ticket's. */
  key: string;
  case_id: string;
  /** `ItCardRow` without its key and case, JSON. */
  body: string;
}

/** The keys that values are encrypted with. */
export interface DataKeyTable {
  /** As in the values; tells nothing about the key. */
  id: string;
  /** 1 once every value from before was encrypted with it. */
  complete: Generated<number>;
}

export interface IncidentTable {
  id: string;
  state: 'open' | 'closed' | 'merged';
  /** Tenant and code: one can be open for them. */
  scope: string;
  opened_at: string;
  /** `Incident`, JSON. */
  body: string;
}

export interface AffectedTable {
  incident: string;
  case_id: string;
  user_key: string;
  at: number;
}

/** What is counted to see an incident; kept for some weeks. */
export interface SightingTable {
  stream: string;
  case_id: string;
  user_key: string;
  at: number;
}

/** Which of our keys a ticket system's own id belongs to: not every event brings the key back. */
export interface TicketIdTable {
  system: string;
  id: string;
  key: string;
}

/** Processes that share the database; of this moment only, so `move` leaves them behind. */
export interface InstanceTable {
  owner: string;
  seen_at: number;
}

/** Every table with the columns that identify and order its rows; `move` copies them in this order. */
export const primaryKeys = {
  users: ['key'],
  cases: ['id'],
  claims: ['conversation_id', 'activity_id'],
  outbox: ['id'],
  tickets: ['n'],
  handoffs: ['id'],
  it_cards: ['key'],
  incidents: ['id'],
  affected: ['incident', 'case_id'],
  sightings: ['stream', 'case_id'],
  ticket_ids: ['system', 'id'],
  data_keys: ['id'],
} as const satisfies { [T in Exclude<keyof Tables, 'instances'>]: readonly (keyof Tables[T])[] };
