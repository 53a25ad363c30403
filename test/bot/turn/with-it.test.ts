import { afterAll, describe, expect, it } from 'vitest';
import { type Escalated, startDesk } from '../../support/desk.ts';
import { type Card, dataOf, stepOfCard } from '../../support/teams.ts';

const desk = await startDesk();
afterAll(() => desk.close());
const { bot, store, escalated } = desk;
const event = (correlation: string, what: object) => desk.event({ correlation, ...what });
/** Something that IT does; resolves with the card that is posted with the news. */
async function itDoes({ user, key }: Escalated, what: object): Promise<Card> {
  const from = bot.connector.sent.length;
  await event(key, what);
  const mine = (one: { conversation: string; method: string; card: Card | undefined }) =>
    one.conversation === user.conversation && one.method === 'POST' && one.card?.refresh !== undefined;
  return (await bot.connector.next(mine, from)).card as Card;
}
const ticket = async (key: string) => (await store.tickets(500)).find((one) => one.key === key);
const comments = async (key: string) =>
  (await ticket(key))?.comments.map(({ text }) => text).join('\n') ?? '';

const due = async () =>
  (await store.outboxRows({ state: 'waiting' }, 100)).filter((row) => row.dueAt <= Date.now());

describe('what is typed while nobody has the ticket yet', () => {
  it.each([
    'I am in building 7',
    'talk to a human',
    'it got worse, now Outlook fails too',
    'when will you call me?',
  ])('is passed on and said to be: %s', async (words) => {
    const sent = await escalated();
    await expect.poll(due).toEqual([]);
    const { card, activityId } = await sent.user.type(words);
    expect(stepOfCard(card)).toBe('escalated');
    expect(JSON.stringify(card)).toContain('I have passed that on to IT.');
    await expect.poll(() => comments(sent.key)).toContain(words);
    // Nothing takes the words on top of it away again before it is answered.
    await expect.poll(due).toEqual([]);
    const redrawn = bot.connector.sent.filter((one) => one.method === 'PUT' && one.activityId === activityId);
    expect(redrawn).toEqual([]);
  });

  it('is answered by the bot where it is a question that the bot knows', async () => {
    const sent = await escalated();
    const from = bot.connector.sent.length;
    await sent.user.type('is it a virus?');
    const mine = bot.connector.sent.slice(from).filter((one) => one.conversation === sent.user.conversation);
    expect(mine.flatMap(({ text }) => text ?? [])).toHaveLength(1);
    expect(await comments(sent.key)).not.toContain('virus');
  });
});

describe('what is typed after IT has closed the ticket', () => {
  it.each([
    ['rejected', 'yes I still need help'],
    ['rejected', 'why did you close it?'],
    ['resolved', 'partly, but only some folders sync'],
    ['resolved', 'talk to a human'],
    ['resolved', 'please call me'],
  ])('as %s opens it again: %s', async (closed, words) => {
    const sent = await escalated();
    const asked = await itDoes(sent, { status: closed });
    expect(JSON.stringify(asked)).toContain('is then opened again');
    const { card } = await sent.user.type(words);
    expect(stepOfCard(card)).toBe('escalated');
    await expect.poll(() => comments(sent.key)).toContain(words);
    expect(JSON.stringify(card)).toContain('Please try no further repairs until they answer.');
  });

  it.each(['thanks a lot', 'thank you'])('leaves it closed where it is thanks: %s', async (words) => {
    const sent = await escalated();
    await itDoes(sent, { status: 'resolved' });
    expect(JSON.stringify((await sent.user.type(words)).card)).toContain('Did it help?');
    expect(await comments(sent.key)).not.toContain(words);
  });
});

it('a code is an answer where IT has asked last, and a new case where it has not', async () => {
  const sent = await escalated();
  await itDoes(sent, { status: 'open', owner: 'Robin', reply: 'Which code does Outlook show?' });
  const { card } = await sent.user.type('0x80070005');
  expect(stepOfCard(card)).toBe('escalated');
  await expect.poll(() => comments(sent.key)).toContain('0x80070005');
  expect(stepOfCard((await sent.user.type('now 0x80070005 in Excel')).card)).toBe('code-help');
});

describe('a ticket of an earlier case', () => {
  async function begunAnew() {
    const sent = await escalated();
    const { card } = await sent.user.type('0x8004de40');
    expect(dataOf(card).case).not.toBe(dataOf(sent.card).case);
    const from = bot.connector.sent.length;
    await event(sent.key, { status: 'open', owner: 'Robin', reply: 'In which building are you?' });
    // Its card has no `refresh`, so that the open case's stays the living one.
    const post = await bot.connector.next(
      (one) =>
        one.conversation === sent.user.conversation &&
        one.method === 'POST' &&
        one.card?.actions !== undefined,
      from,
    );
    const news = post.card as Card;
    expect([dataOf(news).case, news.refresh]).toEqual([dataOf(sent.card).case, undefined]);
    return { sent, card, news };
  }

  it('is added to by the button of its card', async () => {
    const { sent, news } = await begunAnew();
    const after = await sent.user.click(news, 'add', { comment: 'Building 7' });
    expect([stepOfCard(after), dataOf(after).case]).toEqual(['escalated', dataOf(sent.card).case]);
    await expect.poll(() => comments(sent.key)).toContain('Building 7');
    expect(stepOfCard(await sent.user.click(after, 'show'))).toBe('escalated');
  });

  it('gets the words that answer its question and mean nothing to the open case, which goes on', async () => {
    const { sent, card } = await begunAnew();
    const { card: after } = await sent.user.type('Building 7, third floor');
    expect([stepOfCard(after), dataOf(after).case]).toEqual(['device', dataOf(card).case]);
    expect(JSON.stringify(after)).toContain('I have passed that on to IT.');
    await expect.poll(() => comments(sent.key)).toContain('Building 7, third floor');
    const again = await sent.user.type('Building 8 is next to it');
    expect(JSON.stringify(again.card)).not.toContain('I have passed that on to IT.');
  });

  it('is nobody else’s to change', async () => {
    const { sent, news } = await begunAnew();
    const other = bot.user();
    await other.click(news, 'add', { comment: 'me' });
    expect(await comments(sent.key)).not.toContain('me');
  });
});
