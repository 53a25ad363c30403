import type { LeasedEffect } from '../store/store.ts';
import { foldCard, postCard, sayText, updateCard } from './cards.ts';
import type { EffectDeps, Outcome } from './context.ts';
import { commentDesk, sendEvent } from './handoff.ts';
import { incidentCard, incidentNews, incidentTicket, pollIncident, watchCase } from './incidents.ts';
import { itCard, itReply } from './it-card.ts';
import { pollTicket } from './poll.ts';
import {
  attachTicket,
  closeTicket,
  commentTicket,
  createTicket,
  reopenTicket,
  ticketGivenUp,
} from './tickets.ts';
import { withoutTicket } from './without-ticket.ts';

/**
 * What is done where the outbox gives a row up, refused or tried for too long: whoever waits for it must not wait in
 * vain. It comes before the row is marked, so a crash may have it done a second time.
 */
export async function givenUp(deps: EffectDeps, { effect, key }: LeasedEffect): Promise<void> {
  if (effect.kind === 'create-ticket') await ticketGivenUp(deps, effect, key);
  if (effect.kind === 'incident-ticket' && effect.what === 'create')
    await withoutTicket(deps, effect.incident, true, deps.now());
}

/** Does one effect; a new kind of effect gets its handler here. */
export function perform(deps: EffectDeps, row: LeasedEffect): Promise<Outcome> {
  const { effect, key } = row;
  switch (effect.kind) {
    case 'post-card':
      return postCard(deps, effect, row);
    case 'update-card':
      return updateCard(deps, effect);
    case 'fold-card':
      return foldCard(deps, effect);
    case 'say':
      return sayText(deps, effect, row);
    case 'create-ticket':
      return createTicket(deps, effect, key);
    case 'comment-ticket':
      return commentTicket(deps, effect, key);
    case 'close-ticket':
      return closeTicket(deps, effect, key);
    case 'reopen-ticket':
      return reopenTicket(deps, effect, key);
    case 'comment-desk':
      return commentDesk(deps, effect, key);
    case 'send-event':
      return sendEvent(deps, effect);
    case 'it-card':
      return itCard(deps, effect, row);
    case 'it-reply':
      return itReply(deps, effect, row);
    case 'attach-ticket':
      return attachTicket(deps, effect, key);
    case 'poll-ticket':
      return pollTicket(deps, effect);
    case 'watch-case':
      return watchCase(deps, effect);
    case 'incident-ticket':
      return incidentTicket(deps, effect, key);
    case 'incident-news':
      return incidentNews(deps, effect);
    case 'incident-card':
      return incidentCard(deps, effect, row);
    case 'poll-incident':
      return pollIncident(deps, effect);
  }
}
