import { Kysely, sql, type Transaction } from 'kysely';
import type { CaseRecord } from '../../dialogs/triage/case.ts';
import { type CaseQueries, caseQueries } from './case-queries.ts';
import type { Flavour } from './flavour.ts';
import { checkKeys, forgetOtherKeys, keyIsComplete, resealAll } from './keys.ts';
import { checkSchema, migrate } from './migrations.ts';
import { lease, nextDue, type OutboxQueries, outboxQueries } from './outbox.ts';
import { deleteCases, forgetClaims, purgeCases } from './purge.ts';
import { caseColumns, outboxColumns, type Rows, rowsWith, ticketColumns, ticketNumber } from './rows.ts';
import type { Tables } from './schema.ts';
import type { Seal } from './seal.ts';
import {
  type HandoffRow,
  type ItCardRow,
  type Lane,
  type LeasedEffect,
  type Store,
  type StoredCase,
  StoreUnavailable,
  type TicketRow,
  type Turn,
  type UserRow,
} from './store.ts';
import { findItCard, KyselyTurn } from './turn.ts';

/** The store on either database. */
export class KyselyStore implements Store {
  readonly #db: Kysely<Tables>;
  readonly #flavour: Flavour;
  readonly #cases: CaseQueries;
  readonly #outbox: OutboxQueries;
  readonly #rows: Rows;
  #closing: Promise<void> | undefined;

  private constructor(db: Kysely<Tables>, flavour: Flavour, seal: Seal) {
    this.#rows = rowsWith(seal);
    this.#db = db;
    this.#flavour = flavour;
    this.#cases = caseQueries(db, flavour.rowLocks);
    this.#outbox = outboxQueries(db, flavour.rowLocks);
  }

  /**
   * Opens and brings the schema up to date. Throws `StoreUnavailable` where the database doesn't answer and
   * `StartError` where it is encrypted with a key that `seal` doesn't have.
   */
  static async open(flavour: Flavour, seal: Seal): Promise<KyselyStore> {
    const db = new Kysely<Tables>({ dialect: flavour.dialect });
    try {
      await migrate(db, flavour);
      await checkKeys(db, seal);
    } catch (error) {
      await db.destroy().catch(() => {});
      throw error;
    }
    return new KyselyStore(db, flavour, seal);
  }

  async turn<T>(work: (turn: Turn) => Promise<T>): Promise<T> {
    return this.#transaction((trx) => work(this.#turn(trx)));
  }

  #turn(trx: Transaction<Tables>): KyselyTurn {
    return new KyselyTurn(trx, this.#cases, this.#outbox, this.#rows, this.#flavour.rowLocks);
  }

  async lease(
    owner: string,
    now: number,
    leaseMs: number,
    limit: number,
    lane?: Lane,
  ): Promise<LeasedEffect[]> {
    const { rowLocks } = this.#flavour;
    const to = { owner, now, leaseMs, limit, lane };
    return this.#transaction((trx) => lease(trx, this.#outbox, this.#rows, rowLocks, to));
  }

  async complete(id: number, owner: string, record?: (turn: Turn) => Promise<void>): Promise<boolean> {
    return this.#transaction(async (trx) => {
      const { changed } = await this.#outbox.remember(trx, { id, owner });
      const done = changed === 1 || (await this.#outbox.forget(trx, { id, owner })).changed === 1;
      if (done) await record?.(this.#turn(trx));
      return done;
    });
  }

  async retry(
    id: number,
    owner: string,
    dueAt: number,
    error: string,
    countAttempt: boolean,
    unsure = false,
  ): Promise<boolean> {
    const values = { id, owner, dueAt, error, uncounted: countAttempt ? 0 : 1, sure: unsure ? 0 : 1 };
    return this.#transaction(async (trx) => (await this.#outbox.retry(trx, values)).changed === 1);
  }

  async bury(id: number, owner: string, error: string): Promise<boolean> {
    return this.#transaction(
      async (trx) => (await this.#outbox.bury(trx, { id, owner, error })).changed === 1,
    );
  }

