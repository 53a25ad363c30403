import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Flavour } from './flavour.ts';
import { KyselyStore } from './kysely-store.ts';
import { postgresFlavour } from './postgres.ts';
import { sealOf } from './seal.ts';
import { sqliteFlavour } from './sqlite.ts';
import { type Store, StoreUnavailable } from './store.ts';

/**
 * Opens the database that `DATABASE_URL` names and brings its schema up to date; several processes may do so at the
 * same time. `file:<path>` is the embedded database (the folder is created, readable by its owner only),
 * `file::memory:` one that lives as long as the store, `postgres://…` a shared one. Throws `TypeError` for any other
 * URL, `StoreUnavailable` where the database can't be opened, and `StartError` where it is encrypted with a key that
 * `dataKey` (`DATA_KEY`) doesn't hold.
 */
export const openStore = async (databaseUrl: string, dataKey?: string): Promise<Store> =>
  KyselyStore.open(flavourOf(databaseUrl), sealOf(dataKey));

/** The database behind a URL; creates the embedded one's folder. */
export function flavourOf(databaseUrl: string): Flavour {
  if (/^postgres(ql)?:\/\//.test(databaseUrl)) return postgresFlavour(databaseUrl);
  const path = filePath(databaseUrl);
  if (path === null) throw new TypeError('DATABASE_URL must begin with "file:" or "postgres://"');
  if (path !== ':memory:') createPrivately(path);
  return sqliteFlavour(path);
}

/** The path in a `file:` URL as written (`file:./data/bot.db`) or absolute (`file:///var/lib/bot.db`), or `null`. */
export function filePath(databaseUrl: string): string | null {
  if (!databaseUrl.startsWith('file:')) return null;
  if (databaseUrl.startsWith('file://')) return fileURLToPath(databaseUrl);
  return databaseUrl.slice('file:'.length) || null;
}

/** Cases hold names and what people pasted; the files beside it inherit the mode. */
function createPrivately(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    closeSync(openSync(path, 'a', 0o600));
  } catch (error) {
    throw new StoreUnavailable(`The database file ${path} can't be created or written`, { cause: error });
  }
}
