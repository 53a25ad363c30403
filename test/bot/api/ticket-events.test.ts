import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBot, type TestBot } from '../../support/bot.ts';
import { type Card, dataOf, stepOfCard, type TeamsUser } from '../../support/teams.ts';

const secret = 'a secret between two';
let bot: TestBot;
beforeAll(async () => {
  bot = await startBot({ env: { WEBHOOK_SECRET: secret } });
});
afterAll(() => bot.close());

async function escalated(): Promise<{ user: TeamsUser; card: Card; correlation: string }> {
  const user = bot.user();
  const { card } = await user.type('0x8004de40');
  const sent = await user.click(await user.click(card, 'human'), 'send');
  return { user, card: sent, correlation: `case:${dataOf(sent).case}:1` };
}
async function event(body: object, options: { secret?: string; system?: string } = {}) {
  const raw = JSON.stringify({ id: 'OD-1', event: randomUUID(), at: new Date().toISOString(), ...body });
  const signature = createHmac('sha256', options.secret ?? secret)
    .update(raw)
    .digest('hex');
  const response = await fetch(`${bot.url}/api/tickets/${options.system ?? 'builtin'}/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-signature': `sha256=${signature}` },
    body: raw,
  });
  return { status: response.status, body: (await response.json()) as { result?: string } };
}
const said = (user: TeamsUser, from: number) =>
  bot.connector.next((one) => one.conversation === user.conversation && one.text !== undefined, from);

describe('an event of the ticket system', () => {
  it('tells the user who took the ticket, once', async () => {
    const { user, correlation } = await escalated();
    const from = bot.connector.sent.length;
    const taken = { correlation, status: 'open', owner: 'Robin', event: randomUUID() };
    expect(await event(taken)).toMatchObject({ status: 200, body: { result: 'taken' } });
    expect((await said(user, from)).text).toContain('Robin');
    expect(await event(taken)).toMatchObject({ status: 200, body: { result: 'known' } });
    expect(await event({ correlation, status: 'open', owner: 'Robin' })).toMatchObject({ status: 200 });
    await user.type('hi');
    expect(
      bot.connector.sent.slice(from).filter((one) => one.conversation === user.conversation && one.text),
    ).toHaveLength(1);
  });
  it('brings a question of IT, and what the user types next is added to the ticket', async () => {
    const { user, correlation } = await escalated();
    const from = bot.connector.sent.length;
    await event({ correlation, actor: 'Robin', reply: 'Which floor are you on?' });
    expect((await said(user, from)).text).toContain('Which floor');
    const { card } = await user.type('third one, by the window');
    expect(stepOfCard(card)).toBe('escalated');
    expect(dataOf(card).rev).toBeGreaterThan(2);
  });
  it('asks whether it helped when IT says it is solved', async () => {
    const { user, correlation } = await escalated();
    const from = bot.connector.sent.length;
    await event({ correlation, status: 'resolved' });
    expect((await said(user, from)).text).toContain('Did it help');
    const posted = await bot.connector.next(
      (one) => one.conversation === user.conversation && one.card?.refresh !== undefined,
      from,
    );
    expect(stepOfCard(await user.click(posted.card as Card, 'fixed'))).toBe('resolved');
  });
  it.each([
    ['another secret', { secret: 'wrong' }, {}, 401],
    ['another system', { system: 'jira' }, {}, 404],
    ['a time of long ago', {}, { at: '2020-01-01T00:00:00Z' }, 401],
    ['no time at all', {}, { at: 'yesterday' }, 400],
  ])('with %s is refused', async (_name, options, change, status) => {
    expect((await event({ correlation: 'case:x:1', ...change }, options)).status).toBe(status);
  });
  it('of a ticket that is not ours changes nothing', async () => {
    expect(await event({ correlation: 'case:unknown-1:1', status: 'open' })).toMatchObject({
      status: 200,
      body: { result: 'not-ours' },
    });
  });
});
