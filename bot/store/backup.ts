import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** How long to wait for a writer, ms. */
const busyMs = 10_000;

/**
 * Writes a copy of the embedded database at path `from` to `to` while the bot goes on: one moment's state, whole and
 * checked, readable by its owner only. Returns its size in bytes. Blocks the event loop while it copies, so it belongs
 * into a process of its own. Throws where `from` doesn't exist, `to` does, or the copy doesn't pass SQLite's check;
 * nothing is left behind then. To restore: stop the bot, delete `<from>-wal` and `<from>-shm`, and put the copy in
 * the file's place.
 */
export function backup(from: string, to: string): number {
  // Opening a missing file would create an empty database and back that up.
  if (!existsSync(from)) throw new Error(`There is no database at ${from}`);
  if (existsSync(to)) throw new Error(`${to} exists already; a backup replaces nothing`);
  const partial = `${to}.partial`;
  rmSync(partial, { force: true });
  try {
    closeSync(openSync(partial, 'wx', 0o600));
    run(from, (db) => db.prepare('vacuum into ?').run(partial));
    run(partial, (db) => {
      const result = db.prepare('pragma quick_check').get()?.quick_check;
      if (result !== 'ok') throw new Error(`The copy of ${from} is damaged: ${result}`);
    });
    sync(partial);
    renameSync(partial, to);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
  return statSync(to).size;
}

function run(path: string, work: (db: DatabaseSync) => void): void {
  const db = new DatabaseSync(path, { timeout: busyMs });
  try {
    work(db);
  } finally {
    db.close();
  }
}

function sync(path: string): void {
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
}
