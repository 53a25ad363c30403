import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  sql,
} from 'kysely';
import pg from 'pg';
import type { Flavour } from './flavour.ts';
import type { NamedQuery } from './prepared.ts';
import { StoreConflict, StoreUnavailable } from './store.ts';

/** Limits in ms; all below the ten seconds after which Teams gives an answer up. */
const limits = {
  /** For a free connection of the pool. */
  connectionTimeoutMillis: 4_000,
  /** For a row that another turn holds. */
  lock_timeout: 4_000,
  /** For a statement on the server, and for its answer (a server that vanished sends none). */
  statement_timeout: 6_000,
  query_timeout: 7_000,
  /** An instance that hangs in a turn loses its locks. */
  idle_in_transaction_session_timeout: 20_000,
};

/** Connections of one instance at most. */
const connections = 10;

/** The shared database at a `postgres://` URL. Connects with the first statement. */
export const postgresFlavour = (url: string): Flavour => ({
  name: 'postgres',
  dialect: postgresDialect(url, limits),
  // Instances that start together wait for the one that migrates, however long that takes.
  patientDialect: postgresDialect(url, { connectionTimeoutMillis: limits.connectionTimeoutMillis }),
  rowLocks: true,
  keyType: sql`text collate "C"`,
  bytesType: 'bytea',
  idType: 'bigint',
  inKeyOrder: sql``,
  identity: (column) => column.primaryKey().generatedByDefaultAsIdentity(),
  async numberAfter(db, table, last) {
    const column = table === 'tickets' ? 'n' : 'id';
    await sql`select setval(pg_get_serial_sequence(${table}, ${column}), ${last})`.execute(db);
  },
});

const postgresDialect = (url: string, settings: pg.PoolConfig): Dialect => ({
  createDriver: () => new PostgresDriver(url, settings),
  createQueryCompiler: () => new PostgresQueryCompiler(),
  createAdapter: () => new PostgresAdapter(),
  createIntrospector: (db) => new PostgresIntrospector(db),
});

function openPool(url: string, settings: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    keepAlive: true,
    ...settings,
    types: {
      // Numbers and times stay below 2^53, and both databases are to return the same.
      getTypeParser: (oid: number, format: 'text' | 'binary' = 'text') =>
        oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
    },
  });
  // A connection that breaks would otherwise end the process; its statement fails and the pool replaces it.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/**
 * Kysely's own driver for `pg` passes errors on as they are and gives a connection back to the pool although its
 * statement may still be running after a timeout.
 */
class PostgresDriver implements Driver {
  readonly #url: string;
  readonly #settings: pg.PoolConfig;
  #pool: pg.Pool | undefined;
  /** Connections lent or waited for. */
  #lent = 0;
  #allBack: (() => void) | undefined;

  constructor(url: string, settings: pg.PoolConfig) {
    this.#url = url;
    this.#settings = settings;
  }

  async init(): Promise<void> {
    this.#pool = openPool(this.#url, this.#settings);
  }

  async acquireConnection(): Promise<PostgresConnection> {
    if (!this.#pool) throw new StoreUnavailable('The database is not open');
    this.#lent += 1;
    try {
      return new PostgresConnection(await this.#pool.connect());
    } catch (error) {
      this.#back();
      throw translated(error);
    }
  }

  async beginTransaction(connection: PostgresConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin'));
  }

  async commitTransaction(connection: PostgresConnection): Promise<void> {
    const { rows } = await connection.executeQuery<{ command: string }>(CompiledQuery.raw('commit'));
    // PostgreSQL answers a commit after a failed statement with a rollback.
    if (rows[0]?.command === 'ROLLBACK')
      throw new Error('A turn went on after one of its statements had failed');
  }

  async rollbackTransaction(connection: PostgresConnection): Promise<void> {
    // Where this fails the connection is thrown away, and the server rolls back by itself.
    await connection.executeQuery(CompiledQuery.raw('rollback')).catch(() => connection.discard());
  }

  async releaseConnection(connection: PostgresConnection): Promise<void> {
    connection.release();
    this.#back();
  }

  async destroy(): Promise<void> {
    // A pool that ends forgets who waits for a connection.
    if (this.#lent > 0) {
      await new Promise<void>((resolve) => {
        this.#allBack = resolve;
      });
    }
    await this.#pool?.end();
  }

  #back(): void {
    this.#lent -= 1;
    if (this.#lent === 0) this.#allBack?.();
  }
}

class PostgresConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient;
  #broken = false;

  constructor(client: pg.PoolClient) {
    this.#client = client;
  }

  async executeQuery<R>({ sql: text, parameters, statementName }: NamedQuery): Promise<QueryResult<R>> {
    try {
      const { command, rowCount, rows } = await this.#client.query({
        text,
        values: parameters as unknown[],
        // The server parses and plans a named statement once a connection. PgBouncer knows them since 1.21.
        ...(statementName !== undefined && { name: statementName }),
      });
      if (command === 'COMMIT' || command === 'ROLLBACK') return { rows: [{ command } as R] };
      const wrote = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE';
      return wrote ? { numAffectedRows: BigInt(rowCount ?? 0), rows } : { rows };
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) this.#broken = true;
      throw translated(error);
    }
  }

  // biome-ignore lint/correctness/useYield: part of Kysely's interface, not used here
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Streaming is not supported');
  }

  discard(): void {
    this.#broken = true;
  }

  release(): void {
    this.#client.release(this.#broken);
  }
}

/** SQLSTATE: unique_violation, serialization_failure, deadlock_detected. */
const conflicts = ['23505', '40001', '40P01'];
/**
 * Connection, resources, operator intervention and system errors; lock, statement and idle timeouts; a replica that
 * takes no writes. https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const unavailable = /^(08|53|57|58)|^(55P03|25P03|25006|28000|28P01|3D000)$/;

function translated(error: unknown): unknown {
  // Everything else that `pg` throws is about the connection.
  if (!(error instanceof pg.DatabaseError))
    return new StoreUnavailable('No answer from PostgreSQL', { cause: error });
  const state = error.code ?? '';
  if (conflicts.includes(state)) return new StoreConflict('Another turn stored this first', { cause: error });
  if (!unavailable.test(state)) return error;
  return new StoreUnavailable(`PostgreSQL does not take this: ${error.message}`, { cause: error });
}
