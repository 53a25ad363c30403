import type { CaseRecord } from '../../dialogs/triage/case.ts';
import type { Effect, NewEffect } from '../store/store.ts';
import { takeTicketState } from '../turn/ticket-event.ts';
import { isOpenTicket } from '../turn/ticket-news.ts';
import { pollEffect } from '../turn/wanted.ts';
import { done, type EffectDeps, type Outcome } from './context.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Answers that were lost come soon after the ticket was sent, or not at all: asked often at first. */
const waits: readonly (readonly [youngerThan: number, wait: number])[] = [
  [2 * hour, 5 * minute],
  [2 * day, 15 * minute],
  [14 * day, hour],
  [90 * day, 12 * hour],
];
/** IT may open a ticket again that it had resolved: looked for this long, ms. */
const afterEndMs = 3 * day;
/** A ticket that can't be read so many times in a row is not asked for any more. */
const mostFailed = 50;
/** What was written while the last poll was under way is read again; the ids tell what is known. */
export const overlapMs = hour;

/** When a ticket of this age (ms) is asked for next, ms; `null`: not any more. */
export const pollWait = (ageMs: number): number | null =>
  waits.find(([younger]) => ageMs < younger)?.[1] ?? null;

/** The first look at a ticket that was just opened, where its system is one that others change. */
export function firstPoll(deps: Pick<EffectDeps, 'tickets' | 'now'>, record: CaseRecord): NewEffect[] {
  const now = deps.now();
  if (!deps.tickets.can.status || !record.ticket) return [];
  const wanted = { ticket: record.ticket.key, openedAt: now, since: now - overlapMs, failed: 0 };
  return [pollEffect(record, now + (pollWait(0) ?? 0), wanted)];
}

/**
 * Asks the ticket system what a lost webhook would have said. A failure is no failed effect, only a poll that said
 * nothing: the next one is wanted all the same. At most so many a minute as `deps.polls` lets through.
 */
export async function pollTicket(
  deps: EffectDeps,
  effect: Effect & { kind: 'poll-ticket' },
): Promise<Outcome> {
  const stored = await deps.store.caseById(effect.case);
  const ticket = stored?.record.ticket;
  if (!stored || !ticket || ticket.key !== effect.ticket || ticket.id === null) return done;
  const began = deps.now();
  const over = !isOpenTicket(ticket) && began - Date.parse(stored.record.movedAt) > afterEndMs;
  const wait = pollWait(began - effect.openedAt);
  if (over || wait === null || effect.failed >= mostFailed) return done;
  const held = deps.polls?.take(began) ?? 0;
  if (held > 0) return { kind: 'wait', afterMs: held, all: false };
  const since = new Date(effect.since).toISOString();
  const read = await deps.tickets.status({ key: ticket.key, id: ticket.id, url: ticket.url }, since);
  const isRead = read.kind === 'done';
  const after = Math.max(wait, read.kind === 'retry' ? (read.afterMs ?? 0) : 0);
  const next = pollEffect(stored.record, deps.now() + after, {
    ticket: effect.ticket,
    openedAt: effect.openedAt,
    since: isRead ? began - overlapMs : effect.since,
    failed: isRead ? 0 : effect.failed + 1,
  });
  return {
    kind: 'done',
    async record(turn) {
      if (isRead) await takeTicketState(deps, turn, ticket, read.value);
      await turn.addEffects([next]);
    },
  };
}

/** Lets so many polls a minute through; the ticket system is there for people first. */
export class PollBudget {
  private readonly perMinute: number;
  private taken: number[] = [];

  constructor(perMinute = 60) {
    this.perMinute = perMinute;
  }

  /** 0 and one less is left, or how long (ms) to wait. */
  take(now: number): number {
    this.taken = this.taken.filter((at) => at > now - minute);
    const oldest = this.taken[0];
    if (this.taken.length >= this.perMinute && oldest !== undefined) return oldest + minute - now;
    this.taken.push(now);
    return 0;
  }
}
