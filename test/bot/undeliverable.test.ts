import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, expect, it } from 'vitest';
import { openIncident } from '../../bot/incidents/manage.ts';
import { openStore } from '../../bot/store/open.ts';
import type { Store } from '../../bot/store/store.ts';
import { sayEffect } from '../../bot/turn/wanted.ts';
import { startBot, type TestBot } from '../support/bot.ts';
import { FaultTickets, type TicketFault } from '../support/fault-tickets.ts';
import { recordedLog } from '../support/http.ts';
import { dataOf, type TeamsUser, verbsOf } from '../support/teams.ts';
import { policyWith } from '../support/walk.ts';

const minute = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'undeliverable-'));
const open: (() => Promise<unknown>)[] = [];
let bot: TestBot;
let store: Store;
let time = Date.now();
let databases = 0;

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function start(options: Parameters<typeof startBot>[0] = {}): Promise<string> {
  databases += 1;
  const databaseUrl = `file:${join(folder, `${databases}.db`)}`;
  bot = await startBot({ now: () => time, databaseUrl, ...options });
  store = await openStore(databaseUrl);
  open.push(
    () => store.close(),
    () => bot.close(),
  );
  return databaseUrl;
}

const send = async (user: TeamsUser) =>
  user.click(await user.click((await user.type('0x8004de40')).card, 'human'), 'send', { reachBy: 'teams' });
const rows = async (state: 'waiting' | 'dead') => store.outboxRows({ state }, 100);
const metrics = async () => (await fetch(`${bot.url}/metrics`)).text();

it('a 403 stops that conversation, tells IT in the ticket, and ends with the next word of the user', async () => {
  await start();
  const user = bot.user();
  const sent = await send(user);
  expect(verbsOf(sent)).toContain('withdraw');
  let asked = 0;
  bot.connector.answer = () => {
    asked += 1;
    return { status: 403 };
  };
  await user.post(user.activity({ text: 'hello?' }));
  const comments = async () => (await store.tickets(1))[0]?.comments.map(({ text }) => text) ?? [];
  await expect
    .poll(async () => (await comments()).join(), { timeout: 10_000 })
    .toContain('no longer be reached');
  await user.invoke({}, 'show');
  await expect.poll(async () => (await rows('waiting')).filter((row) => row.dueAt <= time)).toEqual([]);
  const before = asked;
  time += 30 * minute;
  await bot.attend();
  await expect.poll(async () => (await rows('waiting')).filter((row) => row.dueAt <= time)).toEqual([]);
  expect(asked).toBe(before);
  bot.connector.answer = () => null;
  expect((await user.type('hello again')).card.body).not.toEqual([]);
});

/** Something that the bot says by itself, to a user who has removed the app. */
async function gone(user: TeamsUser): Promise<void> {
  bot.connector.answer = () => ({ status: 403 });
  const key = `tenant-1/${user.objectId}`;
  await store.turn((turn) => turn.addEffects([sayEffect(key, 'IT has an answer', 'news', time)]));
  await bot.attend();
}

it('a 403 is told to IT also where the user was the last to write', async () => {
  await start();
  const user = bot.user();
  const sent = await send(user);
  await user.click(sent, 'add', { comment: 'I am on the second floor' });
  const comments = async () => (await store.tickets(1))[0]?.comments.map(({ text }) => text).join() ?? '';
  await expect.poll(comments, { timeout: 10_000 }).toContain('second floor');
  await gone(user);
  await expect.poll(comments, { timeout: 10_000 }).toContain('no longer be reached');
});

it('a 403 to one of many in an incident gives nobody a card that solves it for all', async () => {
  await start({ env: { IT_CHANNEL: '19:it-help@thread.tacv2' } });
  const given = { tenant: null, code: '0x8004de40', name: 'The proxy', by: 'Robin', detection: null };
  await store.turn((turn) => openIncident(turn, { ...given, affected: [] }, time));
  await bot.attend();
  const user = bot.user();
  await send(user);
  const incident = async () => (await store.tickets(1))[0];
  await expect.poll(async () => (await incident())?.comments.length, { timeout: 10_000 }).toBe(1);
  await gone(user);
  const told = async () => (await incident())?.comments.at(-1)?.text;
  await expect.poll(told, { timeout: 10_000 }).toContain('no longer be reached');
  expect((await incident())?.key).toBe('incident:INC-1:1');
  const cards = (await rows('waiting')).filter(({ effect }) => effect.kind === 'it-card');
  expect([cards, await store.itCard('incident:INC-1:1')]).toEqual([[], undefined]);
});

