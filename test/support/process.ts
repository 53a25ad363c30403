import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

/** How a process ended, and how long after it was asked to (ms). */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  afterMs: number;
}

export interface BotProcess {
  readonly url: string;
  /** Resolves when the process is gone. */
  readonly ended: Promise<Ended>;
  /** SIGKILL, at once. */
  kill(): void;
  /** SIGTERM. */
  stop(): void;
  /** Moves its clock by `laterMs`; resolves when that is done, or the process is gone. */
  later(): Promise<void>;
}

/**
 * Starts the bot as a process of its own and resolves when it is ready. `env` is all it gets besides PATH; `program` is
 * another file than its own, which is the same in one piece.
 * `aheadMs`: its clock is that much ahead, so that a restart may come a minute later without waiting for it;
 * `laterMs`: how far `later` moves it once more.
 * `spawned` is told how to kill it before it is ready; it resolves to `null` if that happened.
 */
export async function startProcess(options: {
  env: Record<string, string>;
  program?: string;
  aheadMs?: number;
  laterMs?: number;
  spawned?: (kill: () => void) => void;
}): Promise<BotProcess | null> {
  const child = spawn(
    process.execPath,
    ['--import', preload(options.aheadMs ?? 0, options.laterMs ?? 0), options.program ?? 'bot/main.ts'],
    {
      cwd: new URL('../..', import.meta.url),
      env: { PATH: process.env.PATH ?? '', LOG_LEVEL: 'error', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let asked = performance.now();
  let killed = false;
  const said: string[] = [];
  const ended = new Promise<Ended>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal, afterMs: performance.now() - asked })),
  );
  const signal = (name: NodeJS.Signals) => {
    asked = performance.now();
    if (child.exitCode === null && child.signalCode === null) child.kill(name);
  };
  const kill = () => {
    killed = true;
    signal('SIGKILL');
  };
  child.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString('utf8')));
  options.spawned?.(kill);
  const url = await Promise.race([readyUrl(child, said), ended.then(() => null)]);
  if (url !== null) {
    const later = async () => {
      const moved = new Promise<void>((resolve) =>
        child.stdout?.on('data', (chunk: Buffer) => chunk.includes('later') && resolve()),
      );
      signal('SIGUSR2');
      await Promise.race([moved, ended]);
    };
    return { url, ended, kill, stop: () => signal('SIGTERM'), later };
  }
  if (killed) return null;
  throw new Error(`The bot ended before it was ready: ${said.join('').slice(-2000)}`);
}

/** What a killed process has compiled would be lost, and the next one would be a third slower to start. */
const preload = (aheadMs: number, laterMs: number): string =>
  `data:text/javascript,${encodeURIComponent(`
    import { flushCompileCache } from 'node:module';
    setTimeout(flushCompileCache, 1).unref();
    const now = Date.now;
    let ahead = ${aheadMs};
    process.on('SIGUSR2', () => { ahead += ${laterMs}; process.stdout.write('later\\n'); });
    Date.now = () => now() + ahead;`)}`;

function readyUrl(child: ChildProcess, said: string[]): Promise<string> {
  return new Promise((resolve) => {
    if (!child.stdout) return;
    createInterface(child.stdout).on('line', (line) => {
      said.push(line);
      const ready = /"url":"([^"]+)".*"msg":"ready"/.exec(line);
      if (ready?.[1]) resolve(ready[1]);
    });
  });
}

/** A port that nothing listens on right now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port');
  return address.port;
}
