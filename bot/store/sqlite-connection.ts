import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import type { CompiledQuery, QueryResult } from 'kysely';
import { StoreConflict, StoreUnavailable } from './store.ts';

/** How long a turn waits, in the queue included, for another process to finish writing, ms. */
const busyMs = 5_000;
/** Between two tries, ms; SQLite's own wait would block the event loop, and with it the turn that is waited for. */
const pauseMs = 3;

/** Tries again, without blocking the event loop, while another process holds the file. */
export async function patiently<T>(work: () => T, since = performance.now()): Promise<T> {
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > since + busyMs) throw error;
    }
    await delay(pauseMs);
  }
}

/** One handle on the database's file. */
export class SqliteConnection {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, { statement: StatementSync; reads: boolean }>();

  /**
   * `reads`: only what is committed is seen, and nothing can be written. `alone`: nobody else may have the file open,
   * now or until this is closed.
   */
  constructor(path: string, use: 'all' | 'reads' | 'alone' = 'all') {
    this.#db = mapped(() => new DatabaseSync(path, { timeout: 0, readOnly: use === 'reads' }));
    if (use === 'reads') return;
    try {
      // Before the file is looked at: SQLite then wants it for itself, and even an idle bot has a shared lock on it.
      if (use === 'alone') this.run('pragma locking_mode = exclusive');
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

  /** A full disk, for one, makes SQLite roll back by itself. */
  get isTransaction(): boolean {
    return this.#db.isTransaction;
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

/** Another connection has what was wanted. */
export const isBusy = (error: unknown): boolean =>
  error instanceof StoreUnavailable && [5, 6, 15].includes(resultCode(error.cause) & 0xff);
