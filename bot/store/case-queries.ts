import type { Kysely } from 'kysely';
import { prepared } from './prepared.ts';
import { caseColumns, ticketColumns } from './rows.ts';
import type { CaseTable, Tables } from './schema.ts';
import type { TicketRow } from './store.ts';

export type CaseQueries = ReturnType<typeof caseQueries>;

/** The statements of cases, users, claims and tickets. `locked` ones keep the row for the transaction. */
export function caseQueries(db: Kysely<Tables>, rowLocks: boolean) {
  const caseById = (lock: boolean) =>
    prepared<{ id: string }>()((value) =>
      db
        .selectFrom('cases')
        .select(caseColumns)
        .where('id', '=', value('id'))
        .$if(lock, (query) => query.forUpdate()),
    );
  const latestCase = (lock: boolean) =>
    prepared<{ user: string }>()((value) =>
      db
        .selectFrom('cases')
        .select(caseColumns)
        .where('user_key', '=', value('user'))
        .orderBy('n', 'desc')
        .limit(1)
        .$if(lock, (query) => query.forUpdate()),
    );
  const user = (lock: boolean) =>
    prepared<{ key: string }>()((value) =>
      db
        .selectFrom('users')
        .select(['key', 'body'])
        .where('key', '=', value('key'))
        .$if(lock, (query) => query.forUpdate()),
    );
  return {
    caseById: { plain: caseById(false), locked: caseById(rowLocks) },
    latestCase: { plain: latestCase(false), locked: latestCase(rowLocks) },
    user: { plain: user(false), locked: user(rowLocks) },
    // Where another transaction holds the pair, PostgreSQL waits here for its end.
    claim: prepared<{ conversation: string; activity: string; at: number }>()((value) =>
      db
        .insertInto('claims')
        .values({ conversation_id: value('conversation'), activity_id: value('activity'), at: value('at') })
        .onConflict((conflict) => conflict.doNothing()),
    ),
    saveUser: prepared<{ key: string; body: string }>()((value) =>
      db
        .insertInto('users')
        .values({ key: value('key'), body: value('body') })
        .onConflict((conflict) =>
          conflict
            .column('key')
            .doUpdateSet((eb) => ({ body: eb.ref('excluded.body') }))
            .whereRef('users.body', '<>', 'excluded.body'),
        ),
    ),
    insertCase: prepared<CaseValues>()((value) =>
      db
        .insertInto('cases')
        .values({ id: value('id'), user_key: value('user_key'), n: value('n'), ...changing(value) })
        .onConflict((conflict) => conflict.doNothing()),
    ),
    updateCase: prepared<CaseValues & { expected: number }>()((value) =>
      db
        .updateTable('cases')
        .set(changing(value))
        .where('id', '=', value('id'))
        .where('rev', '=', value('expected')),
    ),
    earlierCases: prepared<{ user: string; since: string }>()((value) =>
      db
        .selectFrom('cases')
        .select(caseColumns)
        .where('user_key', '=', value('user'))
        .where('state', '=', 'ended')
        .where('moved_at', '>=', value('since'))
        .orderBy('n', 'desc')
        .limit(20),
    ),
    ticketByKey: prepared<{ key: string }>()((value) =>
      db
        .selectFrom('tickets')
        .select(ticketColumns)
        .where('key', '=', value('key'))
        .$if(rowLocks, (query) => query.forUpdate()),
    ),
    insertTicket: prepared<{ key: string; status: TicketRow['status']; body: string; comments: string }>()(
      (value) =>
        db
          .insertInto('tickets')
          .values({
            key: value('key'),
            status: value('status'),
            body: value('body'),
            comments: value('comments'),
          })
          .onConflict((conflict) => conflict.doNothing()),
    ),
    updateTicket: prepared<{ key: string; status: TicketRow['status']; comments: string }>()((value) =>
      db
        .updateTable('tickets')
        .set({ status: value('status'), comments: value('comments') })
        .where('key', '=', value('key')),
    ),
  };
}

type CaseValues = { [C in Exclude<keyof CaseTable, 'purged'>]: CaseTable[C] };

const changing = (value: <K extends keyof CaseValues>(name: K) => CaseValues[K]) => ({
  state: value('state'),
  step: value('step'),
  code: value('code'),
  outcome: value('outcome'),
  category: value('category'),
  rev: value('rev'),
  body: value('body'),
  packed: value('packed'),
  opened_at: value('opened_at'),
  moved_at: value('moved_at'),
  due_at: value('due_at'),
  // What is written by a turn may hold personal data again.
  purged: 0,
});
