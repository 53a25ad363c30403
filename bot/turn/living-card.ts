import type { UserRow } from '../store/store.ts';

/** Messages before the living card's that are still known as such: as many as a busy outbox leaves unfolded. */
const remembered = 3;

/** The messages of living cards up to this one, newest first, for the card that follows it. */
export const pastOf = (before: UserRow['livingCard']): string[] =>
  before ? [before.activityId, ...(before.past ?? [])].slice(0, remembered) : [];
