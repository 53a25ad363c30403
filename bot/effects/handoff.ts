import type { Effect } from '../store/store.ts';
import { afterSend, done, type EffectDeps, type Outcome } from './context.ts';

/** Tells the help desk's own ticket; one in another system than ours is theirs to look after. */
export async function commentDesk(
  deps: EffectDeps,
  { ticket, text }: Effect & { kind: 'comment-desk' },
  key: string,
): Promise<Outcome> {
  if (ticket.system !== deps.tickets.name) return done;
  const handle = { key: await keyOf(deps, ticket), id: ticket.id, url: ticket.url };
  const result = await deps.tickets.comment(handle, text, key);
  if (result.kind === 'done') return done;
  return result.kind === 'retry' ? result : { kind: 'dead', error: result.error };
}

/** The built-in queue finds its tickets by their key; any other system by its own id. */
async function keyOf(deps: EffectDeps, ticket: { system: string; id: string }): Promise<string> {
  if (ticket.system !== 'builtin') return ticket.id;
  return (await deps.store.ticket(ticket.id))?.key ?? ticket.id;
}

/** Sends an event of the handoff protocol into the user's conversation. */
export async function sendEvent(deps: EffectDeps, effect: Effect & { kind: 'send-event' }): Promise<Outcome> {
  const user = await deps.store.user(effect.user);
  if (!user?.conversationId || user.blockedAt) return done;
  const { name, value, transcript } = effect;
  return afterSend(deps, user, await deps.connector.send(user, { event: { name, value, transcript } }));
}
