import type { LiveCase, Rules } from '../../dialogs/triage/advance.ts';
import type { CaseRecord, TicketRef } from '../../dialogs/triage/case.ts';
import type { Notice } from '../../dialogs/triage/view.ts';
import type { Incident } from '../incidents/incident.ts';
import type { NewEffect, UserRow } from '../store/store.ts';

/** What a turn knows before it decides: read inside the transaction, clock included. */
export interface Situation {
  rules: Rules;
  user: UserRow;
  /** The user's newest case, thawed; `null` where there is none or it can't be read any more. */
  live: LiveCase | null;
  /** The number the user's next case gets. */
  nextN: number;
  /** The user's newest ended case, for what is known already and for a fix that did not last. */
  earlier: LiveCase | null;
  /** The open ticket that the user has for the same code from an earlier case; known where `escalate` is shown. */
  openTicket?: TicketRef | null;
  /** Incidents that are open; known where a case may begin, wait for one or be sent. */
  incidents?: readonly Incident[];
  /** Milliseconds since the epoch. */
  now: number;
}

/** What a turn decided: pure data, carried out by turn.ts inside the same transaction. */
export interface Decision {
  /** The case to show; `null` shows the welcome card. */
  record: CaseRecord | null;
  /** What to store: nothing, a change of the case that was read, or a new one. */
  write: 'nothing' | 'update' | 'insert';
  notice: Notice | null;
  why: boolean;
  /** Values for the notice's and the card's texts. */
  params: Record<string, string>;
  effects: NewEffect[];
  /** Waiting effects with these key prefixes are not wanted any more. */
  drop: string[];
  /** For the log: what was understood, in words of ours, never the user's. */
  heard: { rule: string; words: string[] } | null;
}

export const unchanged = (live: LiveCase | null, notice: Notice | null, why = false): Decision => ({
  record: live?.record ?? null,
  write: 'nothing',
  notice,
  why,
  params: {},
  effects: [],
  drop: [],
  heard: null,
});
