import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from 'kysely';
import type { Flavour } from './flavour.ts';
import { patiently, SqliteConnection } from './sqlite-connection.ts';
import { StoreUnavailable } from './store.ts';

/**
 * The embedded database in the file `path`, or in memory for `:memory:`. `alone`: it can't be opened while anybody else
 * has it open, and nobody else can open it meanwhile.
 */
export const sqliteFlavour = (path: string, alone = false): Flavour => ({
  name: 'sqlite',
  dialect: sqliteDialect(path, alone),
  rowLocks: false,
  keyType: 'text',
  bytesType: 'blob',
  idType: 'integer',
  inKeyOrder: sql`without rowid`,
  identity: (column) => column.primaryKey().autoIncrement(),
  async numberAfter(db, table, last) {
    await sql`delete from sqlite_sequence where name = ${table}`.execute(db);
    await sql`insert into sqlite_sequence (name, seq) values (${table}, ${last})`.execute(db);
  },
});

const sqliteDialect = (path: string, alone: boolean): Dialect => ({
  createDriver: () => new SqliteDriver(path, alone),
  createQueryCompiler: () => new SqliteQueryCompiler(),
  createAdapter: () => new Adapter(),
  createIntrospector: (db) => new SqliteIntrospector(db),
});

class Adapter extends SqliteAdapter {
  // The driver below has its own queue: Kysely's wakes every waiter for each release.
  override get supportsMultipleConnections() {
    return true;
  }
  // Migrations run in a BEGIN IMMEDIATE transaction, which is also the lock that keeps other processes out.
  override get supportsTransactionalDdl() {
    return true;
  }
}

/**
 * Runs transactions one after the other on one handle and commits them in batches: every commit waits for the disk,
 * and with it the whole process. What ends while a round of the event loop serves the requests that have come in
 * is committed together at its end; each transaction resolves then, and not before. Inside a batch each has a savepoint, so that one
 * that fails takes nothing of the others with it.
 */
class SqliteDriver implements Driver {
  readonly #path: string;
  readonly #alone: boolean;
  readonly #queue = new Queue();
  #main: SqliteConnection | undefined;
  /** For what is read outside of transactions: it sees what is committed only. A database in memory, or for one alone, has none. */
  #reader: SqliteConnection | undefined;
  #batch: Batch | undefined;
  #lent = 0;
  #allBack: (() => void) | undefined;

  constructor(path: string, alone: boolean) {
    this.#path = path;
    this.#alone = alone;
  }

  async init(): Promise<void> {
    if (this.#alone) {
      this.#main = new SqliteConnection(this.#path, 'alone');
      return;
    }
    this.#main = await patiently(() => new SqliteConnection(this.#path));
    if (this.#path !== ':memory:')
      this.#reader = await patiently(() => new SqliteConnection(this.#path, 'reads'));
  }

  async acquireConnection(): Promise<Lent> {
    this.#open();
    this.#lent += 1;
    return new Lent((query) => this.#outside(query));
  }

  async beginTransaction(lent: Lent): Promise<void> {
    const since = performance.now();
    await this.#queue.enter();
    try {
      const main = this.#open();
      if (!this.#batch) {
        // A file that stays locked then fails all who wait together, not one after the other.
        await patiently(() => main.run('begin immediate'), since);
        this.#batch = new Batch();
      }
      main.run('savepoint turn');
      lent.main = main;
    } catch (error) {
      this.#queue.leave();
      throw error;
    }
  }

  async commitTransaction(lent: Lent): Promise<void> {
    const batch = this.#batch;
    if (!batch) throw new StoreUnavailable('SQLite rolled back by itself');
    this.#open().run('release turn');
    if (batch.size === 0) setImmediate(() => this.#endOfRound());
    batch.size += 1;
    lent.main = undefined;
    this.#queue.leave();
    await batch.done;
  }

  async rollbackTransaction(lent: Lent): Promise<void> {
    // A commit that failed has taken everything back, and the queue was left before it: another turn may have it by now.
    if (!lent.main) return;
    const main = this.#open();
    lent.main = undefined;
    try {
      if (!main.isTransaction) {
        this.#batch?.reject(new StoreUnavailable('SQLite rolled back by itself'));
        this.#batch = undefined;
      } else if (this.#batch?.size === 0) {
        this.#batch = undefined;
        main.run('rollback');
      } else main.run('rollback to turn; release turn');
    } finally {
      this.#queue.leave();
    }
  }

  async releaseConnection(): Promise<void> {
    this.#lent -= 1;
    if (this.#lent === 0) this.#allBack?.();
  }

  async destroy(): Promise<void> {
    if (this.#lent > 0) {
      await new Promise<void>((resolve) => {
        this.#allBack = resolve;
      });
    }
    await this.#queue.enter();
    this.#flush();
    this.#reader?.close();
    this.#open().close();
  }

  /** A statement of its own: reads go past the batch, all else comes after it. */
  async #outside<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const reader = this.#reader;
    if (reader && query.query.kind === 'SelectQueryNode') return reader.executeQuery<R>(query);
    await this.#queue.enter();
    try {
      this.#flush();
      return await this.#open().executeQuery<R>(query);
    } finally {
      this.#queue.leave();
    }
  }

  async #endOfRound(): Promise<void> {
    await this.#queue.enter();
    this.#flush();
    this.#queue.leave();
  }

  /** Makes the batch durable. Only for whoever has the queue. */
  #flush(): void {
    const batch = this.#batch;
    if (!batch) return;
    this.#batch = undefined;
    const main = this.#open();
    try {
      main.run('commit');
      batch.resolve();
    } catch (error) {
      if (main.isTransaction) main.run('rollback');
      batch.reject(error);
    }
  }

  #open(): SqliteConnection {
    if (!this.#main) throw new StoreUnavailable('The database is not open');
    return this.#main;
  }
}

/** Transactions that are committed together. */
class Batch {
  size = 0;
  readonly done: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;

  constructor() {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.done = promise;
    this.resolve = resolve;
    this.reject = reject;
    // Without transactions in it nobody listens.
    promise.catch(() => {});
  }
}

/** What Kysely takes for a connection: inside of a transaction the main handle, outside whatever is right. */
class Lent implements DatabaseConnection {
  main: SqliteConnection | undefined;
  readonly #outside: <R>(query: CompiledQuery) => Promise<QueryResult<R>>;

  constructor(outside: <R>(query: CompiledQuery) => Promise<QueryResult<R>>) {
    this.#outside = outside;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.main ? this.main.executeQuery<R>(query) : this.#outside<R>(query);
  }

  // biome-ignore lint/correctness/useYield: part of Kysely's interface, not used here
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Streaming is not supported');
  }
}

/** First come, first served. */
class Queue {
  #taken = false;
  readonly #waiting: (() => void)[] = [];

  async enter(): Promise<void> {
    if (this.#taken) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#taken = true;
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#taken = false;
  }
}
