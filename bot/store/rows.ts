import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Insertable, Selectable } from 'kysely';
import type { CaseRecord } from '../../dialogs/triage/case.ts';
import type { Incident } from '../incidents/incident.ts';
import type {
  CaseTable,
  HandoffTable,
  IncidentTable,
  ItCardTable,
  OutboxTable,
  TicketTable,
  UserTable,
} from './schema.ts';
import type { Seal } from './seal.ts';
import type {
  HandoffRow,
  ItCardRow,
  LeasedEffect,
  NewEffect,
  StoredCase,
  TicketRow,
  UserRow,
} from './store.ts';

export const caseColumns = ['id', 'state', 'step', 'code', 'body', 'packed', 'due_at'] as const;

export const outboxColumns = [
  'id',
  'key',
  'group_key',
  'payload',
  'priority',
  'attempts',
  'unsure',
  'first_due_at',
  'due_at',
] as const;

export const ticketColumns = ['n', 'key', 'status', 'body', 'comments'] as const;

type TicketBody = Omit<TicketRow, 'id' | 'key' | 'status' | 'comments'>;

/** Where a sealed value belongs: its table and what its row is known by before it is stored. */
export const place = {
  users: (key: string) => `users ${key}`,
  cases: (id: string) => `cases ${id}`,
  outbox: (key: string) => `outbox ${key}`,
  tickets: (key: string) => `tickets ${key}`,
  handoffs: (id: string) => `handoffs ${id}`,
  it_cards: (key: string) => `it_cards ${key}`,
  incidents: (id: string) => `incidents ${id}`,
} as const;

export type Rows = ReturnType<typeof rowsWith>;

/** What is stored, to and from rows. All that people wrote or are called by goes through `seal`. */
export function rowsWith(seal: Seal) {
  const sealed = (value: unknown, where: string) => seal.text(JSON.stringify(value), where);
  const opened = <T>(stored: string, where: string) => JSON.parse(seal.openText(stored, where)) as T;
  return {
    seal,

    /** A case as its row; an ended one is packed. */
    caseRow({ record, state, step, code, dueAt = null }: StoredCase): Omit<CaseTable, 'purged'> {
      const json = JSON.stringify(record);
      const where = place.cases(record.id);
      const ended = state === 'ended';
      return {
        id: record.id,
        user_key: record.user,
        n: record.n,
        state,
        step,
        code,
        outcome: record.outcome,
        category: record.category,
        rev: record.rev,
        body: ended ? null : seal.text(json, where),
        packed: ended ? seal.bytes(deflateRawSync(json), where) : null,
        opened_at: record.openedAt,
        moved_at: record.movedAt,
        due_at: dueAt,
      };
    },

    storedCase({
      id,
      body,
      packed,
      state,
      step,
      code,
      due_at: dueAt,
    }: Pick<CaseTable, (typeof caseColumns)[number]>): StoredCase {
      const where = place.cases(id);
      const json =
        body !== null
          ? seal.openText(body, where)
          : inflateRawSync(seal.openBytes(packed ?? new Uint8Array(), where)).toString();
      const due = dueAt === null ? {} : { dueAt };
      return { record: JSON.parse(json) as CaseRecord, state, step, code, ...due };
    },

    userTableRow: ({ key, ...rest }: UserRow): UserTable => ({ key, body: sealed(rest, place.users(key)) }),

    userRow: ({ key, body }: UserTable): UserRow => ({
      key,
      ...opened<Omit<UserRow, 'key'>>(body, place.users(key)),
    }),

    /** The columns of a new effect; the rest have defaults. */
    effectRow: (added: NewEffect) => ({
      key: added.key,
      kind: added.effect.kind,
      group_key: added.group,
      payload: sealed(added.effect, place.outbox(added.key)),
      priority: added.priority,
      first_due_at: added.dueAt,
      due_at: added.dueAt,
      coalesce_key: added.coalesce ?? null,
    }),

    /** `inWork`: 1 for a row that has just been leased, which counts as begun already. */
    leasedEffect: (
      row: Pick<Selectable<OutboxTable>, (typeof outboxColumns)[number]>,
      inWork: 0 | 1 = 0,
    ): LeasedEffect => ({
      id: row.id,
      effect: opened<LeasedEffect['effect']>(row.payload, place.outbox(row.key)),
      key: row.key,
      group: row.group_key,
      attempts: row.attempts - inWork,
      unsure: row.unsure - inWork > 0,
      createdAt: row.first_due_at,
      dueAt: row.due_at,
    }),

    ticketTableRow({ key, ...body }: TicketBody & { key: string }): Insertable<TicketTable> {
      const where = place.tickets(key);
      return { key, status: 'new', body: sealed(body, where), comments: sealed([], where) };
    },

    comments: (key: string, comments: TicketRow['comments']): string => sealed(comments, place.tickets(key)),

    ticketRow: ({ n, key, status, body, comments }: Selectable<TicketTable>): TicketRow => ({
      id: `OD-${n}`,
      key,
      ...opened<TicketBody>(body, place.tickets(key)),
      status,
      comments: opened<TicketRow['comments']>(comments, place.tickets(key)),
    }),

    handoffTableRow: ({ id, ticketKey, caseId, body, at }: HandoffRow): HandoffTable => ({
      id,
      ticket_key: ticketKey,
      case_id: caseId,
      body: seal.text(body, place.handoffs(id)),
      at,
    }),

    handoffRow: ({ id, ticket_key, case_id, body, at }: HandoffTable): HandoffRow => ({
      id,
      ticketKey: ticket_key,
      caseId: case_id,
      body: seal.openText(body, place.handoffs(id)),
      at,
    }),

    incidentTableRow: (one: Incident): IncidentTable => ({
      id: one.id,
      state: one.state,
      scope: [one.tenant ?? '*', one.codes[0] ?? '', ...(one.site ? [one.site] : [])].join('|'),
      opened_at: one.openedAt,
      body: sealed(one, place.incidents(one.id)),
    }),
    incident: ({ id, body }: Pick<IncidentTable, 'id' | 'body'>) =>
      opened<Incident>(body, place.incidents(id)),
    itCardTableRow: ({ key, caseId, ...body }: ItCardRow): ItCardTable => ({
      key,
      case_id: caseId,
      body: sealed(body, place.it_cards(key)),
    }),

    itCardRow: ({ key, case_id, body }: ItCardTable): ItCardRow => ({
      ...opened<Omit<ItCardRow, 'key' | 'caseId'>>(body, place.it_cards(key)),
      key,
      caseId: case_id,
    }),
  };
}

/** The number in `OD-1042`, or `null`. */
export function ticketNumber(id: string): number | null {
  const digits = /^OD-(\d{1,15})$/i.exec(id)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Ids from outside as a part of a key: PostgreSQL refuses index entries above 2.7 KB. */
export const keyPart = (id: string): string =>
  id.length <= 256 ? id : `sha256:${createHash('sha256').update(id).digest('hex')}`;
