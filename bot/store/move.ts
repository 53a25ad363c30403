import { existsSync } from 'node:fs';
import { Kysely, sql, type Transaction } from 'kysely';
import type { Flavour } from './flavour.ts';
import { migrate } from './migrations.ts';
import { filePath, flavourOf } from './open.ts';
import { primaryKeys, type Tables } from './schema.ts';
import { sqliteFlavour } from './sqlite.ts';
import { isBusy } from './sqlite-connection.ts';

type TableName = keyof typeof primaryKeys;
type Row = { [column: string]: unknown };

/** Rows read or written at a time. */
const portion = 200;
const tableNames = Object.keys(primaryKeys) as TableName[];

/** Rows copied, by table. */
export type Moved = { [T in TableName]: number };

/**
 * Copies the embedded database `from` (`file:…`) to the empty PostgreSQL database `to`, in one transaction each: the
 * other has everything or nothing. Nobody else may have the file open, and nobody can open it meanwhile: what a bot that
 * still runs acknowledged there afterwards would be lost. Afterwards every row is read back and compared. Numbers go on
 * where they were. Throws where `from` doesn't exist or is in use, `to` holds rows already, or a row came back
 * different. The embedded file is left as it is.
 */
export async function moveToPostgres(from: string, to: string): Promise<Moved> {
  const path = filePath(from);
  if (path === null || !existsSync(path)) throw new Error(`There is no embedded database at ${from}`);
  const target = flavourOf(to);
  if (target.name !== 'postgres') throw new Error('The target must be a postgres:// URL');
  try {
    return await withDatabase(sqliteFlavour(path, true), (source) =>
      withDatabase(target, (copy) =>
        source
          .transaction()
          .execute((read) => copy.transaction().execute((write) => moveAll(read, write, target))),
      ),
    );
  } catch (error) {
    if (!isBusy(error)) throw error;
    throw new Error(`${path} is in use. Stop the bot that runs on it first; nothing was copied`, {
      cause: error,
    });
  }
}

async function withDatabase<T>(flavour: Flavour, work: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
  const db = new Kysely<Tables>({ dialect: flavour.patientDialect ?? flavour.dialect });
  try {
    await migrate(db, flavour);
    return await work(db);
  } finally {
    await db.destroy();
  }
}

async function moveAll(
  read: Transaction<Tables>,
  write: Transaction<Tables>,
  target: Flavour,
): Promise<Moved> {
  const moved: Moved = {
    users: 0,
    cases: 0,
    claims: 0,
    outbox: 0,
    tickets: 0,
    handoffs: 0,
    it_cards: 0,
    incidents: 0,
    affected: 0,
    sightings: 0,
    ticket_ids: 0,
    data_keys: 0,
  };
  for (const table of tableNames) {
    if ((await page(write, table)).length > 0) throw new Error(`The target's table ${table} is not empty`);
    for await (const rows of pages(read, table)) {
      await insert(write, table, rows);
      moved[table] += rows.length;
    }
  }
  for (const table of tableNames) await compare(read, write, table);
  for (const table of ['outbox', 'tickets'] as const) {
    const last = await sql<{ seq: number }>`select seq from sqlite_sequence where name = ${table}`.execute(
      read,
    );
    const seq = last.rows[0]?.seq ?? 0;
    if (seq > 0) await target.numberAfter(write, table, seq);
  }
  return moved;
}

async function* pages(db: Kysely<Tables>, table: TableName): AsyncGenerator<Row[]> {
  let rows = await page(db, table);
  while (rows.length > 0) {
    yield rows;
    rows = await page(db, table, rows.at(-1));
  }
}

/** The next rows by primary key, those behind `after`. Both databases compare keys byte by byte. */
async function page(db: Kysely<Tables>, table: TableName, after?: Row): Promise<Row[]> {
  const keys = primaryKeys[table];
  const names = sql.join(keys.map((key) => sql.ref(key)));
  const behind = after
    ? sql`where (${names}) > (${sql.join(keys.map((key) => sql.val(after[key])))})`
    : sql.raw('');
  const query = sql<Row>`select * from ${sql.table(table)} ${behind} order by ${names} limit ${portion}`;
  return (await query.execute(db)).rows;
}

async function insert(db: Kysely<Tables>, table: TableName, rows: Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const names = sql.join(columns.map((column) => sql.ref(column)));
  const values = rows.map((row) => sql`(${sql.join(columns.map((column) => sql.val(row[column])))})`);
  await sql`insert into ${sql.table(table)} (${names}) values ${sql.join(values)}`.execute(db);
}

async function compare(read: Kysely<Tables>, write: Kysely<Tables>, table: TableName): Promise<void> {
  const copies = pages(write, table);
  for await (const rows of pages(read, table)) {
    const copied = (await copies.next()).value ?? [];
    rows.forEach((row, i) => {
      const copy = copied[i];
      const differs = Object.keys(row).find((column) => !copy || !same(row[column], copy[column]));
      if (differs) throw new Error(`${table} ${keyOf(table, row)} came back different in ${differs}`);
    });
  }
  if (!(await copies.next()).done)
    throw new Error(`The target's table ${table} has more rows than were copied`);
}

const keyOf = (table: TableName, row: Row) => primaryKeys[table].map((key) => row[key]).join(' ');

const same = (a: unknown, b: unknown): boolean =>
  a instanceof Uint8Array && b instanceof Uint8Array ? Buffer.compare(a, b) === 0 : a === b;
