import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Insertable, Kysely, Selectable } from 'kysely';
import type { CaseRecord } from '../../dialogs/triage/case.ts';
import type {
  CaseTable,
  HandoffTable,
  ItCardTable,
  OutboxTable,
  Tables,
  TicketTable,
  UserTable,
} from './schema.ts';
import type {
  HandoffRow,
  ItCardRow,
  LeasedEffect,
  NewEffect,
  StoredCase,
  TicketRow,
  UserRow,
} from './store.ts';

/** A case as its row; an ended one is packed. */
export function caseRow({ record, state, step, code, dueAt = null }: StoredCase): Omit<CaseTable, 'purged'> {
  const json = JSON.stringify(record);
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
    body: ended ? null : json,
    packed: ended ? deflateRawSync(json) : null,
    opened_at: record.openedAt,
    moved_at: record.movedAt,
    due_at: dueAt,
  };
}

export const caseColumns = ['state', 'step', 'code', 'body', 'packed', 'due_at'] as const;

export function storedCase(row: Pick<CaseTable, (typeof caseColumns)[number]>): StoredCase {
  const json = row.body ?? (row.packed ? inflateRawSync(row.packed).toString() : '');
  const { state, step, code, due_at: dueAt } = row;
  const due = dueAt === null ? {} : { dueAt };
  return { record: JSON.parse(json) as CaseRecord, state, step, code, ...due };
}

export function userTableRow({ key, ...rest }: UserRow): UserTable {
  return { key, body: JSON.stringify(rest) };
}

export const userRow = ({ key, body }: UserTable): UserRow => ({
  key,
  ...(JSON.parse(body) as Omit<UserRow, 'key'>),
});

/** The columns of a new effect; the rest have defaults. */
export const effectRow = (added: NewEffect) => ({
  key: added.key,
  kind: added.effect.kind,
  group_key: added.group,
  payload: JSON.stringify(added.effect),
  priority: added.priority,
  first_due_at: added.dueAt,
  due_at: added.dueAt,
  coalesce_key: added.coalesce ?? null,
});

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

/** `inWork`: 1 for a row that has just been leased, which counts as begun already. */
export const leasedEffect = (
  row: Pick<Selectable<OutboxTable>, (typeof outboxColumns)[number]>,
  inWork: 0 | 1 = 0,
): LeasedEffect => ({
  id: row.id,
  effect: JSON.parse(row.payload) as LeasedEffect['effect'],
  key: row.key,
  group: row.group_key,
  attempts: row.attempts - inWork,
  unsure: row.unsure - inWork > 0,
  createdAt: row.first_due_at,
  dueAt: row.due_at,
});

export const ticketColumns = ['n', 'key', 'status', 'body', 'comments'] as const;

type TicketBody = Omit<TicketRow, 'id' | 'key' | 'status' | 'comments'>;

export function ticketTableRow({ key, ...body }: TicketBody & { key: string }): Insertable<TicketTable> {
  return { key, status: 'new', body: JSON.stringify(body), comments: '[]' };
}

export const ticketRow = ({ n, key, status, body, comments }: Selectable<TicketTable>): TicketRow => ({
  id: `OD-${n}`,
  key,
  ...(JSON.parse(body) as TicketBody),
  status,
  comments: JSON.parse(comments) as TicketRow['comments'],
});

/** The number in `OD-1042`, or `null`. */
export function ticketNumber(id: string): number | null {
  const digits = /^OD-(\d{1,15})$/i.exec(id)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Ids from outside as a part of a key: PostgreSQL refuses index entries above 2.7 KB. */
export const keyPart = (id: string): string =>
  id.length <= 256 ? id : `sha256:${createHash('sha256').update(id).digest('hex')}`;

export const handoffRow = ({ id, ticket_key, case_id, body, at }: HandoffTable): HandoffRow => ({
  id,
  ticketKey: ticket_key,
  caseId: case_id,
  body,
  at,
});

export const itCardTableRow = ({ key, caseId, ...body }: ItCardRow): ItCardTable => ({
  key,
  case_id: caseId,
  body: JSON.stringify(body),
});

export const itCardRow = ({ key, case_id, body }: ItCardTable): ItCardRow => ({
  ...(JSON.parse(body) as Omit<ItCardRow, 'key' | 'caseId'>),
  key,
  caseId: case_id,
});

/** Seldom enough to need no prepared statement. */
export async function findItCard(db: Kysely<Tables>, key: string): Promise<ItCardRow | undefined> {
  const found = await db.selectFrom('it_cards').selectAll().where('key', '=', key).executeTakeFirst();
  return found && itCardRow(found);
}
