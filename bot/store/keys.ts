import { setImmediate } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { place } from './rows.ts';
import type { Tables } from './schema.ts';
import { missingKey, type Seal } from './seal.ts';

/** Rows looked at in one transaction, so that no turn waits long behind it. */
const portion = 100;

/** What is encrypted, by table: the columns, what identifies a row, and what its values are bound to. */
const sealedColumns = [
  { table: 'users', id: 'key', columns: ['body'], place: (row) => place.users(String(row.key)) },
  { table: 'cases', id: 'id', columns: ['body', 'packed'], place: (row) => place.cases(String(row.id)) },
  {
    table: 'outbox',
    id: 'id',
    also: 'key',
    columns: ['payload'],
    place: (row) => place.outbox(String(row.key)),
  },
  {
    table: 'tickets',
    id: 'n',
    also: 'key',
    columns: ['body', 'comments'],
    place: (row) => place.tickets(String(row.key)),
  },
  { table: 'handoffs', id: 'id', columns: ['body'], place: (row) => place.handoffs(String(row.id)) },
  { table: 'it_cards', id: 'key', columns: ['body'], place: (row) => place.it_cards(String(row.key)) },
  { table: 'incidents', id: 'id', columns: ['body'], place: (row) => place.incidents(String(row.id)) },
] as const satisfies readonly {
  table: keyof Tables;
  id: string;
  also?: string;
  columns: readonly string[];
  place: (row: Row) => string;
}[];

type Row = { [column: string]: unknown };

/**
 * Throws `StartError` where values may be encrypted with a key that is not there, so that nobody finds out in the
 * middle of a turn; makes the current key known before the first value is written with it.
 */
export async function checkKeys(db: Kysely<Tables>, seal: Seal): Promise<void> {
  const used = await db.selectFrom('data_keys').select('id').orderBy('id').execute();
  const missing = used.map(({ id }) => id).filter((id) => !seal.known.includes(id));
  if (missing.length > 0) throw missingKey(missing, seal);
  if (seal.current === null || used.some(({ id }) => id === seal.current)) return;
  await db
    .insertInto('data_keys')
    .values({ id: seal.current })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Whether values from before the current key may be left. */
export async function keyIsComplete(db: Kysely<Tables>, seal: Seal): Promise<boolean> {
  if (seal.current === null) return true;
  const found = await db
    .selectFrom('data_keys')
    .select('complete')
    .where('id', '=', seal.current)
    .executeTakeFirst();
  return found?.complete === 1;
}

/**
 * Encrypts with the current key what is plain or encrypted with another one (with no key: decrypts), a portion a
 * transaction; turns go on meanwhile. Returns how many values it rewrote. Values that a process with other keys
 * writes behind its back are left for the next time.
 */
export async function resealAll(db: Kysely<Tables>, seal: Seal): Promise<number> {
  let rewritten = 0;
  for (const one of sealedColumns) {
    const names = [one.id, ...('also' in one ? [one.also] : []), ...one.columns];
    let after: unknown = null;
    for (;;) {
      const rows = await db.transaction().execute(async (trx) => {
        const from = after === null ? sql.raw('') : sql`where ${sql.ref(one.id)} > ${after}`;
        const select = sql<Row>`select ${sql.join(names.map((name) => sql.ref(name)))}
          from ${sql.table(one.table)} ${from} order by ${sql.ref(one.id)} limit ${portion}`;
        const found = (await select.execute(trx)).rows;
        for (const row of found) {
          for (const column of one.columns) {
            const before = row[column];
            if (!isSealable(before) || seal.isCurrent(before)) continue;
            const now = reseal(seal, before, one.place(row));
            const update = sql`update ${sql.table(one.table)} set ${sql.ref(column)} = ${now}
              where ${sql.ref(one.id)} = ${row[one.id]} and ${sql.ref(column)} = ${before}`;
            rewritten += Number((await update.execute(trx)).numAffectedRows ?? 0);
          }
        }
        return found;
      });
      if (rows.length < portion) break;
      after = rows.at(-1)?.[one.id];
      await setImmediate();
    }
  }
  if (seal.current !== null) {
    await db.updateTable('data_keys').set({ complete: 1 }).where('id', '=', seal.current).execute();
  }
  return rewritten;
}

/** Forgets every key but the current one; right after a `resealAll` that found nothing to rewrite. */
export async function forgetOtherKeys(db: Kysely<Tables>, seal: Seal): Promise<number> {
  const others = await db
    .deleteFrom('data_keys')
    .$if(seal.current !== null, (query) => query.where('id', '<>', seal.current ?? ''))
    .executeTakeFirst();
  return Number(others.numDeletedRows);
}

/** Payloads of done effects are empty. */
const isSealable = (value: unknown): value is string | Uint8Array =>
  (typeof value === 'string' && value !== '') || value instanceof Uint8Array;

const reseal = (seal: Seal, value: string | Uint8Array, where: string): string | Uint8Array =>
  typeof value === 'string'
    ? seal.text(seal.openText(value, where), where)
    : seal.bytes(seal.openBytes(value, where), where);
