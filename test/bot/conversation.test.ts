import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBot, type TestBot } from '../support/bot.ts';
import { climb, nothingSpecial, pc } from '../support/ladder.ts';
import { dataOf, stepOfCard, verbsOf } from '../support/teams.ts';

let bot: TestBot;
beforeAll(async () => {
  bot = await startBot();
});
afterAll(() => bot.close());

const begin = async () => {
  const user = bot.user();
  const { card, activityId } = await user.type('OneDrive says 0x8004de40');
  return { user, card, activityId };
};
const notice = (card: { body: object[] }) => JSON.stringify(card.body);

describe('a case in Teams', () => {
  it('climbs the whole ladder of a personal computer to a ticket number', async () => {
    const { user, card } = await begin();
    const cards = await climb(user, card, [
      ['continue', pc('windows', 'personal')],
      'loads',
      'not-fixed',
      ['continue', nothingSpecial],
      'done',
      'not-fixed',
      'not-fixed',
      'not-fixed',
      'not-fixed',
      'not-fixed',
      'yes',
      'restarting',
      'not-fixed',
      'not-fixed',
      'not-fixed',
      'recent',
      'not-fixed',
      'no',
      ['send', { reachBy: 'phone', reachWhen: 'after lunch', comment: 'urgent, please' }],
    ]);
    expect(cards.map((one) => dataOf(one).rev)).toEqual(cards.map((_, n) => n));
    const last = cards.at(-1);
    expect(last && stepOfCard(last)).toBe('escalated');
    expect(notice(last ?? card)).toMatch(/OD-\d{4}/);
  });

  it('is resolved at one step and can come back as a new case', async () => {
    const { user, card } = await begin();
    const cards = await climb(user, card, [['continue', pc('mac', 'personal')], 'loads', 'fixed']);
    const resolved = cards.at(-1);
    if (!resolved) throw new Error('no card');
    expect(verbsOf(resolved)).toEqual(['rate', 'came-back']);
    const rated = await user.click(resolved, 'rate', { rating: '5' });
    expect(verbsOf(rated)).toEqual(['came-back']);
    const again = await user.click(rated, 'came-back');
    expect(dataOf(again)).toMatchObject({ step: 'internet', rev: 0 });
    expect(dataOf(again).case).not.toBe(dataOf(card).case);
  });

  it('understands the same answers when they are typed', async () => {
    const { user, card } = await begin();
    await climb(user, card, [['continue', pc('windows', 'personal')]]);
    const steps: string[] = [];
    for (const text of ['yes it loads', 'still broken', 'talk to a human']) {
      steps.push(stepOfCard((await user.type(text)).card));
    }
    expect(steps).toEqual(['restart', 'situation', 'escalate']);
  });

  it('welcomes a greeting, and the welcome card begins a case when it is answered', async () => {
    const user = bot.user();
    const { card } = await user.type('hi');
    expect(dataOf(card)).toMatchObject({ step: 'welcome', rev: 0 });
    expect(stepOfCard(await user.click(card, 'code-40'))).toBe('device');
  });

  it('says welcome once when the app is installed, however often that is announced', async () => {
    const user = bot.user();
    const install = { type: 'installationUpdate', action: 'add' };
    const from = bot.connector.sent.length;
    await user.post(user.activity(install));
    await user.post(user.activity(install));
    const { card } = await user.type('hello');
    expect(stepOfCard(card)).toBe('welcome');
    const mine = bot.connector.sent.slice(from).filter((one) => one.conversation === user.conversation);
    expect(mine.filter((one) => one.method === 'POST')).toHaveLength(2);
  });

  it('answers in a group with one polite line and nothing personal', async () => {
    const user = bot.user();
    const from = bot.connector.sent.length;
    const conversation = { id: '19:group@thread.v2', conversationType: 'groupChat', isGroup: true };
    await user.post(user.activity({ text: '0x8004de40 please', conversation }));
    const sent = await bot.connector.next((one) => one.conversation === conversation.id, from);
    expect(sent.card).toBeUndefined();
    expect(sent.text).toContain('private');
  });

  it('takes an Action.Submit by updating the message that carried the card', async () => {
    const { user, card, activityId } = await begin();
    const from = bot.connector.sent.length;
    const value = { ...dataOf(card), verb: 'continue', ...pc('windows', 'managed') };
    const response = await user.post(user.activity({ value, replyToId: activityId }));
    expect(response.status).toBeLessThan(300);
    const updated = await bot.connector.next((one) => one.activityId === activityId, from);
    expect(updated.method).toBe('PUT');
    expect(updated.card && stepOfCard(updated.card)).toBe('internet');
  });

  it('folds the old card when an answer was typed', async () => {
    const { user, activityId } = await begin();
    const from = bot.connector.sent.length;
    await user.type('hello');
    const folded = await bot.connector.next((one) => one.activityId === activityId, from);
    expect(folded.card?.actions ?? []).toEqual([]);
  });
});

