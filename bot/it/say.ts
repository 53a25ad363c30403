import words from '../../cards/locales/en/ticket.json' with { type: 'json' };
import { say } from '../../cards/texts.ts';
import type { ItChannel } from '../effects/channel.ts';
import { runCommand } from '../incidents/command.ts';
import type { Sender } from '../intake.ts';
import type { Outbox } from '../outbox.ts';
import { type Store, StoreConflict, StoreUnavailable } from '../store/store.ts';
import { isIn } from './handle.ts';

export interface ItSayDeps {
  store: Store;
  now: () => number;
  itChannel: ItChannel | null;
  outbox: Pick<Outbox, 'kick'>;
}

/** What is said to the bot in the IT channel; `null`: it is none of our words there. */
export type ItSay = (sender: Sender, text: string) => Promise<string | null>;

/** Words of a message without the mention that it begins with; a comma and quotation marks are no part of them. */
const wordsOf = (text: string): string[] =>
  text
    .replace(/<at[^>]*>[\s\S]*?<\/at>/gi, ' ')
    .replace(/&nbsp;|["“”]/g, ' ')
    .trim()
    .split(/\s+/);

/** `@bot incidents …` in the IT channel, from members of its team only: the same as `npm run incidents …`. */
export function createItSay({ store, now, itChannel, outbox }: ItSayDeps): ItSay {
  return async ({ user, conversationId }, text) => {
    const [first = '', ...args] = wordsOf(text);
    if (!itChannel || !isIn(itChannel.id, conversationId) || !/^incidents?$/i.test(first)) return null;
    const { serviceUrl, botId, tenant, channelUserId, name } = user;
    const membership = await itChannel.member({ serviceUrl, botId, tenant }, channelUserId);
    if (membership !== 'member') return membership === 'stranger' ? words.it.stranger : words.it.unsure;
    try {
      const done = await runCommand(store, { args, by: name || say('someone'), tenant, now: now() });
      outbox.kick();
      return done.text.replaceAll('\n', '\n\n');
    } catch (error) {
      if (error instanceof StoreConflict || error instanceof StoreUnavailable) return say('tryAgain');
      throw error;
    }
  };
}
