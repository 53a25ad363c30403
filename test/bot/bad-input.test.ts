import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBot, type TestBot } from '../support/bot.ts';
import { pc } from '../support/ladder.ts';
import { dataOf, stepOfCard } from '../support/teams.ts';

let bot: TestBot;
beforeAll(async () => {
  bot = await startBot();
});
afterAll(() => bot.close());

describe('what is no well-formed activity', () => {
  it.each([
    ['malformed JSON', '{"type":"message",'],
    ['an empty body', ''],
    ['a list', '[]'],
    ['a number', '7'],
    ['null', 'null'],
    ['a text', '"hello"'],
  ])('is refused with a 4xx: %s', async (_name, body) => {
    const response = await bot.user().post(body);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
  });
  it.each(['from', 'conversation', 'type', 'channelId', 'serviceUrl'])(
    'is refused without %s',
    async (name) => {
      const user = bot.user();
      const response = await user.post(user.activity({ text: '0x8004de40', [name]: undefined }));
      expect(response.status).toBe(400);
    },
  );
  it.each([
    ['an invoke without a value', {}],
    ['a dialog opened without a value', { name: 'composeExtension/fetchTask' }],
    ['a dialog sent without a value', { name: 'composeExtension/submitAction' }],
    [
      'a dialog sent with rubbish',
      { name: 'composeExtension/submitAction', value: { data: [7], botMessagePreviewAction: 1 } },
    ],
    [
      'a dialog about a message of nobody',
      { name: 'composeExtension/fetchTask', value: { messagePayload: 'x' } },
    ],
    ['an invoke whose value is a text', { value: 'x' }],
    ['an invoke whose action has no data', { value: { action: { type: 'Action.Execute', verb: 'loads' } } }],
    [
      'an invoke whose data is a list',
      { value: { action: { type: 'Action.Execute', verb: 'loads', data: [] } } },
    ],
  ])('never gets a 5xx: %s', async (_name, change) => {
    const user = bot.user();
    const response = await user.post(
      user.activity({ type: 'invoke', name: 'adaptiveCard/action', ...change }),
    );
    expect(response.status).toBeLessThan(500);
  });
});

describe('an invoke that this bot has nothing for', () => {
  it.each([
    'tab/fetch',
    'task/fetch',
    'task/submit',
    'composeExtension/query',
    'composeExtension/queryLink',
    'signin/verifyState',
    'signin/tokenExchange',
    'message/submitAction',
    'config/fetch',
    'application/search',
    'of/tomorrow',
  ])('is well-formed, so it is answered with a 200 and changes nothing: %s', async (name) => {
    const user = bot.user();
    const { card } = await user.type('0x8004de40');
    const value = { queryText: 'x', queryOptions: { skip: 0, top: 5 }, kind: 'search', state: '1' };
    const response = await user.post(user.activity({ type: 'invoke', name, value }));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({});
    const { body } = await user.invoke(dataOf(card), 'show');
    expect(dataOf(body.value)).toEqual(dataOf(card));
  });
});

describe('an event of the handoff protocol', () => {
  it.each([
    ['no value', {}],
    ['a value that is a list', { value: [1] }],
    ['a state that there is not', { name: 'handoff.status', value: { state: 'lost' } }],
    ['a transcript of rubbish', { attachments: [{ content: 7 }], value: { code: 7 } }],
  ])('with %s never gets a 5xx', async (_name, change) => {
    const user = bot.user();
    const response = await user.post(user.activity({ type: 'event', name: 'handoff.initiate', ...change }));
    expect(response.status).toBeLessThan(300);
  });
});

describe('odd but well-formed input', () => {
  it('answers 200 KB of text politely', async () => {
    const user = bot.user();
    const { card } = await user.type(`${'lorem ipsum '.repeat(17_000)} 0x8004de40`);
    expect(card.type).toBe('AdaptiveCard');
  });
  it.each([
    ['emoji', '🤷‍♀️🔥💻😭'],
    ['right-to-left text', 'مرحبا لا يعمل ون درايف \u202E0x8004de40'],
    ['only spaces', '   '],
    ['no text at all', ''],
    ['a template', '${secret} {{x}} <at>all</at>'],
  ])('answers %s with a card', async (_name, text) => {
    const { card } = await bot.user().type(text);
    expect(JSON.stringify(card)).not.toContain('${');
  });
  it('never answers any click with a 5xx, and never lets it move a case it does not name', async () => {
    const user = bot.user();
    const { card } = await user.type('0x8004de40');
    const at = await user.click(card, 'continue', pc('windows', 'managed'));
    const data = fc.record(
      {
        case: fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.constant(dataOf(at).case)),
        step: fc.oneof(fc.string(), fc.constantFrom('internet', 'rejoin', '__proto__')),
        rev: fc.oneof(fc.integer(), fc.string(), fc.double()),
        platform: fc.anything(),
        constructor: fc.anything(),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(
        data,
        fc.oneof(fc.string(), fc.constantFrom('show', 'send', '__proto__', 'constructor')),
        async (input, verb) => {
          const { status, body } = await user.invoke(JSON.parse(JSON.stringify(input)) as object, verb);
          expect(status).toBe(200);
          expect(dataOf(body.value)).toEqual(dataOf(at));
        },
      ),
      { numRuns: 60 },
    );
  });
  it('never answers any text with a 5xx, and stays at a step', async () => {
    const user = bot.user();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (text) => {
        const response = await user.post(user.activity({ text }));
        expect(response.status).toBeLessThan(300);
      }),
      { numRuns: 60 },
    );
    expect(stepOfCard((await user.type('0x8004de40')).card)).toBeTruthy();
  });
});
