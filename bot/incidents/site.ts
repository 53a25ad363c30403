import { type Detection, detect, type Sighting } from './detect.ts';
import { type History, usualAt } from './statistics.ts';
import type { Stream } from './streams.ts';

/** What was counted in a stream: its newest cases, and what is usual there. */
export interface Counted {
  stream: Stream;
  recent: readonly Sighting[];
  history: History;
}

export interface Found {
  stream: Stream;
  detection: Detection;
}

/**
 * The stream in which too many came, the first being that of all; or a site's, where it is a matter of that site alone.
 * Pure.
 */
export function firstOf(counted: readonly Counted[], now: number): Found | null {
  const [all] = counted;
  if (!all) return null;
  const seen = detect(all.recent, all.history, now);
  for (const site of counted.slice(1)) {
    if (!isSmall(site, all, now)) continue;
    const detection = detect(site.recent, site.history, now);
    if (detection && (!seen || isEverybody(site, all, seen.since))) return { stream: site.stream, detection };
  }
  return seen && { stream: all.stream, detection: seen };
}

/** It usually has less than half of the company's cases: the trouble of a larger one is that of all, though few elsewhere came yet. */
const isSmall = (site: Counted, all: Counted, now: number): boolean =>
  perHour(site, now) < perHour(all, now) / 2;

const perHour = ({ history }: Counted, now: number): number => {
  const { shape, rate } = usualAt(history, now);
  return shape / rate;
};

const isEverybody = (site: Counted, all: Counted, since: number): boolean =>
  countSince(site, since) === countSince(all, since);

const countSince = ({ recent }: Counted, at: number): number => recent.filter((one) => one.at >= at).length;
