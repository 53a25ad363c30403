import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Env } from './config.ts';
import { configMessage, readConfig } from './config.ts';
import { StartError } from './errors.ts';
import { playgroundChannel } from './variables.ts';

export interface StartOptions {
  env: Env;
  /** Program and arguments of the bot. */
  bot: readonly [string, ...string[]];
  /** Program and arguments of the local chat; the bot's address and the port are added. */
  playground: readonly [string, ...string[]];
  /** Where the local chat runs: it writes a log into its folder. */
  playgroundFolder: string;
  /** Told to stop by this: Ctrl-C, SIGTERM. */
  stop: AbortSignal;
  out(text: string): void;
  err(text: string): void;
  /** How long the two may take to get ready, and to stop, in milliseconds. */
  readyMs?: number;
  stopMs?: number;
}

interface Child {
  process: ChildProcess;
  name: string;
  /** Resolves with the exit code when the process has ended; a signal counts as 128 and its number, as in a shell. */
  ended: Promise<number>;
}

const signals: { [name: string]: number } = {
  SIGHUP: 129,
  SIGINT: 130,
  SIGKILL: 137,
  SIGSEGV: 139,
  SIGTERM: 143,
};

function run(
  name: string,
  [program, ...args]: readonly [string, ...string[]],
  env: Env,
  cwd?: string,
): Child {
  const child = spawn(program, args, {
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd ? { cwd } : {}),
  });
  const ended = new Promise<number>((resolve) => {
    child.once('error', () => resolve(127));
    child.once('close', (code, signal) => resolve(code ?? signals[signal ?? ''] ?? 1));
  });
  return { process: child, name, ended };
}

const inUse = (port: number, variable: string, other: number) =>
  new StartError(
    'port_taken',
    `Port ${port} is taken by another program. Stop it, or use another port: ${variable}=${other} npm start`,
  );

/** Rejects with a `StartError` if the port cannot be had. Port 0 always can. */
async function assertFree(port: number, host: string | undefined, variable: string): Promise<void> {
  const probe = createServer();
  const result = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
    probe.once('error', resolve);
    probe.listen({ port, host, exclusive: true }, () => resolve(null));
  });
  await new Promise<void>((resolve) => (probe.listening ? probe.close(() => resolve()) : resolve()));
  if (result?.code === 'EADDRINUSE') throw inUse(port, variable, port + 1);
  if (result)
    throw new StartError('cannot_listen', `Port ${port} cannot be used (${result.code}); set ${variable}.`);
}

function readyUrl(line: string): string | undefined {
  if (!line.startsWith('{') || !line.includes('"msg":"ready"')) return undefined;
  try {
    const { url }: { url?: unknown } = JSON.parse(line);
    return typeof url === 'string' ? url : undefined;
  } catch {
    return undefined;
  }
}

/** The address in the bot's ready line. The bot's own lines are passed on as they come. */
function botReady(bot: Child, options: StartOptions): Promise<string> {
  const { stdout, stderr } = bot.process;
  stderr?.on('data', (part: Buffer) => options.err(part.toString()));
  return new Promise((resolve) => {
    if (!stdout) return;
    createInterface({ input: stdout }).on('line', (line) => {
      options.out(`${line}\n`);
      const url = readyUrl(line);
      if (url) resolve(url);
    });
  });
}

async function answersPing(port: number, signal: AbortSignal): Promise<void> {
  const url = `http://127.0.0.1:${port}/_debug/ping`;
  for (;;) {
    try {
      if ((await fetch(url, { signal })).ok) return;
    } catch {
      // Not listening yet.
    }
    await wait(100, undefined, { signal });
  }
}

/** Keeps the last lines, to be shown if the program ends by itself; otherwise they only disturb. */
function keepLast(child: Child, lines: string[]): void {
  for (const stream of [child.process.stdout, child.process.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > 20) lines.shift();
    });
  }
}

async function stopAll(children: readonly Child[], ms: number): Promise<void> {
  for (const child of children) child.process.kill('SIGTERM');
  const timer = setTimeout(() => {
    for (const child of children) child.process.kill('SIGKILL');
  }, ms);
  await Promise.all(children.map((child) => child.ended));
  clearTimeout(timer);
}

