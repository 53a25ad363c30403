import { afterEach, describe, expect, it } from 'vitest';
import { message, post, raw, recordedLog, runBot } from '../support/http.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

const start = async (options: Parameters<typeof runBot>[0] = {}) => {
  const bot = await runBot(options);
  open.push(bot.stop);
  return bot;
};
const local = 'http://127.0.0.1:9/_connector';

describe('POST /api/messages answers 400 and does nothing for', () => {
  const without = (name: string) => {
    const { [name]: _left, ...rest } = message(local);
    return rest;
  };
  it.each<[string, unknown]>([
    ['malformed JSON', '{"type":"message"'],
    ['an empty body', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['a text', '"hello"'],
    ['very deep nesting', '['.repeat(200_000)],
    ['very deep nesting with a NUL', `${'['.repeat(100_000)}"\\u0000"${']'.repeat(100_000)}`],
    ['no type', without('type')],
    ['no from', without('from')],
    ['no conversation', without('conversation')],
    ['no channelId', without('channelId')],
    ['no serviceUrl', without('serviceUrl')],
    ['a from that is a text', message(local, { from: 'alex' })],
    ['a from without id', message(local, { from: { name: 'Alex' } })],
    ['an empty conversation id', message(local, { conversation: { id: '' } })],
    ['an id that is a number', message(local, { id: 1 })],
    ['a line break in an id', message(local, { from: { id: '29:a\nb' } })],
    ['a text that is an object', message(local, { text: {} })],
    ['entities that are no list', message(local, { entities: 'x' })],
    ['a null among the entities', message(local, { entities: [null] })],
    ['members that are no list', message(local, { type: 'conversationUpdate', membersAdded: {} })],
  ])('%s', async (_name, body) => {
    const bot = await start();
    const answer = await post(bot.url, body);
    expect([answer.status, bot.turns]).toEqual([400, []]);
    expect(answer.text).not.toMatch(/at \w+ \(|Unexpected token|SyntaxError/);
  });
});

describe('POST /api/messages', () => {
  it('hands a message on, with its times as dates', async () => {
    const bot = await start();
    const answer = await post(bot.url, message(local));
    expect([answer.status, bot.turns[0]?.timestamp]).toEqual([200, new Date('2026-01-02T03:04:05.000Z')]);
  });

  it.each([
    ['200 KB of text', 'x'.repeat(200 * 1024)],
    ['emoji', '👩‍🔧🔧 help 🇪🇺'],
    ['right-to-left text', 'שגיאה \u202e0x8004de40\u202c مرحبا'],
  ])('takes %s as it is', async (_name, text) => {
    const bot = await start();
    const answer = await post(bot.url, message(local, { text }));
    expect([answer.status, bot.turns[0]?.text]).toEqual([200, text]);
  });

  it('drops NUL characters, which the shared database could not store', async () => {
    const bot = await start();
    await post(bot.url, message(local, { text: 'a\u0000b', value: { inner: '\u0000c' } }));
    expect([bot.turns[0]?.text, bot.turns[0]?.value]).toEqual(['ab', { inner: 'c' }]);
  });

  it('answers 413 to a body of 600 KB and to one of 3 MB', async () => {
    const bot = await start();
    const sizes = [600 * 1024, 3 * 1024 * 1024];
    const answers = await Promise.all(
      sizes.map((size) => post(bot.url, message(local, { text: 'x'.repeat(size) }))),
    );
    expect([answers.map((answer) => answer.status), bot.turns]).toEqual([[413, 413], []]);
  });

  it('answers 415 to another content type, so that no web page can post without asking', async () => {
    const bot = await start();
    const answer = await post(bot.url, message(local), { 'content-type': 'text/plain' });
    expect([answer.status, bot.turns]).toEqual([415, []]);
  });

  it('answers 415 to a compressed body, even a broken one', async () => {
    const bot = await start();
    const answer = await post(bot.url, message(local), { 'content-encoding': 'gzip' });
    expect([answer.status, bot.turns]).toEqual([415, []]);
  });

  it('answers an invoke with what the bot put into its response', async () => {
    const value = {
      status: 200,
      body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: {} },
    };
    const bot = await start({
      onTurn: async (context) => void (await context.sendActivity({ type: 'invokeResponse', value })),
    });
    const answer = await post(bot.url, message(local, { type: 'invoke', name: 'adaptiveCard/action' }));
    expect([answer.status, JSON.parse(answer.text)]).toEqual([200, value.body]);
  });

  it('without credentials refuses a web page that renamed this machine', async () => {
    const bot = await start();
    const body = JSON.stringify(message(local));
    const head = `POST /api/messages HTTP/1.1\r\nHost: evil.example\r\nContent-Type: application/json\r\n`;
    const text = await raw(
      bot.url,
      `${head}Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    );
    expect([text.split('\r\n')[0], bot.turns]).toEqual(['HTTP/1.1 403 Forbidden', []]);
  });
});

describe('the server tells nothing', () => {
  const secret = 'the-secret-detail';

  it('of an error that the adapter rejects with, but a reference that its log has too', async () => {
    const { log, text } = recordedLog();
    const broken = { run: () => Promise.reject(new Error(secret)) };
    const bot = await start({ log, adapter: broken });
    const answer = await post(bot.url, message(local));
    const { reference } = JSON.parse(answer.text);
    expect([answer.status, reference]).toEqual([500, expect.stringMatching(/^R-\w{4}-\w{4}$/)]);
    expect(answer.text).not.toContain(secret);
    expect(text()).toContain(reference);
  });

  it('of an error that a later route throws', async () => {
    const bot = await start({
      routes: [(server) => void server.get('/boom', async () => Promise.reject(new Error(secret)))],
    });
    const response = await fetch(`${bot.url}/boom`, { headers: { accept: 'text/html' } });
    expect([response.status, (await response.text()).includes(secret)]).toEqual([500, false]);
  });

  it('of an address that is not there', async () => {
    const bot = await start();
    const response = await fetch(`${bot.url}/${secret}?q=1`);
    expect([response.status, await response.json()]).toEqual([404, { error: 'There is nothing here' }]);
  });

  it('of its own make, in any header', async () => {
    const bot = await start();
    const { headers } = await fetch(`${bot.url}/healthz`);
    expect([headers.get('server'), headers.get('x-powered-by')]).toEqual([null, null]);
  });
});

describe('odd requests', () => {
  it.each(['/api/messages', '/api/messages?x=1'])('GET %s is 405 and says what is allowed', async (path) => {
    const bot = await start();
    const response = await fetch(`${bot.url}${path}`);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it.each<[string, string]>([
    ['an address that cannot be decoded', 'GET /%ff HTTP/1.1\r\nHost: localhost\r\n'],
    ['a Host that is no name', 'GET /healthz HTTP/1.1\r\nHost: [\r\n'],
    ['no Host', 'GET /healthz HTTP/1.1\r\n'],
    ['an address that is no path', 'GET http:// HTTP/1.1\r\nHost: localhost\r\n'],
    ['no HTTP at all', 'hello\r\n'],
  ])('%s is 400, and the server lives on', async (_name, request) => {
    const bot = await start();
    const text = await raw(bot.url, `${request}Connection: close\r\n\r\n`);
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
  });
});
