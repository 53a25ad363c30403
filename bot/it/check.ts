import { pino } from 'pino';
import { createAdapter } from '../adapter.ts';
import { createItChannel } from '../channel-connector.ts';
import type { Config } from '../config.ts';
import { problemWords } from '../effects/channel.ts';
import { oneTry } from '../effects/one-try.ts';
import { Limits } from '../limits.ts';
import type { Store } from '../store/store.ts';

/** Teams' service for everybody, while no user has shown a nearer one. */
const publicService = 'https://smba.trafficmanager.net/teams/';

/** What keeps cards from the IT channel, for `npm run check`; empty where nothing does or none is configured. */
export async function channelProblems(config: Config, store: Pick<Store, 'someUser'>): Promise<string[]> {
  if (!config.itChannel) return [];
  const user = await store.someUser();
  if (!user && !config.credentials) {
    return ['IT_CHANNEL: nobody has written to the bot yet, so it does not know where Teams is'];
  }
  const adapter = createAdapter(config, { log: pino({ level: 'silent' }) });
  adapter.use(oneTry(adapter.ConnectorClientKey));
  adapter.onTurnError = async (_context, error) => {
    throw error;
  };
  const appId = config.credentials?.appId ?? '';
  const deps = { appId, id: config.itChannel, limits: new Limits(), now: Date.now };
  const problem = await createItChannel(adapter, deps).problem({
    serviceUrl: user?.serviceUrl ?? publicService,
    botId: user?.botId ?? `28:${appId}`,
    tenant: user?.tenant ?? config.credentials?.tenantId ?? '',
  });
  return problem ? [problemWords[problem]] : [];
}
