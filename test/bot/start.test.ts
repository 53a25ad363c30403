import { randomInt } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StartOptions } from '../../bot/start.ts';
import { start } from '../../bot/start.ts';
import { serve } from '../support/http.ts';

const stub = fileURLToPath(new URL('../support/stub-bot.ts', import.meta.url));
const stubIn = (mode: string): [string, ...string[]] => [process.execPath, stub, mode];
const playgroundCli = createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/cli.js');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'start-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A free port from below the range that the system hands out, so that no other test gets it meanwhile. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    const probe = createServer();
    const free = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false));
      probe.listen(port, () => resolve(true));
    });
    if (!free) continue;
    await new Promise((resolve) => probe.close(resolve));
    return port;
  }
}

/** Starts, and lets the test wait for what is printed and look at how it ends. */
async function begin(options: Partial<Pick<StartOptions, 'env' | 'bot' | 'playground' | 'readyMs'>> = {}) {
  const stop = new AbortController();
  const chat = Promise.withResolvers<void>();
  const printed = { out: '', err: '' };
  const port = await freePort();
  const playgroundPort = await freePort();
  const exit = start({
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      PLAYGROUND_PORT: String(playgroundPort),
      ...options.env,
    },
    bot: options.bot ?? stubIn('stay'),
    playground: options.playground ?? stubIn('stay'),
    playgroundFolder: join(folder, 'chat'),
    stop: stop.signal,
    out: (text) => {
      printed.out += text;
      if (/^(Chat with|The bot is at)/m.test(text)) chat.resolve();
    },
    err: (text) => {
      printed.err += text;
    },
    ...(options.readyMs === undefined ? {} : { readyMs: options.readyMs }),
  });
  const up = Promise.race([
    chat.promise,
    exit.then((code) => Promise.reject(new Error(`${code}: ${printed.err}`))),
  ]);
  up.catch(() => undefined);
  return { exit, up, printed, stop: () => stop.abort(), port, playgroundPort };
}

const isDown = async (port: number) => {
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
};

describe('npm start', () => {
  it("runs the bot and Microsoft's Agents Playground, prints one address, and stops both", async () => {
    const { exit, up, printed, stop, port, playgroundPort } = await begin({
      playground: [process.execPath, playgroundCli],
    });
    await up;
    const lines = printed.out.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
    expect(lines).toEqual([`Chat with the bot at http://localhost:${playgroundPort} (Ctrl-C stops both).`]);
    expect(await (await fetch(`http://127.0.0.1:${playgroundPort}/_debug/ping`)).text()).toBe('pong');
    stop();
    expect(await exit).toBe(0);
    await isDown(port);
    await isDown(playgroundPort);
    expect(await readdir(folder)).toEqual(['chat']);
  });

  it("passes the bot's log on and tells the chat where the bot is", async () => {
    const { exit, up, printed, stop, port } = await begin();
    await up;
    expect(printed.out).toContain(`{"msg":"ready","url":"http://127.0.0.1:${port}"`);
    stop();
    expect(await exit).toBe(0);
  });

  it('runs the bot alone once there are credentials', async () => {
    const guid = '11111111-2222-4333-8444-555555555555';
    const env = {
      HOST: '127.0.0.1',
      MicrosoftAppId: guid,
      MicrosoftAppPassword: 'x',
      MicrosoftAppTenantId: guid,
    };
    const { exit, up, printed, stop, playgroundPort } = await begin({ env, playground: stubIn('fail') });
    await up;
    expect(printed.out).toContain('answers Microsoft Teams only');
    await isDown(playgroundPort);
    stop();
    expect(await exit).toBe(0);
  });

  it('ends with the code of the bot when the bot ends by itself', async () => {
    const { exit, printed, playgroundPort } = await begin({ bot: stubIn('fail') });
    expect(await exit).toBe(3);
    expect(printed.err).toBe('The bot cannot start: no policy\nThe bot ended by itself with code 3.\n');
    await isDown(playgroundPort);
  });

  it('stops the bot and ends with the code of the chat when the chat ends by itself', async () => {
    const { exit, up, printed, port, playgroundPort } = await begin();
    await up;
    await fetch(`http://127.0.0.1:${playgroundPort}/exit`);
    expect(await exit).toBe(4);
    expect(printed.err).toContain('The local chat ended by itself with code 4.');
    await isDown(port);
  });

  it('shows what the chat said when it does not start', async () => {
    const { exit, printed, port } = await begin({ playground: stubIn('fail') });
    expect(await exit).toBe(3);
    expect(printed.err).toContain(
      'The local chat ended by itself with code 3.\n  The bot cannot start: no policy',
    );
    await isDown(port);
  });

  it.each(['PORT', 'PLAYGROUND_PORT'])('says that the port in %s is taken, and what to do', async (name) => {
    const other = await serve(() => {});
    const { exit, printed, port } = await begin({ env: { [name]: String(other.port) } });
    expect(await exit).toBe(1);
    expect(printed.err).toBe(
      `Port ${other.port} is taken by another program. Stop it, or use another port: ${name}=${other.port + 1} npm start\n`,
    );
    await isDown(port);
    await other.close();
  });

  it('lists what is wrong with the settings and starts nothing', async () => {
    const { exit, printed } = await begin({ env: { PORT: 'x', LOG_LEVEL: 'loud' } });
    expect(await exit).toBe(1);
    expect(printed.err).toMatch(/PORT is wrong.*\n.*LOG_LEVEL is wrong/);
  });

  it('gives up on a bot that never gets ready, and stops it', async () => {
    const { exit, printed, port } = await begin({ bot: stubIn('mute'), readyMs: 500 });
    expect(await exit).toBe(1);
    expect(printed.err).toContain('The bot did not get ready in time.');
    await isDown(port);
  });

  it('stops what it has begun when it is told to before both are ready', async () => {
    const { exit, stop, port, playgroundPort } = await begin();
    stop();
    expect(await exit).toBe(0);
    await isDown(port);
    await isDown(playgroundPort);
  });
});
