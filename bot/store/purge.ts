import { sql, type Transaction } from 'kysely';
import type { CaseRecord } from '../../dialogs/triage/case.ts';
import { caseColumns, caseRow, storedCase } from './rows.ts';
import type { Tables } from './schema.ts';

/** Rows a transaction deletes at most, so that no turn waits long behind it. */
const portion = 500;

/** `Store.forgetClaims`; every portion is a transaction of its own. */
export async function forgetClaims(
  transaction: (work: (trx: Transaction<Tables>) => Promise<number>) => Promise<number>,
  time: number,
): Promise<number> {
  const before = Math.floor(time);
  const portions = [
    (trx: Transaction<Tables>) =>
      sql`
      delete from claims where (conversation_id, activity_id) in
      (select conversation_id, activity_id from claims where at < ${before} limit ${portion})`.execute(trx),
    (trx: Transaction<Tables>) =>
      sql`
      delete from outbox where id in
      (select id from outbox where state = 'done' and first_due_at < ${before} limit ${portion})`.execute(
        trx,
      ),
  ];
  let forgotten = 0;
  for (const remove of portions) {
    for (;;) {
      const removed = await transaction(async (trx) => Number((await remove(trx)).numAffectedRows ?? 0));
      forgotten += removed;
      if (removed < portion) break;
    }
  }
  return forgotten;
}

/** `Store.purgeCases` inside a transaction. */
export async function purgeCases(
  trx: Transaction<Tables>,
  rowLocks: boolean,
  {
    movedBefore,
    redact,
    limit,
  }: { movedBefore: string; redact(record: CaseRecord): CaseRecord; limit: number },
): Promise<number> {
  const old = await trx
    .selectFrom('cases')
    .select(['id', ...caseColumns])
    .where('state', '=', sql.lit('ended'))
    .where('purged', '=', sql.lit(0))
    .where('moved_at', '<', movedBefore)
    .orderBy('moved_at')
    .limit(limit)
    // What a turn has in hand is left for the next time; it may be opening the case again.
    .$if(rowLocks, (query) => query.forUpdate().skipLocked())
    .execute();
  for (const row of old) {
    const stored = storedCase(row);
    const { body, packed } = caseRow({ ...stored, record: redact(stored.record) });
    await trx.updateTable('cases').set({ body, packed, purged: 1 }).where('id', '=', row.id).execute();
  }
  return old.length;
}
