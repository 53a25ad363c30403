import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBot, type TestBot } from '../support/bot.ts';
import { nothingSpecial, pc } from '../support/ladder.ts';
import { stepOfCard } from '../support/teams.ts';

let bot: TestBot;
beforeAll(async () => {
  bot = await startBot();
});
afterAll(() => bot.close());

describe('typed words', () => {
  it('carry a case from the first message to a ticket without one click', async () => {
    const user = bot.user();
    const steps: string[] = [];
    for (const text of [
      'onedrive 0x8004de40 on my windows 11 work laptop, it is my own',
      'yes it loads',
      'nope same thing',
      'only me, it worked before, nothing changed, work account, other apps are fine',
      'yes I copied them',
      'still not working',
      'I would like to talk to a person',
      'send it',
    ]) {
      steps.push(stepOfCard((await user.type(text)).card));
    }
    expect(steps.slice(1, 3)).toEqual(['restart', 'situation']);
    expect(steps.at(-2)).toBe('escalate');
    expect(['escalate', 'escalated']).toContain(steps.at(-1));
  });
  it('leave the questions of a form that were not answered on the card', async () => {
    const user = bot.user();
    const { card } = await user.type('0x8004de40');
    let at = await user.click(card, 'continue', pc('windows', 'managed'));
    at = await user.click(at, 'loads');
    await user.click(at, 'not-fixed');
    const { card: form } = await user.type('my colleagues have it too');
    expect(stepOfCard(form)).toBe('situation');
    const shown = JSON.stringify(form.body);
    expect(shown).not.toContain('"id":"spread"');
    expect(shown).toContain('"id":"changed"');
    const { spread: _known, ...rest } = nothingSpecial;
    expect(stepOfCard(await user.click(form, 'continue', rest))).toBe('escalate');
  });
  it('that are a question are answered, and the step stays', async () => {
    const user = bot.user();
    const { card } = await user.type('0x8004de40');
    const at = await user.click(card, 'continue', pc('windows', 'managed'));
    const from = bot.connector.sent.length;
    const { card: same } = await user.type('is this a virus?');
    expect(stepOfCard(same)).toBe(stepOfCard(at));
    const said = bot.connector.sent.slice(from).find((one) => one.text !== undefined);
    expect(said?.text).toMatch(/^No\./);
  });
  it('that name another code leave the ladder for it, and a person is asked for one tap away', async () => {
    const user = bot.user();
    await user.type('0x8004de40');
    const { card } = await user.type('sorry, it is 0x8004de90');
    expect(stepOfCard(card)).toBe('code-help');
    expect(card.actions?.map((action) => action.verb)).toContain('human');
  });
  it.each(['0x8004de40', '０ｘ８００４ｄｅ４０', '-2147164608', 'OX8OO4DE4O', 'it is 0x8004de40 after all'])(
    'that give the code the case began with, as %s, answer the question for the code like its button',
    async (text) => {
      const user = bot.user();
      const { card } = await user.type('0x8004de40');
      const asked = await user.click(card, 'different-code');
      expect(stepOfCard(asked)).toBe('ask-code');
      const { card: next } = await user.type(text);
      expect(stepOfCard(next)).toBe('device');
    },
  );
  it('that give the same code anywhere else change nothing', async () => {
    const user = bot.user();
    await user.type('0x8004de40');
    const { card } = await user.type('0x8004de40');
    expect(stepOfCard(card)).toBe('device');
  });
  it('that nobody understands say so and show the step again', async () => {
    const user = bot.user();
    await user.type('0x8004de40');
    const { card } = await user.type('flurb gnarf');
    expect(stepOfCard(card)).toBe('device');
  });
  it('about something else are turned away politely without a case', async () => {
    const user = bot.user();
    const { card } = await user.type('excel crashes when I open a file');
    expect(stepOfCard(card)).toBe('welcome');
  });
});
