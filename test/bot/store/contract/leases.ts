import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Subject } from '../../../support/store-contract.ts';
import { add, leasedKeys, noon, sayOf } from '../build.ts';
import { OutboxModel, operations } from './outbox-model.ts';

export function leaseContract(subject: Subject): void {
  describe('leases', () => {
    it('hand out due rows only, by priority, then due time, then age, up to the limit', async () => {
      const { store } = subject;
      await add(
        store,
        sayOf('update', { priority: 9, dueAt: noon - 9_000 }),
        sayOf('second', { dueAt: noon - 1 }),
        sayOf('third', { dueAt: noon - 1 }),
        sayOf('first', { dueAt: noon - 2 }),
        sayOf('ticket', { priority: 1, dueAt: noon - 5_000 }),
        sayOf('later', { dueAt: noon + 1 }),
      );
      expect(await leasedKeys(store, noon, { limit: 4 })).toEqual(['first', 'second', 'third', 'ticket']);
      expect(await leasedKeys(store, noon, { limit: 4 })).toEqual(['update']);
      expect(await leasedKeys(store, noon + 1)).toEqual(['later']);
    });

    it('go to the lane that asks, so that tickets and messages need not wait for one another', async () => {
      const { store } = subject;
      const ticket = (key: string) => sayOf(key, { priority: 1 });
      await add(store, sayOf('message'), ticket('ticket'), sayOf('update', { priority: 9 }), ticket('other'));
      const keys = async (lane: 'chat' | 'ticket') =>
        (await store.lease('one', noon, 1_000, 3, lane)).map((row) => row.key);
      expect(await keys('ticket')).toEqual(['ticket', 'other']);
      expect(await keys('chat')).toEqual(['message', 'update']);
    });

    it('carry everything the handler needs', async () => {
      const { store } = subject;
      const added = sayOf('a', { dueAt: noon - 7, group: 'g', priority: 1 });
      await add(store, added);
      const [row] = await store.lease('one', noon, 1_000, 10);
      expect(row).toEqual({
        id: row?.id,
        effect: added.effect,
        key: 'a',
        group: 'g',
        attempts: 0,
        unsure: false,
        createdAt: noon - 7,
        dueAt: noon - 7,
      });
    });

    it('say whether an earlier try may have gone through', async () => {
      const { store } = subject;
      await add(store, sayOf('a'));
      const tryAgain = async (now: number) => {
        const [row] = await store.lease('one', now, 1_000, 1);
        if (!row) throw new Error('There is no row');
        return row;
      };
      const { id } = await tryAgain(noon);
      await store.retry(id, 'one', noon, 'refused', true);
      expect((await tryAgain(noon)).unsure).toBe(false);
      await store.retry(id, 'one', noon, 'limit', false, false);
      expect((await tryAgain(noon)).unsure).toBe(false);
      // Its owner dies.
      expect((await tryAgain(noon + 2_000)).unsure).toBe(true);
      await store.retry(id, 'one', noon, 'refused', true);
      expect((await tryAgain(noon + 2_000)).unsure).toBe(true);
    });

    it('say so too where the answer was lost', async () => {
      const { store } = subject;
      await add(store, sayOf('a'));
      const [first] = await store.lease('one', noon, 1_000, 1);
      await store.retry(first?.id ?? 0, 'one', noon, 'timeout', true, true);
      expect((await store.outboxRows({}, 1))[0]?.unsure).toBe(true);
      expect((await store.lease('one', noon, 1_000, 1))[0]?.unsure).toBe(true);
    });

    it('let a message overtake a card update of its own conversation, but not another message', async () => {
      const { store } = subject;
      const chat = { group: 'conversation' };
      await add(
        store,
        sayOf('update', { ...chat, priority: 9, dueAt: noon - 3 }),
        sayOf('first', { ...chat, dueAt: noon - 2 }),
        sayOf('second', { ...chat, dueAt: noon - 1 }),
      );
      for (const key of ['first', 'second', 'update']) {
        const [row, ...others] = await store.lease('one', noon, 1_000, 10);
        expect([row?.key, others]).toEqual([key, []]);
        await store.complete(row?.id ?? 0, 'one');
      }
    });

    it('go to one of two owners', async () => {
      const other = await subject.another();
      await add(subject.store, ...Array.from({ length: 20 }, (_, i) => sayOf(`row ${i}`)));
      const shares = await Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          leasedKeys(i % 2 ? other : subject.store, noon, { owner: i % 2 ? 'two' : 'one', limit: 3 }),
        ),
      );
      const all = shares.flat();
      expect(all).toHaveLength(20);
      expect(new Set(all).size).toBe(20);
    });

    it('go to one row of a group at a time, also among instances', async () => {
      const other = await subject.another();
      const group = { group: 'conversation' };
      await add(subject.store, ...Array.from({ length: 6 }, (_, i) => sayOf(`row ${i}`, group)));
      for (let i = 0; i < 6; i += 1) {
        const found = await Promise.all([
          subject.store.lease('one', noon, 60_000, 10),
          other.lease('two', noon, 60_000, 10),
        ]);
        expect(found.flat().map((row) => row.key)).toEqual([`row ${i}`]);
        const row = found.flat()[0];
        expect(await other.complete(row?.id ?? 0, found[0].length > 0 ? 'one' : 'two')).toBe(true);
      }
    });

    it('keep the order of a group through a retry, and hold up no other group', async () => {
      const { store } = subject;
      await add(store, sayOf('1', { group: 'g' }), sayOf('2', { group: 'g' }), sayOf('3', { group: 'h' }));
      const [first] = await store.lease('one', noon, 60_000, 1);
      expect(await store.retry(first?.id ?? 0, 'one', noon + 500, 'throttled', true)).toBe(true);
      expect(await leasedKeys(store, noon + 499)).toEqual(['3']);
      expect(await leasedKeys(store, noon + 500)).toEqual(['1']);
    });

    it('let what is meant for now pass what its group has for later', async () => {
      const { store } = subject;
      await add(store, sayOf('in ten seconds', { group: 'g', dueAt: noon + 10_000, priority: 9 }));
      await add(store, sayOf('now', { group: 'g' }));
      const [now] = await store.lease('one', noon, 60_000, 10);
      expect(now?.key).toBe('now');
      // Tried again after the other is due: it was meant to go first, so it does.
      await store.retry(now?.id ?? 0, 'one', noon + 20_000, 'throttled', false);
      expect(await leasedKeys(store, noon + 15_000)).toEqual([]);
      expect(await leasedKeys(store, noon + 20_000)).toEqual(['now']);
    });

    it('are not given for an earlier row that comes while another of its group is in work', async () => {
      const { store } = subject;
      await add(store, sayOf('in work', { group: 'g' }));
      const [row] = await store.lease('one', noon, 60_000, 1);
      await add(store, sayOf('earlier', { group: 'g', dueAt: noon - 1 }));
      expect(await leasedKeys(store, noon)).toEqual([]);
      await store.complete(row?.id ?? 0, 'one');
      expect(await leasedKeys(store, noon)).toEqual(['earlier']);
    });

    it('count what was begun, except waits that were not the row’s fault', async () => {
      const { store } = subject;
      await add(store, sayOf('a'));
      const attempts = async (now: number) => (await store.lease('one', now, 10, 1))[0]?.attempts;
      const id = (await store.outboxRows({}, 1))[0]?.id ?? 0;
      expect(await attempts(noon)).toBe(0);
      await store.retry(id, 'one', noon, 'refused', true);
      expect(await attempts(noon)).toBe(1);
      await store.retry(id, 'one', noon, 'throttled', false);
      expect(await attempts(noon)).toBe(1);
      // The process died: nobody gave it back, yet it counts.
      expect(await attempts(noon + 10)).toBe(2);
      expect((await store.outboxRows({ state: 'waiting' }, 1))[0]).toMatchObject({
        attempts: 3,
        error: 'throttled',
      });
    });

    it('run out, and then belong to whoever takes them next', async () => {
      const { store } = subject;
      await add(store, sayOf('a'));
      const [row] = await store.lease('one', noon, 1_000, 1);
      const id = row?.id ?? 0;
      expect(await leasedKeys(store, noon + 999, { owner: 'two' })).toEqual([]);
      expect(await leasedKeys(store, noon + 1_000, { owner: 'two' })).toEqual(['a']);
      expect(await store.complete(id, 'one')).toBe(false);
      expect(await store.retry(id, 'one', noon, 'late', true)).toBe(false);
      expect(await store.bury(id, 'one', 'late')).toBe(false);
      expect(await store.complete(id, 'two')).toBe(true);
      expect(await store.complete(id, 'two')).toBe(false);
    });

    it('stay good after their time while nobody else has taken the row', async () => {
      const { store } = subject;
      await add(store, sayOf('a'));
      const [row] = await store.lease('one', noon, 0, 1);
      expect(await store.complete(row?.id ?? 0, 'one')).toBe(true);
      expect(await leasedKeys(store, noon + 60_000)).toEqual([]);
    });

    it('take times with fractions, never before their time', async () => {
      const { store } = subject;
      await add(store, sayOf('a', { dueAt: noon + 0.3 }));
      expect(await leasedKeys(store, noon)).toEqual([]);
      const [row] = await store.lease('one', noon + 1.5, 10.5, 1);
      expect(await store.retry(row?.id ?? 0, 'one', noon + 7.25, 'busy', true)).toBe(true);
      expect(await store.nextDue()).toBe(noon + 8);
    });

    it('behave as a plain list of rows would, whatever happens in whatever order', async () => {
      await fc.assert(
        fc.asyncProperty(operations, async (list) => {
          const { store } = subject;
          for (const { id } of await store.outboxRows({}, 1_000)) await store.drop(id);
          // A far future ends the keys that earlier runs left known.
          await store.forgetClaims(noon * 2);
          const model = new OutboxModel();
          for (const operation of list) {
            expect(await operation.onStore(store, model)).toEqual(operation.onModel(model));
          }
          expect(await store.nextDue()).toBe(model.nextDue());
        }),
        { numRuns: 40 },
      );
    });
  });
}
