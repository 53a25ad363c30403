import type { TestBot } from './bot.ts';
import { type Card, dataOf, type Sent } from './teams.ts';

/** Somebody of IT, a member of the channel's team, who clicks on the card that was posted there. */
export function technician(bot: TestBot, post: Sent, name = 'Robin') {
  const user = bot.user();
  bot.connector.members.add(user.id);
  return async (on: Card, verb: string, inputs: object = {}): Promise<Card> => {
    const { body } = await user.invoke(dataOf(on), verb, inputs, {
      conversation: { id: post.conversation, conversationType: 'channel', isGroup: true },
      from: { id: user.id, name, aadObjectId: user.objectId },
    });
    return body.value;
  };
}
