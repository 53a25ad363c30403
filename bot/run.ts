import { setTimeout as delay } from 'node:timers/promises';
import type { TurnContext } from 'botbuilder';
import { faqAnswer, say } from '../cards/texts.ts';
import type { Rules } from '../dialogs/triage/advance.ts';
import { createTriage } from '../dialogs/triage/machine.ts';
import type { Policy } from '../dialogs/triage/policy.ts';
import { createAdapter } from './adapter.ts';
import { incidentRoutes } from './api/incidents.ts';
import { apiRoutes } from './api/routes.ts';
import { ticketEventRoutes } from './api/ticket-events.ts';
import { caseMetrics, channelMetrics } from './case-metrics.ts';
import { createItChannel } from './channel-connector.ts';
import type { Config } from './config.ts';
import { createConnector } from './connector.ts';
import { withinLimits } from './effects/connector.ts';
import type { EffectDeps } from './effects/context.ts';
import { oneTry } from './effects/one-try.ts';
import { givenUp, perform } from './effects/perform.ts';
import { PollBudget } from './effects/poll.ts';
import { codeOf } from './errors.ts';
import { createHandle } from './handle.ts';
import { deskDoor } from './handoff/door.ts';
import { createItHandle } from './it/handle.ts';
import { createItSay } from './it/say.ts';
import { Limits } from './limits.ts';
import type { Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { Outbox } from './outbox.ts';
import { pageRoutes } from './pages.ts';
import { Peers } from './peers.ts';
import { createServer, listen, stopServer } from './server.ts';
import { openLate } from './store/late.ts';
import { openStore } from './store/open.ts';
import { Sweeper } from './sweep.ts';
import { TriageBot } from './teams-bot.ts';
import { openTickets } from './tickets/open.ts';
import type { TicketSystem } from './tickets/port.ts';

export interface RunDeps {
  config: Config;
  policy: Policy;
  log: Log;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** 0 to 1. */
  random: () => number;
  newId: () => string;
}

export interface Running {
  url: string;
  /** Resolves when the database has answered; until then users are asked to try again. */
  opened: Promise<void>;
  /** Does what is due now: reminders, then the outbox. It happens by itself; tests with a clock of their own call it. */
  attend(): Promise<void>;
  /** Takes no new turn, finishes those in flight, then the outbox's, and closes the store. */
  stop(): Promise<void>;
}

/** Between two tries to open a database that does not answer at the start, ms. */
const openAgainMs = 2_000;

/** How long stopping may take in its parts, ms; the orchestrator's limit for the whole is ten seconds. */
const stopMs = { turns: 7_000, outbox: 1_500, store: 700 };

/** Puts the bot together and listens. Rejects where the store can never be opened or the port is taken. */
export async function run({ config, policy, log, now, random, newId }: RunDeps): Promise<Running> {
  const { store, opened } = await openLate(() => openStore(config.databaseUrl, config.dataKey), {
    everyMs: openAgainMs,
    failed: (error) => log.error({ code: codeOf(error), err: error }, 'the database does not answer'),
  });
  const rules: Rules = { machine: createTriage(policy), policy };
  const metrics = createMetrics();
  const { count } = caseMetrics(metrics.registry, store);
  const adapter = createAdapter(config, { log, failed: (code) => metrics.failed(code) });
  adapter.use(oneTry(adapter.ConnectorClientKey));
  const outward = createAdapter(config, { log });
  outward.use(oneTry(outward.ConnectorClientKey));
  // A message that can't be sent is the outbox's to send again, not the user's to read an apology about.
  outward.onTurnError = async (_context, error) => {
    throw error;
  };
  const limits = new Limits();
  const appId = config.credentials?.appId ?? '';
  const itChannel = config.itChannel
    ? createItChannel(outward, { appId, id: config.itChannel, limits, now })
    : null;
  const deps: EffectDeps = {
    store,
    rules,
    connector: withinLimits(createConnector(outward, appId), limits, now),
    tickets: openTickets(config, { store, now }),
    itChannel: itChannel && { ...itChannel, ...channelMetrics(metrics.registry) },
    polls: new PollBudget(),
    now,
  };
  const owner = newId();
  const outbox = new Outbox({
    store,
    perform: (row) => perform(deps, row),
    givenUp: (row) => givenUp(deps, row),
    log,
    owner,
    now,
    random,
    giveUpAfterMs: policy.outbox.giveUpAfter * 60_000,
  });
  const { name, phone, hours } = policy.helpDesk;
  const faqText = (id: string) =>
    id === 'help' ? say('help', { helpDesk: name, phone, hours }) : faqAnswer(id);
  const system = deps.tickets.name;
  const door = deskDoor({ store, rules, now, newId, kick: () => outbox.kick(), itChannel, system, appId });
  const bot = new TriageBot(
    createHandle({ store, rules, now, faqText, outbox, log, count, ticketSystem: system }),
    {
      it: createItHandle({ store, rules, now, outbox, log, itChannel, system }),
      desk: door,
      say: createItSay({ store, now, itChannel, outbox }),
      itChannel: config.itChannel,
    },
  );
  let draining = false;
  const server = createServer({
    config,
    log,
    adapter,
    onTurn: (context: TurnContext) => bot.run(context),
    store,
    draining: () => draining,
    metrics,
    routes: [
      (routes) => apiRoutes(routes, { config, store, rules, now, newId, kick: () => outbox.kick() }),
      (routes) => incidentRoutes(routes, { config, store, rules, now, newId, kick: () => outbox.kick() }),
      (routes) => ticketEventRoutes(routes, { config, store, rules, now, kick: () => outbox.kick() }),
      pageRoutes,
    ],
  });
  const url = await listen(server, config).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const sweeper = new Sweeper({ store, rules, now, log, kick: () => outbox.kick(), everyMs: 30_000 });
  const peers = new Peers({ store, owner, now, log, share: (part) => limits.share(part) });
  outbox.start();
  sweeper.start();
  checkTickets(deps.tickets, policy, log);
  peers.start();
  return {
    url,
    opened,
    async attend() {
      await sweeper.once();
      outbox.kick();
    },
    async stop() {
      draining = true;
      await stopServer(server, { deadlineMs: stopMs.turns });
      await outbox.stop(stopMs.outbox);
      const closed = Promise.all([sweeper.stop(), peers.stop()]).then(() => store.close());
      await Promise.race([closed, delay(stopMs.store, undefined, { ref: false })]);
    },
  };
}

/**
 * Says what would keep tickets from arriving now, not with the first user's. The bot starts all the same: what is
 * wrong over there may be put right, and until then tickets wait in the outbox.
 */
function checkTickets(tickets: TicketSystem, policy: Policy, log: Log): void {
  tickets.check(Object.values(policy.routing)).then(
    (problems) => {
      for (const problem of problems)
        log.error({ system: tickets.name, problem }, 'tickets would not arrive');
    },
    (error: unknown) =>
      log.error({ system: tickets.name, code: codeOf(error) }, 'tickets could not be checked'),
  );
}
