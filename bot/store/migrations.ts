import { Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Flavour } from './flavour.ts';
import type { Tables } from './schema.ts';
import { StoreUnavailable } from './store.ts';

/** The first ticket is OD-1001: short enough to read out, long enough not to look like a count. */
const lastTicketBefore = 1000;

/**
 * Every change of the schema, in order; names are never changed or removed. During a rolling update the release
 * before works on the new schema too, so a migration only adds; what is to go is dropped one release later.
 */
export const migrations = (flavour: Flavour): Record<string, Migration> => ({
  '0001_cases_claims_outbox_tickets': {
    async up(db: Kysely<Tables>) {
      const { keyType } = flavour;
      await db.schema
        .createTable('users')
        .addColumn('key', keyType, (c) => c.primaryKey())
        .addColumn('body', 'text', (c) => c.notNull())
        .modifyEnd(flavour.inKeyOrder)
        .execute();
      await db.schema
        .createTable('cases')
        .addColumn('id', keyType, (c) => c.primaryKey())
        .addColumn('user_key', keyType, (c) => c.notNull())
        .addColumn('n', 'bigint', (c) => c.notNull())
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('step', 'text', (c) => c.notNull())
        .addColumn('code', 'text')
        .addColumn('outcome', 'text')
        .addColumn('category', 'text')
        .addColumn('rev', 'bigint', (c) => c.notNull())
        .addColumn('body', 'text')
        .addColumn('packed', flavour.bytesType)
        .addColumn('opened_at', keyType, (c) => c.notNull())
        .addColumn('moved_at', keyType, (c) => c.notNull())
        .addColumn('purged', 'integer', (c) => c.notNull().defaultTo(0))
        .execute();
      await index(db, 'create unique index cases_of_user on cases (user_key, n)');
      await index(db, "create unique index cases_one_running on cases (user_key) where state <> 'ended'");
      await index(db, "create index cases_to_purge on cases (moved_at) where state = 'ended' and purged = 0");
      await db.schema
        .createTable('claims')
        .addColumn('conversation_id', keyType, (c) => c.notNull())
        .addColumn('activity_id', keyType, (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('claims_key', ['conversation_id', 'activity_id'])
        .modifyEnd(flavour.inKeyOrder)
        .execute();
      await index(db, 'create index claims_by_age on claims (at)');
      await db.schema
        .createTable('outbox')
        .addColumn('id', flavour.idType, (c) => flavour.identity(c))
        .addColumn('key', keyType, (c) => c.notNull().unique())
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('group_key', keyType, (c) => c.notNull())
        .addColumn('payload', 'text', (c) => c.notNull())
        .addColumn('priority', 'integer', (c) => c.notNull())
        .addColumn('first_due_at', 'bigint', (c) => c.notNull())
        .addColumn('due_at', 'bigint', (c) => c.notNull())
        .addColumn('attempts', 'integer', (c) => c.notNull().defaultTo(0))
        .addColumn('owner', 'text')
        .addColumn('leased_until', 'bigint')
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('error', 'text')
        .addColumn('coalesce_key', keyType)
        .execute();
      // Partial, so that the many rows that only keep a key known cost one index entry.
      const waiting = "where state = 'waiting'";
      await index(db, `create index outbox_due on outbox (priority, due_at, id) ${waiting}`);
      await index(db, `create index outbox_groups on outbox (group_key, first_due_at, id) ${waiting}`);
      await index(
        db,
        `create index outbox_coalesce on outbox (coalesce_key) ${waiting} and coalesce_key is not null`,
      );
      await index(db, 'create index outbox_leased on outbox (leased_until) where leased_until is not null');
      await index(db, "create index outbox_dead on outbox (id) where state = 'dead'");
      await index(db, "create index outbox_done on outbox (first_due_at) where state = 'done'");
      await db.schema
        .createTable('tickets')
        .addColumn('n', flavour.idType, (c) => flavour.identity(c))
        .addColumn('key', keyType, (c) => c.notNull().unique())
        .addColumn('status', 'text', (c) => c.notNull())
        .addColumn('body', 'text', (c) => c.notNull())
        .addColumn('comments', 'text', (c) => c.notNull())
        .execute();
      await flavour.numberAfter(db, 'tickets', lastTicketBefore);
    },
  },
  '0002_due_cases_and_handoffs': {
    async up(db: Kysely<Tables>) {
      await db.schema.alterTable('cases').addColumn('due_at', 'bigint').execute();
      await index(db, 'create index cases_due on cases (due_at) where due_at is not null');
      await db.schema
        .createTable('handoffs')
        .addColumn('id', flavour.keyType, (c) => c.primaryKey())
        .addColumn('ticket_key', flavour.keyType, (c) => c.unique())
        .addColumn('case_id', flavour.keyType, (c) => c.notNull())
        .addColumn('body', 'text', (c) => c.notNull())
        .addColumn('at', flavour.keyType, (c) => c.notNull())
        .execute();
      await index(db, 'create index handoffs_of_case on handoffs (case_id, at)');
    },
  },
  '0003_it_cards': {
    async up(db: Kysely<Tables>) {
      await db.schema
        .createTable('it_cards')
        .addColumn('key', flavour.keyType, (c) => c.primaryKey())
        .addColumn('case_id', flavour.keyType, (c) => c.notNull())
        .addColumn('body', 'text', (c) => c.notNull())
        .modifyEnd(flavour.inKeyOrder)
        .execute();
    },
  },
  '0004_unsure_effects': {
    async up(db: Kysely<Tables>) {
      await db.schema
        .alterTable('outbox')
        .addColumn('unsure', 'integer', (c) => c.notNull().defaultTo(0))
        .execute();
    },
  },
  '0005_data_keys': {
    async up(db: Kysely<Tables>) {
      await db.schema
        .createTable('data_keys')
        .addColumn('id', flavour.keyType, (c) => c.primaryKey())
        .addColumn('complete', 'integer', (c) => c.notNull().defaultTo(0))
        .execute();
      await index(
        db,
        "create index cases_to_delete on cases (moved_at) where state = 'ended' and purged = 1",
      );
    },
  },
  '0006_incidents': {
    async up(db: Kysely<Tables>) {
      const { keyType } = flavour;
      await db.schema
        .createTable('incidents')
        .addColumn('id', keyType, (c) => c.primaryKey())
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('scope', keyType, (c) => c.notNull())
        .addColumn('opened_at', keyType, (c) => c.notNull())
        .addColumn('body', 'text', (c) => c.notNull())
        .execute();
      await index(db, "create unique index incidents_open on incidents (scope) where state = 'open'");
      await db.schema
        .createTable('affected')
        .addColumn('incident', keyType, (c) => c.notNull())
        .addColumn('case_id', keyType, (c) => c.notNull())
        .addColumn('user_key', keyType, (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('affected_key', ['incident', 'case_id'])
        .modifyEnd(flavour.inKeyOrder)
        .execute();
      await db.schema
        .createTable('sightings')
        .addColumn('stream', keyType, (c) => c.notNull())
        .addColumn('case_id', keyType, (c) => c.notNull())
        .addColumn('user_key', keyType, (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('sightings_key', ['stream', 'case_id'])
        .modifyEnd(flavour.inKeyOrder)
        .execute();
      await index(db, 'create index sightings_by_time on sightings (stream, at)');
    },
  },
  '0007_instances': {
    async up(db: Kysely<Tables>) {
      await db.schema
        .createTable('instances')
        .addColumn('owner', flavour.keyType, (c) => c.primaryKey())
        .addColumn('seen_at', 'bigint', (c) => c.notNull())
        .execute();
    },
  },
  '0008_affected_people': {
    async up(db: Kysely<Tables>) {
      await index(db, 'create index affected_people on affected (incident, user_key)');
    },
  },
  '0009_incidents_by_age': {
    async up(db: Kysely<Tables>) {
      await index(db, 'create index sightings_by_age on sightings (at)');
      await index(db, 'create index affected_by_age on affected (at)');
    },
  },
  '0010_ticket_ids': {
    async up(db: Kysely<Tables>) {
      await db.schema
        .createTable('ticket_ids')
        .addColumn('system', flavour.keyType, (c) => c.notNull())
        .addColumn('id', flavour.keyType, (c) => c.notNull())
        .addColumn('key', flavour.keyType, (c) => c.notNull())
        .addPrimaryKeyConstraint('ticket_ids_pk', ['system', 'id'])
        .execute();
      await index(db, 'create index ticket_ids_key on ticket_ids (key)');
    },
  },
});

const index = (db: Kysely<Tables>, statement: string) => sql.raw(statement).execute(db);

/**
 * Brings the schema up to date. Any number of processes may call it at the same time: one does the work, the others
 * wait for it. A schema that is newer than this release knows is left as it is. Throws where the migrations that
 * were run are not the ones this release knows, or the database does not answer (`StoreUnavailable`).
 */
export async function migrate(db: Kysely<Tables>, flavour: Flavour): Promise<void> {
  const all = migrations(flavour);
  if ((await missing(db, flavour)).length === 0) return;
  const patient = flavour.patientDialect ? new Kysely<Tables>({ dialect: flavour.patientDialect }) : db;
  try {
    const provider = { getMigrations: async () => all };
    const { error } = await new Migrator({ db: patient, provider }).migrateToLatest();
    if (error !== undefined) throw error;
  } finally {
    if (patient !== db) await patient.destroy();
  }
}

/** Throws `StoreUnavailable` where a migration that this release needs was not run. */
export async function checkSchema(db: Kysely<Tables>, flavour: Flavour): Promise<void> {
  const names = await notRun(db, flavour);
  if (names.length === 0) return;
  const which = names.join(', ');
  throw new StoreUnavailable(`The database's schema is too old: run "npm run migrate" (missing: ${which})`);
}

async function missing(db: Kysely<Tables>, flavour: Flavour): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  const begun = tables.some((table) => table.name === 'kysely_migration');
  return begun ? notRun(db, flavour) : Object.keys(migrations(flavour));
}

async function notRun(db: Kysely<Tables>, flavour: Flavour): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return Object.keys(migrations(flavour)).filter((name) => !rows.some((row) => row.name === name));
}
