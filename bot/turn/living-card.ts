import type { UserRow } from '../store/store.ts';

/** Messages beside the living card's that are still known as such: as many as a busy outbox leaves unfolded. */
const most = 3;

/** The newest of the messages that a click may still come from, newest first. */
export const remembered = (messages: string[]): string[] => messages.slice(0, most);

/** The messages of living cards up to this one, newest first, for the card that follows it. */
export const pastOf = (before: UserRow['livingCard']): string[] =>
  before ? remembered([before.activityId, ...(before.past ?? [])]) : [];
