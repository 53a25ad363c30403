import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { StartError } from '../../bot/errors.ts';
import { listen, stopServer } from '../../bot/server.ts';
import { connector, message, post, recordedLog, runBot, serve } from '../support/http.ts';

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

describe('stopping', () => {
  /** A bot whose turn waits until it is told to go on. */
  const slow = async () => {
    const began = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const bot = await start({
      onTurn: async () => {
        began.resolve();
        await goOn.promise;
      },
    });
    return { bot, began: began.promise, goOn: goOn.resolve };
  };

  it('finishes a turn in flight and answers it, while nobody new gets in', async () => {
    const { bot, began, goOn } = await slow();
    const answer = post(bot.url, message(local));
    await began;
    const stopped = stopServer(bot.server, { deadlineMs: 5000 });
    await expect(fetch(`${bot.url}/healthz`)).rejects.toThrow();
    goOn();
    expect((await answer).status).toBe(200);
    expect(await stopped).toEqual({ cutOff: 0 });
  });

  it('waits for a turn whose caller has hung up', async () => {
    const { bot, began, goOn } = await slow();
    const hangUp = new AbortController();
    const answer = fetch(`${bot.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message(local)),
      signal: hangUp.signal,
    });
    await began;
    hangUp.abort();
    await expect(answer).rejects.toThrow();
    const stopped = stopServer(bot.server, { deadlineMs: 5000 });
    expect(bot.server.inFlight.size).toBe(1);
    goOn();
    expect(await stopped).toEqual({ cutOff: 0 });
  });

  it('does not wait longer than the deadline', async () => {
    const { bot, began, goOn } = await slow();
    const answer = post(bot.url, message(local)).catch(() => 'cut off');
    await began;
    expect(await stopServer(bot.server, { deadlineMs: 1 })).toEqual({ cutOff: 1 });
    expect(await answer).toBe('cut off');
    goOn();
  });

  it('closes idle connections at once', async () => {
    const bot = await start();
    const socket = connect(Number(new URL(bot.url).port), '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.resume();
    await stopServer(bot.server, { deadlineMs: 5000 });
    await closed;
  });

  it('refuses new turns with 503 and Retry-After from the moment it drains', async () => {
    const bot = await start({ draining: () => true });
    const answer = await post(bot.url, message(local));
    expect([answer.status, answer.headers.get('retry-after'), bot.turns]).toEqual([503, '5', []]);
  });
});

describe('listening', () => {
  it('on a port that is taken says which one and what to do', async () => {
    const [first, second] = [await start(), await start()];
    await stopServer(second.server, { deadlineMs: 1 });
    const port = Number(new URL(first.url).port);
    const taken = listen(second.server, { port, host: '127.0.0.1' });
    await expect(taken).rejects.toThrow(StartError);
    await expect(taken).rejects.toThrow(
      `Port ${port} is taken. Stop what uses it, or set PORT to another one.`,
    );
  });

  it('on an address that is not this machine says so', async () => {
    const bot = await start();
    await stopServer(bot.server, { deadlineMs: 1 });
    await expect(listen(bot.server, { port: 0, host: '203.0.113.1' })).rejects.toThrow(
      /Cannot listen on 203/,
    );
  });
});

describe('a turn that throws', () => {
  const fail = async () => {
    throw Object.assign(new Error('database password is hunter2'), { code: 'store_unavailable' });
  };

  it('is answered with a kind sentence and a reference, and the log has code and reference', async () => {
    const channel = await connector();
    open.push(channel.close);
    const { log, lines } = recordedLog();
    const bot = await start({ log, onTurn: fail });
    const answer = await post(bot.url, message(channel.url));
    expect(answer.status).toBe(200);
    expect(channel.seen).toHaveLength(1);
    expect(channel.seen[0]?.body).toContain('R-TEST');
    expect(channel.seen[0]?.body).not.toContain('hunter2');
    expect(lines()).toContainEqual(
      expect.objectContaining({
        msg: 'turn failed',
        reference: 'R-TEST',
        code: 'store_unavailable',
        level: 'error',
      }),
    );
  });

  it('of an invoke is answered in its response', async () => {
    const bot = await start({ onTurn: fail });
    const answer = await post(bot.url, message(local, { type: 'invoke', name: 'adaptiveCard/action' }));
    const body = JSON.parse(answer.text);
    expect([answer.status, body.statusCode, body.type]).toEqual([
      200,
      500,
      'application/vnd.microsoft.error',
    ]);
    expect(answer.text).toContain('R-TEST');
    expect(answer.text).not.toContain('hunter2');
  });

  it('is still 200 when the apology cannot be sent either', async () => {
    const channel = await serve((_req, res) => {
      res.statusCode = 403;
      res.end();
    });
    open.push(channel.close);
    const { log, lines } = recordedLog();
    const bot = await start({ log, onTurn: fail });
    expect((await post(bot.url, message(channel.url))).status).toBe(200);
    expect(lines()).toContainEqual(expect.objectContaining({ msg: 'apology not sent', reference: 'R-TEST' }));
  });
});
