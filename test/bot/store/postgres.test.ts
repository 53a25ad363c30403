import { afterAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../bot/store/open.ts';
import { leaseLock } from '../../../bot/store/outbox.ts';
import { type Store, StoreUnavailable } from '../../../bot/store/store.ts';
import { doneOrWaiting, startPostgres, withClient } from '../../support/postgres.ts';
import { storeContract } from '../../support/store-contract.ts';
import { add, advance, caseOf, leasedKeys, noon, sayOf, seed, userOf } from './build.ts';

const server = await startPostgres();
afterAll(() => server?.close());

const newDatabase = (): Promise<string> => {
  if (!server) throw new Error('There is no PostgreSQL');
  return server.newDatabase();
};

/** The contract's database: emptied for each test, which is quicker than a new one. */
let contractUrl: Promise<string> | undefined;

async function migrated(): Promise<string> {
  const url = await newDatabase();
  await (await openStore(url)).close();
  return url;
}

async function emptied() {
  contractUrl ??= migrated();
  const url = await contractUrl;
  await withClient(url, async (client) => {
    await client.query(
      'truncate users, cases, claims, outbox, tickets, handoffs, it_cards, data_keys, incidents, affected, sightings, ticket_ids, instances restart identity',
    );
    await client.query("select setval('tickets_n_seq', 1000)");
  });
  return open(url);
}

async function open(url: string) {
  const stores = [await openStore(url)];
  const another = async (dataKey?: string) => {
    const store = await openStore(url, dataKey);
    stores.push(store);
    return store;
  };
  const close = async () => {
    await Promise.all(stores.map((store) => store.close()));
  };
  return { store: stores[0] as Store, another, close };
}

describe.skipIf(!server)('With a PostgreSQL server', () => {
  storeContract('PostgreSQL', emptied);

  describe('PostgreSQL', { timeout: 30_000 }, () => {
    it('is migrated once by instances that start together', async () => {
      const url = await newDatabase();
      const stores = await Promise.all(Array.from({ length: 5 }, () => openStore(url)));
      await Promise.all(stores.map((store) => store.ping()));
      await Promise.all(stores.map((store) => store.close()));
    });

    it('works on different cases side by side, and on one case one after the other', async () => {
      const { store, another, close } = await open(await newDatabase());
      const other = await another();
      await seed(store, caseOf('a'));
      await seed(store, caseOf('b'));
      let blocked: Promise<void> | undefined;
      await store.turn(async (turn) => {
        await turn.caseById('a');
        blocked = advance(other, 'a');
        // Done while this turn is still open; the other case's turn is not.
        await advance(other, 'b');
        await turn.saveCase(caseOf('a', { rev: 1 }), 0);
      });
      await blocked;
      expect((await store.caseById('a'))?.record.rev).toBe(2);
      await close();
    });

    it('leases past rows that a turn in work is about to replace', async () => {
      const { store, another, close } = await open(await newDatabase());
      const other = await another();
      await add(store, sayOf('update:1', { coalesce: 'card' }), sayOf('hello'));
      await store.turn(async (turn) => {
        await turn.addEffects([sayOf('update:2', { coalesce: 'card' })]);
        // Were it to wait for the turn, neither would ever end.
        expect(await leasedKeys(other)).toEqual(['hello']);
      });
      expect(await leasedKeys(other)).toEqual(['update:2']);
      await close();
    });

    it('sees what another instance is leasing at the same moment', async () => {
      const url = await newDatabase();
      const { store, close } = await open(url);
      await add(store, sayOf('in work', { group: 'g' }));
      await withClient(url, async (instance) => {
        await instance.query('begin');
        await instance.query('select pg_advisory_xact_lock($1)', [leaseLock]);
        await instance.query("update outbox set owner = 'two', leased_until = $1", [noon + 60_000]);
        await add(store, sayOf('earlier', { group: 'g', dueAt: noon - 1 }));
        const leasing = leasedKeys(store);
        await doneOrWaiting(url, leasing);
        await instance.query('commit');
        expect(await leasing).toEqual([]);
      });
      await close();
    });

    it('takes no name away from a user whom a turn has in hand, and nothing of what that turn stores', async () => {
      const url = await newDatabase();
      const { store, another, close } = await open(url);
      const other = await another();
      await store.turn((turn) => turn.saveUser(userOf('ann')));
      await seed(store, caseOf('a', { user: 'ann', movedAt: '2025-01-01T00:00:00.000Z' }, 'ended'));
      const purge = () => other.purgeCases('2026', (record) => record, 10);
      let purging: Promise<number> | undefined;
      await store.turn(async (turn) => {
        const ann = await turn.user('ann');
        purging = purge();
        await doneOrWaiting(url, purging);
        // As every turn does: it locks the user first and then the case.
        await turn.latestCase('ann');
        await turn.saveUser({ ...(ann ?? userOf('ann')), blockedAt: '2026-03-02' });
      });
      expect(await purging).toBe(0);
      expect(await store.user('ann')).toMatchObject({ name: 'Ann Example', blockedAt: '2026-03-02' });
      expect(await purge()).toBe(1);
      expect(await store.user('ann')).toMatchObject({ name: '', blockedAt: '2026-03-02' });
      await close();
    });

    it('gives up waiting for a connection in time for an answer', async () => {
      const { store, close } = await open(await newDatabase());
      let release = () => {};
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      const holding = Array.from({ length: 10 }, (_, i) =>
        store.turn(async (turn) => {
          await turn.claim('c', `${i}`, noon);
          await released;
        }),
      );
      await expect(store.turn((turn) => turn.claim('c', 'x', noon))).rejects.toBeInstanceOf(StoreUnavailable);
      release();
      await Promise.all(holding);
      expect(await store.turn((turn) => turn.claim('c', 'x', noon))).toBe(true);
      await close();
    });

    it('says that it is not available while the server is away, stores nothing, and goes on afterwards', async () => {
      const { store, close } = await open(await newDatabase());
      await seed(store, caseOf('c'));
      const interrupted = store.turn(async (turn) => {
        const stored = await turn.caseById('c');
        await turn.saveCase({ ...(stored ?? caseOf('c')), record: caseOf('c', { rev: 1 }).record }, 0);
        await server?.halt();
      });
      await expect(interrupted).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(store.ping()).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(advance(store, 'c')).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(store.lease('one', noon, 1, 1)).rejects.toBeInstanceOf(StoreUnavailable);
      await server?.resume();
      expect((await store.caseById('c'))?.record.rev).toBe(0);
      await advance(store, 'c');
      expect((await store.caseById('c'))?.record.rev).toBe(1);
      await close();
    });

    it('says that it is not available where nobody listens or the password is wrong', async () => {
      const url = new URL(await newDatabase());
      url.password = 'wrong';
      await expect(openStore(url.href)).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(openStore('postgres://bot@127.0.0.1:1/bot')).rejects.toBeInstanceOf(StoreUnavailable);
    });
  });
});
