/** What is usual, as a Gamma distribution of the cases an hour: `shape / rate` is the mean. */
export interface Usual {
  shape: number;
  /** In hours: how much is known. */
  rate: number;
}

/** What was counted in the past. */
export interface History {
  /** When counting began, ms. */
  since: number;
  /** Cases by hour since the epoch (`ms / 3 600 000`, whole); an hour that is not there had none. */
  counts: ReadonlyMap<number, number>;
}

const hourMs = 3_600_000;
const week = 168;

/** As much is believed before anything was counted: about two an hour, and hardly so. */
const prior: Usual = { shape: 1, rate: 0.5 };
/** So many days back, ms. */
const memoryMs = 28 * 24 * hourMs;
/** What may be a part of what is being looked at is not counted as usual, ms. */
const tooRecentMs = 6 * hourMs;
/**
 * No two Mondays are alike: however much was counted, a day's level is known no better than from so many hours. A
 * mean of five an hour then varies by about a quarter from day to day, which Poisson alone would not allow.
 */
const mostKnown = 1.5;

/** The hour of the week, from Monday 00:00 UTC. */
const hourOfWeek = (hour: number): number => (((hour + 72) % week) + week) % week;
const isWeekend = (hour: number): boolean => hourOfWeek(hour) >= 120;

/** How much an hour of the past says about this one: the same time of day, an hour off less, another weekday less. */
function likeness(hour: number, past: number): number {
  if (isWeekend(hour) !== isWeekend(past)) return 0;
  const apart = (((hour - past) % 24) + 24) % 24;
  const near = apart === 0 ? 1 : apart === 1 || apart === 23 ? 0.5 : 0;
  return hourOfWeek(hour) - hourOfWeek(past) === 0 || Math.abs(hourOfWeek(hour) - hourOfWeek(past)) <= 1
    ? near
    : near / 2;
}

/**
 * What is usual at `now` (ms): the counts of four weeks at that time of day, those of the same weekday more and those
 * of the neighbouring hours less, smoothed by a weak prior.
 */
export function usualAt({ since, counts }: History, now: number): Usual {
  const hour = Math.floor(now / hourMs);
  const first = Math.ceil(Math.max(since, now - memoryMs) / hourMs);
  const last = Math.floor((now - tooRecentMs) / hourMs);
  let { shape, rate } = prior;
  for (let past = first; past < last; past++) {
    const weight = likeness(hour, past);
    if (weight === 0) continue;
    shape += weight * (counts.get(past) ?? 0);
    rate += weight;
  }
  const scale = Math.min(1, mostKnown / rate);
  return { shape: shape * scale, rate: rate * scale };
}

/**
 * How likely so many cases or more are within `hours` on a usual day: the tail of the Gamma-Poisson (negative
 * binomial) distribution, i.e. a Poisson count whose mean is not known exactly.
 */
export function tail(least: number, { shape, rate }: Usual, hours: number): number {
  const success = hours / (rate + hours);
  let term = (rate / (rate + hours)) ** shape;
  let below = 0;
  for (let n = 0; n < least; n++) {
    below += term;
    term *= ((shape + n) / (n + 1)) * success;
  }
  // What lies above, added up where the difference to one would drown in rounding.
  if (below < 1 - 1e-6) return 1 - below;
  let above = 0;
  for (let n = least; n < least + 200 && term > above * 1e-12; n++) {
    above += term;
    term *= ((shape + n) / (n + 1)) * success;
  }
  return above;
}
