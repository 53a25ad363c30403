import { type Kysely, sql } from 'kysely';
import type { Sighting } from '../incidents/detect.ts';
import type { Affected, Incident } from '../incidents/incident.ts';
import type { Rows } from './rows.ts';
import type { Tables } from './schema.ts';
import { StoreConflict } from './store.ts';

const hourMs = 3_600_000;

/** Incidents, who is affected, and what is counted to see the next one; within a turn. */
export class IncidentRows {
  readonly #db: Kysely<Tables>;
  readonly #rows: Rows;
  readonly #rowLocks: boolean;

  constructor(db: Kysely<Tables>, rows: Rows, rowLocks: boolean) {
    this.#db = db;
    this.#rows = rows;
    this.#rowLocks = rowLocks;
  }

  /** Counts a case in a stream, once. */
  async see(stream: string, { case: id, user, at }: Sighting): Promise<void> {
    await this.#db
      .insertInto('sightings')
      .values({ stream, case_id: id, user_key: user, at })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  /**
   * The cases of a stream since `since` (ms), oldest first, at most the newest `most`. What belonged to an incident is
   * not among them: one that was just closed must not be opened again by its own cases. `{ end }`: those of all streams
   * whose names end so, without `%` and `_`.
   */
  async sightings(stream: string | { end: string }, since: number, most = 200): Promise<Sighting[]> {
    const found = await this.#db
      .selectFrom('sightings')
      .select(['case_id', 'user_key', 'at'])
      .where((eb) =>
        typeof stream === 'string' ? eb('stream', '=', stream) : eb('stream', 'like', `%${stream.end}`),
      )
      .where('at', '>=', since)
      .where('case_id', 'not in', (eb) =>
        eb.selectFrom('affected').select('case_id').where('at', '>=', since),
      )
      .orderBy('at', 'desc')
      .limit(most)
      .execute();
    return found.map((row) => ({ case: row.case_id, user: row.user_key, at: row.at })).reverse();
  }

  /** When (ms) the first case of a stream was counted that is still kept; `null` where there is none. */
  async firstSeen(stream: string): Promise<number | null> {
    const found = await this.#db
      .selectFrom('sightings')
      .select('at')
      .where('stream', '=', stream)
      .orderBy('at')
      .limit(1)
      .executeTakeFirst();
    return found?.at ?? null;
  }

  /** As `firstSeen`, for all streams whose names begin with this, which ends with a plain sign. */
  async firstSeenWith(prefix: string): Promise<number | null> {
    // Through the index of times: the oldest of them is among the oldest of all, and any of a site is soon found.
    const name = sql<string>`stream || ''`;
    const after = prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
    const found = await this.#db
      .selectFrom('sightings')
      .select('at')
      .where(name, '>=', prefix)
      .where(name, '<', after)
      .orderBy('at')
      .limit(1)
      .executeTakeFirst();
    return found?.at ?? null;
  }

  /** What was counted in a stream since `since` (ms), by the hour; incidents' own cases are no part of what is usual. */
  async counts(stream: string, since: number): Promise<Map<number, number>> {
    const hour = sql<number>`at / ${sql.lit(hourMs)}`;
    const found = await this.#db
      .selectFrom('sightings')
      .select([hour.as('hour'), (eb) => eb.fn.countAll<number>().as('n')])
      .where('stream', '=', stream)
      .where('at', '>=', since)
      .where('case_id', 'not in', (eb) =>
        eb.selectFrom('affected').select('case_id').where('at', '>=', since),
      )
      .groupBy(hour)
      .execute();
    return new Map(found.map((row) => [Number(row.hour), Number(row.n)]));
  }

  /** Forgets what was counted, and who was affected, before `before` (ms). */
  async forget(before: number): Promise<void> {
    await this.#db.deleteFrom('sightings').where('at', '<', before).execute();
    await this.#db.deleteFrom('affected').where('at', '<', before).execute();
  }

  /** The oldest first. Not locked: every case that begins asks. */
  async open(): Promise<Incident[]> {
    const found = this.#db
      .selectFrom('incidents')
      .selectAll()
      .where('state', '=', 'open')
      .orderBy('opened_at')
      .orderBy('id');
    return (await found.execute()).map(this.#rows.incident);
  }

  /** Locked until the turn ends: whoever changes it reads it by this first. */
  async byId(id: string): Promise<Incident | undefined> {
    const found = await this.#db
      .selectFrom('incidents')
      .selectAll()
      .where('id', '=', id)
      .$if(this.#rowLocks, (query) => query.forUpdate())
      .executeTakeFirst();
    return found && this.#rows.incident(found);
  }

  /** The newest first; with `tenant` only those of this tenant and of all. */
  async list(limit: number, tenant?: string | null): Promise<Incident[]> {
    const newest = this.#db
      .selectFrom('incidents')
      .selectAll()
      .$if(tenant !== undefined, (query) =>
        query.where((eb) =>
          // A scope begins with its tenant and a bar, which in the order of bytes the curly bracket follows.
          eb.or(
            [tenant ?? '*', '*'].map((of) =>
              eb.and([eb('scope', '>=', `${of}|`), eb('scope', '<', `${of}}`)]),
            ),
          ),
        ),
      )
      .orderBy('opened_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit);
    return (await newest.execute()).map(this.#rows.incident);
  }

  /** Stores a new one under the next number. Throws `StoreConflict` where its tenant and code have an open one. */
  async create(make: (id: string) => Incident): Promise<Incident> {
    const { n } = await this.#db
      .selectFrom('incidents')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    const created = make(`INC-${Number(n) + 1}`);
    const inserted = await this.#db
      .insertInto('incidents')
      .values(this.#rows.incidentTableRow(created))
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (Number(inserted.numInsertedOrUpdatedRows ?? 0) === 0)
      throw new StoreConflict('An incident is open for this already');
    return created;
  }

  async save(changed: Incident): Promise<void> {
    const { id, ...row } = this.#rows.incidentTableRow(changed);
    await this.#db.updateTable('incidents').set(row).where('id', '=', id).execute();
  }

  /** Adds a case to an incident, and says whether its person is a new one or only the case; `known`: it was there. */
  async join(id: string, { case: caseId, user, at }: Affected): Promise<'person' | 'case' | 'known'> {
    const before = await this.#db
      .selectFrom('affected')
      .select('case_id')
      .where('incident', '=', id)
      .where('user_key', '=', user)
      .limit(1)
      .executeTakeFirst();
    const inserted = await this.#db
      .insertInto('affected')
      .values({ incident: id, case_id: caseId, user_key: user, at })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (Number(inserted.numInsertedOrUpdatedRows ?? 0) === 0) return 'known';
    return before ? 'case' : 'person';
  }

  /** The cases after `after` in the order of their ids. */
  async affected(id: string, after: string, limit: number): Promise<Affected[]> {
    const found = await this.#db
      .selectFrom('affected')
      .select(['case_id', 'user_key', 'at'])
      .where('incident', '=', id)
      .where('case_id', '>', after)
      .orderBy('case_id')
      .limit(limit)
      .execute();
    return found.map((row) => ({ case: row.case_id, user: row.user_key, at: row.at }));
  }

  /** The cases with which one person is affected, in the order of their ids. */
  async affectedOf(id: string, user: string): Promise<string[]> {
    const found = await this.#db
      .selectFrom('affected')
      .select('case_id')
      .where('incident', '=', id)
      .where('user_key', '=', user)
      .orderBy('case_id')
      .execute();
    return found.map((row) => row.case_id);
  }

  /** All cases of one incident are the other's as well from now on; how many people that brings. */
  async addAffected(from: string, to: string): Promise<number> {
    let people = 0;
    for (let after = ''; ; ) {
      const some = await this.affected(from, after, 500);
      for (const one of some) people += (await this.join(to, one)) === 'person' ? 1 : 0;
      if (some.length < 500) return people;
      after = some.at(-1)?.case ?? '';
    }
  }
}
