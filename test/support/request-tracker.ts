import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The scripts that start the real servers stand beside the repository, not in it. */
export const serverScript = (name: string): string =>
  fileURLToPath(new URL(`../../../shared/servers/${name}`, import.meta.url));

/** Why a real server cannot be started here, or `null`. The scripts change users, which only root may. */
export function whyNot(script: string, programs: readonly string[]): string | null {
  if (!existsSync(serverScript(script))) return `../shared/servers/${script} is not there`;
  const missing = programs.find((program) => !existsSync(program));
  if (missing) return `${missing} is not installed`;
  return process.getuid?.() === 0 ? null : 'it can be started by root only';
}

/** Why Request Tracker cannot be started here, or `null`; also says it. */
export function whyNoRequestTracker(): string | null {
  const why = whyNot('rt-up.sh', ['/usr/sbin/rt-setup-database-5', '/usr/bin/curl']);
  if (why) process.stdout.write(`Tests against a real Request Tracker are skipped: ${why}.\n`);
  return why;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** A folder that the servers' own user can reach. */
export async function serverFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ticket-server-'));
  await chmod(folder, 0o755);
  return folder;
}

/** Ends a process that this test started, or with a negative number its group, and waits until it is gone. */
export async function end(pid: number): Promise<void> {
  for (let signal: NodeJS.Signals | 0 = 'SIGTERM', left = 100; left > 0; signal = 0, left -= 1) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  process.kill(pid, 'SIGKILL');
}

/** A fresh Request Tracker 5 on a free port: queue `IT Support`, its bot and one technician. */
export async function startRequestTracker(hook?: { url: string; secret: string }) {
  const folder = await serverFolder();
  const home = join(folder, 'rt');
  const port = await freePort();
  const env = { ...process.env, ...(hook && { WEBHOOK_URL: hook.url, WEBHOOK_SECRET: hook.secret }) };
  await run(serverScript('rt-up.sh'), [home, String(port)], { env, timeout: 240_000 });
  const text = async (name: string) => (await readFile(join(home, name), 'utf8')).trim();
  const url = `http://127.0.0.1:${port}`;
  const agentToken = await text('token.agent');
  return {
    url,
    home,
    token: await text('token.bot'),
    /** What the technician does, over the same API; the answer's JSON. */
    async agent(method: string, path: string, body?: unknown): Promise<unknown> {
      const response = await fetch(`${url}/REST/2.0${path}`, {
        method,
        headers: { authorization: `token ${agentToken}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      return response.json();
    },
    async [Symbol.asyncDispose]() {
      await end(-Number(await text('pid')));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type RequestTracker = Awaited<ReturnType<typeof startRequestTracker>>;
