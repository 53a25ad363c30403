import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PollBudget, pollWait } from '../../../bot/effects/poll.ts';

const minute = 60_000;
const day = 1440 * minute;

test('A ticket is asked for less and less often, and at last not at all', () => {
  expect([0, day, 7 * day, 30 * day, 91 * day].map((age) => pollWait(age))).toEqual([
    5 * minute,
    15 * minute,
    60 * minute,
    720 * minute,
    null,
  ]);
});

test('Never more polls a minute are let through than the budget has, and who has to wait gets through then', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(20_000), { maxLength: 200 }),
      fc.integer({ min: 1, max: 20 }),
      (gaps, most) => {
        const budget = new PollBudget(most);
        const taken: number[] = [];
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          const wait = budget.take(now);
          if (wait > 0) {
            now += wait;
            expect(budget.take(now)).toBe(0);
          }
          taken.push(now);
          expect(taken.filter((at) => at > now - minute).length).toBeLessThanOrEqual(most);
        }
      },
    ),
  );
});
