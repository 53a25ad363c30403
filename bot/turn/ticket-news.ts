import { say } from '../../cards/texts.ts';
import type { CaseRecord, TicketRef } from '../../dialogs/triage/case.ts';
import { stripSecrets } from '../../dialogs/understanding/evidence/mask.ts';
import type { TicketEvent } from '../tickets/events.ts';
import type { TicketReply, TicketStatus } from '../tickets/port.ts';

/** What a ticket system says of a ticket now, whoever asked: one webhook event, or what a poll read. */
export interface TicketChange {
  /** ISO 8601; of a webhook event the other system's clock. Absent where the order is known to be right. */
  at?: string;
  status?: TicketStatus;
  owner?: string;
  /** Who did it, where there is no owner. */
  actor?: string;
  replies: TicketReply[];
  /** What is expected of the user, where the sender has said that. */
  tone?: TicketEvent['tone'];
}

/** What a change makes of a case; `says` is empty where nothing changed that means anything to the user. */
export interface TicketNews {
  record: CaseRecord;
  says: string[];
}

/** Ids of replies that are remembered; a poll reads at most ten at a time. */
const remembered = 40;
/** The same words by webhook and by poll under two ids are one reply, ms. */
const sameReplyMs = 120_000;
/** More of a reply than this is read in the ticket. */
const longestTold = 4000;

/** A ticket that somebody still works on, or will. */
export const isOpenTicket = (ticket: Pick<TicketRef, 'status'> | null | undefined): boolean =>
  ticket != null && ticket.status !== 'resolved' && ticket.status !== 'withdrawn';

/**
 * Takes a change to its case. `waiting`: the user has not ended the matter, so who has the ticket and whether it is
 * solved concerns them; what somebody wrote for them always does. The same change again says nothing.
 */
export function takeChange(before: CaseRecord, waiting: boolean, change: TicketChange): TicketNews {
  if (!before.ticket) return { record: before, says: [] };
  const replies = change.replies.filter((reply) => isNew(before, reply));
  const { eventAt } = before.ticket;
  const late = change.at !== undefined && eventAt !== undefined && change.at < eventAt;
  const moved: Moved = late ? { ticket: before.ticket } : takeStatus(before.ticket, change);
  const told = [...(before.ticket.told ?? []), ...replies.map(({ id }) => id)].slice(-remembered);
  const ticket: TicketRef = {
    ...moved.ticket,
    ...(told.length > 0 && { told }),
    ...(change.at !== undefined && !late && { eventAt: change.at }),
  };
  const notes = replies.map(({ text, at, by }) => ({
    kind: 'reply' as const,
    text: stripSecrets(text),
    at: at || (change.at ?? before.movedAt),
    ...(by && { by }),
  }));
  const words = replies.flatMap(({ by, text }) =>
    written(by || change.actor || say('someone'), shortened(text), change.tone),
  );
  const says = waiting ? [moved.hasIt, ...words, moved.ended] : words;
  return {
    record: { ...before, ticket, notes: [...before.notes, ...notes] },
    says: says.filter((text) => text !== undefined),
  };
}

/** A reply under an id that was not told, and not the same words a moment before under another. */
function isNew(record: CaseRecord, reply: TicketReply): boolean {
  if (record.ticket?.told?.includes(reply.id)) return false;
  const at = Date.parse(reply.at);
  const text = stripSecrets(reply.text);
  return !record.notes.some(
    (note) => note.kind === 'reply' && note.text === text && Math.abs(Date.parse(note.at) - at) < sameReplyMs,
  );
}

/** A ticket after a change, and what to say of it: who has it now, how it ended. */
interface Moved {
  ticket: TicketRef;
  hasIt?: string;
  ended?: string;
}

function takeStatus(ticket: TicketRef, { status, owner }: TicketChange): Moved {
  const open = isOpenTicket(ticket);
  if (status === 'resolved' || status === 'withdrawn') {
    const after: TicketRef = { ...ticket, status, ...(owner && { owner }) };
    const ended = say(status === 'resolved' ? 'ticketResolved' : 'ticketRejected');
    return open ? { ticket: after, ended } : { ticket: after };
  }
  if (status === undefined && owner === undefined) return { ticket };
  const taken = status === 'taken' || owner !== undefined;
  const { owner: before, ...rest } = ticket;
  const who = taken ? (owner ?? before) : undefined;
  // Looked at by a system of its own accord, or put back: nothing that a user waits for.
  const untaken = ticket.status === 'sending' || ticket.status === 'failed' ? ticket.status : 'new';
  const after: TicketRef = { ...rest, status: taken ? 'taken' : untaken, ...(who && { owner: who }) };
  const isNews = taken && (owner !== undefined ? owner !== before : ticket.status !== 'taken');
  const takenWords = isNews ? say(who ? 'ticketTakenBy' : 'ticketTaken', { who }) : undefined;
  const again = open ? undefined : say('ticketReopened');
  const words = [again, takenWords].filter((text) => text !== undefined).join(' ');
  return words ? { ticket: after, hasIt: words } : { ticket: after };
}

/** What IT wrote, and what is expected of the user. */
function written(who: string, text: string, tone: TicketEvent['tone']): string[] {
  switch (tone) {
    case 'question':
      return [say('ticketQuestion', { who, text }), say('ticketQuestionHow')];
    case 'instruction':
      return [say('ticketInstruction', { who, text }), say('ticketInstructionHow')];
    default:
      return [say('ticketReply', { who, text })];
  }
}

const shortened = (text: string): string =>
  text.length <= longestTold ? text : `${text.slice(0, longestTold)}…`;
