import { apartMs, detect, type Sighting } from '../../../bot/incidents/detect.ts';
import { type Counted, type Found, firstOf } from '../../../bot/incidents/site.ts';
import { seeded } from '../../crash/random.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** A Monday, 00:00 UTC. */
export const monday = Date.UTC(2026, 0, 5);

/** A pseudo-random generator with a seed: the same seed gives the same company. */
export const random = seeded;

function poisson(mean: number, next: () => number): number {
  const limit = Math.exp(-mean);
  let product = next();
  let n = 0;
  for (; product > limit; n++) product *= next();
  return n;
}

const normal = (next: () => number) => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());

/** Share of a working day's cases in each hour: people notice in the morning and after lunch. */
const profile = [
  0, 0, 0, 0, 0, 0.01, 0.03, 0.09, 0.19, 0.15, 0.1, 0.07, 0.05, 0.1, 0.08, 0.06, 0.04, 0.02, 0.01,
];
const weekdayLevel = [1.5, 1.05, 1, 0.95, 0.85, 0.08, 0.06];

export interface Company {
  /** Cases with this code on an average working day. */
  aDay: number;
  /** How much the level differs from day to day (standard deviation of its logarithm). */
  swing: number;
  /** Share of cases that bring one to three colleagues of the same team along within half an hour. */
  company: number;
}
/** 10,000 employees of whom fifteen have the error on an average working day. */
export const tenThousand: Company = { aDay: 15, swing: 0.3, company: 0.08 };

/** Every case of `days` normal days, in order; `from` is the first day, ms. */
export function normalDays(company: Company, days: number, next: () => number, from = monday): Sighting[] {
  const cases: Sighting[] = [];
  for (let d = 0; d < days; d++) {
    const level =
      company.aDay *
      (weekdayLevel[d % 7] ?? 1) *
      Math.exp(company.swing * normal(next) - company.swing ** 2 / 2);
    for (const [at, share] of profile.entries()) {
      for (let n = poisson(level * share, next); n > 0; n--) {
        const time = from + d * day + at * hour + next() * hour;
        cases.push(sighting(time, next));
        if (next() >= company.company) continue;
        for (let more = 1 + Math.floor(next() * 3); more > 0; more--)
          cases.push(sighting(time + next() * hour * 0.5, next));
      }
    }
  }
  return cases.sort((a, b) => a.at - b.at);
}

const sighting = (at: number, next: () => number): Sighting => {
  const user = `u${Math.floor(next() * 10_000)}`;
  return { user, case: `${user}-${at}`, at };
};

/** Cases of an outage that begins at `at` (ms) with `perHour` people an hour. */
export function outage(at: number, perHour: number, cases: number, next: () => number): Sighting[] {
  let time = at;
  return Array.from({ length: cases }, () => {
    time += (-Math.log(1 - next()) / perHour) * hour;
    return sighting(time, next);
  });
}

/** Watches all cases one after the other as the bot does; gives those at which an incident is seen. */
export function watch(cases: readonly Sighting[], from: number): { at: number; chance: number }[] {
  const counts = new Map<number, number>();
  const seen: { at: number; chance: number }[] = [];
  const recent: Sighting[] = [];
  for (const one of cases) {
    recent.push(one);
    while ((recent[0]?.at ?? one.at) < one.at - day) recent.shift();
    const bucket = Math.floor(one.at / hour);
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    if (one.at < from) continue;
    const found = detect(recent, { since: monday, counts }, one.at);
    if (found) seen.push({ at: one.at, chance: found.chance });
  }
  return seen;
}

interface Kept extends Counted {
  recent: Sighting[];
  history: { since: number; counts: Map<number, number> };
}

/** As `watch`, with the sites that users are of; gives what is seen first. */
export function watchSites(
  cases: readonly Sighting[],
  from: number,
  siteOf: (one: Sighting) => string,
): Found | null {
  const counted = new Map<
    string,
    Counted & { recent: Sighting[]; history: { counts: Map<number, number> } }
  >();
  for (const one of cases) {
    const site = siteOf(one);
    const streams = [{ name: 'all' }, { name: site, site }].map((stream) => {
      const known: Kept = counted.get(stream.name) ?? {
        stream,
        recent: [],
        history: { since: monday, counts: new Map() },
      };
      counted.set(stream.name, known);
      const { recent, history } = known;
      recent.push(one);
      while ((recent[0]?.at ?? one.at) < one.at - apartMs) recent.shift();
      const bucket = Math.floor(one.at / hour);
      history.counts.set(bucket, (history.counts.get(bucket) ?? 0) + 1);
      return known;
    });
    const found = one.at < from ? null : firstOf(streams, one.at);
    if (found) return found;
  }
  return null;
}
