import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import type { Tables } from './schema.ts';

type Value = string | number | null | Uint8Array;
type Values = { [name: string]: Value };

/** A statement built once; running it costs no query building. `changed` counts rows inserted, updated or deleted. */
export interface Prepared<V, R> {
  (db: Kysely<Tables>, values: V): Promise<{ rows: R[]; changed: number }>;
  /** For looking at the database's plan. */
  readonly sql: string;
}

/** What the PostgreSQL driver gets; the name lets the server keep its plan. Select columns by name, never `*`. */
export type NamedQuery = CompiledQuery & { statementName?: string };

let statements = 0;

/** Stands in a query's parameters where a value comes when it runs. */
class Placeholder {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/**
 * Compiles a query once (building it takes longer than running it on the embedded database). In `build`, `value('x')`
 * is the place of the value `x`. Curried so that the row type can be inferred while the values are named.
 */
export function prepared<V extends Values>() {
  return <R>(
    build: (value: <K extends keyof V & string>(name: K) => V[K]) => Compilable<R>,
  ): Prepared<V, R> => {
    const compiled = build(
      <K extends keyof V & string>(name: K) => new Placeholder(name) as unknown as V[K],
    ).compile();
    const slots = compiled.parameters;
    statements += 1;
    const statementName = `store_${statements}`;
    const run = async (db: Kysely<Tables>, values: V) => {
      const parameters = slots.map((slot) =>
        storable(slot instanceof Placeholder ? values[slot.name] : slot),
      );
      const query: NamedQuery = { ...compiled, parameters, statementName };
      const { rows, numAffectedRows } = await db.executeQuery<R>(query);
      return { rows: rows as R[], changed: Number(numAffectedRows ?? rows.length) };
    };
    return Object.assign(run, { sql: compiled.sql });
  };
}

/** Both databases are to hold the same: PostgreSQL has no NUL in text and no fractions in its integers. */
function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
  // Backwards could make a row due before its time, a random part of a pause being the usual fraction.
  return typeof value === 'number' ? Math.ceil(value) : value;
}
