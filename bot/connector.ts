import {
  type Activity,
  ActivityTypes,
  type Attachment,
  type ConversationReference,
  MessageFactory,
  type TurnContext,
} from 'botbuilder';
import type { BotAdapter } from './adapter.ts';
import type { Connector, HandoffEvent, Message, SendResult } from './effects/connector.ts';
import { codeOf } from './errors.ts';
import type { UserRow } from './store/store.ts';

const adaptiveCard = 'application/vnd.microsoft.card.adaptive';

/** Answers that may go well later; Teams documents 412, 429, 502 and 504 as to be tried again. */
const transient = [408, 412, 429, 500, 502, 503, 504];
/** Answers of somebody on the way, or of a service that broke in the middle: the message may be in the chat. */
const unsureAnswers = [408, 500, 502, 504];
/** Nobody was reached, so nothing arrived. */
const unreached = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/** The way out to users through the Bot Framework connector, one conversation reference each. */
export function createConnector(adapter: BotAdapter, appId: string): Connector {
  const call = async (user: UserRow, act: (context: TurnContext) => Promise<string>): Promise<SendResult> => {
    let activityId = '';
    try {
      await adapter.continueConversationAsync(appId, referenceOf(user), async (context) => {
        activityId = await act(context);
      });
      return { kind: 'sent', activityId };
    } catch (error) {
      return failureOf(error);
    }
  };
  return {
    send: (user, message) =>
      call(user, async (context) => (await context.sendActivity(activityOf(message)))?.id ?? ''),
    update: (user, activityId, message) =>
      call(user, async (context) => {
        await context.updateActivity({ ...activityOf(message), id: activityId });
        return activityId;
      }),
  };
}

const referenceOf = (user: UserRow): Partial<ConversationReference> => ({
  channelId: user.channelId,
  serviceUrl: user.serviceUrl,
  conversation: {
    id: user.conversationId ?? '',
    isGroup: false,
    conversationType: 'personal',
    tenantId: user.tenant,
    name: '',
  },
  bot: { id: user.botId, name: '' },
  user: { id: user.channelUserId, name: '' },
});

/** A message as an activity. */
export function activityOf(message: Message): Partial<Activity> {
  if ('event' in message) return eventOf(message.event);
  if ('text' in message) return MessageFactory.text(message.text);
  const attachment: Attachment = { contentType: adaptiveCard, content: message.card };
  return {
    type: ActivityTypes.Message,
    attachments: [attachment],
    // What the notification and the chat list show instead of "sent a card".
    ...(message.summary && { summary: message.summary }),
  };
}

/** As `EventFactory` makes them; the conversation is filled in where it is sent. */
function eventOf({ name, value, transcript }: HandoffEvent): Partial<Activity> {
  const attachments = transcript && [
    { contentType: 'application/json', name: 'Transcript', content: { activities: transcript } },
  ];
  return { type: ActivityTypes.Event, name, value, ...(attachments && { attachments }) };
}

/** The SDK throws REST errors with a status; without one there was no answer. */
export function failureOf(error: unknown): SendResult {
  const { statusCode, status, response } = error as {
    statusCode?: number;
    status?: number;
    response?: { headers?: { get?: (name: string) => string | undefined } };
  };
  const code = statusCode ?? status;
  if (code === undefined || transient.includes(code)) {
    const seconds = Number(response?.headers?.get?.('retry-after'));
    return {
      kind: 'retry',
      error: code === undefined ? codeOf(error) : String(code),
      unsure: code === undefined ? !unreached.includes(codeOf(error)) : unsureAnswers.includes(code),
      ...(Number.isFinite(seconds) && seconds > 0 && { afterMs: seconds * 1000 }),
    };
  }
  return { kind: code === 403 ? 'gone' : 'refused', error: String(code) };
}
