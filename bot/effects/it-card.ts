import { revive } from '../../dialogs/triage/advance.ts';
import { firstRev, newCard, speaking } from '../it/desk.ts';
import { itCardOf } from '../it/view.ts';
import type { Effect, Store, Turn, UserRow } from '../store/store.ts';
import { type ChannelProblem, type ItPost, problemWords } from './channel.ts';
import { done, type EffectDeps, type Outcome, subject } from './context.ts';

/** A channel that is wrong or that the app is not in is somebody's to put right: asked again after this, ms. */
const wrongChannelMs = 600_000;

/**
 * Posts a ticket's card to the IT channel, or brings the posted one to what it should show now, for everyone.
 * One at a time for a ticket, so it is posted once; only a crash between Teams' answer and our note of it makes
 * a second post, since Teams knows no key for a message. Where the channel can't be reached nothing is lost: the
 * ticket is there, and the card is tried again for a day.
 */
export async function itCard(deps: EffectDeps, effect: Effect & { kind: 'it-card' }): Promise<Outcome> {
  const { itChannel } = deps;
  if (!itChannel) return done;
  const { user, live: own } = await subject(deps, effect.user, effect.case);
  if (!user || !own) return { kind: 'dead', error: 'the case is gone' };
  const card =
    (await deps.store.itCard(effect.ticket)) ?? (await firstCard(deps.store, effect.case, effect.ticket));
  const latest = await deps.store.latestCase(effect.user);
  const newest = latest ? revive(deps.rules, latest.record) : null;
  const live = speaking(own, newest?.ok ? newest.live : null);
  const content = itCardOf({ own, live, card, user });
  const message = { card: content, summary: content.fallbackText };
  if (card.post) return updated(deps, card.post, message);
  const sent = await itChannel.post(addressOf(user), message);
  if (sent.kind === 'wait') return sent;
  if (sent.kind === 'failed') return failed(deps, sent.problem, sent.afterMs);
  itChannel.works();
  return { kind: 'done', record: (turn) => remember(turn, effect, sent.post) };
}

/** Everybody of a tenant is served from the same place. */
const addressOf = ({ serviceUrl, botId, tenant }: UserRow) => ({ serviceUrl, botId, tenant });

const firstCard = async (store: Store, caseId: string, ticket: string) =>
  newCard(caseId, ticket, await firstRev((key) => store.itCard(key), ticket));

async function remember(turn: Turn, effect: Effect & { kind: 'it-card' }, post: ItPost): Promise<void> {
  // Locks the card: somebody may be using it already.
  await turn.caseById(effect.case);
  const card =
    (await turn.itCard(effect.ticket)) ??
    newCard(effect.case, effect.ticket, await firstRev((key) => turn.itCard(key), effect.ticket));
  await turn.saveItCard({ ...card, post });
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
    default:
      // What somebody has deleted in the channel is not brought back.
      return done;
  }
}

function failed(deps: EffectDeps, problem: ChannelProblem, afterMs?: number): Outcome {
  deps.itChannel?.fails(problem);
  const wait = problem === 'unreachable' ? afterMs : wrongChannelMs;
  return { kind: 'retry', error: problemWords[problem], ...(wait !== undefined && { afterMs: wait }) };
}
