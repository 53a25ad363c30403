import type { CaseRecord } from '../../dialogs/triage/case.ts';
import type { EffectName } from '../../dialogs/triage/step.ts';
import type { ItReply, NewEffect } from '../store/store.ts';
import { isOpenTicket } from './ticket-news.ts';
import { itCardEffect, itReplyEffect } from './wanted.ts';

/**
 * What the IT channel gets of a user's turn that touched the ticket: the card brought up to date, and a line in its
 * thread where somebody of IT waits for it. A ticket that is a part of an incident has no card of its own.
 */
export function itNews(
  before: CaseRecord,
  record: CaseRecord,
  effects: readonly EffectName[],
  comment: string | undefined,
  now: number,
): NewEffect[] {
  const { ticket } = record;
  if (!ticket || ticket.incident) return [];
  const said = saidIn(before, record, effects, comment);
  return [
    itCardEffect(record, ticket.key, `${record.id}:${record.rev}`, now, ticket.id === null),
    ...(said ? [itReplyEffect(record, ticket.key, said, comment ?? '', now)] : []),
  ];
}

function saidIn(
  before: CaseRecord,
  record: CaseRecord,
  effects: readonly EffectName[],
  comment: string | undefined,
): ItReply | null {
  if (effects.includes('withdrawTicket')) return 'withdrawn';
  if (effects.includes('closeTicket')) return 'fixed';
  if (!effects.includes('commentTicket')) return null;
  if (before.ticket && !isOpenTicket(before.ticket) && isOpenTicket(record.ticket)) return 'again';
  return comment ? 'answered' : null;
}
