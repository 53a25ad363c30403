/** Days of the week as a policy names them. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** When somebody is there: times are the clock's at that place. */
export interface Opening {
  /** IANA name. */
  timeZone: string;
  /** Several spans a day are possible; `to` is after `from` on the same day, `24:00` is midnight. */
  week: readonly { days: readonly Weekday[]; from: string; to: string }[];
  /** Days (`2026-12-25`) on which nobody is there. */
  closed: readonly string[];
}

const minute = 60_000;
const day = 24 * 60 * minute;
/** A help desk that is closed longer than this has no next opening, in days. */
const farthest = 60;

/** Date, weekday and time of day at a place. */
function clockAt(ms: number, timeZone: string): { date: string; weekday: Weekday; minutes: number } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(ms);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    weekday: part('weekday').toLowerCase().slice(0, 3) as Weekday,
    minutes: Number(part('hour')) * 60 + Number(part('minute')),
  };
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** The spans of a day, in minutes of its clock, earliest first. */
const spansOf = (opening: Opening, date: string, weekday: Weekday): { from: number; to: number }[] =>
  opening.closed.includes(date)
    ? []
    : opening.week
        .filter(({ days }) => days.includes(weekday))
        .map(({ from, to }) => ({ from: minutesOf(from), to: minutesOf(to) }))
        .sort((a, b) => a.from - b.from);

/** Whether somebody is there at `ms`. */
export function isOpen(opening: Opening, ms: number): boolean {
  const { date, weekday, minutes } = clockAt(ms, opening.timeZone);
  return spansOf(opening, date, weekday).some(({ from, to }) => from <= minutes && minutes < to);
}

/**
 * When (ms, at a full minute) somebody is there next: `ms` itself while it is open, `null` where nothing is within
 * two months. An hour that a change of the clocks leaves out opens with the first minute after it.
 */
export function nextOpening(opening: Opening, ms: number): number | null {
  if (isOpen(opening, ms)) return ms;
  const start = Math.floor(ms / minute) * minute;
  for (let ahead = 0; ahead <= farthest; ahead++) {
    // Noon of each day ahead, found from its own clock, so that days of 23 and 25 hours count as one.
    const noon = start + ahead * day;
    const there = clockAt(noon, opening.timeZone);
    for (const { from } of spansOf(opening, there.date, there.weekday)) {
      const at = atClock(noon - (there.minutes - from) * minute, there.date, from, opening.timeZone);
      if (at >= start && isOpen(opening, at)) return at;
    }
  }
  return null;
}

/** The moment of this clock time, near a guess that a change of the clocks may have put off by an hour. */
function atClock(guess: number, date: string, minutes: number, timeZone: string): number {
  for (const off of [0, -60, 60]) {
    const ms = guess + off * minute;
    const there = clockAt(ms, timeZone);
    if (there.date === date && there.minutes === minutes) return ms;
  }
  return guess;
}

/** A moment at the help desk's place in words, e.g. `Monday 30 November, 08:00`. */
export const momentText = (ms: number, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
    .format(ms)
    .replace(' at ', ', ');

/** The hours in words, for people to read, e.g. `Mon–Fri 08:00–18:00`. */
export function openingText({ week }: Opening): string {
  const name = (one: Weekday | undefined) => (one ? `${one.charAt(0).toUpperCase()}${one.slice(1)}` : '');
  return week
    .map(({ days, from, to }) => {
      const at = days.map((one) => weekdays.indexOf(one)).sort((a, b) => a - b);
      const runs = at.reduce<number[][]>((all, one) => {
        const last = all.at(-1);
        if (last?.at(-1) === one - 1) last.push(one);
        else all.push([one]);
        return all;
      }, []);
      const named = runs.map((run) => {
        const [first, last] = [name(weekdays[run[0] ?? 0]), name(weekdays[run.at(-1) ?? 0])];
        return first === last ? first : `${first}–${last}`;
      });
      return `${named.join(', ')} ${from}–${to}`;
    })
    .join(', ');
}