describe('an answer that changes nothing', () => {
  const started = async () => {
    const { user, card } = await begin();
    const at = await user.click(card, 'continue', pc('windows', 'personal'));
    return { user, first: card, at };
  };
  it.each([
    ['an old revision', { rev: 0, step: 'device' }, 'continue'],
    ['a revision from the future', { rev: 99 }, 'loads'],
    ['a step that is not shown', { step: 'rejoin' }, 'restarting'],
    ['an unknown verb', {}, 'format-disk'],
    ['a verb of another step', {}, 'restarting'],
    ['a typed-only verb', {}, 'use-web'],
  ])('shows where the case stands for %s', async (_name, change, verb) => {
    const { user, at } = await started();
    const { status, body } = await user.invoke({ ...dataOf(at), ...change }, verb);
    expect(status).toBe(200);
    expect(body.statusCode).toBe(200);
    expect(dataOf(body.value)).toEqual(dataOf(at));
  });
  it('shows a stranger their own card, not the case they named', async () => {
    const { at } = await started();
    const stranger = bot.user();
    const { body } = await stranger.invoke(dataOf(at), 'loads');
    expect(stepOfCard(body.value)).toBe('welcome');
  });
  it('refuses a form value outside its choices and keeps the form', async () => {
    const { user, card } = await begin();
    const same = await user.click(card, 'continue', pc('toaster', 'personal'));
    expect(dataOf(same)).toEqual(dataOf(card));
  });
  it('moves once when the same activity is delivered twice, also at the same time', async () => {
    const { user, at } = await started();
    const change = { id: randomUUID() };
    const both = await Promise.all([
      user.invoke(dataOf(at), 'loads', {}, change),
      user.invoke(dataOf(at), 'loads', {}, change),
    ]);
    expect(both.map(({ body }) => dataOf(body.value).rev)).toEqual([2, 2]);
    expect(both.map(({ body }) => stepOfCard(body.value))).toEqual(['restart', 'restart']);
  });
  it('moves once on a double click', async () => {
    const { user, at } = await started();
    const both = await Promise.all([user.invoke(dataOf(at), 'loads'), user.invoke(dataOf(at), 'loads')]);
    expect(both.map(({ body }) => dataOf(body.value).rev)).toEqual([2, 2]);
  });
  it('gives the current card for a refresh of any revision', async () => {
    const { user, first, at } = await started();
    expect(dataOf(await user.click(first, 'show'))).toEqual(dataOf(at));
  });
  it('explains a step without moving it', async () => {
    const { user, at } = await started();
    const why = await user.click(at, 'why');
    expect(dataOf(why)).toEqual(dataOf(at));
    expect(notice(why)).not.toEqual(notice(at));
  });
  it('goes back to the card before, and the answer is withdrawn', async () => {
    const { user, at } = await started();
    const next = await user.click(at, 'loads');
    const back = await user.click(next, 'back');
    expect(dataOf(back)).toMatchObject({ step: 'internet', rev: 3 });
    expect(stepOfCard(await user.click(back, 'not-loads'))).toBe('connection');
  });
});
