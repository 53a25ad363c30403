import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bundleBot } from '../support/bundle.ts';
import { type Fault, FaultConnector, needlessly, twiceInARow } from '../support/fault-connector.ts';
import { FaultTickets, type TicketFault } from '../support/fault-tickets.ts';
import { startProcess } from '../support/process.ts';
import { drained, expectAllAnswered, expectNothingLost, expectOneTicketEach } from './checks.ts';
import { startLocally } from './local.ts';
import { Person, typedBy } from './person.ts';
import { below, pick, type Random, seeded, seedOfRun, withSeed } from './random.ts';

/**
 * `CRASH_ROUNDS=500 npx vitest run test/crash/crash` for more than what fits into the ordinary run, which takes as
 * many lives as there is time for, two at least: a slow machine makes it smaller, not longer.
 */
const rounds = Number(process.env.CRASH_ROUNDS) || Number.POSITIVE_INFINITY;
const budgetMs = Number.isFinite(rounds) ? Number.POSITIVE_INFINITY : 35_000;
/** Bots at the same time, each with a database and people of its own: some start while others are killed. */
const lanes = 4;
const peopleEach = 5;
/** A restart takes this long by the bot's clock. */
const restartMs = 5_000;
/** Then leases and waits of the life before have passed. The chats, which are open, have been shown anew by then. */
const leasesMs = 60_000;
/** A life without any of what the killer waits for ends after this time all the same. */
const longestLifeMs = 1_200;

const faults: readonly (readonly [Fault, number])[] = [
  ['none', 70],
  ['slow', 8],
  ['throttle', 5],
  ['precondition', 3],
  ['gateway', 4],
  ['timeout', 3],
  ['hang', 2],
  ['drop', 3],
  ['deaf', 2],
];
const ticketFaults: readonly (readonly [TicketFault, number])[] = [
  ['none', 50],
  ['refuse', 12],
  ['hang', 5],
  ['late', 15],
  ['deaf', 10],
  ['drop', 8],
];

type Moment = 'sent' | 'told' | 'posted' | 'answered' | 'ticket' | 'ticketed' | 'born';
/** Where lives end: after the n-th request or answer of people, of the connector, of the ticket system; or at birth. */
const moments: readonly (readonly [Moment, number])[] = [
  ['sent', 5],
  ['told', 4],
  ['posted', 4],
  ['answered', 4],
  ['ticket', 2],
  ['ticketed', 3],
  ['born', 1],
];

interface Plan {
  moment: Moment;
  count: number;
  afterUs: number;
}

const planOf = (random: Random): Plan => {
  const moment = pick(random, moments);
  const longest = moment === 'born' ? 900_000 : moment === 'sent' ? 12_000 : 3_000;
  const few = moment === 'ticket' || moment === 'ticketed' ? 3 : 40;
  return { moment, count: 1 + below(random, few), afterUs: below(random, longest) };
};

/** Calls back after that many microseconds; timers know milliseconds only. */
function soon(us: number, then: () => void): void {
  const at = performance.now() + us / 1000;
  const look = () => (performance.now() >= at ? then() : void setImmediate(look));
  look();
}

/** A bot that is killed and started again over one database, and the people who use it. */
class Lane {
  readonly connector: FaultConnector;
  readonly tickets: FaultTickets;
  readonly people: Person[];
  readonly env: Record<string, string>;
  readonly lives = { killed: 0, killedAtBirth: 0, refused: 0 };
  aheadMs = 0;
  private readonly random: Random;
  private readonly program: string;
  private strike: (moment: Moment) => void = () => {};

  private constructor(of: {
    random: Random;
    folder: string;
    program: string;
    connector: FaultConnector;
    tickets: FaultTickets;
  }) {
    const { random, folder, program, connector, tickets } = of;
    this.random = random;
    this.program = program;
    this.connector = connector;
    this.tickets = tickets;
    this.env = {
      PORT: '0',
      DATABASE_URL: `file:${join(folder, 'bot.db')}`,
      NODE_COMPILE_CACHE: join(folder, '..', 'compiled'),
      ...tickets.env(),
    };
    this.people = Array.from({ length: peopleEach }, (_, n) => {
      const name = `person-${n}`;
      return new Person({
        name,
        objectId: randomUUID(),
        serviceUrl: connector.url,
        random,
        inChat: (conversation) => connector.newestCard(conversation),
        story: connector.story,
      });
    });
    connector.seen = (moment) => this.strike(moment === 'asked' ? 'posted' : 'answered');
    tickets.seen = (moment) => this.strike(moment === 'asked' ? 'ticket' : 'ticketed');
  }

  /** `program`: the bot. */
  static async open(random: Random, folder: string, program: string): Promise<Lane> {
    const connector = await new FaultConnector(
      () => pick(random, faults),
      () => below(random, 120),
    ).start();
    const tickets = await new FaultTickets(
      () => pick(random, ticketFaults),
      () => below(random, 300),
    ).start();
    return new Lane({ random, folder, program, connector, tickets });
  }

