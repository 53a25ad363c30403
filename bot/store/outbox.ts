import { type ExpressionBuilder, type Kysely, sql, type Transaction } from 'kysely';
import { prepared } from './prepared.ts';
import { outboxColumns, type Rows } from './rows.ts';
import type { Tables } from './schema.ts';
import type { Lane, LeasedEffect } from './store.ts';

export type OutboxQueries = ReturnType<typeof outboxQueries>;

// States are literals, not parameters: the partial indexes are only used where the statement itself says so.
const waiting = sql.lit('waiting' as const);
const dead = sql.lit('dead' as const);
const done = sql.lit('done' as const);

/** Rows of the group that `o` has to wait for: earlier ones that yield to nothing of its kind, and any that is in work. */
const blocked = (
  eb: ExpressionBuilder<Tables & { o: Tables['outbox'] }, 'o'>,
  leased: ReturnType<typeof sql<boolean>>,
) =>
  eb.exists(
    eb
      .selectFrom('outbox as b')
      .select(sql.lit(1).as('one'))
      .where('b.state', '=', waiting)
      .whereRef('b.group_key', '=', 'o.group_key')
      .whereRef('b.id', '<>', 'o.id')
      .where(
        sql<boolean>`(${leased} or (b.priority <= o.priority and (b.first_due_at, b.id) < (o.first_due_at, o.id)))`,
      ),
  );

/** The statements of the outbox. */
export function outboxQueries(db: Kysely<Tables>, rowLocks: boolean) {
  return {
    add: prepared<{
      key: string;
      kind: string;
      group_key: string;
      payload: string;
      priority: number;
      first_due_at: number;
      due_at: number;
      coalesce_key: string | null;
    }>()((value) =>
      db
        .insertInto('outbox')
        .values({
          key: value('key'),
          kind: value('kind'),
          group_key: value('group_key'),
          payload: value('payload'),
          priority: value('priority'),
          first_due_at: value('first_due_at'),
          due_at: value('due_at'),
          coalesce_key: value('coalesce_key'),
          attempts: 0,
          state: waiting,
        })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .returning('id'),
    ),
    coalesce: prepared<{ coalesce: string; id: number }>()((value) =>
      db
        .deleteFrom('outbox')
        .where('coalesce_key', '=', value('coalesce'))
        .where('state', '=', waiting)
        .where('owner', 'is', null)
        .where('id', '<>', value('id')),
    ),
    dropPrefix: prepared<{ from: string; after: string }>()((value) =>
      db
        .deleteFrom('outbox')
        .where('key', '>=', value('from'))
        .where('key', '<', value('after'))
        .where('state', '=', waiting)
        .where('owner', 'is', null),
    ),
    nextPriority: prepared<{ after: number }>()((value) =>
      db
        .selectFrom('outbox')
        .select('priority')
        .where('state', '=', waiting)
        .where('priority', '>', value('after'))
        .orderBy('priority')
        .limit(1),
    ),
    // The inner select is a common table expression because PostgreSQL may run a subquery with a limit and
    // locks more than once. Skipped are rows that a turn is about to delete.
    lease: prepared<{ priority: number; now: number; owner: string; until: number; limit: number }>()(
      (value) =>
        db
          .with('picked', (query) =>
            query
              .selectFrom('outbox as o')
              .select('o.id')
              .where('o.state', '=', waiting)
              .where('o.priority', '=', value('priority'))
              .where('o.due_at', '<=', value('now'))
              .where((eb) => eb.or([eb('o.owner', 'is', null), eb('o.leased_until', '<=', value('now'))]))
              .where((eb) => eb.not(blocked(eb, sql`b.leased_until > ${value('now')}`)))
              .orderBy('o.due_at')
              .orderBy('o.id')
              .limit(value('limit'))
              .$if(rowLocks, (locked) => locked.forUpdate().skipLocked()),
          )
          .updateTable('outbox')
          .set((eb) => ({
            owner: value('owner'),
            leased_until: value('until'),
            attempts: eb('attempts', '+', 1),
            // Taken back where the try turns out to have done nothing; a process that dies leaves it.
            unsure: eb('unsure', '+', 1),
          }))
          .where('id', 'in', (eb) => eb.selectFrom('picked').select('picked.id'))
          .returning(outboxColumns),
    ),
    nextDue: prepared<{ priority: number }>()((value) =>
      db
        .selectFrom('outbox as o')
        .select('o.due_at')
        .where('o.state', '=', waiting)
        .where('o.priority', '=', value('priority'))
        .where('o.owner', 'is', null)
        .where((eb) => eb.not(blocked(eb, sql`b.owner is not null`)))
        .orderBy('o.due_at')
        .limit(1),
    ),
    nextLeaseEnd: prepared<Record<string, never>>()(() =>
      db
        .selectFrom('outbox')
        .select('leased_until')
        .where('leased_until', 'is not', null)
        .orderBy('leased_until')
        .limit(1),
    ),
    remember: prepared<{ id: number; owner: string }>()((value) =>
      db
        .updateTable('outbox')
        .set({ state: done, payload: '', group_key: '', error: null, owner: null, leased_until: null })
        .where('id', '=', value('id'))
        .where('owner', '=', value('owner'))
        .where('coalesce_key', 'is', null),
    ),
    forget: prepared<{ id: number; owner: string }>()((value) =>
      db
        .deleteFrom('outbox')
        .where('id', '=', value('id'))
        .where('owner', '=', value('owner'))
        .where('coalesce_key', 'is not', null),
    ),
    retry: prepared<{
      id: number;
      owner: string;
      dueAt: number;
      error: string;
      uncounted: number;
      sure: number;
    }>()((value) =>
      db
        .updateTable('outbox')
        .set((eb) => ({
          owner: null,
          leased_until: null,
          due_at: value('dueAt'),
          error: value('error'),
          attempts: eb('attempts', '-', value('uncounted')),
          unsure: eb('unsure', '-', value('sure')),
        }))
        .where('id', '=', value('id'))
        .where('owner', '=', value('owner')),
    ),
    bury: prepared<{ id: number; owner: string; error: string }>()((value) =>
      db
        .updateTable('outbox')
        .set({ state: dead, error: value('error'), owner: null, leased_until: null })
        .where('id', '=', value('id'))
        .where('owner', '=', value('owner')),
    ),
    revive: prepared<{ id: number; now: number }>()((value) =>
      db
        .updateTable('outbox')
        .set({ state: waiting, first_due_at: value('now'), due_at: value('now'), attempts: 0 })
        .where('id', '=', value('id'))
        .where('state', '=', dead),
    ),
    drop: prepared<{ id: number }>()((value) =>
      db.deleteFrom('outbox').where('id', '=', value('id')).where('state', '<>', done),
    ),
  };
}

