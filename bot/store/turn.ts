import type { Kysely, Transaction } from 'kysely';
import type { CaseQueries } from './case-queries.ts';
import { IncidentRows } from './incidents.ts';
import type { OutboxQueries } from './outbox.ts';
import { keyPart, type Rows } from './rows.ts';
import type { Tables } from './schema.ts';
import {
  type HandoffRow,
  type ItCardRow,
  type NewEffect,
  StoreConflict,
  type StoredCase,
  type TicketComment,
  type TicketRow,
  type Turn,
  type UserRow,
} from './store.ts';

/** Seldom enough to need no prepared statement. */
export async function findItCard(
  db: Kysely<Tables>,
  rows: Rows,
  key: string,
): Promise<ItCardRow | undefined> {
  const found = await db.selectFrom('it_cards').selectAll().where('key', '=', key).executeTakeFirst();
  return found && rows.itCardRow(found);
}

/** A turn on either database. */
export class KyselyTurn implements Turn {
  readonly #trx: Transaction<Tables>;
  readonly #cases: CaseQueries;
  readonly #outbox: OutboxQueries;
  readonly #rows: Rows;
  readonly incidents: IncidentRows;

  constructor(
    trx: Transaction<Tables>,
    cases: CaseQueries,
    outbox: OutboxQueries,
    rows: Rows,
    rowLocks: boolean,
  ) {
    this.#trx = trx;
    this.incidents = new IncidentRows(trx, rows, rowLocks);
    this.#rows = rows;
    this.#cases = cases;
    this.#outbox = outbox;
  }

  async handoffByTicket(ticketKey: string): Promise<HandoffRow | undefined> {
    const found = await this.#trx
      .selectFrom('handoffs')
      .selectAll()
      .where('ticket_key', '=', ticketKey)
      .executeTakeFirst();
    return found && this.#rows.handoffRow(found);
  }

  async saveHandoff(handoff: HandoffRow): Promise<void> {
    const { numInsertedOrUpdatedRows } = await this.#trx
      .insertInto('handoffs')
      .values(this.#rows.handoffTableRow(handoff))
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    if (Number(numInsertedOrUpdatedRows ?? 0) === 0)
      throw new StoreConflict('The ticket was handed over before');
  }

  async itCard(key: string): Promise<ItCardRow | undefined> {
    return findItCard(this.#trx, this.#rows, key);
  }

  async saveItCard(card: ItCardRow): Promise<void> {
    await this.#trx
      .insertInto('it_cards')
      .values(this.#rows.itCardTableRow(card))
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet((eb) => ({ body: eb.ref('excluded.body') })),
      )
      .execute();
  }

  async nameTicket(system: string, id: string, key: string): Promise<void> {
    await this.#trx
      .insertInto('ticket_ids')
      .values({ system, id: keyPart(id), key })
      .onConflict((conflict) =>
        conflict.columns(['system', 'id']).doUpdateSet((eb) => ({ key: eb.ref('excluded.key') })),
      )
      .execute();
  }

  async ticketKey(system: string, id: string): Promise<string | undefined> {
    const found = await this.#trx
      .selectFrom('ticket_ids')
      .select('key')
      .where('system', '=', system)
      .where('id', '=', keyPart(id))
      .executeTakeFirst();
    return found?.key;
  }

  async claim(conversationId: string, activityId: string, at: number): Promise<boolean> {
    const values = { conversation: keyPart(conversationId), activity: keyPart(activityId), at };
    return (await this.#cases.claim(this.#trx, values)).changed === 1;
  }

  async user(key: string): Promise<UserRow | undefined> {
    const found = (await this.#cases.user.locked(this.#trx, { key })).rows[0];
    return found && this.#rows.userRow(found);
  }

  async userAsRead(key: string): Promise<UserRow | undefined> {
    const found = (await this.#cases.user.plain(this.#trx, { key })).rows[0];
    return found && this.#rows.userRow(found);
  }

  async saveUser(user: UserRow): Promise<void> {
    await this.#cases.saveUser(this.#trx, { ...this.#rows.userTableRow(user) });
  }

  async latestCase(userKey: string): Promise<StoredCase | undefined> {
    const found = (await this.#cases.latestCase.locked(this.#trx, { user: userKey })).rows[0];
    return found && this.#rows.storedCase(found);
  }

  async caseById(id: string): Promise<StoredCase | undefined> {
    const found = (await this.#cases.caseById.locked(this.#trx, { id })).rows[0];
    return found && this.#rows.storedCase(found);
  }

  async earlierCases(userKey: string, since: string): Promise<StoredCase[]> {
    const found = await this.#cases.earlierCases(this.#trx, { user: userKey, since });
    return found.rows.map(this.#rows.storedCase);
  }

  async saveCase(stored: StoredCase, expectedRev: number | null): Promise<void> {
    const row = this.#rows.caseRow(stored);
    const { changed } =
      expectedRev === null
        ? await this.#cases.insertCase(this.#trx, row)
        : await this.#cases.updateCase(this.#trx, { ...row, expected: expectedRev });
    if (changed !== 1) throw new StoreConflict(`Case ${row.id} is not at revision ${expectedRev ?? 'none'}`);
  }

  async addEffects(effects: NewEffect[]): Promise<void> {
    for (const effect of effects) {
      const row = this.#rows.effectRow(effect);
      const id = (await this.#outbox.add(this.#trx, row)).rows[0]?.id;
      // A repeated key must not push out the row that is newer than it.
      if (id === undefined || row.coalesce_key === null) continue;
      await this.#outbox.coalesce(this.#trx, { coalesce: row.coalesce_key, id });
    }
  }

  async dropEffects(keyPrefix: string): Promise<number> {
    // The last code point sorts behind whatever may follow the prefix.
    const after = `${keyPrefix}\u{10FFFF}`;
    return (await this.#outbox.dropPrefix(this.#trx, { from: keyPrefix, after })).changed;
  }

  async createTicket(ticket: Omit<TicketRow, 'id' | 'status' | 'comments'>): Promise<TicketRow> {
    const find = async () => (await this.#cases.ticketByKey(this.#trx, { key: ticket.key })).rows[0];
    // Looked up first: an insert that does nothing uses a number up all the same on PostgreSQL.
    const known = await find();
    if (known) return this.#rows.ticketRow(known);
    await this.#cases.insertTicket(this.#trx, { ...this.#rows.ticketTableRow(ticket) });
    const created = await find();
    if (!created) throw new StoreConflict(`Ticket ${ticket.key} was stored and is gone`);
    return this.#rows.ticketRow(created);
  }

  async updateTicket(
    key: string,
    change: { status?: TicketRow['status']; comment?: TicketComment },
  ): Promise<TicketRow | undefined> {
    const found = (await this.#cases.ticketByKey(this.#trx, { key })).rows[0];
    if (!found) return undefined;
    const before = this.#rows.ticketRow(found);
    const repeated = change.comment?.key;
    if (repeated !== undefined && before.comments.some(({ key: done }) => done === repeated)) return before;
    const comments = change.comment ? [...before.comments, change.comment] : before.comments;
    const after: TicketRow = { ...before, status: change.status ?? before.status, comments };
    const values = { key, status: after.status, comments: this.#rows.comments(key, comments) };
    await this.#cases.updateTicket(this.#trx, values);
    return after;
  }
}
