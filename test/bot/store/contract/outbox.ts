import { describe, expect, it } from 'vitest';
import type { Subject } from '../../../support/store-contract.ts';
import { add, leasedKeys, noon, sayOf } from '../build.ts';

export function outboxContract(subject: Subject): void {
  const ids = async () => (await subject.store.outboxRows({}, 10)).map((row) => row.id);
  const keys = async (state?: 'waiting' | 'dead') =>
    (await subject.store.outboxRows(state ? { state } : {}, 10)).map((row) => row.key);
  const leaseOne = async (now = noon, owner = 'one') => {
    const [row] = await subject.store.lease(owner, now, 60_000, 1);
    if (!row) throw new Error('Nothing to lease');
    return row;
  };

  describe('the outbox', () => {
    it('takes a key once, while it waits, is leased, is done and is dead', async () => {
      const { store } = subject;
      await add(store, sayOf('a'), sayOf('a', { priority: 5 }));
      await add(store, sayOf('a'));
      expect(await keys()).toEqual(['a']);
      const row = await leaseOne();
      await add(store, sayOf('a'));
      expect(await keys()).toEqual(['a']);
      await store.complete(row.id, 'one');
      await add(store, sayOf('a'));
      expect(await keys()).toEqual([]);
      await add(store, sayOf('b'));
      await store.bury((await leaseOne()).id, 'one', 'refused');
      await add(store, sayOf('b'));
      expect(await keys('waiting')).toEqual([]);
      expect(await keys('dead')).toEqual(['b']);
    });

    it('replaces waiting rows with the same coalesce value', async () => {
      const { store } = subject;
      await add(
        store,
        sayOf('update:1', { coalesce: 'card' }),
        sayOf('other', { coalesce: 'else' }),
        sayOf('plain'),
      );
      await add(store, sayOf('update:2', { coalesce: 'card' }), sayOf('update:3', { coalesce: 'card' }));
      expect(await keys()).toEqual(['other', 'plain', 'update:3']);
    });

    it('leaves a leased row alone when a newer one comes, and does both in order', async () => {
      const { store } = subject;
      await add(store, sayOf('update:1', { coalesce: 'card', group: 'g' }));
      const first = await leaseOne();
      await add(store, sayOf('update:2', { coalesce: 'card', group: 'g', dueAt: noon + 1 }));
      expect(await leasedKeys(store, noon + 1)).toEqual([]);
      expect(await store.complete(first.id, 'one')).toBe(true);
      expect(await leasedKeys(store, noon + 1)).toEqual(['update:2']);
    });

    it('does not let a repeated key push out the row that replaced it', async () => {
      const { store } = subject;
      await add(store, sayOf('update:1', { coalesce: 'card' }));
      const first = await leaseOne();
      await add(store, sayOf('update:2', { coalesce: 'card' }));
      await add(store, sayOf('update:1', { coalesce: 'card' }));
      await store.complete(first.id, 'one');
      expect(await keys()).toEqual(['update:2']);
    });

    it('forgets a done row with a coalesce value, so that it can be wanted again', async () => {
      const { store } = subject;
      await add(store, sayOf('update:1', { coalesce: 'card' }));
      await store.complete((await leaseOne()).id, 'one');
      await add(store, sayOf('update:1', { coalesce: 'card' }));
      expect(await keys()).toEqual(['update:1']);
    });

    it('drops waiting rows by the beginning of their key, literally, and no leased ones', async () => {
      const { store } = subject;
      await add(store, sayOf('remind:a_%:1'));
      await leaseOne();
      await add(
        store,
        sayOf('remind:a_%:2'),
        sayOf('remind:a_%:😀'),
        sayOf('remind:abc:1'),
        sayOf('remind:a_'),
      );
      const dropped = await store.turn((turn) => turn.dropEffects('remind:a_%:'));
      expect(dropped).toBe(2);
      expect(await keys()).toEqual(['remind:a_%:1', 'remind:abc:1', 'remind:a_']);
    });

    it('keeps what was given up for people to see, try again or drop', async () => {
      const { store } = subject;
      await add(store, sayOf('a', { group: 'g' }), sayOf('b', { group: 'g' }));
      const row = await leaseOne();
      expect(await store.bury(row.id, 'one', 'The connector said 400 \0 🙈')).toBe(true);
      const [dead] = await store.outboxRows({ state: 'dead' }, 10);
      expect(dead).toMatchObject({ key: 'a', state: 'dead', error: 'The connector said 400 \uFFFD 🙈' });
      expect(dead?.effect).toEqual(sayOf('a').effect);
      expect(await store.outboxCounts()).toEqual({ waiting: 1, dead: 1 });
      // What comes after it in its group is not held up.
      const next = await leaseOne();
      expect(next.key).toBe('b');
      await store.complete(next.id, 'one');
      expect(await store.revive(row.id, noon + 5)).toBe(true);
      expect(await store.revive(row.id, noon + 5)).toBe(false);
      expect(await leasedKeys(store, noon + 4)).toEqual([]);
      expect(await store.lease('one', noon + 5, 1, 1)).toMatchObject([
        { key: 'a', attempts: 0, createdAt: noon + 5 },
      ]);
    });

    it('drops waiting and dead rows, once', async () => {
      const { store } = subject;
      await add(store, sayOf('a'), sayOf('b'));
      await store.bury((await leaseOne()).id, 'one', 'no');
      const all = await ids();
      expect(await Promise.all(all.map((id) => store.drop(id)))).toEqual([true, true]);
      expect(await Promise.all(all.map((id) => store.drop(id)))).toEqual([false, false]);
      expect(await store.outboxCounts()).toEqual({ waiting: 0, dead: 0 });
    });

    it('gives no id a second time', async () => {
      const { store } = subject;
      await add(store, sayOf('a'));
      const [first] = await ids();
      await store.drop(first ?? 0);
      await add(store, sayOf('b'));
      expect(await ids()).not.toEqual([first]);
    });

    it('says when there is something to lease again', async () => {
      const { store } = subject;
      expect(await store.nextDue()).toBeNull();
      await add(
        store,
        sayOf('late', { dueAt: noon + 900, priority: 0 }),
        sayOf('a', { group: 'g', dueAt: noon + 20, priority: 0 }),
        sayOf('b', { group: 'g', dueAt: noon + 30, priority: 9 }),
      );
      expect(await store.nextDue()).toBe(noon + 20);
      const [row] = await store.lease('one', noon + 100, 60_000, 1);
      expect(row?.key).toBe('a');
      // `b` waits for `a`, so it is no reason to look before.
      expect(await store.nextDue()).toBe(noon + 900);
      await store.retry(row?.id ?? 0, 'one', noon + 500, 'busy', true);
      expect(await store.nextDue()).toBe(noon + 500);
      await store.lease('one', noon + 500, 100, 1);
      expect(await store.nextDue()).toBe(noon + 600);
    });
  });
}
