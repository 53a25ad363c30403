import { describe, expect, it } from 'vitest';
import { StoreConflict, StoreUnavailable } from '../../../../bot/store/store.ts';
import type { Subject } from '../../../support/store-contract.ts';
import { advance, caseOf, noon, sayOf, seed, ticketOf, userOf } from '../build.ts';

const hostile = 'é 👩🏽‍💻 \u202eشكرا\u202c \0 \ud800 \\ " \' $1 ? %s';

export function caseContract(subject: Subject): void {
  describe('cases and users', () => {
    it('gives back what a turn stored', async () => {
      const stored = caseOf('c', { user: 'ann', rev: 3 });
      const user = userOf('ann', { livingCard: { activityId: 'a', case: 'c', rev: 3 } });
      await subject.store.turn(async (turn) => {
        await turn.saveUser(user);
        await turn.saveCase(stored, null);
      });
      expect(await subject.store.user('ann')).toEqual(user);
      expect(await subject.store.caseById('c')).toEqual(stored);
      expect(await subject.store.latestCase('ann')).toEqual(stored);
    });

    it('knows nothing of users and cases that were never stored', async () => {
      const { store } = subject;
      expect(await store.user('nobody')).toBeUndefined();
      expect(await store.caseById('none')).toBeUndefined();
      expect(await store.latestCase('nobody')).toBeUndefined();
      await store.turn(async (turn) => {
        expect(await turn.user('nobody')).toBeUndefined();
        expect(await turn.caseById('none')).toBeUndefined();
        expect(await turn.latestCase('nobody')).toBeUndefined();
      });
    });

    it('returns what the work returned', async () => {
      expect(await subject.store.turn(async () => 42)).toBe(42);
    });

    it('stores nothing of a turn that throws, and throws the same', async () => {
      const { store } = subject;
      const failure = new Error('in the middle');
      const turn = store.turn(async (turn) => {
        await turn.claim('conversation', 'activity', noon);
        await turn.saveUser(userOf('ann'));
        await turn.saveCase(caseOf('c', { user: 'ann' }), null);
        await turn.addEffects([sayOf('hello')]);
        await turn.createTicket(ticketOf('case:c:1'));
        throw failure;
      });
      await expect(turn).rejects.toBe(failure);
      expect(await store.user('ann')).toBeUndefined();
      expect(await store.caseById('c')).toBeUndefined();
      expect(await store.outboxRows({}, 10)).toEqual([]);
      expect(await store.tickets(10)).toEqual([]);
      expect(await store.turn((turn) => turn.claim('conversation', 'activity', noon))).toBe(true);
    });

    it('refuses a revision that is not the stored one, and a case that is not there', async () => {
      const { store } = subject;
      await seed(store, caseOf('c', { user: 'ann', rev: 5 }));
      for (const expected of [4, 6]) {
        const late = store.turn((turn) => turn.saveCase(caseOf('c', { user: 'ann', rev: 7 }), expected));
        await expect(late).rejects.toBeInstanceOf(StoreConflict);
      }
      const missing = store.turn((turn) => turn.saveCase(caseOf('x', { user: 'eve', rev: 1 }), 0));
      await expect(missing).rejects.toBeInstanceOf(StoreConflict);
      expect((await store.caseById('c'))?.record.rev).toBe(5);
    });

    it('undoes the whole turn with a conflict', async () => {
      const { store } = subject;
      await seed(store, caseOf('c', { rev: 1 }));
      const turn = store.turn(async (turn) => {
        await turn.addEffects([sayOf('never')]);
        await turn.saveCase(caseOf('c', { rev: 1 }), 0);
      });
      await expect(turn).rejects.toMatchObject({ code: 'store_conflict' });
      expect(await store.outboxCounts()).toEqual({ waiting: 0, dead: 0 });
    });

    it('lets a user have one case that is not ended, and any number of ended ones', async () => {
      const { store } = subject;
      await seed(store, caseOf('1', { user: 'ann', n: 1 }, 'paused'));
      const second = caseOf('2', { user: 'ann', n: 2 });
      await expect(seed(store, second)).rejects.toBeInstanceOf(StoreConflict);
      await store.turn(async (turn) => {
        await turn.saveCase(caseOf('1', { user: 'ann', n: 1, rev: 1 }, 'ended'), 0);
        await turn.saveCase(second, null);
      });
      const reopened = store.turn((turn) => turn.saveCase(caseOf('1', { user: 'ann', n: 1, rev: 2 }), 1));
      await expect(reopened).rejects.toBeInstanceOf(StoreConflict);
      expect(await store.latestCase('ann')).toEqual(second);
    });

    it('gives no case number of a user twice', async () => {
      const { store } = subject;
      await seed(store, caseOf('1', { user: 'ann', n: 1 }, 'ended'));
      await expect(seed(store, caseOf('2', { user: 'ann', n: 1 }))).rejects.toBeInstanceOf(StoreConflict);
    });

    it('finds the newest case, ended ones too, and the ended ones before', async () => {
      const { store } = subject;
      const old = caseOf('1', { user: 'ann', n: 1, movedAt: '2026-01-01T00:00:00.000Z' }, 'ended');
      const recent = caseOf('2', { user: 'ann', n: 2, movedAt: '2026-02-20T00:00:00.000Z' }, 'ended');
      const newest = caseOf('3', { user: 'ann', n: 3, movedAt: '2026-02-28T00:00:00.000Z' }, 'ended');
      for (const stored of [old, recent, newest, caseOf('e', { user: 'eve' }, 'ended')]) {
        await seed(store, stored);
      }
      expect(await store.latestCase('ann')).toEqual(newest);
      await seed(store, caseOf('4', { user: 'ann', n: 4 }));
      const since = '2026-02-20T00:00:00.000Z';
      expect(await store.turn((turn) => turn.earlierCases('ann', since))).toEqual([newest, recent]);
    });

    it.each(['open', 'ended'] as const)(
      'keeps unicode and long text of an %s case as they are',
      async (state) => {
        const { store } = subject;
        const notes = [
          { kind: 'evidence' as const, text: hostile, at: '' },
          { kind: 'comment' as const, text: '✓ Ω é'.repeat(40_000), at: '' },
        ];
        const stored = caseOf('c', { notes }, state);
        await seed(store, stored);
        expect(await store.caseById('c')).toEqual(stored);
        await store.turn((turn) => turn.saveUser(userOf('ann', { name: hostile })));
        expect((await store.user('ann'))?.name).toBe(hostile);
      },
    );

    it('takes any text as a key', async () => {
      const { store } = subject;
      await store.turn(async (turn) => {
        await turn.saveUser(userOf('a\0b'));
        await turn.addEffects([sayOf('x\0y', { group: hostile })]);
      });
      expect((await store.turn((turn) => turn.user('a\0b')))?.name).toBe('Ann Example');
      expect(await store.outboxRows({}, 10)).toHaveLength(1);
    });

    it('shows readers nothing of a turn that is undone', async () => {
      const { store } = subject;
      await seed(store, caseOf('c'));
      const reads: ReturnType<typeof store.caseById>[] = [];
      const undone = store.turn(async (turn) => {
        await turn.saveCase(caseOf('c', { rev: 1 }), 0);
        // Not awaited inside the turn: the embedded database lets it wait for the turn's end.
        reads.push(store.caseById('c'));
        await turn.user('somebody');
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow('undone');
      expect((await reads[0])?.record.rev).toBe(0);
    });

    it('answers a ping, and refuses everything once it is closed', async () => {
      const store = await subject.another();
      await store.ping();
      await store.close();
      await expect(store.ping()).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(advance(store, 'c')).rejects.toBeInstanceOf(StoreUnavailable);
      await store.close();
    });

    it('finishes the turn in work before it closes', async () => {
      const store = await subject.another();
      const turn = seed(store, caseOf('c'));
      const closed = store.close();
      await turn;
      await closed;
      expect((await subject.store.caseById('c'))?.record.id).toBe('c');
    });
  });
}
