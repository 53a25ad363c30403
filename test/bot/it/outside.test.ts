import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBot, type TestBot } from '../../support/bot.ts';
import { recorder } from '../../support/recorder.ts';
import { type Card, dataOf, verbsOf } from '../../support/teams.ts';
import { technician } from '../../support/technician.ts';

const channel = '19:it-help@thread.tacv2';
let desk: Awaited<ReturnType<typeof recorder>>;
let bot: TestBot;
beforeAll(async () => {
  desk = await recorder(() => ({ status: 201, body: { id: 'T-1', url: 'https://desk.example.com/T-1' } }));
  bot = await startBot({
    env: { IT_CHANNEL: channel, TICKET_SYSTEM: 'webhook', TICKET_URL: desk.url, WEBHOOK_SECRET: 'secret' },
  });
});
afterAll(async () => {
  await bot.close();
  await desk[Symbol.asyncDispose]();
});

it('what IT does in the channel goes to a ticket system elsewhere as comment and status, each once', async () => {
  const user = bot.user();
  const { card } = await user.type('0x8004de40');
  const sent = await user.click(await user.click(card, 'human'), 'send');
  const post = await bot.connector.next((one) => one.conversation.startsWith(channel));
  expect(JSON.stringify(post.card)).toContain('https://desk.example.com/T-1');
  const act = technician(bot, post);
  const taken = await act(post.card as Card, 'take');
  const asked = await act(taken, 'ask', { text: 'Which floor?' });
  const urgent = await act(asked, 'severity', { severity: 'urgent' });
  const solved = await act(urgent, 'resolve', { text: 'New proxy' });
  await act(solved, 'reopen');
  const changes = () =>
    desk.seen
      .filter(({ method }) => method === 'PATCH')
      .map(({ json }) => json as { ticket: string; status?: string; comment?: { text: string } })
      .filter(({ comment }) => comment !== undefined);
  await expect.poll(() => changes().length, { timeout: 10_000 }).toBe(7);
  expect(changes().map(({ status, comment }) => [status, comment?.text])).toEqual([
    [undefined, 'Robin took the ticket'],
    [undefined, 'Robin asked the user: Which floor?'],
    [undefined, 'Robin set the severity to urgent'],
    [undefined, 'Robin solved it: New proxy'],
    ['resolved', 'Solved: it works again.'],
    [undefined, 'Robin opened it again'],
    ['open', 'Opened again: it is not fixed.'],
  ]);
  expect(new Set(changes().map(({ ticket }) => ticket))).toEqual(new Set([`case:${dataOf(sent).case}:1`]));
  expect(desk.seen.filter(({ method }) => method === 'POST')).toHaveLength(1);
});

it('what IT does here counts, also where the clock of the ticket system is ahead', async () => {
  const user = bot.user();
  const { card } = await user.type('0x8004de40');
  const from = bot.connector.sent.length;
  const sent = await user.click(await user.click(card, 'human'), 'send');
  const post = await bot.connector.next((one) => one.conversation.startsWith(channel), from);
  const at = new Date(Date.now() + 60_000).toISOString();
  const correlation = `case:${dataOf(sent).case}:1`;
  const raw = JSON.stringify({ id: 'T-1', event: 'e-1', at, correlation, status: 'open', owner: 'Sam' });
  const signature = createHmac('sha256', 'secret').update(raw).digest('hex');
  const headers = { 'content-type': 'application/json', 'x-signature': `sha256=${signature}` };
  await fetch(`${bot.url}/api/tickets/webhook/events`, { method: 'POST', headers, body: raw });
  const solved = await technician(bot, post)(post.card as Card, 'resolve');
  expect(verbsOf(solved)).toEqual(['reopen']);
});
