import type { StepId } from './answers.ts';
import { isEnding } from './answers.ts';
import type { CaseRecord } from './case.ts';
import type { Policy } from './policy.ts';

const minute = 60_000;
const day = 86_400_000;

/** Reminder choices, in milliseconds. */
const picked: Record<string, number> = { PT20M: 20 * minute, PT2H: 120 * minute, P1D: day };

/** When the user wants to be reminded (ISO), by the value of the `remindAt` input; `null` leaves it to the policy. */
export function reminderTime(choice: string | undefined, now: number): string | null {
  const wait = choice === undefined ? undefined : picked[choice];
  return wait === undefined ? null : new Date(now + wait).toISOString();
}

/** The case waits for its user to come back: paused, or the computer restarts. */
const waiting = (step: StepId): boolean =>
  step === 'paused' || step === 'winsock-check' || step === 'rejoin-check';

/** Times of the reminders still to come, after the last answer; never more than two a silence. */
function reminders(record: CaseRecord, step: StepId, policy: Policy): number[] {
  const moved = Date.parse(record.movedAt);
  const last = moved + policy.reminders.last * minute;
  if (!waiting(step)) return [last];
  const first = record.remindAt ? Date.parse(record.remindAt) : moved + policy.reminders.first * minute;
  return first < last ? [first, last] : [first];
}

/** Minutes from the last answer to the first reminder of a paused case, as its card announces it. */
export const reminderMinutes = (record: CaseRecord, policy: Policy): number =>
  record.remindAt
    ? Math.round((Date.parse(record.remindAt) - Date.parse(record.movedAt)) / minute)
    : policy.reminders.first;

/** The next working day, at the hour the case was resolved. */
function nextWorkingDay(resolved: number): number {
  const weekday = new Date(resolved + day).getUTCDay();
  return resolved + day * (weekday === 6 ? 3 : weekday === 0 ? 2 : 1);
}

export type Due = { what: 'remind' | 'quiet' | 'check'; at: number };

/** What happens next to a case that nobody answers, and when (ms); `null` where nothing does. */
export function nextDue(record: CaseRecord, step: StepId, policy: Policy): Due | null {
  if (step === 'resolved') {
    if (policy.nextDayCheck === 'no' || record.remindersSent > 0 || record.rating !== null) return null;
    return { what: 'check', at: nextWorkingDay(Date.parse(record.movedAt)) };
  }
  if (isEnding(step)) return null;
  const times = reminders(record, step, policy);
  const next = times[record.remindersSent];
  if (next !== undefined) return { what: 'remind', at: next };
  const end = Date.parse(record.movedAt) + policy.reminders.abandonAfter * minute;
  return { what: 'quiet', at: Math.max(end, (times.at(-1) ?? end) + minute) };
}