/** PostgreSQL's advisory lock of leasing; any number that nothing else locks in this database. */
export const leaseLock = 7_461_021;

const laneOf = (priority: number): Lane => (priority === 1 ? 'ticket' : 'chat');

/** `Store.lease` inside a transaction. */
export async function lease(
  trx: Transaction<Tables>,
  queries: OutboxQueries,
  rows: Rows,
  rowLocks: boolean,
  to: { owner: string; now: number; leaseMs: number; limit: number; lane: Lane | undefined },
): Promise<LeasedEffect[]> {
  // One at a time among all instances: only then does each see whose group another has just leased.
  if (rowLocks) await sql`select pg_advisory_xact_lock(${sql.lit(leaseLock)})`.execute(trx);
  const leased: LeasedEffect[] = [];
  for await (const priority of priorities(trx, queries)) {
    const limit = to.limit - leased.length;
    if (limit <= 0) break;
    if (to.lane !== undefined && to.lane !== laneOf(priority)) continue;
    const values = { priority, now: to.now, owner: to.owner, until: to.now + to.leaseMs, limit };
    const found = await queries.lease(trx, values);
    const begunBefore = found.rows.map((row) => rows.leasedEffect(row, 1));
    leased.push(...begunBefore.sort((a, b) => a.dueAt - b.dueAt || a.id - b.id));
  }
  return leased;
}

/** `Store.nextDue`. */
export async function nextDue(db: Kysely<Tables>, queries: OutboxQueries): Promise<number | null> {
  const times: number[] = [];
  for await (const priority of priorities(db, queries)) {
    for (const row of (await queries.nextDue(db, { priority })).rows) times.push(row.due_at);
  }
  const end = (await queries.nextLeaseEnd(db, {})).rows[0]?.leased_until;
  if (typeof end === 'number') times.push(end);
  return times.length > 0 ? Math.min(...times) : null;
}

/** The priorities in use, one index step each: within one, the due rows are a range of the index. */
async function* priorities(db: Kysely<Tables>, queries: OutboxQueries): AsyncGenerator<number> {
  let after = -1;
  for (;;) {
    const found = (await queries.nextPriority(db, { after })).rows[0];
    if (!found) return;
    yield found.priority;
    after = found.priority;
  }
}
