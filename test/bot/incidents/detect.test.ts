import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alarm, detect, type Sighting } from '../../../bot/incidents/detect.ts';
import { type History, tail, usualAt } from '../../../bot/incidents/statistics.ts';
import { monday, normalDays, outage, random, tenThousand, watch, watchSites } from './company.ts';

const hour = 3_600_000;
const day = 24 * hour;
const warm = monday + 28 * day;
/** By the last digit of a user: of ten thousand employees so many thousands. */
const sites = ['012345', '678', '9'];

describe('10,000 employees', () => {
  test('on a hundred normal days raise no incident', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const cases = normalDays(tenThousand, 128, random(seed));
      expect(cases.length).toBeGreaterThan(1000);
      expect(watch(cases, warm)).toEqual([]);
    }
  });

  test('on a hundred normal days raise none at any of three sites either', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const cases = normalDays(tenThousand, 128, random(seed));
      for (const mine of sites.map((some) => cases.filter(({ user }) => some.includes(user.slice(-1))))) {
        expect(mine.length).toBeGreaterThan(100);
        expect(watch(mine, warm)).toEqual([]);
      }
    }
  });

  test.each([60, 200])(
    'in an outage of %i people an hour are seen with one of the first fifteen',
    (perHour) => {
      for (let seed = 0; seed < 40; seed++) {
        const next = random(1000 + seed);
        const usual = normalDays(tenThousand, 35, next);
        // Any working hour of any weekday.
        const start = warm + Math.floor(next() * 5) * day + (8 + next() * 9) * hour;
        const affected = outage(start, perHour, 40, next);
        const all = [...usual.filter(({ at }) => at < start + 2 * hour), ...affected].sort(
          (a, b) => a.at - b.at,
        );
        const seenAt = watch(all, start)[0]?.at ?? Number.POSITIVE_INFINITY;
        expect(affected.filter(({ at }) => at <= seenAt).length).toBeLessThanOrEqual(15);
      }
    },
  );
});

describe('A company with four of five at one site', () => {
  const siteOf = ({ user }: Sighting) => ('01234567'.includes(user.slice(-1)) ? 'large' : 'small');
  const seenIn = (seed: number, perHour: number, only?: string) => {
    const next = random(2000 + seed);
    const usual = normalDays(tenThousand, 35, next);
    const start = warm + Math.floor(next() * 5) * day + (8 + next() * 9) * hour;
    const affected = outage(start, perHour, 120, next).filter((one) => !only || siteOf(one) === only);
    const all = [...usual.filter(({ at }) => at < start + 4 * hour), ...affected].sort((a, b) => a.at - b.at);
    return watchSites(all, start, siteOf)?.stream.site;
  };

  test.each([20, 60])(
    'never has an outage of all, %i people an hour, taken for one of that site',
    (perHour) => {
      for (let seed = 0; seed < 40; seed++) expect(seenIn(seed, perHour)).toBeUndefined();
    },
  );

  test('has one of the small site seen there', () => {
    const seen = Array.from({ length: 20 }, (_, seed) => seenIn(seed, 300, 'small'));
    expect(seen.filter((site) => site === 'small').length).toBeGreaterThan(10);
    expect(seen).not.toContain('large');
  });
});

describe('what is usual', () => {
  const counted = (perHour: number, hours = 28 * 24): History => ({
    since: monday,
    counts: new Map(Array.from({ length: hours }, (_, at) => [monday / hour + at, perHour])),
  });
  test('is about what was counted at that time, and hardly anything is known before', () => {
    const usual = usualAt(counted(6), warm + 9 * hour);
    expect(usual.shape / usual.rate).toBeCloseTo(6, 0);
    const unknown = usualAt({ since: warm, counts: new Map() }, warm);
    expect(unknown.shape / unknown.rate).toBe(2);
  });
  test('on a Monday morning is more than at night, and a weekend says nothing about a weekday', () => {
    const history = { since: monday, counts: new Map<number, number>() };
    for (const { at } of normalDays(tenThousand, 28, random(7))) {
      const bucket = Math.floor(at / hour);
      history.counts.set(bucket, (history.counts.get(bucket) ?? 0) + 1);
    }
    const mean = (at: number) => {
      const { shape, rate } = usualAt(history, at);
      return shape / rate;
    };
    expect(mean(warm + 8.5 * hour)).toBeGreaterThan(1.5 * mean(warm + 17.5 * hour));
    expect(mean(warm + 8.5 * hour)).toBeGreaterThan(4 * mean(warm + 5 * day + 8.5 * hour));
  });
  test('has a tail between nothing and certainty that falls with the number of cases', () => {
    const usual = fc.record({
      shape: fc.double({ min: 0.1, max: 60, noNaN: true }),
      rate: fc.double({ min: 0.1, max: 20, noNaN: true }),
    });
    fc.assert(
      fc.property(
        usual,
        fc.double({ min: 0.01, max: 12, noNaN: true }),
        fc.nat(40),
        (known, hours, least) => {
          const [more, less] = [tail(least, known, hours), tail(least + 1, known, hours)];
          expect(more).toBeGreaterThanOrEqual(0);
          expect(more).toBeLessThanOrEqual(1 + 1e-9);
          expect(less).toBeLessThanOrEqual(more + 1e-9);
        },
      ),
    );
    // Against Poisson, which it becomes where the mean is known well: P(N >= 3 | 2) = 1 - 5e^-2.
    expect(tail(3, { shape: 2e6, rate: 1e6 }, 1)).toBeCloseTo(1 - 5 * Math.exp(-2), 4);
  });
});

test('One person who comes again and again is one person', () => {
  const again: Sighting[] = Array.from({ length: 40 }, (_, n) => ({
    user: 'u',
    case: `${n}`,
    at: warm + n * 1000,
  }));
  expect(detect(again, { since: monday, counts: new Map() }, warm + 40_000)).toBeNull();
});

test('What is seen says how many people, since when, and what chance has to do with it', () => {
  const now = warm + 9 * hour;
  const many: Sighting[] = Array.from({ length: 15 }, (_, n) => ({
    user: `u${n}`,
    case: `${n}`,
    at: now - n * 20_000,
  }));
  const found = detect(many, { since: monday, counts: new Map() }, now);
  expect(found?.people).toBeGreaterThanOrEqual(7);
  expect(found?.since).toBeGreaterThanOrEqual(now - 15 * 20_000);
  expect(found?.chance).toBeLessThan(alarm);
  expect(found?.expected).toBeLessThan(1);
});
