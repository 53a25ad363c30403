import type { StepId } from '../../dialogs/triage/answers.ts';
import { isEnding, stepInputs } from '../../dialogs/triage/answers.ts';
import type { CaseRecord, TicketRef } from '../../dialogs/triage/case.ts';
import { ticketEffect } from '../incidents/effects.ts';
import { ticketLine } from '../incidents/words.ts';
import type { ItReply, NewEffect } from '../store/store.ts';

/** Quiet time after which the stored message of the living card is brought up to date, ms. */
const quietMs = 10_000;

/** Steps with a form that somebody may be filling: an update of the card would empty it. */
export const hasForm = (step: StepId): boolean => !isEnding(step) && stepInputs[step] !== undefined;

const userGroup = (user: string) => `chat:${user}`;
const ticketKey = (record: CaseRecord) => `case:${record.id}:${record.escalations}`;

/** Brings the stored message up to date: at once where the case rests or ends, else after ten quiet seconds. */
export function updateEffect(record: CaseRecord, step: StepId, now: number): NewEffect[] {
  const atOnce = isEnding(step) || step === 'paused' || step === 'winsock-check' || step === 'rejoin-check';
  if (hasForm(step)) return [];
  return [
    {
      effect: { kind: 'update-card', user: record.user, case: record.id },
      key: `update:${record.id}:${record.rev}`,
      coalesce: `update:${record.id}`,
      dueAt: now + (atOnce ? 0 : quietMs),
      group: userGroup(record.user),
      priority: 9,
    },
  ];
}

/** The living card as a new message below what was typed. `tag` makes the key of this occasion. */
export function postEffect(
  user: string,
  caseId: string | null,
  tag: string,
  notice: string | null,
  now: number,
): NewEffect {
  return {
    effect: { kind: 'post-card', user, case: caseId, notice },
    key: `post:${user}:${tag}`,
    dueAt: now,
    group: userGroup(user),
    priority: 0,
  };
}

/** Asks a case's user who has not answered; what they answer takes it back (`reminderKeys`). */
export const reminderEffect = (record: CaseRecord, what: 'remind' | 'check', now: number): NewEffect => {
  const { user, id, rev, remindersSent } = record;
  const notice = what === 'remind' ? 'reminder' : 'next-day';
  return postEffect(user, id, `${what}:${id}:${rev}:${remindersSent}`, notice, now);
};

/** How the keys of a case's `reminderEffect`s begin. */
export const reminderKeys = ({ user, id }: CaseRecord): string[] => [
  `post:${user}:remind:${id}:`,
  `post:${user}:check:${id}:`,
];

export function sayEffect(user: string, text: string, tag: string, now: number): NewEffect {
  return {
    effect: { kind: 'say', user, text },
    key: `say:${user}:${tag}`,
    dueAt: now,
    group: userGroup(user),
    priority: 0,
  };
}

/** No number after this time: the user is told once what to do instead, ms. */
export const overdueMs = 600_000;

/** Tells the user of a ticket that is not through yet where else to go, once a ticket. */
export const lateEffect = ({ user, id }: CaseRecord, ticket: string, now: number): NewEffect =>
  postEffect(user, id, `ticket-late:${ticket}`, 'ticket-late', now);

export const foldEffect = (user: string, activityId: string, line: string, now: number): NewEffect => ({
  effect: { kind: 'fold-card', user, activityId, line },
  // Ids of messages are only known to be different within one conversation.
  key: `fold:${user}:${activityId}`,
  dueAt: now,
  group: userGroup(user),
  priority: 8,
});

/** The case in a ticket's key, `case:<id>:<n>`: the one that the ticket was opened for. */
export const caseOf = (key: string | undefined): string | null =>
  /^case:([A-Za-z0-9-]+):\d+$/.exec(key ?? '')?.[1] ?? null;

/** What is done to one ticket is done in order, whichever case wants it. */
const ticketGroup = (record: CaseRecord): string =>
  `ticket:${record.ticket?.incident ?? caseOf(record.ticket?.key) ?? record.id}`;

const ticketBase = (record: CaseRecord) => ({ user: record.user, case: record.id, n: record.escalations });

/** The ticket of a case's own, as it is before its system has answered. */
export const freshTicket = (id: string, escalations: number): TicketRef => ({
  system: 'builtin',
  key: `case:${id}:${escalations}`,
  id: null,
  url: null,
  status: 'sending',
});

