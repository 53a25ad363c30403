import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleBot } from '../support/bundle.ts';
import { type Fault, FaultConnector, needlessly, twiceInARow } from '../support/fault-connector.ts';
import { FaultTickets, type TicketFault } from '../support/fault-tickets.ts';
import { startPostgres } from '../support/postgres.ts';
import { type BotProcess, type Ended, startProcess } from '../support/process.ts';
import { RoundRobin } from '../support/round-robin.ts';
import { drained, expectAllAnswered, expectNothingLost, expectOneTicketEach } from './checks.ts';
import { startLocally } from './local.ts';
import { Person, typedBy, type Went } from './person.ts';
import { below, pick, seeded, seedOfRun, withSeed } from './random.ts';

const instances = 3;
const peopleCount = 6;
const longestThoughtMs = 600;
/** Kills after the rolling restart: `CRASH_ROUNDS`, or as many as are done by then; each instance once at least. */
const rounds = Number(process.env.CRASH_ROUNDS) || Number.POSITIVE_INFINITY;
const budgetMs = Number.isFinite(rounds) ? Number.POSITIVE_INFINITY : 20_000;

const faults: readonly (readonly [Fault, number])[] = [
  ['none', 80],
  ['slow', 10],
  ['throttle', 5],
  ['precondition', 3],
  ['gateway', 2],
];
const ticketFaults: readonly (readonly [TicketFault, number])[] = [
  ['none', 60],
  ['refuse', 15],
  ['late', 15],
  ['deaf', 10],
];

const server = await startPostgres();
const folder = await mkdtemp(join(tmpdir(), 'instances-'));
const program = server && (await bundleBot(folder));
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Instances behind one address, and people who use it. */
class Fleet {
  readonly balancer = new RoundRobin();
  readonly connector: FaultConnector;
  readonly tickets: FaultTickets;
  readonly people: Person[];
  readonly bots: BotProcess[] = [];
  private readonly kills: (() => void)[] = [];
  readonly env: Record<string, string>;
  readonly went: { [W in Went]: number } = { answered: 0, refused: 0, nobody: 0 };
  private readonly random = seeded(1);
  private using = true;

  private constructor(
    env: Record<string, string>,
    connector: FaultConnector,
    tickets: FaultTickets,
    people: Person[],
  ) {
    this.env = env;
    this.connector = connector;
    this.tickets = tickets;
    this.people = people;
  }

  static async open(seed: number, databaseUrl: string): Promise<Fleet> {
    const random = seeded(seed);
    const connector = await new FaultConnector(
      () => pick(random, faults),
      () => below(random, 120),
    ).start();
    const tickets = await new FaultTickets(
      () => pick(random, ticketFaults),
      () => below(random, 300),
    ).start();
    const env = {
      PORT: '0',
      DATABASE_URL: databaseUrl,
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
      ...tickets.env(),
    };
    const people = Array.from({ length: peopleCount }, (_, n) => {
      const name = `person-${n}`;
      return new Person({
        name,
        objectId: randomUUID(),
        serviceUrl: connector.url,
        random: seeded(seed + n),
        inChat: (conversation) => connector.newestCard(conversation),
        story: connector.story,
      });
    });
    return new Fleet(env, connector, tickets, people);
  }

  /** All together on an empty database: one of them migrates it. */
  async start(): Promise<void> {
    await this.balancer.start();
    await Promise.all(Array.from({ length: instances }, (_, n) => this.startAt(n)));
  }

  /** As an orchestrator does: one that can't reach its database in time is started again. */
  async startAt(n: number, tries = 3): Promise<void> {
    const spawned = (kill: () => void) => this.kills.push(kill);
    try {
      const bot = await startProcess({ env: this.env, ...(program && { program }), spawned });
      if (!bot) return;
      this.bots[n] = bot;
      this.balancer.targets[n] = bot.url;
    } catch (error) {
      if (tries === 1) throw error;
      await this.startAt(n, tries - 1);
    }
  }

