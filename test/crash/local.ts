import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { readConfig } from '../../bot/config.ts';
import { type Running, run } from '../../bot/run.ts';
import { openStore } from '../../bot/store/open.ts';
import type { Store } from '../../bot/store/store.ts';
import { defaultPolicy } from '../../dialogs/triage/policy.ts';

/** The bot in this process, its clock so far ahead (ms), and its database as seen from outside. */
export async function startLocally(
  env: Record<string, string>,
  aheadMs = 0,
): Promise<Running & { store: Store; close: () => Promise<void> }> {
  const read = readConfig(env);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const bot = await run({
    config: read.config,
    policy: defaultPolicy,
    log: pino({ level: 'silent' }),
    now: () => Date.now() + aheadMs,
    random: Math.random,
    newId: randomUUID,
  });
  const store = await openStore(read.config.databaseUrl);
  return {
    ...bot,
    store,
    close: async () => {
      await bot.stop();
      await store.close();
    },
  };
}
