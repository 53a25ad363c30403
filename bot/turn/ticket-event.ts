import { say } from '../../cards/texts.ts';
import { type Rules, revive } from '../../dialogs/triage/advance.ts';
import type { CaseRecord } from '../../dialogs/triage/case.ts';
import type { NewEffect, Store, Turn } from '../store/store.ts';
import type { TicketEvent } from '../tickets/events.ts';
import { rowOf } from './row.ts';
import { itCardEffect, postEffect, sayEffect } from './wanted.ts';

/** The case in a correlation key, `case:<id>:<n>`. */
const caseOf = (correlation: string | undefined): string | null =>
  /^case:([A-Za-z0-9-]+):\d+$/.exec(correlation ?? '')?.[1] ?? null;

/**
 * Takes an event of the ticket system to its case: what it means for the user becomes one message. The same
 * event again does nothing, and an event of a ticket that is not ours is no fault.
 */
export function takeTicketEvent(
  deps: { store: Store; rules: Rules; now: () => number },
  system: string,
  event: TicketEvent,
): Promise<'taken' | 'known' | 'not-ours'> {
  return deps.store.turn(async (turn) => {
    const id = caseOf(event.correlation);
    const stored = id ? await turn.caseById(id) : undefined;
    const revived = stored ? revive(deps.rules, stored.record) : null;
    const ticket = stored?.record.ticket;
    if (!stored || !revived?.ok || !ticket || ticket.system !== system) return 'not-ours';
    if (!(await turn.claim(`ticket:${system}`, event.event, deps.now()))) return 'known';
    await bringToCase(deps, turn, stored.record, event);
    return 'taken';
  });
}

/** What IT did with a ticket, wherever it was said: changes the case and tells its user. The case is locked. */
export async function bringToCase(
  deps: { rules: Rules; now: () => number },
  turn: Turn,
  before: CaseRecord,
  event: TicketEvent,
): Promise<void> {
  const record = changed(before, event);
  const revived = revive(deps.rules, record);
  if (!revived.ok) return;
  await turn.saveCase(rowOf(deps.rules, revived.live), before.rev);
  await tell(turn, before, event, deps.now());
}

/** The case as it is after the event: the ticket's status, and what IT wrote. */
function changed(record: CaseRecord, event: TicketEvent): CaseRecord {
  const status = statusOf(event);
  const ticket = record.ticket && {
    ...record.ticket,
    ...(status && { status }),
    id: record.ticket.id ?? event.id,
  };
  const notes = event.reply
    ? [...record.notes, { kind: 'reply' as const, text: event.reply, at: event.at }]
    : record.notes;
  return { ...record, ticket, notes };
}

function statusOf(event: TicketEvent): 'new' | 'taken' | 'resolved' | 'withdrawn' | null {
  switch (event.status) {
    case undefined:
      return event.owner ? 'taken' : null;
    case 'resolved':
    case 'withdrawn':
    case 'taken':
    case 'new':
      return event.status;
    default:
      return 'taken';
  }
}

/** One message for each change that means something to the user; what changes nothing is not mentioned. */
async function tell(turn: Turn, before: CaseRecord, event: TicketEvent, now: number): Promise<void> {
  const status = statusOf(event);
  const news: string[] = [];
  const who = event.owner ?? event.actor;
  if (status === 'taken' && before.ticket?.status !== 'taken') {
    news.push(who ? say('ticketTakenBy', { who }) : say('ticketTaken'));
  }
  if (event.reply) news.push(...written(event.actor ?? say('someone'), event.reply, event.tone));
  if (status === 'new' && before.ticket?.status === 'resolved') news.push(say('ticketReopened'));
  if (status === 'resolved' && before.ticket?.status !== 'resolved') news.push(say('ticketResolved'));
  const tag = `ticket-event:${before.id}:${event.event}`;
  if (before.ticket) await turn.addEffects([itCardEffect(before, before.ticket.key, tag, now)]);
  if (news.length === 0) return;
  const effects: NewEffect[] = [sayEffect(before.user, news.join('\n\n'), tag, now)];
  if (status === 'resolved') effects.push(postEffect(before.user, before.id, tag, null, now));
  await turn.addEffects(effects);
}

/** What IT wrote, and what is expected of the user where the sender has said that. */
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
