import { randomUUID } from 'node:crypto';
import { type Logger, pino } from 'pino';
import { readConfig } from '../../bot/config.ts';
import { type Running, run } from '../../bot/run.ts';
import { defaultPolicy, type Policy } from '../../dialogs/triage/policy.ts';
import { FakeConnector, TeamsUser } from './teams.ts';

export interface TestBot extends Running {
  connector: FakeConnector;
  user: (name?: string) => TeamsUser;
  /** Stops the bot and the connector. */
  close: () => Promise<void>;
}

/** The whole bot in this process on a free port, with a connector on loopback and an embedded database. */
export async function startBot(
  options: {
    policy?: Policy;
    databaseUrl?: string;
    connector?: FakeConnector;
    now?: () => number;
    env?: Record<string, string>;
    log?: Logger;
  } = {},
): Promise<TestBot> {
  const connector = options.connector ?? (await new FakeConnector().start());
  const read = readConfig({ DATABASE_URL: options.databaseUrl ?? 'file::memory:', ...options.env });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const running = await run({
    config: { ...read.config, port: 0 },
    policy: options.policy ?? defaultPolicy,
    log: options.log ?? pino({ level: 'silent' }),
    now: options.now ?? Date.now,
    random: () => 0.5,
    newId: randomUUID,
  });
  return {
    ...running,
    connector,
    user: (name) => new TeamsUser(running.url, connector, name),
    close: async () => {
      await running.stop();
      if (!options.connector) await connector.stop();
    },
  };
}
