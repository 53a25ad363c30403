import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Subject } from '../../../support/store-contract.ts';
import { noon } from '../build.ts';

export function claimContract(subject: Subject): void {
  const claim = (conversation: string, activity: string) =>
    subject.store.turn((turn) => turn.claim(conversation, activity, noon));

  describe('claims', () => {
    it('gives a pair of conversation and activity once', async () => {
      expect(await claim('c', '1')).toBe(true);
      expect(await claim('c', '1')).toBe(false);
      expect(await claim('c', '2')).toBe(true);
      expect(await claim('d', '1')).toBe(true);
    });

    it('takes ids of any length and any text', async () => {
      const long = 'é👩🏽‍💻\0'.repeat(20_000);
      expect(await claim(long, long)).toBe(true);
      expect(await claim(long, long)).toBe(false);
      expect(await claim(`${long}!`, long)).toBe(true);
    });

    it('gives the pair to one of two instances; the other waits for that turn and then is told', async () => {
      const other = await subject.another();
      const order: string[] = [];
      const turn = (store: typeof other, name: string) =>
        store.turn(async (turn) => {
          const fresh = await turn.claim('c', '1', noon);
          order.push(`${name} ${fresh}`);
          // Work between the claim and the commit: the loser must not be told before it is over.
          for (let i = 0; i < 5; i += 1) await turn.user('somebody');
          order.push(`${name} ends`);
        });
      await Promise.all([turn(subject.store, 'first'), turn(other, 'second')]);
      const winner = order[0]?.startsWith('first') ? 'first' : 'second';
      const loser = winner === 'first' ? 'second' : 'first';
      expect(order).toEqual([`${winner} true`, `${winner} ends`, `${loser} false`, `${loser} ends`]);
    });

    it('lets the waiting one have it where the first turn fails', async () => {
      const other = await subject.another();
      const claimed: boolean[] = [];
      let second: Promise<void> | undefined;
      const first = subject.store.turn(async (turn) => {
        claimed.push(await turn.claim('c', '1', noon));
        second = other.turn(async (turn) => {
          claimed.push(await turn.claim('c', '1', noon));
        });
        await turn.user('somebody');
        throw new Error('fails');
      });
      await expect(first).rejects.toThrow('fails');
      await second;
      expect(claimed).toEqual([true, true]);
    });

    it('gives each pair exactly once, however the repetitions arrive', async () => {
      let round = 0;
      const arrivals = fc.array(fc.tuple(fc.constantFrom('c', 'd'), fc.constantFrom('1', '2', '3')), {
        minLength: 1,
        maxLength: 12,
      });
      await fc.assert(
        fc.asyncProperty(arrivals, async (pairs) => {
          round += 1;
          const fresh = await Promise.all(
            pairs.map(([conversation, activity]) => claim(`${round} ${conversation}`, activity)),
          );
          expect(fresh.filter(Boolean)).toHaveLength(new Set(pairs.map((pair) => pair.join())).size);
        }),
        { numRuns: 25 },
      );
    });
  });
}