/** The end of it all, whoever brought it about; `message` is for the person at the keyboard. */
class Over extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, message = '') {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * Runs the bot and, as long as there is no app id, Microsoft's Agents Playground against it; prints the
 * address of the chat once both are ready, and stops both together. Opens nothing by itself.
 *
 * Resolves with the exit code: 0 after `stop`, 1 where it cannot start (and has said why), the code of
 * the one that ended by itself otherwise. Whatever happens, nothing is left running.
 */
export async function start(options: StartOptions): Promise<number> {
  const read = readConfig(options.env);
  if (!read.ok) {
    options.err(`${configMessage(read.problems)}\n`);
    return 1;
  }
  const { port, host, credentials, playgroundPort } = read.config;
  // The local chat has a channel, so tickets can be seen there by whoever tries the bot out.
  const channel = options.env.IT_CHANNEL || (credentials ? '' : playgroundChannel);
  const botEnv = { ...options.env, ...(channel && { IT_CHANNEL: channel }) };
  const children: Child[] = [];
  const over = Promise.withResolvers<never>();
  over.promise.catch(() => undefined);
  const stopAsking = new AbortController();
  const onStop = () => over.reject(new Over(0));
  options.stop.addEventListener('abort', onStop, { once: true });
  if (options.stop.aborted) onStop();

  const launch = (
    name: string,
    command: readonly [string, ...string[]],
    said: () => string,
    env: Env,
    cwd?: string,
  ) => {
    // The end may have come while a port was probed; nothing may be begun after it.
    if (stopAsking.signal.aborted) throw new Over(0);
    const child = run(name, command, env, cwd);
    children.push(child);
    child.ended.then((code) =>
      over.reject(new Over(code, `${name} ended by itself with code ${code}.\n${said()}`)),
    );
    return child;
  };
  const late = () =>
    over.reject(new StartError('not_ready', `${children.at(-1)?.name} did not get ready in time.`));
  const timer = setTimeout(late, options.readyMs ?? 60_000);

  const startBoth = async () => {
    await assertFree(port, host, 'PORT');
    if (!credentials) await assertFree(playgroundPort, undefined, 'PLAYGROUND_PORT');
    const bot = launch('The bot', options.bot, () => '', botEnv);
    const url = await Promise.race([botReady(bot, options), over.promise]);
    if (credentials) return `The bot is at ${url} and answers Microsoft Teams only. Ctrl-C stops it.`;

    const args = [
      '-e',
      `${url}/api/messages`,
      '-c',
      'msteams',
      '-p',
      String(playgroundPort),
      '--disable-telemetry',
    ];
    await mkdir(options.playgroundFolder, { recursive: true });
    const lines: string[] = [];
    const [program, ...own] = options.playground;
    const said = () => lines.map((line) => `  ${line}\n`).join('');
    const folder = options.playgroundFolder;
    const chat = launch('The local chat', [program, ...own, ...args], said, options.env, folder);
    keepLast(chat, lines);
    await Promise.race([answersPing(playgroundPort, stopAsking.signal), over.promise]);
    return `Chat with the bot at http://localhost:${playgroundPort} (Ctrl-C stops both).`;
  };

  try {
    const line = await Promise.race([startBoth(), over.promise]);
    clearTimeout(timer);
    options.out(`${line}\n`);
    return await over.promise;
  } catch (error) {
    if (!(error instanceof Over || error instanceof StartError)) throw error;
    if (error.message) options.err(`${error.message.trimEnd()}\n`);
    return error instanceof Over ? error.exitCode : 1;
  } finally {
    clearTimeout(timer);
    options.stop.removeEventListener('abort', onStop);
    stopAsking.abort();
    await stopAll(children, options.stopMs ?? 12_000);
  }
}

/** Node's own path and the file's, so that the process is the program itself and can be stopped by its id. */
function installedPlayground(): readonly [string, ...string[]] {
  return [process.execPath, createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/cli.js')];
}

async function main(): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  process.exitCode = await start({
    env: process.env,
    bot: [process.execPath, fileURLToPath(new URL('./main.ts', import.meta.url))],
    playground: installedPlayground(),
    playgroundFolder: fileURLToPath(new URL('../data/playground', import.meta.url)),
    stop: stop.signal,
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  });
}

if (import.meta.main) await main();
