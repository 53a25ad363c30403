import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Store, StoreConflict } from '../../../../bot/store/store.ts';
import type { Subject } from '../../../support/store-contract.ts';
import { advance, caseOf, seed, userOf } from '../build.ts';

export function concurrencyContract(subject: Subject): void {
  describe('turns side by side', () => {
    it('lets exactly one of any number of turns win each revision', async () => {
      const other = await subject.another();
      let round = 0;
      // For each revision: which of the two instances each of the parallel turns runs on.
      const rounds = fc.array(fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }), {
        minLength: 1,
        maxLength: 4,
      });
      await fc.assert(
        fc.asyncProperty(rounds, async (clicks) => {
          round += 1;
          const id = `case ${round}`;
          await seed(subject.store, caseOf(id));
          for (const [rev, turns] of clicks.entries()) {
            const answers = turns.map((here, click) => answer(here ? subject.store : other, id, rev, click));
            const settled = await Promise.allSettled(answers);
            const lost = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
            expect(lost).toHaveLength(turns.length - 1);
            for (const reason of lost) expect(reason).toBeInstanceOf(StoreConflict);
            const winner = settled.findIndex((result) => result.status === 'fulfilled');
            const stored = (await subject.store.caseById(id))?.record;
            expect(stored).toMatchObject({ rev: rev + 1, notes: [{ text: `click ${winner}` }] });
          }
        }),
        { numRuns: 20 },
      );
    });

    it('loses no change of turns that read before they write', async () => {
      const other = await subject.another();
      await seed(subject.store, caseOf('c'));
      await Promise.all(Array.from({ length: 24 }, (_, i) => advance(i % 2 ? other : subject.store, 'c')));
      expect((await subject.store.caseById('c'))?.record.rev).toBe(24);
    });

    it('gives a new user one first case, whatever arrives together', async () => {
      const other = await subject.another();
      const stores = [subject.store, other, subject.store, other];
      const settled = await Promise.allSettled(stores.map((store, i) => firstCase(store, `case ${i}`)));
      const results = settled.map((one) => (one.status === 'fulfilled' ? one.value : 'conflict'));
      expect(results.filter((result) => result === 'opened')).toHaveLength(1);
      expect((await subject.store.latestCase('ann'))?.record.n).toBe(1);
      expect(await firstCase(other, 'again')).toBe('there');
    });

    it('reads the case that the turn before has opened', async () => {
      const other = await subject.another();
      await subject.store.turn((turn) => turn.saveUser(userOf('ann')));
      await seed(subject.store, caseOf('1', { user: 'ann', n: 1 }, 'ended'));
      const results = await Promise.all([firstOpen(subject.store, '2a'), firstOpen(other, '2b')]);
      expect(results.sort()).toEqual(['opened', 'there']);
    });
  });
}

/** A click on the card of revision `rev`. */
const answer = (store: Store, id: string, rev: number, click: number) =>
  store.turn(async (turn) => {
    await turn.caseById(id);
    const notes = [{ kind: 'comment' as const, text: `click ${click}`, at: '' }];
    await turn.saveCase(caseOf(id, { rev: rev + 1, notes }), rev);
  });

const firstCase = (store: Store, id: string) =>
  store.turn(async (turn) => {
    const known = await turn.user('ann');
    if (await turn.latestCase('ann')) return 'there';
    if (!known) await turn.saveUser(userOf('ann'));
    await turn.saveCase(caseOf(id, { user: 'ann' }), null);
    return 'opened';
  });

const firstOpen = (store: Store, id: string) =>
  store.turn(async (turn) => {
    await turn.user('ann');
    const latest = await turn.latestCase('ann');
    if (latest?.state === 'open') return 'there';
    await turn.saveCase(caseOf(id, { user: 'ann', n: 2 }), null);
    return 'opened';
  });