  /** Everybody uses the bot until `rest`. */
  async use(): Promise<void> {
    await Promise.all(
      this.people.map(async (person) => {
        while (this.using) {
          this.went[await person.act(this.balancer.url)] += 1;
          // People think; without that they would take the processor from those that start.
          await delay(below(this.random, longestThoughtMs));
        }
      }),
    );
  }

  rest(): void {
    this.using = false;
  }

  async stopAt(n: number): Promise<Ended> {
    this.bots[n]?.stop();
    const ended = await this.bots[n]?.ended;
    if (!ended) throw new Error('There is no such instance');
    return ended;
  }

  async close(): Promise<void> {
    this.rest();
    for (const kill of this.kills) kill();
    await Promise.all(this.bots.map((bot) => bot.ended));
    await Promise.all([this.balancer.stop(), this.connector.stop(), this.tickets.stop()]);
  }
}

const answersOf = (fleet: Fleet) => fleet.people.reduce((sum, person) => sum + person.acknowledged.length, 0);

describe.skipIf(!server)('Three instances on one PostgreSQL', () => {
  it('lose nothing and do nothing twice while they are restarted and killed one by one', {
    timeout: 3_600_000,
  }, async () => {
    const seed = seedOfRun();
    const began = performance.now();
    const fleet = await Fleet.open(seed, (await server?.newDatabase()) ?? '');
    try {
      await withSeed(seed, async () => {
        await fleet.start();
        const random = seeded(seed);
        const used = fleet.use();
        const stops: Ended[] = [];
        for (let n = 0; n < instances; n += 1) {
          stops.push(await fleet.stopAt(n));
          await fleet.startAt(n);
        }
        expect(stops.map(({ code, signal }) => [code, signal])).toEqual(stops.map(() => [0, null]));
        expect(Math.max(...stops.map(({ afterMs }) => afterMs))).toBeLessThan(10_000);
        const rolled = { ...fleet.went, ...fleet.balancer.counts };
        let kills = 0;
        do {
          const n = kills < instances ? kills : below(random, instances);
          const victim = fleet.bots[n];
          // In the middle of whatever the next of its requests asks for.
          await new Promise<void>((resolve) => {
            fleet.connector.seen = () => resolve();
            fleet.tickets.seen = () => resolve();
            setTimeout(resolve, 200);
          });
          victim?.kill();
          await victim?.ended;
          kills += 1;
          fleet.connector.epoch += 1;
          await fleet.startAt(n);
        } while (kills < rounds && (kills < instances || performance.now() - began < budgetMs));
        fleet.rest();
        await used;
        const last = await Promise.all(fleet.bots.map((_, n) => fleet.stopAt(n)));
        expect(last.map(({ code }) => code)).toEqual(last.map(() => 0));
        const tickets = await lookBack(fleet);
        const twice = twiceInARow(fleet.connector.posts, typedBy(fleet.people));
        console.log(
          [
            `instances: seed ${seed}, ${Math.round((performance.now() - began) / 1000)} s`,
            `stopped in ${stops.map(({ afterMs }) => Math.round(afterMs)).join(', ')} ms; until then ${JSON.stringify(rolled)}`,
            `${kills} kills; ${answersOf(fleet)} answers acknowledged, ${fleet.connector.posts.length} posts, ${tickets} tickets; ${JSON.stringify(fleet.balancer.counts)}`,
            `twice in a row: ${twice.answered.length} of answered posts, ${twice.killed.length} around a kill, ${twice.unanswered.length} of unanswered ones`,
          ].join('; '),
        );
        expect(needlessly(fleet.connector, twice)).toEqual([]);
      });
    } finally {
      await fleet.close();
    }
  });
});

/** After all of them are gone: one instance, some minutes later, brings everything to its end. Returns the tickets. */
async function lookBack(fleet: Fleet): Promise<number> {
  fleet.connector.calm();
  fleet.tickets.calm();
  const bot = await startLocally(fleet.env, 600_000);
  try {
    for (const person of fleet.people) await person.settle(bot.url);
    await drained(bot.store, 60_000);
    await expectNothingLost(bot.store, fleet.people);
    expectAllAnswered(fleet.connector, fleet.people);
    return await expectOneTicketEach(bot.store, fleet.people, fleet.tickets);
  } finally {
    await bot.close();
  }
}
