import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { startDesk } from '../../support/desk.ts';
import { type Card, stepOfCard, type TeamsUser } from '../../support/teams.ts';

const desk = await startDesk();
afterAll(() => desk.close());
const { bot, store, event } = desk;
const escalated = async () => {
  const { key: correlation, ...sent } = await desk.escalated();
  return { ...sent, correlation };
};
const said = (user: TeamsUser, from: number) =>
  bot.connector.next((one) => one.conversation === user.conversation && one.text !== undefined, from);
/** The card that follows what was said. */
const cardAfter = async (user: TeamsUser, from: number): Promise<Card> => {
  const posted = await bot.connector.next(
    (one) =>
      one.conversation === user.conversation && one.card?.refresh !== undefined && one.method === 'POST',
    from,
  );
  return posted.card as Card;
};
/** Everything in words that the user got from there on, once the outbox has nothing left to do for them. */
async function allSaid(user: TeamsUser, from: number): Promise<string[]> {
  await user.type('hi');
  const mine = bot.connector.sent.slice(from).filter((one) => one.conversation === user.conversation);
  return mine.flatMap((one) => one.text ?? []);
}
/** The ticket as a technician reads it. */
const ticket = async (correlation: string): Promise<string> => {
  const row = (await store.tickets(500)).find(({ key }) => key === correlation);
  return [row?.status, row?.body, ...(row?.comments ?? []).map(({ text }) => text)].join('\n');
};

describe('an event of the ticket system', () => {
  it('that does not bring the key back belongs to the ticket with its id', async () => {
    const { user, card } = await escalated();
    const id = /OD-\d+/.exec(JSON.stringify(card))?.[0];
    const from = bot.connector.sent.length;
    expect(await event({ id, reply: 'In which building are you?' })).toMatchObject({
      body: { result: 'taken' },
    });
    expect((await said(user, from)).text).toContain('In which building are you?');
    expect(await event({ id: 'OD-0', reply: 'Hello?' })).toMatchObject({
      status: 200,
      body: { result: 'not-ours' },
    });
  });

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
    await cardAfter(user, from);
    const { card } = await user.type('third one, by the window');
    expect(stepOfCard(card)).toBe('escalated');
    expect(JSON.stringify(card)).toContain('passed that on to IT');
    await user.type('the third');
    await user.type('When will somebody come?');
    await user.type('my password: Sommer2026!');
    await expect.poll(() => ticket(correlation)).toContain('Kim Tester writes:\nthird one, by the window');
    await expect.poll(() => ticket(correlation)).toContain('my password');
    expect(await ticket(correlation)).toMatch(/the third\n[\s\S]*When will somebody come/);
    expect(await ticket(correlation)).not.toContain('Sommer2026');
  });
  it('is said once for each change that means something: who has it, who has it now, how it ended', async () => {
    const { user, correlation } = await escalated();
    const from = bot.connector.sent.length;
    await event({ correlation, status: 'open', owner: 'Nobody', actor: 'RT_System' });
    await event({ correlation, status: 'open', owner: 'Robin' });
    await event({ correlation, status: 'stalled', owner: 'Robin' });
    await event({ correlation, status: 'open', owner: 'Sam' });
    await event({ correlation, status: 'resolved', owner: 'Sam' });
    await event({ correlation, status: 'resolved', owner: 'Sam' });
    const texts = await allSaid(user, from);
    expect(texts).toHaveLength(3);
    expect(texts.map((text) => /Robin|Sam|solved/.exec(text)?.[0])).toEqual(['Robin', 'Sam', 'solved']);
  });
  it('that is older than one which was taken changes nothing', async () => {
    const { user, correlation } = await escalated();
    const from = bot.connector.sent.length;
    const before = new Date(Date.now() - 60_000).toISOString();
    await event({ correlation, status: 'resolved' });
    await event({ correlation, status: 'open', owner: 'Robin', at: before });
    expect(await allSaid(user, from)).toEqual([expect.stringContaining('solved')]);
  });
  it('asks whether it helped when IT says it is solved', async () => {
    const { user, correlation } = await escalated();
    const from = bot.connector.sent.length;
    await event({ correlation, status: 'resolved' });
    expect((await said(user, from)).text).toContain('Did it help');
    const asked = await cardAfter(user, from);
    expect(JSON.stringify(asked)).toContain('Did it help?');
    expect(stepOfCard(await user.click(asked, 'fixed'))).toBe('resolved');
  });
  it('is answered with no, and the ticket is opened again with what the user sees', async () => {
    const { user, correlation } = await escalated();
    const from = bot.connector.sent.length;
    await event({ correlation, status: 'resolved' });
    const asked = await cardAfter(user, from);
    const open = await user.click(asked, 'add', { comment: 'the cross is still there' });
    expect(stepOfCard(open)).toBe('escalated');
    expect(JSON.stringify(open)).not.toContain('Did it help?');
    await expect.poll(() => ticket(correlation)).toContain('Opened again: it is not fixed.');
    expect(await ticket(correlation)).toContain('the cross is still there');
    expect(await ticket(correlation)).toMatch(/^new\n/);
    const again = bot.connector.sent.length;
    await event({ correlation, status: 'resolved' });
    expect((await said(user, again)).text).toContain('Did it help');
  });
  it.each([
    ['no, same error', 'escalated', 'not fixed'],
    ['yes', 'resolved', 'works again'],
  ])('is answered by typing "%s"', async (text, step, word) => {
    const { user, correlation } = await escalated();
    const from = bot.connector.sent.length;
    await event({ correlation, status: 'resolved' });
    await cardAfter(user, from);
    const { card } = await user.type(text);
    expect(stepOfCard(card)).toBe(step);
    await expect.poll(() => ticket(correlation)).toContain(word);
  });
  it('of a colleague who thanks opens nothing again', async () => {
    const { user, correlation } = await escalated();
    const from = bot.connector.sent.length;
    await event({ correlation, status: 'resolved', actor: 'Robin', reply: 'The proxy is mended.' });
    await cardAfter(user, from);
    await user.type('thank you so much, lovely');
    await expect.poll(() => ticket(correlation)).toContain('lovely');
    expect(await ticket(correlation)).not.toContain('not fixed');
  });
  it('after the user has withdrawn says nothing more, but what somebody writes still arrives', async () => {
    const { user, card, correlation } = await escalated();
    await user.click(card, 'withdraw');
    const from = bot.connector.sent.length;
    await event({ correlation, status: 'withdrawn', owner: 'Robin' });
    await event({ correlation, actor: 'Robin', reply: 'All right, closed.' });
    expect(await allSaid(user, from)).toEqual([expect.stringContaining('All right, closed.')]);
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
