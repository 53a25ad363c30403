import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../bot/store/open.ts';
import { startBot } from './bot.ts';
import { type Card, dataOf, type TeamsUser } from './teams.ts';
import { ticketEvent } from './ticket-event.ts';

const secret = 'a secret between two';

/** A case that is with IT: its card, and the key of its ticket. */
export interface Escalated {
  user: TeamsUser;
  card: Card;
  key: string;
}

/** A bot to which a ticket system reports what IT does, and its store as it is seen from outside. */
export async function startDesk() {
  const folder = await mkdtemp(join(tmpdir(), 'desk-'));
  const databaseUrl = `file:${join(folder, 'bot.db')}`;
  const bot = await startBot({ env: { WEBHOOK_SECRET: secret }, databaseUrl });
  const store = await openStore(databaseUrl);
  return {
    bot,
    store,
    async escalated(): Promise<Escalated> {
      const user = bot.user();
      const { card } = await user.type('0x8004de40');
      const sent = await user.click(await user.click(card, 'human'), 'send');
      return { user, card: sent, key: `case:${dataOf(sent).case}:1` };
    },
    event: (body: object, options: { secret?: string; system?: string } = {}) =>
      ticketEvent(bot.url, options.secret ?? secret, body, options.system),
    async close(): Promise<void> {
      await bot.close();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
