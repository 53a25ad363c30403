import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Fault, FaultConnector } from '../support/fault-connector.ts';
import { FaultTickets } from '../support/fault-tickets.ts';
import { drained } from './checks.ts';
import { startLocally } from './local.ts';
import { Person } from './person.ts';

let folder: string;
let tickets: FaultTickets;
let connector: FaultConnector;
let bot: Awaited<ReturnType<typeof startLocally>>;
/** What the connector does next, the last of them from then on. */
let plan: Fault[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dispatcher-'));
  plan = ['none'];
  connector = await new FaultConnector(() => (plan.length > 1 ? plan.shift() : plan[0]) ?? 'none').start();
  tickets = await new FaultTickets(() => 'hang').start();
  bot = await startLocally({ PORT: '0', DATABASE_URL: `file:${join(folder, 'bot.db')}`, ...tickets.env() });
});
afterEach(async () => {
  connector.calm();
  tickets.calm();
  await bot.close();
  await Promise.all([connector.stop(), tickets.stop()]);
  await rm(folder, { recursive: true, force: true });
});

const somebody = () =>
  new Person({ name: randomUUID(), objectId: randomUUID(), serviceUrl: connector.url, random: () => 0.99 });
const asked = () =>
  new Promise<void>((resolve) => (connector.seen = (moment) => moment === 'asked' && resolve()));

/** Waits for what the database will say. */
const waiting = async () => (await bot.store.outboxRows({ state: 'waiting' }, 10))[0];

it('tries a message once and leaves the next try to the outbox', async () => {
  plan = ['gateway'];
  let requests = 0;
  connector.seen = (moment) => {
    if (moment === 'asked') requests += 1;
  };
  await somebody().say(bot.url, 'hello');
  await expect.poll(async () => (await waiting())?.error, { timeout: 10_000 }).toBe('502');
  expect([(await waiting())?.attempts, requests]).toEqual([1, 1]);
});

it('waits as long as Retry-After says, with the whole conversation', async () => {
  plan = ['throttle', 'none'];
  const person = somebody();
  const first = asked();
  await person.say(bot.url, 'hello');
  await first;
  const began = performance.now();
  await person.say(bot.url, 'OneDrive says 0x8004de40');
  await drained(bot.store, 10_000);
  expect(performance.now() - began).toBeGreaterThan(900);
  expect(connector.early).toEqual([]);
});

it('says once what several messages that had to wait would all be answered with', async () => {
  plan = ['throttle', 'none'];
  const person = somebody();
  const first = asked();
  await person.say(bot.url, 'hello');
  await first;
  await person.say(bot.url, 'hello');
  await person.say(bot.url, 'hello');
  await drained(bot.store, 10_000);
  expect(connector.posts).toHaveLength(1);
  await person.say(bot.url, 'hello');
  await drained(bot.store, 10_000);
  expect(connector.posts).toHaveLength(2);
});

it('answers messages while a ticket system hangs', async () => {
  const hanging = new Promise<void>((resolve) => {
    tickets.seen = () => resolve();
  });
  const [one, other] = [somebody(), somebody()];
  await one.say(bot.url, '0x8004de40');
  await one.say(bot.url, 'talk to a human');
  await one.say(bot.url, 'send');
  await hanging;
  const began = performance.now();
  await other.say(bot.url, 'hello');
  await expect
    .poll(() => connector.posts.some((post) => post.conversation === other.conversation), { timeout: 10_000 })
    .toBe(true);
  // The ticket's call is given up after ten seconds.
  expect(performance.now() - began).toBeLessThan(9_000);
});
