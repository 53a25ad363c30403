import { afterEach, describe, expect, it } from 'vitest';
import { message, post, recordedLog, runBot } from '../support/http.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});
const start = async (options: Parameters<typeof runBot>[0] = {}) => {
  const bot = await runBot(options);
  open.push(bot.stop);
  return bot;
};
const get = async (url: string, headers: { [name: string]: string } = {}) => {
  const response = await fetch(url, { headers });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
};

describe('GET /metrics', () => {
  it('is Prometheus text with turns, refusals, requests and figures of the process', async () => {
    const bot = await start();
    await post(bot.url, message('http://127.0.0.1:9/'));
    await post(bot.url, message('http://127.0.0.1:9/', { type: 'made-up by somebody' }));
    await post(bot.url, '{');
    const { status, type, text } = await get(`${bot.url}/metrics`);
    expect([status, type]).toEqual([200, expect.stringMatching(/^text\/plain; version=0\.0\.4/)]);
    expect(text).toContain('bot_turn_seconds_count{type="message"} 1');
    expect(text).toContain('bot_turn_seconds_count{type="other"} 1');
    expect(text).toContain('bot_refused_total{code="bad_json"} 1');
    expect(text).toContain('bot_http_requests_total{route="/api/messages",status="200"} 2');
    expect(text).toContain('process_cpu_user_seconds_total');
    expect(text).not.toContain('made-up');
  });

  it('counts turns that threw by their code', async () => {
    const onTurn = async () => Promise.reject(Object.assign(new Error('x'), { code: 'store_unavailable' }));
    const bot = await start({ onTurn });
    await post(bot.url, message('http://127.0.0.1:9/', { type: 'invoke' }));
    expect((await get(`${bot.url}/metrics`)).text).toContain(
      'bot_turns_failed_total{code="store_unavailable"} 1',
    );
  });

  it('without a token refuses whoever comes through a proxy', async () => {
    const bot = await start();
    expect((await get(`${bot.url}/metrics`, { 'x-forwarded-for': '203.0.113.9' })).status).toBe(403);
  });

  it('with a token is open to its bearer only, through a proxy too', async () => {
    const bot = await start({ env: { METRICS_TOKEN: 'scrape-me' } });
    const through = { 'x-forwarded-for': '203.0.113.9' };
    expect((await get(`${bot.url}/metrics`)).status).toBe(401);
    expect((await get(`${bot.url}/metrics`, { authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await get(`${bot.url}/metrics`, { ...through, authorization: 'Bearer scrape-me' })).status).toBe(
      200,
    );
  });
});

describe('GET /healthz', () => {
  it('is 200 even while the database is away and the bot is stopping', async () => {
    const bot = await start({
      store: { ping: () => Promise.reject(new Error('away')) },
      draining: () => true,
    });
    expect((await get(`${bot.url}/healthz`)).status).toBe(200);
  });
});

describe('GET /readyz', () => {
  it('is 200 when the database answers', async () => {
    const bot = await start();
    expect(await get(`${bot.url}/readyz`)).toMatchObject({ status: 200, text: '{"status":"ready"}' });
  });

  it('is 503 when the database does not answer, and says nothing of why', async () => {
    const { log, text } = recordedLog();
    const ping = () => Promise.reject(Object.assign(new Error('no host db.internal'), { code: 'ENOTFOUND' }));
    const bot = await start({ log, store: { ping } });
    expect(await get(`${bot.url}/readyz`)).toMatchObject({ status: 503, text: '{"status":"database"}' });
    expect(text()).toContain('ENOTFOUND');
  });

  it('is 503 when the database takes too long', async () => {
    const bot = await start({ store: { ping: () => new Promise(() => {}) }, pingMs: 5 });
    expect((await get(`${bot.url}/readyz`)).status).toBe(503);
  });

  it('is 503 from the moment the bot drains', async () => {
    const bot = await start({ draining: () => true });
    expect(await get(`${bot.url}/readyz`)).toMatchObject({ status: 503, text: '{"status":"draining"}' });
  });
});
