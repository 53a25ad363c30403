import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { afterEach, expect, it } from 'vitest';
import { migrations } from '../../../bot/store/migrations.ts';
import type { Tables } from '../../../bot/store/schema.ts';
import { sqliteFlavour } from '../../../bot/store/sqlite.ts';

const flavour = sqliteFlavour(':memory:');
const db = new Kysely<Tables>({ dialect: flavour.dialect });
afterEach(() => db.destroy());

interface Column {
  table: string;
  name: string;
  type: string;
  /** An insert that does not name it goes well. */
  optional: boolean;
}

async function columns(): Promise<Column[]> {
  return (await db.introspection.getTables()).flatMap((table) =>
    table.columns.map(({ name, dataType, isNullable, hasDefaultValue, isAutoIncrementing }) => ({
      table: table.name,
      name,
      type: dataType,
      optional: isNullable || hasDefaultValue || isAutoIncrementing,
    })),
  );
}

const at = (all: Column[], { table, name }: Column) =>
  all.find((one) => one.table === table && one.name === name);

/** Names in the order in which they were released; a change here would break databases that exist. */
const released = [
  '0001_cases_claims_outbox_tickets',
  '0002_due_cases_and_handoffs',
  '0003_it_cards',
  '0004_unsure_effects',
];

it('the release before works on the schema of each migration: it only adds, and nothing that must be named', async () => {
  const all = migrations(flavour);
  expect(Object.keys(all).slice(0, released.length)).toEqual(released);
  expect(Object.keys(all)).toEqual(Object.keys(all).toSorted());
  const migrator = new Migrator({ db, provider: { getMigrations: async () => all } });
  let before: Column[] = [];
  for (const name of Object.keys(all)) {
    const { error, results } = await migrator.migrateUp();
    expect([error, results?.[0]?.migrationName]).toEqual([undefined, name]);
    const now = await columns();
    // What was there is still there, with its type, and as optional as it was.
    expect(before.map((column) => at(now, column))).toEqual(before);
    const tables = new Set(before.map(({ table }) => table));
    const added = now.filter((column) => tables.has(column.table) && !at(before, column));
    expect(added.filter(({ optional }) => !optional)).toEqual([]);
    before = now;
  }
});