  async nextDue(): Promise<number | null> {
    return nextDue(this.#open(), this.#outbox);
  }

  async outboxRows(filter: { state?: 'waiting' | 'dead' }, limit: number) {
    const states = filter.state ? [filter.state] : (['waiting', 'dead'] as const);
    const found = await this.#open()
      .selectFrom('outbox')
      .select([...outboxColumns, 'state', 'error'])
      .where((eb) => eb.or(states.map((state) => eb('state', '=', sql.lit(state)))))
      .orderBy('id')
      .limit(limit)
      .execute();
    return found.map((row) => ({
      ...this.#rows.leasedEffect(row),
      state: row.state === 'dead' ? ('dead' as const) : ('waiting' as const),
      error: row.error,
    }));
  }

  async revive(id: number, now: number): Promise<boolean> {
    return this.#transaction(async (trx) => (await this.#outbox.revive(trx, { id, now })).changed === 1);
  }

  async drop(id: number): Promise<boolean> {
    return this.#transaction(async (trx) => (await this.#outbox.drop(trx, { id })).changed === 1);
  }

  async outboxCounts(): Promise<{ waiting: number; dead: number }> {
    const count = async (state: 'waiting' | 'dead') => {
      const found = await this.#open()
        .selectFrom('outbox')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .where('state', '=', sql.lit(state))
        .executeTakeFirstOrThrow();
      return found.n;
    };
    return { waiting: await count('waiting'), dead: await count('dead') };
  }

  async caseById(id: string): Promise<StoredCase | undefined> {
    const found = (await this.#cases.caseById.plain(this.#open(), { id })).rows[0];
    return found && this.#rows.storedCase(found);
  }

  async latestCase(userKey: string): Promise<StoredCase | undefined> {
    const found = (await this.#cases.latestCase.plain(this.#open(), { user: userKey })).rows[0];
    return found && this.#rows.storedCase(found);
  }

  async user(key: string): Promise<UserRow | undefined> {
    const found = (await this.#cases.user.plain(this.#open(), { key })).rows[0];
    return found && this.#rows.userRow(found);
  }

  async someUser(): Promise<UserRow | undefined> {
    const found = await this.#open().selectFrom('users').select(['key', 'body']).limit(1).executeTakeFirst();
    return found && this.#rows.userRow(found);
  }

  async dueCases(now: number, limit: number): Promise<StoredCase[]> {
    const due = this.#open()
      .selectFrom('cases')
      .select(caseColumns)
      .where('due_at', '<=', now)
      .orderBy('due_at')
      .limit(limit);
    return (await due.execute()).map(this.#rows.storedCase);
  }

  async handoffOfCase(caseId: string): Promise<HandoffRow | undefined> {
    const found = await this.#open()
      .selectFrom('handoffs')
      .selectAll()
      .where('case_id', '=', caseId)
      .orderBy('at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return found && this.#rows.handoffRow(found);
  }

  async itCard(key: string): Promise<ItCardRow | undefined> {
    return findItCard(this.#open(), this.#rows, key);
  }

  async tickets(limit: number): Promise<TicketRow[]> {
    const newest = this.#open().selectFrom('tickets').select(ticketColumns).orderBy('n', 'desc').limit(limit);
    return (await newest.execute()).map(this.#rows.ticketRow);
  }

  async ticket(id: string): Promise<TicketRow | undefined> {
    const n = ticketNumber(id);
    if (n === null) return undefined;
    const found = await this.#open()
      .selectFrom('tickets')
      .select(ticketColumns)
      .where('n', '=', n)
      .executeTakeFirst();
    return found && this.#rows.ticketRow(found);
  }

  async alive(owner: string, now: number, goneMs: number): Promise<number> {
    return this.#transaction(async (trx) => {
      await trx
        .insertInto('instances')
        .values({ owner, seen_at: now })
        .onConflict((conflict) => conflict.column('owner').doUpdateSet({ seen_at: now }))
        .execute();
      await trx
        .deleteFrom('instances')
        .where('seen_at', '<', now - goneMs)
        .execute();
      const { n } = await trx
        .selectFrom('instances')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow();
      return Number(n);
    });
  }

  async leave(owner: string): Promise<void> {
    await this.#open().deleteFrom('instances').where('owner', '=', owner).execute();
  }

  async ping(): Promise<void> {
    await checkSchema(this.#open(), this.#flavour);
  }

  async forgetClaims(before: number): Promise<number> {
    return forgetClaims((work) => this.#transaction(work), before);
  }

  async purgeCases(
    movedBefore: string,
    redact: (record: CaseRecord) => CaseRecord,
    limit: number,
  ): Promise<number> {
    const { rowLocks } = this.#flavour;
    return this.#transaction((trx) => purgeCases(trx, this.#rows, rowLocks, { movedBefore, redact, limit }));
  }

  async deleteCases(movedBefore: string, limit: number): Promise<number> {
    const { rowLocks } = this.#flavour;
    return this.#transaction((trx) => deleteCases(trx, rowLocks, movedBefore, limit));
  }

  async dropDead(before: number): Promise<number> {
    const dropped = this.#open()
      .deleteFrom('outbox')
      .where('state', '=', sql.lit('dead'))
      .where('first_due_at', '<', Math.floor(before));
    return Number((await dropped.executeTakeFirst()).numDeletedRows);
  }

  async encrypt(force = false): Promise<number> {
    const { seal } = this.#rows;
    if (!force && (await keyIsComplete(this.#open(), seal))) return 0;
    const rewritten = await resealAll(this.#open(), seal);
    if (force && rewritten === 0) await forgetOtherKeys(this.#open(), seal);
    return rewritten;
  }

  async close(): Promise<void> {
    this.#closing ??= this.#db.destroy();
    await this.#closing;
  }

  #open(): Kysely<Tables> {
    if (this.#closing) throw new StoreUnavailable('The store is closed');
    return this.#db;
  }

  async #transaction<T>(work: (trx: Transaction<Tables>) => Promise<T>): Promise<T> {
    return this.#open().transaction().execute(work);
  }
}
