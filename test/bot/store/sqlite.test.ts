import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../bot/store/open.ts';
import { type Store, StoreUnavailable, type UserRow } from '../../../bot/store/store.ts';
import { storeContract } from '../../support/store-contract.ts';
import { add, advance, caseOf, sayOf, seed, ticketOf, userOf } from './build.ts';

const run = promisify(execFile);

async function openIn(folder: string) {
  const url = `file:${join(folder, 'new', 'bot.db')}`;
  const stores = [await openStore(url)];
  const another = async (dataKey?: string) => {
    const store = await openStore(url, dataKey);
    stores.push(store);
    return store;
  };
  const close = async () => {
    await Promise.all(stores.map((store) => store.close()));
    await rm(folder, { recursive: true, force: true });
  };
  return { store: stores[0] as Store, another, close };
}

storeContract('SQLite', async () => openIn(await mkdtemp(join(tmpdir(), 'store-'))));

describe('The embedded database', { timeout: 30_000 }, () => {
  let folder: string;
  let url: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'store-'));
    url = `file:${join(folder, 'data', 'bot.db')}`;
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('survives closing and opening again', async () => {
    const first = await openStore(url);
    await seed(first, caseOf('c', { rev: 4 }));
    await first.close();
    const second = await openStore(url);
    expect(await second.caseById('c')).toEqual(caseOf('c', { rev: 4 }));
    await second.close();
  });

  it('is readable by its owner only', async () => {
    const store = await openStore(url);
    await seed(store, caseOf('c'));
    for (const suffix of ['', '-wal', '-shm']) {
      expect((await stat(join(folder, 'data', `bot.db${suffix}`))).mode & 0o077).toBe(0);
    }
    await store.close();
  });

  it('shows nobody who reads the file what people are called and wrote, where there is a DATA_KEY', async () => {
    const written = async (dataKey?: string) => {
      const path = join(folder, `${dataKey ? 'sealed' : 'plain'}.db`);
      const store = await openStore(`file:${path}`, dataKey);
      const notes = [{ kind: 'comment' as const, text: 'Erwin kept the secret', at: '' }];
      await store.turn(async (turn) => {
        await turn.saveUser(userOf('ann', { name: 'Erwin' }));
        await turn.createTicket(ticketOf('case:1:1', { body: 'Erwin says', requester: 'Erwin' }));
        await turn.updateTicket('case:1:1', { comment: { at: '', text: 'Erwin again' } });
        const handoff = { ticketKey: 's/1', caseId: 'open', body: '{"note":"Erwin"}', at: '' };
        await turn.saveHandoff({ id: 'h', ...handoff });
      });
      await seed(store, caseOf('open', { notes, contact: { reachBy: 'Erwin' } }));
      await seed(store, caseOf('ended', { notes }, 'ended'));
      await add(store, sayOf('one', { effect: { kind: 'say', user: 'ann', text: 'Dear Erwin' } }));
      await store.close();
      return readFile(path, 'latin1');
    };
    expect(await written('a key for the tests, long enough')).not.toContain('Erwin');
    expect((await written()).split('Erwin').length).toBeGreaterThan(6);
  });

  it('is migrated once by stores that open it together', async () => {
    const stores = await Promise.all(Array.from({ length: 5 }, () => openStore(url)));
    await Promise.all(stores.map((store) => store.ping()));
    await Promise.all(stores.map((store) => store.close()));
  });

  it('works with the schema of the release after this one', async () => {
    await (await openStore(url)).close();
    const file = new DatabaseSync(join(folder, 'data', 'bot.db'));
    file.exec("insert into kysely_migration values ('9999_of_tomorrow', '2030-01-01')");
    file.exec('alter table cases add column of_tomorrow text; alter table users add column of_tomorrow text');
    file.close();
    const store = await openStore(url);
    await seed(store, caseOf('c'));
    await store.ping();
    expect(await store.caseById('c')).toEqual(caseOf('c'));
    await store.close();
  });

  it('is not ready while a migration is missing', async () => {
    const store = await openStore(url);
    const file = new DatabaseSync(join(folder, 'data', 'bot.db'));
    file.exec('delete from kysely_migration');
    file.close();
    await expect(store.ping()).rejects.toThrow('npm run migrate');
    await store.close();
  });

  it('fails all who wait at the same time where another process keeps the file locked', async () => {
    const store = await openStore(url);
    const other = new DatabaseSync(join(folder, 'data', 'bot.db'));
    other.exec('begin immediate');
    const began = performance.now();
    const settled = await Promise.allSettled([1, 2, 3].map((n) => seed(store, caseOf(`${n}`))));
    expect(performance.now() - began).toBeLessThan(9_000);
    for (const result of settled) {
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'store_unavailable' } });
    }
    other.exec('rollback');
    other.close();
    await seed(store, caseOf('c'));
    await store.close();
  });

  it('commits together what ends together, and shows nobody what is not committed', async () => {
    const store = await openStore(url);
    const reader = new DatabaseSync(join(folder, 'data', 'bot.db'), { readOnly: true });
    const count = () => Number(reader.prepare('select count(*) as n from cases').get()?.n);
    const seen: unknown[] = [];
    const turns = Array.from({ length: 5 }, (_, n) =>
      store.turn(async (turn) => {
        await turn.saveCase(caseOf(`${n}`), null);
        seen.push(count(), await store.caseById('0'));
      }),
    );
    const first = turns[0]?.then(count);
    await Promise.all(turns);
    expect(seen).toEqual(Array.from({ length: 5 }, () => [0, undefined]).flat());
    expect(await first).toBe(5);
    reader.close();
    await store.close();
  });

  it('takes nothing of other turns back with one that fails', async () => {
    const store = await openStore(url);
    const failing = (id: string) =>
      store.turn(async (turn) => {
        await turn.saveCase(caseOf(id), null);
        throw new Error(`not ${id}`);
      });
    const all = [
      failing('a'),
      seed(store, caseOf('b')),
      failing('c'),
      seed(store, caseOf('d')),
      failing('e'),
    ];
    const settled = await Promise.allSettled(all);
    expect(settled.map(({ status }) => status)).toEqual(
      ['a', 'b', 'c', 'd', 'e'].map((id) => ('bd'.includes(id) ? 'fulfilled' : 'rejected')),
    );
    const stored = ['a', 'b', 'c', 'd', 'e'].map(async (id) => Boolean(await store.caseById(id)));
    expect(await Promise.all(stored)).toEqual([false, true, false, true, false]);
    await expect(failing('f')).rejects.toThrow('not f');
    await seed(store, caseOf('g'));
    await store.close();
  });

  it('goes on one turn at a time after a commit that failed, and keeps what it has acknowledged', async () => {
    const store = await openStore(url);
    const count = async () => Number((await store.user('count'))?.name);
    await store.turn((turn) => turn.saveUser(userOf('count', { name: '0' })));
    let inside = 0;
    let most = 0;
    const increment = (ticks: number) =>
      store.turn(async (turn) => {
        inside += 1;
        most = Math.max(most, inside);
        const row = (await turn.user('count')) as UserRow;
        for (let n = 0; n < ticks; n += 1) await setImmediate();
        await turn.saveUser({ ...row, name: String(Number(row.name) + 1) });
        inside -= 1;
      });
    const exec = DatabaseSync.prototype.exec;
    let full = false;
    DatabaseSync.prototype.exec = function (statement) {
      if (!full || statement !== 'commit') return exec.call(this, statement);
      full = false;
      throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
    };
    try {
      const turns: Promise<unknown>[] = [];
      for (let n = 0; n < 60; n += 1) {
        full ||= n === 5 || n === 20;
        const turn = increment(n % 3);
        // Looked at below; one that is refused before must not count as overlooked.
        turn.catch(() => {});
        turns.push(turn);
        await setImmediate();
      }
      const ended = await Promise.allSettled(turns);
      const refused = ended.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
      expect(refused.length).toBeGreaterThan(0);
      for (const reason of refused) expect(reason).toBeInstanceOf(StoreUnavailable);
      expect(most).toBe(1);
      expect(await count()).toBe(60 - refused.length);
    } finally {
      DatabaseSync.prototype.exec = exec;
      await store.close();
    }
  });

  it('is shared with other processes, which lose none of each other’s turns', async () => {
    const program = join(import.meta.dirname, 'second-process.ts');
    const process3 = Array.from({ length: 3 }, () => run(process.execPath, [program, url, '40']));
    const store = await openStore(url);
    await seed(store, caseOf('shared')).catch(() => {});
    for (let i = 0; i < 40; i += 1) await advance(store, 'shared');
    await Promise.all(process3);
    expect((await store.caseById('shared'))?.record.rev).toBe(160);
    await store.close();
  });

  it('lives in memory where the URL says so', async () => {
    const [one, two] = [await openStore('file::memory:'), await openStore('file::memory:')];
    await seed(one, caseOf('c'));
    expect(await one.caseById('c')).toBeDefined();
    expect(await two.caseById('c')).toBeUndefined();
    await Promise.all([one.close(), two.close()]);
  });

  it('says that it is not available where the file is something else', async () => {
    await writeFile(join(folder, 'letter'), 'Dear Sir or Madam, '.repeat(100));
    for (const path of [join(folder, 'letter'), folder, join(folder, 'letter', 'bot.db')]) {
      await expect(openStore(`file:${path}`)).rejects.toBeInstanceOf(StoreUnavailable);
    }
    expect(await readFile(join(folder, 'letter'), 'utf8')).toMatch(/^Dear Sir/);
  });

  it('takes absolute file URLs, and no others than those of databases', async () => {
    const store = await openStore(`file://${folder}/a%20b.db`);
    await store.close();
    expect((await stat(join(folder, 'a b.db'))).isFile()).toBe(true);
    for (const other of ['mysql://host/db', 'file:', '', '/tmp/x.db']) {
      await expect(openStore(other)).rejects.toBeInstanceOf(TypeError);
    }
  });
});
