import { setImmediate } from 'node:timers/promises';
import { sql, type Transaction } from 'kysely';
import type { CaseRecord } from '../../dialogs/triage/case.ts';
import { caseColumns, type Rows, ticketColumns } from './rows.ts';
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
      await setImmediate();
    }
  }
  return forgotten;
}

/** `Store.purgeCases` inside a transaction. */
export async function purgeCases(
  trx: Transaction<Tables>,
  rows: Rows,
  rowLocks: boolean,
  {
    movedBefore,
    redact,
    limit,
  }: { movedBefore: string; redact(record: CaseRecord): CaseRecord; limit: number },
): Promise<number> {
  const old = await trx
    .selectFrom('cases')
    .select(caseColumns)
    .where('state', '=', sql.lit('ended'))
    .where('purged', '=', sql.lit(0))
    .where('moved_at', '<', movedBefore)
    .orderBy('moved_at')
    .limit(limit)
    // What a turn has in hand is left for the next time; it may be opening the case again.
    .$if(rowLocks, (query) => query.forUpdate().skipLocked())
    .execute();
  let purged = 0;
  for (const row of old) {
    const stored = rows.storedCase(row);
    // Whose user is in the middle of something is left for the next time as well.
    if (!(await purgeUser(trx, rows, rowLocks, stored.record))) continue;
    const { body, packed } = rows.caseRow({ ...stored, record: redact(stored.record) });
    await trx.updateTable('cases').set({ body, packed, purged: 1 }).where('id', '=', row.id).execute();
    await purgeTickets(trx, rows, row.id);
    purged += 1;
  }
  return purged;
}

/** Keys of a case's tickets, `case:<id>:<n>`, lie between these two. */
const ticketKeys = (id: string): [from: string, before: string] => [`case:${id}:`, `case:${id};`];

/** What technicians and people wrote in closed tickets, and who they are. An open one is still worked on. */
async function purgeTickets(trx: Transaction<Tables>, rows: Rows, id: string): Promise<void> {
  const [from, before] = ticketKeys(id);
  const closed = await trx
    .selectFrom('tickets')
    .select(ticketColumns)
    .where('key', '>=', from)
    .where('key', '<', before)
    .where('status', 'in', ['resolved', 'withdrawn'])
    .execute();
  for (const row of closed) {
    const { id: _id, status: _status, comments: _comments, ...ticket } = rows.ticketRow(row);
    const { body, comments } = rows.ticketTableRow({ ...ticket, body: '', requester: '' });
    await trx.updateTable('tickets').set({ body, comments }).where('n', '=', row.n).execute();
  }
  const cards = await trx
    .selectFrom('it_cards')
    .selectAll()
    .where('key', '>=', from)
    .where('key', '<', before)
    .execute();
  for (const row of cards) {
    const card = rows.itCardRow(row);
    const { body } = rows.itCardTableRow({
      ...card,
      log: card.log.map(({ at, did }) => ({ at, did, who: '' })),
    });
    await trx.updateTable('it_cards').set({ body }).where('key', '=', row.key).execute();
  }
}

/**
 * The name goes with the newest case; the next message of its user brings it back. `false` where somebody else has the
 * user in hand: they are not waited for, because a turn locks the user first and then waits for the case.
 */
async function purgeUser(
  trx: Transaction<Tables>,
  rows: Rows,
  rowLocks: boolean,
  { user, n }: CaseRecord,
): Promise<boolean> {
  const newer = await trx
    .selectFrom('cases')
    .select('id')
    .where('user_key', '=', user)
    .where('n', '>', n)
    .limit(1)
    .executeTakeFirst();
  if (newer) return true;
  const one = trx.selectFrom('users').where('key', '=', user);
  const found = await one
    .selectAll()
    .$if(rowLocks, (query) => query.forUpdate().skipLocked())
    .executeTakeFirst();
  if (!found) return !rowLocks || (await one.select('key').executeTakeFirst()) === undefined;
  const { body } = rows.userTableRow({ ...rows.userRow(found), name: '' });
  await trx.updateTable('users').set({ body }).where('key', '=', user).execute();
  return true;
}

/** `Store.deleteCases` inside a transaction. */
export async function deleteCases(
  trx: Transaction<Tables>,
  rowLocks: boolean,
  movedBefore: string,
  limit: number,
): Promise<number> {
  const old = await trx
    .selectFrom('cases as c')
    .select('c.id')
    .where('c.state', '=', sql.lit('ended'))
    .where('c.purged', '=', sql.lit(1))
    .where('c.moved_at', '<', movedBefore)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('cases as newer')
          .select(sql.lit(1).as('one'))
          .whereRef('newer.user_key', '=', 'c.user_key')
          .whereRef('newer.n', '>', 'c.n'),
      ),
    )
    .orderBy('c.moved_at')
    .limit(limit)
    .$if(rowLocks, (query) => query.forUpdate().skipLocked())
    .execute();
  for (const { id } of old) {
    const [from, before] = ticketKeys(id);
    await trx.deleteFrom('tickets').where('key', '>=', from).where('key', '<', before).execute();
    await trx.deleteFrom('it_cards').where('key', '>=', from).where('key', '<', before).execute();
    await trx.deleteFrom('ticket_ids').where('key', '>=', from).where('key', '<', before).execute();
    await trx.deleteFrom('handoffs').where('case_id', '=', id).execute();
    await trx.deleteFrom('cases').where('id', '=', id).execute();
  }
  return old.length;
}
