import ticketWords from '../../cards/locales/en/ticket.json' with { type: 'json' };
import { escapeMarkdown, fill, harmless, say } from '../../cards/texts.ts';
import { revive } from '../../dialogs/triage/advance.ts';
import { firstRev, newCard, speaking } from '../it/desk.ts';
import { itCardOf } from '../it/view.ts';
import type { Effect, LeasedEffect, Store, Turn, UserRow } from '../store/store.ts';
import { type ChannelProblem, type ItPost, problemWords } from './channel.ts';
import { done, type EffectDeps, type Outcome, subject } from './context.ts';

/** A channel that is wrong or that the app is not in is somebody's to put right: asked again after this, ms. */
const wrongChannelMs = 600_000;

/**
 * Posts a ticket's card to the IT channel, or brings the posted one to what it should show now, for everyone.
 * One at a time for a ticket, so it is posted once. The connector knows no key for a message: where the fate of a
 * post is unknown, the sign that a client gives when it shows the card (`show`) tells; only without it is the card
 * posted again, with a line that says so. Where the channel can't be reached nothing is lost: the ticket is there,
 * and the card is tried again for a day.
 */
export async function itCard(
  deps: EffectDeps,
  effect: Effect & { kind: 'it-card' },
  { unsure }: Pick<LeasedEffect, 'unsure'>,
): Promise<Outcome> {
  const { itChannel } = deps;
  if (!itChannel) return done;
  const { user, live: own } = await subject(deps, effect.user, effect.case);
  if (!user || !own) return { kind: 'dead', error: 'the case is gone' };
  const card =
    (await deps.store.itCard(effect.ticket)) ?? (await firstCard(deps.store, effect.case, effect.ticket));
  const latest = await deps.store.latestCase(effect.user);
  const newest = latest ? revive(deps.rules, latest.record) : null;
  const live = speaking(own, newest?.ok ? newest.live : null);
  const doubtful = (unsure || card.tried === true) && !card.post;
  const content = itCardOf({ own, live, card, user }, doubtful ? 'again' : null);
  const message = { card: content, summary: content.fallbackText };
  if (card.post) return updated(deps, card.post, message);
  const sent = await itChannel.post(addressOf(user), message);
  if (sent.kind === 'wait') return sent;
  if (sent.kind === 'failed') {
    // Kept with the card: a newer row may take the place of this one.
    if (sent.unsure) await deps.store.turn((turn) => remember(turn, effect, { tried: true }));
    return failed(deps, sent.problem, sent);
  }
  itChannel.works();
  return { kind: 'done', record: (turn) => remember(turn, effect, { post: sent.post }) };
}

/** Everybody of a tenant is served from the same place. */
const addressOf = ({ serviceUrl, botId, tenant }: UserRow) => ({ serviceUrl, botId, tenant });

const firstCard = async (store: Store, caseId: string, ticket: string) =>
  newCard(caseId, ticket, await firstRev((key) => store.itCard(key), ticket));

async function remember(
  turn: Turn,
  { case: caseId, ticket }: Effect & { kind: 'it-card' },
  what: { post: ItPost } | { tried: true },
): Promise<void> {
  // Locks the card: somebody may be using it already.
  await turn.caseById(caseId);
  const find = (key: string) => turn.itCard(key);
  const card = (await find(ticket)) ?? newCard(caseId, ticket, await firstRev(find, ticket));
  // A quick client may have shown it before the connector's answer came.
  await turn.saveItCard({ ...card, ...what, ...(card.post && { post: card.post }) });
}

async function updated(
  deps: EffectDeps,
  post: ItPost,
  message: { card: object; summary: string },
): Promise<Outcome> {
  const sent = await deps.itChannel?.update(post, message);
  switch (sent?.kind) {
    case 'gone':
      return failed(deps, 'forbidden');
    case 'retry':
    case 'wait':
      return sent;
    case 'sent':
      deps.itChannel?.works();
      return done;
    default:
      // What somebody has deleted in the channel is not brought back.
      return done;
  }
}

function failed(
  deps: EffectDeps,
  problem: ChannelProblem,
  { afterMs, unsure = false }: { afterMs?: number; unsure?: boolean } = {},
): Outcome {
  deps.itChannel?.fails(problem);
  const wait = problem === 'unreachable' ? afterMs : wrongChannelMs;
  const outcome = { kind: 'retry', error: problemWords[problem], unsure } as const;
  return { ...outcome, ...(wait !== undefined && { afterMs: wait }) };
}

/**
 * Tells who of IT works on a ticket what its user has said, in the card's thread: an update of the card notifies
 * nobody. Silent where nobody of IT has touched the card yet, or it is not there.
 */
export async function itReply(
  deps: EffectDeps,
  { user: key, ticket, said, text }: Effect & { kind: 'it-reply' },
  { unsure }: Pick<LeasedEffect, 'unsure'>,
): Promise<Outcome> {
  const card = await deps.store.itCard(ticket);
  const last = card?.log.at(-1);
  if (!deps.itChannel || !card?.post || !last) return done;
  const user = await deps.store.user(key);
  const words = fill(ticketWords.it.replies[said], { user: user?.name || ticketWords.it.user });
  const line = text ? `${words} ${escapeMarkdown(text)}` : words;
  const mention = last.id && last.who ? { id: last.id, name: harmless(last.who) } : null;
  const sent = await deps.itChannel.reply(card.post, unsure ? `${line}\n\n${say('again')}` : line, mention);
  switch (sent.kind) {
    case 'gone':
      return failed(deps, 'forbidden');
    case 'retry':
    case 'wait':
      return sent;
    default:
      return done;
  }
}
