import { type History, tail, usualAt } from './statistics.ts';

/** A case that counts in a stream, once a user. */
export interface Sighting {
  user: string;
  case: string;
  /** Milliseconds since the epoch. */
  at: number;
}

/** Why something looks like an incident. */
export interface Detection {
  /** So many different people … */
  people: number;
  /** … since then, ms … */
  since: number;
  /** … where so many would be usual … */
  expected: number;
  /** … and so many or more happen by chance this often. */
  chance: number;
}

const hourMs = 3_600_000;
/** Fewer are a coincidence, more need no further proof. */
export const fewest = 7;
const most = 15;
/**
 * Chance below which it is no coincidence. Ten windows are looked at with each case, some hundred cases a day over
 * all streams of 10,000 employees: a false alarm is then expected once in years, not in weeks.
 */
export const alarm = 1e-7;
/** Who comes a second time within this is the same case of trouble, ms. */
export const apartMs = 12 * hourMs;
/** Never reckons with a shorter time, ms: people hit the same key at the same moment. */
const shortestMs = 60_000;

const hoursSince = (since: number, now: number): number => Math.max(now - since, shortestMs) / hourMs;

/** The newest cases, oldest first, each person once. */
export function people(sightings: readonly Sighting[], now: number): Sighting[] {
  const first = new Map<string, Sighting>();
  for (const one of [...sightings].sort((a, b) => a.at - b.at)) {
    if (one.at <= now && one.at > now - apartMs && !first.has(one.user)) first.set(one.user, one);
  }
  return [...first.values()];
}

/**
 * Whether the newest cases of a stream come faster than usual: for each of the last six to fifteen people, how
 * likely so many in so short a time are at this hour. Pure; looked at with every new case, so that an outage is seen
 * with one of its first.
 */
export function detect(sightings: readonly Sighting[], history: History, now: number): Detection | null {
  const recent = people(sightings, now);
  const usual = usualAt(history, now);
  let found: Detection | null = null;
  for (let n = fewest; n <= Math.min(most, recent.length); n++) {
    const since = recent[recent.length - n]?.at ?? now;
    const hours = hoursSince(since, now);
    // The first of them only marks where the time begins.
    const chance = tail(n - 1, usual, hours);
    if (chance >= alarm || (found && found.chance <= chance)) continue;
    found = { people: n, since, expected: (usual.shape / usual.rate) * hours, chance };
  }
  return found;
}
