import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FaultConnector } from '../support/fault-connector.ts';
import { FaultTickets } from '../support/fault-tickets.ts';
import { type BotProcess, startProcess } from '../support/process.ts';
import { type Card, dataOf } from '../support/teams.ts';

let folder: string;
const open: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stop-'));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
  await rm(folder, { recursive: true, force: true });
});

async function start(connector: FaultConnector, tickets: FaultTickets): Promise<BotProcess> {
  await Promise.all([connector.start(), tickets.start()]);
  const bot = await startProcess({
    env: { PORT: '0', DATABASE_URL: `file:${join(folder, 'bot.db')}`, ...tickets.env() },
  });
  if (!bot) throw new Error('The bot is gone');
  open.push(
    async () => {
      bot.kill();
      await bot.ended;
    },
    () => connector.stop(),
    () => tickets.stop(),
  );
  return bot;
}

async function post(bot: BotProcess, connector: FaultConnector, change: object) {
  const response = await fetch(`${bot.url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      type: 'message',
      id: randomUUID(),
      channelId: 'msteams',
      serviceUrl: connector.url,
      from: { id: '29:kim', name: 'Kim Tester', aadObjectId: 'kim' },
      recipient: { id: '28:bot', name: 'bot' },
      conversation: { id: 'a:kim', conversationType: 'personal', tenantId: 'tenant-1' },
      ...change,
    }),
  });
  return { status: response.status, text: await response.text() };
}

async function click(
  bot: BotProcess,
  connector: FaultConnector,
  card: Card | null,
  verb: string,
): Promise<Card> {
  const value = { action: { type: 'Action.Execute', verb, data: card ? dataOf(card) : {} } };
  const answer = await post(bot, connector, { type: 'invoke', name: 'adaptiveCard/action', value });
  expect(answer.status).toBe(200);
  return (JSON.parse(answer.text) as { value: Card }).value;
}

/** Waits until nobody new gets in. */
async function closed(bot: BotProcess): Promise<void> {
  for (;;) {
    const up = await fetch(`${bot.url}/healthz`, { headers: { connection: 'close' } }).catch(() => null);
    if (!up) return;
    await delay(5);
  }
}

it('SIGTERM lets a turn in flight end with its answer, says 503 at /readyz meanwhile, and exits with 0', {
  timeout: 60_000,
}, async () => {
  const connector = new FaultConnector();
  const tickets = new FaultTickets(
    () => 'late',
    () => 700,
  );
  const bot = await start(connector, tickets);
  await post(bot, connector, { text: '0x8004de40' });
  const escalate = await click(bot, connector, await click(bot, connector, null, 'show'), 'human');
  // A probe that has begun before, so that it is answered although nobody new gets in.
  const probe = connect(Number(new URL(bot.url).port), '127.0.0.1');
  await new Promise<void>((resolve) => probe.write('GET /readyz HTTP/1.1\r\nHost: bot\r\n', () => resolve()));
  const asked = new Promise<void>((resolve) => {
    tickets.seen = (moment) => moment === 'asked' && resolve();
  });
  const answer = click(bot, connector, escalate, 'send');
  await asked;
  bot.stop();
  await closed(bot);
  probe.write('Connection: close\r\n\r\n');
  expect((await text(probe)).split('\r\n')[0]).toBe('HTTP/1.1 503 Service Unavailable');
  const card = await answer;
  expect(dataOf(card)).toMatchObject({ step: 'escalated', rev: dataOf(escalate).rev + 1 });
  // The ticket was on its way when the bot was told to stop, and its number still reached the user.
  expect(JSON.stringify(card)).toContain('T-1');
  const ended = await bot.ended;
  expect([ended.code, ended.signal]).toEqual([0, null]);
  expect(ended.afterMs).toBeLessThan(10_000);
});

it('SIGTERM ends the bot with 0 in time although the connector and the ticket system never answer', {
  timeout: 60_000,
}, async () => {
  const connector = new FaultConnector(() => 'hang');
  const tickets = new FaultTickets(() => 'hang');
  const bot = await start(connector, tickets);
  const hanging = new Promise<void>((resolve) => {
    connector.seen = () => resolve();
  });
  const ticket = new Promise<void>((resolve) => {
    tickets.seen = () => resolve();
  });
  await post(bot, connector, { text: '0x8004de40' });
  const escalate = await click(bot, connector, await click(bot, connector, null, 'show'), 'human');
  const answer = click(bot, connector, escalate, 'send');
  await Promise.all([hanging, ticket]);
  bot.stop();
  expect(dataOf(await answer).step).toBe('escalated');
  const ended = await bot.ended;
  expect([ended.code, ended.signal]).toEqual([0, null]);
  expect(ended.afterMs).toBeLessThan(10_000);
});