/** Opens the case's ticket; the key is the ticket's idempotency key everywhere. */
export const openTicketEffect = (record: CaseRecord, now: number): NewEffect => ({
  effect: { kind: 'create-ticket', ...ticketBase(record) },
  key: ticketKey(record),
  dueAt: now,
  group: `ticket:${record.id}`,
  priority: 1,
});

/**
 * Adds to the open ticket: a comment of the user, or what was tried since it was sent. `tag` makes the key of an occasion
 * that is no answer of the user's; an answer's revision is its own.
 */
export const commentEffect = (
  record: CaseRecord,
  now: number,
  text: string,
  by?: 'it' | 'bot',
  tag = `add:${record.rev}`,
): NewEffect => ({
  effect: { kind: 'comment-ticket', ...ticketBase(record), text, ...(by && { by }) },
  key: `${ticketKey(record)}:${tag}`,
  dueAt: now,
  group: ticketGroup(record),
  priority: 1,
});

/** Tells the ticket that its user needs nobody any more. */
export function closeEffects(record: CaseRecord, now: number, why: 'fixed' | 'withdrawn'): NewEffect[] {
  if (!record.ticket) return [];
  const { incident } = record.ticket;
  if (incident) {
    const line = ticketLine('left', { why: ticketLine(why) });
    return [ticketEffect(incident, 'note', line, `left:${record.id}:${record.rev}`, now)];
  }
  return [
    {
      effect: { kind: 'close-ticket', user: record.user, case: record.id, n: record.escalations, why },
      key: `${ticketKey(record)}:close:${record.rev}`,
      dueAt: now,
      group: ticketGroup(record),
      priority: 1,
    },
  ];
}

/** Opens the ticket again; `tag` makes the key of this occasion. */
export const reopenEffect = (record: CaseRecord, now: number, tag: string): NewEffect => ({
  effect: { kind: 'reopen-ticket', ...ticketBase(record) },
  key: `${ticketKey(record)}:reopen:${tag}`,
  dueAt: now,
  group: ticketGroup(record),
  priority: 1,
});

/** What is waited for after an escalation, ms: the ticket's number usually comes first and makes one post of two. */
const numberMs = 10_000;

/**
 * Brings a ticket's card in the IT channel to what it should show now, or posts it. `tag` makes the key of this
 * occasion; `patiently` where a better one is likely to follow at once.
 */
export const itCardEffect = (
  record: Pick<CaseRecord, 'id' | 'user'>,
  ticket: string,
  tag: string,
  now: number,
  patiently = false,
): NewEffect => ({
  effect: { kind: 'it-card', user: record.user, case: caseOf(ticket) ?? record.id, ticket },
  key: `it-card:${ticket}:${tag}`,
  coalesce: `it-card:${ticket}`,
  dueAt: now + (patiently ? numberMs : 0),
  group: `it-card:${ticket}`,
  priority: 1,
});

/** Tells IT in the ticket's thread what the user has just said. */
export const itReplyEffect = (
  record: CaseRecord,
  ticket: string,
  said: ItReply,
  text: string,
  now: number,
): NewEffect => ({
  effect: { kind: 'it-reply', user: record.user, case: record.id, ticket, said, text },
  key: `it-reply:${ticket}:${record.id}:${record.rev}`,
  dueAt: now,
  group: `it-card:${ticket}`,
  priority: 1,
});

/** Brings a file of the case to its ticket, once an escalation. */
export const attachEffect = (
  record: CaseRecord,
  now: number,
  file: 'transcript' | 'evidence',
): NewEffect => ({
  effect: { kind: 'attach-ticket', ...ticketBase(record), file },
  key: `${ticketKey(record)}:file:${file}`,
  dueAt: now,
  group: ticketGroup(record),
  priority: 1,
});

/** Looks at the ticket later. In the ticket's group, so that what the bot itself wanted done there is done before. */
export const pollEffect = (
  record: CaseRecord,
  dueAt: number,
  wanted: { ticket: string; openedAt: number; since: number; failed: number },
): NewEffect => ({
  effect: { kind: 'poll-ticket', user: record.user, case: record.id, ...wanted },
  key: `poll:${wanted.ticket}:${dueAt}`,
  dueAt,
  group: ticketGroup(record),
  priority: 8,
});