  /** One life of the bot: people use it until it is killed. */
  async live(): Promise<void> {
    const plan = planOf(this.random);
    this.connector.epoch += 1;
    this.aheadMs += restartMs;
    const bot = await startProcess({
      env: this.env,
      program: this.program,
      aheadMs: this.aheadMs,
      laterMs: leasesMs,
      spawned: (kill) => plan.moment === 'born' && soon(plan.afterUs, kill),
    });
    this.lives.killed += 1;
    if (!bot) {
      this.lives.killedAtBirth += 1;
      return;
    }
    let left = plan.count;
    this.strike = (moment) => {
      if (moment !== plan.moment) return;
      left -= 1;
      if (left === 0) soon(plan.afterUs, bot.kill);
    };
    const longest = setTimeout(bot.kill, longestLifeMs);
    let alive = true;
    const dead = bot.ended.then(() => {
      alive = false;
    });
    const use = async (person: Person) => {
      while (alive) {
        this.strike('sent');
        if ((await person.act(bot.url)) === 'nobody') break;
        this.strike('told');
      }
    };
    const shown = await Promise.all(
      this.people.filter((person) => person.card).map((person) => person.show(bot.url)),
    );
    // Leases outlast a row of quick deaths.
    if (!shown.includes('nobody')) {
      this.aheadMs += leasesMs;
      await bot.later();
      this.connector.waited();
    }
    await Promise.all([dead, ...this.people.map(use)]);
    clearTimeout(longest);
    this.strike = () => {};
  }

  /** The last life, in good weather: everything is brought to its end and looked at. */
  async check(): Promise<number> {
    this.connector.calm();
    this.tickets.calm();
    this.connector.epoch += 1;
    const bot = await startLocally(this.env, this.aheadMs + 600_000);
    try {
      for (const person of this.people) await person.settle(bot.url);
      await drained(bot.store, 60_000);
      await expectNothingLost(bot.store, this.people);
      expectAllAnswered(this.connector, this.people);
      return await expectOneTicketEach(bot.store, this.people, this.tickets);
    } finally {
      await bot.close();
    }
  }

  async close(): Promise<void> {
    await this.connector.stop();
    await this.tickets.stop();
  }
}

it('loses nothing and does nothing twice when it is killed at any moment, again and again', {
  timeout: 3_600_000,
}, async () => {
  const seed = seedOfRun();
  const folder = await mkdtemp(join(tmpdir(), 'crash-'));
  const began = performance.now();
  const program = await bundleBot(folder);
  const open: Lane[] = [];
  for (let n = 0; n < lanes; n += 1)
    open.push(await Lane.open(seeded(seed + n), await mkdtemp(join(folder, 'lane-')), program));
  try {
    await withSeed(seed, async () => {
      let left = rounds;
      const each = async (lane: Lane) => {
        do {
          left -= 1;
          await lane.live();
        } while (left > 0 && performance.now() - began < budgetMs);
      };
      await Promise.all(open.map(each));
      let tickets = 0;
      for (const lane of open) tickets += await lane.check();
      report(seed, open, tickets, performance.now() - began);
      for (const { connector, people } of open) {
        const twice = twiceInARow(connector.posts, typedBy(people));
        expect(needlessly(connector, twice)).toEqual([]);
        expect(connector.early).toEqual([]);
      }
    });
  } finally {
    await Promise.all(open.map((lane) => lane.close()));
    await rm(folder, { recursive: true, force: true });
  }
});

function report(seed: number, open: readonly Lane[], tickets: number, ms: number): void {
  const sum = (of: (lane: Lane) => number) => open.reduce((total, lane) => total + of(lane), 0);
  const twice = open.map((lane) => twiceInARow(lane.connector.posts, typedBy(lane.people)));
  const people = open.flatMap((lane) => lane.people);
  console.log(
    [
      `crash: seed ${seed}, ${Math.round(ms / 1000)} s`,
      `${sum((lane) => lane.lives.killed)} kills (${sum((lane) => lane.lives.killedAtBirth)} while starting)`,
      `${people.reduce((total, person) => total + person.acknowledged.length, 0)} answers acknowledged`,
      `${people.reduce((total, person) => total + person.typed, 0)} messages typed`,
      `${sum((lane) => lane.connector.posts.length)} posts, ${sum((lane) => lane.connector.counts.updates)} updates, ${sum((lane) => lane.connector.counts.faults)} faults`,
      `${tickets} tickets, ${sum((lane) => lane.tickets.counts.faults)} faults`,
      `twice in a row: ${twice.flatMap((one) => one.answered).length} of answered posts, ${twice.flatMap((one) => one.killed).length} where the kill came first, ${twice.flatMap((one) => one.unanswered).length} of unanswered ones, each of which said that it may be`,
    ].join('; '),
  );
}
