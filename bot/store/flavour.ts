import type { ColumnDataType, ColumnDefinitionBuilder, Dialect, Expression, Kysely } from 'kysely';
import type { Tables } from './schema.ts';

type ColumnType = ColumnDataType | Expression<unknown>;

/** What the two databases do differently; everything else is written once. */
export interface Flavour {
  name: 'sqlite' | 'postgres';
  dialect: Dialect;
  /** The same without time limits, for migrations; absent where `dialect` has none. */
  patientDialect?: Dialect;
  /** Turns run side by side, so rows are locked while they are worked on. */
  rowLocks: boolean;
  /** Text that is compared byte by byte, whatever the database's language. */
  keyType: ColumnType;
  bytesType: ColumnType;
  idType: ColumnType;
  /** Makes a column of `idType` number its rows, never using a number twice. */
  identity(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder;
  /** What `create table` ends with to keep small rows in their key's index, where the database can. */
  inKeyOrder: Expression<unknown>;
  /** Lets the numbering go on after `last`. */
  numberAfter(db: Kysely<Tables>, table: 'outbox' | 'tickets', last: number): Promise<void>;
}
