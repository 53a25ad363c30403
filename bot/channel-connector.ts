import { type ConversationReference, MessageFactory, TeamsInfo, type TurnContext } from 'botbuilder';
import type { ConnectorClient } from 'botframework-connector';
import type { BotAdapter } from './adapter.ts';
import { activityOf, failureOf } from './connector.ts';
import type {
  ChannelAddress,
  ChannelProblem,
  ItChannel,
  ItPost,
  Membership,
  PostResult,
} from './effects/channel.ts';
import type { SendResult } from './effects/connector.ts';
import { codeOf } from './errors.ts';
import type { Limits } from './limits.ts';

/** The IT channel through the Bot Framework connector, within the limits that its users' chats share. */
export function createItChannel(
  adapter: BotAdapter,
  deps: { appId: string; id: string; limits: Limits; now: () => number },
): ItChannel {
  const { appId, id, limits, now } = deps;
  const inChannel = (to: ChannelAddress, logic: (context: TurnContext) => Promise<void>, thread = id) =>
    adapter.continueConversationAsync(appId, referenceOf(to, thread), logic);
  const inThread = async (
    post: ItPost,
    act: (context: TurnContext) => Promise<string>,
  ): Promise<SendResult> => {
    const taken = room(post.tenant);
    if (!taken.ok) return { kind: 'wait', afterMs: taken.wait, all: taken.of === 'tenant' };
    let activityId = '';
    try {
      const logic = async (context: TurnContext) => {
        activityId = await act(context);
      };
      await inChannel(post, logic, post.conversationId);
      return { kind: 'sent', activityId };
    } catch (error) {
      return failureOf(error);
    }
  };
  const room = (tenant: string) => limits.take(tenant, id, now());
  return {
    id,
    async post(to, message) {
      const taken = room(to.tenant);
      if (!taken.ok) return { kind: 'wait', afterMs: taken.wait, all: taken.of === 'tenant' };
      let result: PostResult = { kind: 'failed', problem: 'unreachable', error: 'no answer' };
      try {
        await inChannel(to, async (context) => {
          const made = await clientOf(adapter, context).conversations.createConversation({
            isGroup: true,
            bot: { id: to.botId, name: '' },
            tenantId: to.tenant,
            channelData: { channel: { id }, tenant: { id: to.tenant } },
            activity: activityOf(message) as never,
          } as never);
          result = { kind: 'sent', post: postOf(to, id, made) };
        });
        return result;
      } catch (error) {
        const { afterMs, unsure } = failureOf(error) as { afterMs?: number; unsure?: boolean };
        const problem = problemOf(error);
        // Whoever says that there is no such channel has posted nothing there.
        const perhaps = problem === 'unreachable' && unsure === true;
        const failed = { kind: 'failed', problem, error: codeIn(error), unsure: perhaps } as const;
        return { ...failed, ...(afterMs !== undefined && { afterMs }) };
      }
    },
    async update(post, message): Promise<SendResult> {
      return inThread(post, async (context) => {
        await context.updateActivity({ ...activityOf(message), id: post.activityId });
        return post.activityId;
      });
    },
    async reply(post, text, mention): Promise<SendResult> {
      const at = mention && `<at>${mention.name}</at>`;
      const activity = {
        ...MessageFactory.text(at ? `${at} ${text}` : text),
        ...(at && { entities: [{ type: 'mention', text: at, mentioned: mention }] }),
      };
      return inThread(post, async (context) => (await context.sendActivity(activity))?.id ?? '');
    },
    async member(to, userId): Promise<Membership> {
      let found: Membership = 'unknown';
      const ask = () =>
        inChannel(to, async (context) => {
          const account = await TeamsInfo.getMember(context, userId);
          found = account?.id ? 'member' : 'stranger';
        });
      try {
        // Asked twice where no answer came at all: a kept connection may be closed at the other end by now.
        await ask().catch((error) => (statusOf(error) === undefined ? ask() : Promise.reject(error)));
      } catch (error) {
        const status = statusOf(error);
        // Teams answers 404, or 400 where the id is none of its own.
        if (status === 404 || status === 400) found = 'stranger';
      }
      return found;
    },
    async directoryId(to, conversationId, userId): Promise<string | null> {
      let found: string | null = null;
      const ask = async (context: TurnContext) => {
        found = (await TeamsInfo.getMember(context, userId)).aadObjectId ?? null;
      };
      // Only the local chat needs it, where a message names its author by another id.
      await inChannel(to, ask, conversationId).catch(() => undefined);
      return found;
    },
    async problem(to): Promise<ChannelProblem | null> {
      try {
        await inChannel(to, async (context) => {
          await TeamsInfo.getPagedMembers(context, 1);
        });
        return null;
      } catch (error) {
        return problemOf(error);
      }
    },
  };
}

const clientOf = (adapter: BotAdapter, context: TurnContext): ConnectorClient =>
  context.turnState.get(adapter.ConnectorClientKey);

/** Teams gives the thread as `<channel>;messageid=<id>`, and the message's id again beside it. */
function postOf(
  to: ChannelAddress,
  channel: string,
  made: { id?: string; activityId?: string; serviceUrl?: string },
): ItPost {
  const conversationId = made.id || channel;
  const activityId = made.activityId || (/;messageid=([^;]+)/.exec(conversationId)?.[1] ?? conversationId);
  return { ...to, conversationId, activityId };
}

const referenceOf = (to: ChannelAddress, thread: string): Partial<ConversationReference> => ({
  channelId: 'msteams',
  serviceUrl: to.serviceUrl,
  conversation: {
    id: thread,
    isGroup: true,
    conversationType: 'channel',
    tenantId: to.tenant,
    name: '',
  },
  bot: { id: to.botId, name: '' },
});

const statusOf = (error: unknown): number | undefined => {
  const { statusCode, status } = error as { statusCode?: number; status?: number };
  return statusCode ?? status;
};

/** The connector's own word for it, such as `ConversationNotFound`; local hubs give it with a 500. */
function codeIn(error: unknown): string {
  const { code } = error as { code?: unknown };
  const status = statusOf(error);
  const word = typeof code === 'string' && /^\w{1,60}$/.test(code) ? code : null;
  return [status, word].filter(Boolean).join(' ') || codeOf(error);
}

function problemOf(error: unknown): ChannelProblem {
  const status = statusOf(error);
  if (status === 404 || codeIn(error).includes('NotFound')) return 'not-found';
  if (status === 403 || status === 401) return 'forbidden';
  if (status === undefined || status >= 500 || status === 429 || status === 408) return 'unreachable';
  return 'refused';
}
