import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
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
import { StoreConflict, StoreUnavailable } from './store.ts';

/** How long a turn waits, in the queue included, for another process to finish writing, ms. */
const busyMs = 5_000;
/** Between two tries, ms; SQLite's own wait would block the event loop, and with it the turn that is waited for. */
const pauseMs = 3;

/** The embedded database in the file `path`, or in memory for `:memory:`. */
export const sqliteFlavour = (path: string): Flavour => ({
  name: 'sqlite',
  dialect: sqliteDialect(path),
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

const sqliteDialect = (path: string): Dialect => ({
  createDriver: () => new SqliteDriver(path),
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

class SqliteDriver implements Driver {
  readonly #path: string;
  readonly #queue = new Queue();
  #connection: SqliteConnection | undefined;
  /** When whoever has the connection began to wait for it. */
  #since = 0;

  constructor(path: string) {
    this.#path = path;
  }

  async init(): Promise<void> {
    this.#connection = await patiently(() => new SqliteConnection(this.#path));
  }

  /** The one connection; whoever has it is alone, so nobody reads what another turn has not committed. */
  async acquireConnection(): Promise<DatabaseConnection> {
    const since = performance.now();
    await this.#queue.enter();
    this.#since = since;
    return this.#open();
  }

  async releaseConnection(): Promise<void> {
    this.#queue.leave();
  }

  async beginTransaction(): Promise<void> {
    const connection = this.#open();
    // A file that stays locked then fails all who wait together, not one after the other.
    await patiently(() => connection.run('begin immediate'), this.#since);
  }

  async commitTransaction(): Promise<void> {
    this.#open().run('commit');
  }

  async rollbackTransaction(): Promise<void> {
    this.#open().rollback();
  }

  async destroy(): Promise<void> {
    await this.#queue.enter();
    this.#open().close();
  }

  #open(): SqliteConnection {
    if (!this.#connection) throw new StoreUnavailable('The database is not open');
    return this.#connection;
  }
}

/** Tries again, without blocking the event loop, while another process holds the file. */
async function patiently<T>(work: () => T, since = performance.now()): Promise<T> {
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > since + busyMs) throw error;
    }
    await delay(pauseMs);
  }
}

class SqliteConnection implements DatabaseConnection {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, { statement: StatementSync; reads: boolean }>();

  constructor(path: string) {
    this.#db = mapped(() => new DatabaseSync(path, { timeout: 0 }));
    try {
      // Bytes; only a new file takes it. Two ended cases fill a page of the usual size by half, five one of this.
      this.run('pragma page_size = 8192');
      this.run('pragma journal_mode = wal');
      // Every commit is synced: acknowledged means it survives a power cut.
      this.run('pragma synchronous = full');
      // KiB: the pages that the users of one busy morning touch.
      this.run('pragma cache_size = -65536');
      this.run('pragma journal_size_limit = 67108864');
      // Pages, 16 MB; four times the default, since neighbouring turns write the same pages again and again.
      this.run('pragma wal_autocheckpoint = 2000');
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  run(statement: string): void {
    mapped(() => this.#db.exec(statement));
  }

  rollback(): void {
    // A full disk makes SQLite roll back by itself.
    if (this.#db.isTransaction) this.run('rollback');
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return patiently(() => this.#execute<R>(query));
  }

  #execute<R>(query: CompiledQuery): QueryResult<R> {
    return mapped(() => {
      const { statement, reads } = this.#prepare(query.sql);
      const parameters = query.parameters as SQLInputValue[];
      if (reads) return { rows: statement.all(...parameters) as R[] };
      return { numAffectedRows: BigInt(statement.run(...parameters).changes), rows: [] };
    });
  }

  // biome-ignore lint/correctness/useYield: part of Kysely's interface, not used here
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Streaming is not supported');
  }

  close(): void {
    this.#statements.clear();
    this.#db.close();
  }

  #prepare(text: string) {
    let known = this.#statements.get(text);
    if (!known) {
      const statement = this.#db.prepare(text);
      known = { statement, reads: statement.columns().length > 0 };
      this.#statements.set(text, known);
    }
    return known;
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

/** SQLite's primary result codes that mean: not now, or not with this disk. https://sqlite.org/rescode.html */
const unavailable = new Map([
  [5, 'busy'],
  [6, 'locked'],
  [8, 'read-only'],
  [10, 'input or output error'],
  [11, 'damaged'],
  [13, 'disk full'],
  [14, 'cannot be opened'],
  [15, 'locking protocol'],
  [26, 'not a database'],
]);
/** A unique index or primary key; extended codes of SQLITE_CONSTRAINT. */
const notUnique = [2067, 1555];

function mapped<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = resultCode(error);
    if (notUnique.includes(code)) throw new StoreConflict('Another turn stored this first', { cause: error });
    // The low byte is the primary code, the rest says which kind of it.
    const why = unavailable.get(code & 0xff);
    if (why) throw new StoreUnavailable(`The database file does not take this: ${why}`, { cause: error });
    throw error;
  }
}

function resultCode(error: unknown): number {
  const known = error instanceof Error && 'errcode' in error && typeof error.errcode === 'number';
  return known ? (error.errcode as number) : 0;
}

const isBusy = (error: unknown): boolean =>
  error instanceof StoreUnavailable && [5, 6, 15].includes(resultCode(error.cause) & 0xff);