it('after ten minutes without a ticket number the user reads what to do instead, once', async () => {
  const fault: { now: TicketFault } = { now: 'refuse' };
  const tickets = await new FaultTickets(() => fault.now).start();
  open.push(() => tickets.stop());
  const helpDesk = { phone: '+41 44 555 01 00', email: 'helpdesk@example.com' };
  await start({ policy: policyWith({ helpDesk }), env: tickets.env() });
  const user = bot.user();
  await send(user);
  const told = () =>
    bot.connector.sent.filter(({ card }) => JSON.stringify(card)?.includes('still not through'));
  const pass = async (minutes: number) => {
    time += minutes * minute;
    const { asked } = tickets.counts;
    await bot.attend();
    await expect.poll(() => tickets.counts.asked, { timeout: 10_000 }).toBeGreaterThan(asked);
    await expect.poll(async () => (await rows('waiting')).filter((row) => row.dueAt <= time)).toEqual([]);
  };
  await pass(5);
  expect(told()).toEqual([]);
  // The next try comes neither sooner nor later than the tenth minute.
  expect((await rows('waiting')).find(({ effect }) => effect.kind === 'create-ticket')?.dueAt).toBe(
    time + 5 * minute,
  );
  await pass(5);
  await expect.poll(() => told().length, { timeout: 10_000 }).toBe(1);
  for (const way of [helpDesk.email, helpDesk.phone])
    expect(JSON.stringify(told()[0]?.card)).toContain(`${way}.`);
  await pass(6);
  expect(told()).toHaveLength(1);
  fault.now = 'none';
  await pass(6);
  await expect
    .poll(() => bot.connector.sent.some(({ card }) => JSON.stringify(card)?.includes('T-1')), {
      timeout: 10_000,
    })
    .toBe(true);
});

it('a ticket that is given up before the tenth minute is said then, once, and its number comes where IT tries again', async () => {
  const fault: { now: TicketFault } = { now: 'refuse' };
  const tickets = await new FaultTickets(() => fault.now).start();
  open.push(() => tickets.stop());
  await start({ policy: policyWith({ outbox: { giveUpAfter: 1 } }), env: tickets.env() });
  const user = bot.user();
  const sent = await send(user);
  const ticket = async () => (await store.caseById(dataOf(sent).case ?? ''))?.record.ticket;
  const told = () =>
    bot.connector.sent.filter(({ card }) => JSON.stringify(card)?.includes('still not through'));
  await expect
    .poll(async () => (await rows('waiting')).some(({ error }) => error), { timeout: 10_000 })
    .toBe(true);
  expect([told(), (await ticket())?.status]).toEqual([[], 'sending']);
  time += 2 * minute;
  await bot.attend();
  await expect
    .poll(async () => (await rows('dead')).map(({ effect }) => effect.kind), { timeout: 10_000 })
    .toEqual(['create-ticket']);
  await expect.poll(() => told().length, { timeout: 10_000 }).toBe(1);
  expect(JSON.stringify(told()[0]?.card)).not.toContain('keep trying');
  expect((await ticket())?.status).toBe('failed');
  const again = async () => {
    const [row] = await rows('dead');
    await store.revive(row?.id ?? 0, time);
    await bot.attend();
  };
  await again();
  time += 2 * minute;
  await bot.attend();
  await expect.poll(async () => (await rows('dead')).length, { timeout: 10_000 }).toBe(1);
  fault.now = 'none';
  await again();
  await expect.poll(async () => (await ticket())?.id, { timeout: 10_000 }).toBe('T-1');
  expect(told()).toHaveLength(1);
});

it('what can not be delivered within the policy’s time is given up: in the log, in /metrics and in npm run outbox', async () => {
  const { log, text } = recordedLog();
  const databaseUrl = await start({ policy: policyWith({ outbox: { giveUpAfter: 60 } }), log });
  bot.connector.answer = () => ({ status: 502 });
  const user = bot.user();
  await user.post(user.activity({ text: 'Dear bot, 0x8004de40' }));
  await expect.poll(async () => (await rows('waiting'))[0]?.error, { timeout: 10_000 }).toBe('502');
  time += 61 * minute;
  await bot.attend();
  await expect.poll(async () => (await rows('dead'))[0]?.error, { timeout: 10_000 }).toBe('502');
  expect(text()).toContain('outbox: given up');
  expect(text()).not.toContain('Dear bot');
  expect(await metrics()).toContain('bot_outbox_rows{state="dead"} 1');
  const outbox = async (...args: string[]) => {
    const env = { PATH: process.env.PATH ?? '', DATABASE_URL: databaseUrl };
    return (await promisify(execFile)(process.execPath, ['bot/outbox-cli.ts', ...args], { env })).stdout;
  };
  const [row] = await rows('dead');
  expect(await outbox()).toMatch(/dead +post-card .* 502\n0 waiting, 1 given up\n$/);
  bot.connector.answer = () => null;
  expect(await outbox('retry', `${row?.id}`)).toBe(`retry: ${row?.id}\n`);
  time += minute;
  await bot.attend();
  await bot.connector.next(({ card }) => card !== undefined);
  await expect.poll(async () => (await rows('dead')).length).toBe(0);
});
