import words from '../../cards/locales/en/ticket.json' with { type: 'json' };
import { say } from '../../cards/texts.ts';
import type { ChannelAddress, ItChannel } from '../effects/channel.ts';
import type { Intake } from '../intake.ts';
import type { Log } from '../log.ts';
import type { Outbox } from '../outbox.ts';
import { again } from '../store/again.ts';
import { StoreConflict, StoreUnavailable } from '../store/store.ts';
import { actOnCard, type ItDeps, type ItResult } from './act.ts';
import { itCardOf } from './view.ts';

type Click = Intake & { kind: 'click' };

/** A card to put in the place of the clicked one, or words where the caller has none to see. */
export type ItHandled = { card: object; notice: string | null } | { text: string };
/** `null`: no click on a ticket's card in the IT channel, so it is no affair of IT's. */
export type ItHandle = (click: Click) => Promise<ItHandled | null>;

export interface ItHandleDeps extends ItDeps {
  itChannel: ItChannel | null;
  outbox: Pick<Outbox, 'kick'>;
  log: Log;
}

/** The step that the cards of the IT channel name. */
export const itStep = 'it-ticket';
const { it } = words;

/** Whether a conversation is the IT channel, or a thread in it. */
export const isIn = (channel: string | undefined, conversationId: string): boolean =>
  channel !== undefined && channelOf(conversationId) === channel;

/** A thread of a channel is `<channel>;messageid=<id>`. */
const channelOf = (conversationId: string): string => conversationId.split(';')[0] ?? '';

/** Takes clicks on tickets' cards: from the IT channel's conversation and from members of its team only. */
export function createItHandle(deps: ItHandleDeps): ItHandle {
  const { itChannel, log } = deps;
  return async (click) => {
    if (!itChannel || !isIn(itChannel.id, click.conversationId)) return null;
    const { serviceUrl, botId, tenant, channelUserId, name } = click.user;
    const address = { serviceUrl, botId, tenant };
    // What is only shown is in the channel already, and clients ask for it by themselves all the time.
    const membership = click.verb === 'show' ? 'member' : await itChannel.member(address, channelUserId);
    if (membership !== 'member') {
      log.warn({ membership, verb: click.verb.slice(0, 32) }, 'it channel: not done');
      return { text: membership === 'stranger' ? it.stranger : it.unsure };
    }
    const result = await attempt(deps, click, address, name || say('someone'));
    if (result === 'busy') return { text: say('tryAgain') };
    if (!result) return { text: it.gone };
    if (click.verb !== 'show') deps.outbox.kick();
    const { card, live, notice } = result;
    log.info(
      { verb: click.verb.slice(0, 32), case: live.record.id, rev: card.rev, outcome: notice ?? 'done' },
      'it channel',
    );
    return { card: itCardOf(result, notice), notice: notice && it.notices[notice] };
  };
}

async function attempt(
  deps: ItDeps,
  click: Click,
  address: ChannelAddress,
  who: string,
): Promise<ItResult | null | 'busy'> {
  const { verb, rev, inputs, conversationId, activityId, cardActivityId } = click;
  const intake = {
    caseId: click.case,
    verb,
    rev,
    inputs,
    who,
    whoId: click.user.channelUserId,
    conversationId,
    activityId,
    cardActivityId,
    address,
  };
  try {
    return await again(() => actOnCard(deps, intake));
  } catch (error) {
    if (error instanceof StoreConflict || error instanceof StoreUnavailable) return 'busy';
    throw error;
  }
}
