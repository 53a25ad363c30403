import { setImmediate } from 'node:timers/promises';
import type { CaseRecord } from '../dialogs/triage/case.ts';
import type { Policy } from '../dialogs/triage/policy.ts';
import type { Store } from './store/store.ts';

const dayMs = 86_400_000;
/** Cases in one transaction; small, since turns wait behind it on the embedded database. */
const portion = 50;
/** Portions at a time: what is left over, e.g. after the policy was changed, waits for the next sweep. */
const mostPortions = 20;

/**
 * A closed case as it may be kept for counting: what was asked, seen and tried, without what people wrote and how
 * they are reached. Facts stay, they are values out of lists.
 */
export const withoutPersonalData = (record: CaseRecord): CaseRecord => ({
  ...record,
  notes: [],
  reading: [],
  contact: {},
  handoff: record.handoff && { ...record.handoff, note: '' },
});

export interface Retained {
  /** Cases that lost their personal data. */
  purged: number;
  /** Cases that were deleted. */
  deleted: number;
}

/**
 * Does what the policy says about old data: personal data of closed cases goes after `personalDataDays`, the cases
 * after `caseDays`, and what the outbox gave up after `personalDataDays`. An open or paused case is never touched.
 */
export async function retain(
  store: Pick<Store, 'purgeCases' | 'deleteCases' | 'dropDead'>,
  { personalDataDays, caseDays }: Policy['retention'],
  now: number,
): Promise<Retained> {
  const before = (days: number) => now - days * dayMs;
  const purgeBefore = new Date(before(personalDataDays)).toISOString();
  const deleteBefore = new Date(before(Math.max(caseDays, personalDataDays))).toISOString();
  const purged = await inPortions(() => store.purgeCases(purgeBefore, withoutPersonalData, portion));
  const deleted = await inPortions(() => store.deleteCases(deleteBefore, portion));
  await store.dropDead(before(personalDataDays));
  return { purged, deleted };
}

async function inPortions(work: () => Promise<number>): Promise<number> {
  let done = 0;
  for (let n = 0; n < mostPortions; n += 1) {
    const some = await work();
    done += some;
    if (some < portion) break;
    // On the embedded database nothing else gives the requests that wait a turn.
    await setImmediate();
  }
  return done;
}
