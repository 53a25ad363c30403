import type { Kysely } from 'kysely';
import type { Sighting } from '../incidents/detect.ts';
import type { Affected, Incident, OpenIncident } from '../incidents/incident.ts';
import type { History } from '../incidents/statistics.ts';
import type { IncidentTable, Tables } from './schema.ts';
import { StoreConflict } from './store.ts';

const hourMs = 3_600_000;

/** Incidents, who is affected, and what is counted to see the next one; within a turn. */
export class IncidentRows {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** Counts a case in a stream, once. */
  async see(stream: string, { case: id, user, at }: Sighting): Promise<void> {
    await this.#db
      .insertInto('sightings')
      .values({ stream, case_id: id, user_key: user, at })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  /** The cases of a stream since `since` (ms), oldest first, at most the newest two hundred. */
  async sightings(stream: string, since: number): Promise<Sighting[]> {
    const found = await this.#db
      .selectFrom('sightings')
      .select(['case_id', 'user_key', 'at'])
      .where('stream', '=', stream)
      .where('at', '>=', since)
      .orderBy('at', 'desc')
      .limit(200)
      .execute();
    return found.map((row) => ({ case: row.case_id, user: row.user_key, at: row.at })).reverse();
  }

  /** What was counted in a stream since `since` (ms), by the hour; incidents' own cases are no part of what is usual. */
  async history(stream: string, since: number): Promise<History | null> {
    const found = await this.#db
      .selectFrom('sightings')
      .select(['at', 'case_id'])
      .where('stream', '=', stream)
      .where('at', '>=', since)
      .orderBy('at')
      .execute();
    if (!found[0]) return null;
    const affected = await this.#db
      .selectFrom('affected')
      .select('case_id')
      .where('at', '>=', since)
      .execute();
    const known = new Set(affected.map((row) => row.case_id));
    const counts = new Map<number, number>();
    for (const { at, case_id: id } of found) {
      const hour = Math.floor(at / hourMs);
      if (!known.has(id)) counts.set(hour, (counts.get(hour) ?? 0) + 1);
    }
    return { since: found[0].at, counts };
  }

  /** Forgets what was counted before `before` (ms). */
  async forget(before: number): Promise<void> {
    await this.#db.deleteFrom('sightings').where('at', '<', before).execute();
  }

  async open(): Promise<OpenIncident[]> {
    const found = await this.#db.selectFrom('incidents').selectAll().where('state', '=', 'open').execute();
    const open: OpenIncident[] = [];
    for (const row of found) open.push({ ...incident(row), people: await this.people(row.id) });
    return open;
  }

  async byId(id: string): Promise<Incident | undefined> {
    const found = await this.#db.selectFrom('incidents').selectAll().where('id', '=', id).executeTakeFirst();
    return found && incident(found);
  }

  /** The newest first. */
  async list(limit: number): Promise<(Incident & { people: number })[]> {
    const newest = this.#db
      .selectFrom('incidents')
      .selectAll()
      .orderBy('opened_at', 'desc')
      .orderBy('id', 'desc');
    const all: (Incident & { people: number })[] = [];
    for (const row of await newest.limit(limit).execute()) {
      all.push({ ...incident(row), people: await this.people(row.id) });
    }
    return all;
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
      .values(incidentRow(created))
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (Number(inserted.numInsertedOrUpdatedRows ?? 0) === 0)
      throw new StoreConflict('An incident is open for this already');
    return created;
  }

  async save(changed: Incident): Promise<void> {
    const { id, ...row } = incidentRow(changed);
    await this.#db.updateTable('incidents').set(row).where('id', '=', id).execute();
  }

  /** Adds a case to an incident; `false`: it was there. */
  async join(id: string, { case: caseId, user, at }: Affected): Promise<boolean> {
    const inserted = await this.#db
      .insertInto('affected')
      .values({ incident: id, case_id: caseId, user_key: user, at })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return Number(inserted.numInsertedOrUpdatedRows ?? 0) > 0;
  }

  /** Different people who are affected. */
  async people(id: string): Promise<number> {
    const { n } = await this.#db
      .selectFrom('affected')
      .select((eb) => eb.fn.count<number>('user_key').distinct().as('n'))
      .where('incident', '=', id)
      .executeTakeFirstOrThrow();
    return Number(n);
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

  /** All cases of one incident are the other's from now on. */
  async moveAffected(from: string, to: string): Promise<void> {
    for (let after = ''; ; ) {
      const some = await this.affected(from, after, 500);
      for (const one of some) await this.join(to, one);
      if (some.length < 500) return;
      after = some.at(-1)?.case ?? '';
    }
  }
}

const incident = ({ body }: Pick<IncidentTable, 'body'>): Incident => JSON.parse(body) as Incident;

const incidentRow = (one: Incident): IncidentTable => ({
  id: one.id,
  state: one.state,
  scope: `${one.tenant ?? '*'}|${one.codes[0] ?? ''}`,
  opened_at: one.openedAt,
  body: JSON.stringify(one),
});
