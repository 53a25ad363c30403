import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { say } from '../../cards/texts.ts';
import { FaultConnector } from '../support/fault-connector.ts';
import { freePort, startProcess } from '../support/process.ts';
import { type Card, dataOf } from '../support/teams.ts';

/** A disk of one's own of 4 MB, or `null` where this process may mount none. */
function ownDisk(): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'none', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    rmSync(folder, { recursive: true });
    console.log('Tests on a full and a read-only disk are skipped: this user may mount no file system');
    return null;
  }
}

const disk = ownDisk();
const mount = (mode: 'ro' | 'rw') => execFileSync('mount', ['-o', `remount,${mode}`, disk ?? '']);
const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});
afterAll(() => {
  if (!disk) return;
  execFileSync('umount', [disk]);
  rmSync(disk, { recursive: true });
});

/** Leaves no byte free; returns how to free them. */
function fill(): () => void {
  const path = join(disk ?? '', 'filler');
  const file = openSync(path, 'w');
  for (const size of [65_536, 4_096, 1]) {
    try {
      for (;;) writeSync(file, Buffer.alloc(size));
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
    }
  }
  closeSync(file);
  return () => rmSync(path);
}

async function begin(database: string) {
  const connector = await new FaultConnector().start();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = { PORT: String(port), DATABASE_URL: `file:${join(disk ?? '', database)}` };
  const start = async () => {
    let kill = () => {};
    const ready = startProcess({
      env,
      spawned: (end) => {
        kill = end;
      },
    });
    open.push(async () => {
      kill();
      await (await ready.catch(() => null))?.ended;
    });
    return { ready };
  };
  open.push(() => connector.stop());
  const post = async (change: object) => {
    const response = await fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        type: 'message',
        id: randomUUID(),
        channelId: 'msteams',
        serviceUrl: connector.url,
        from: { id: '29:kim', name: 'Kim Tester', aadObjectId: 'kim' },
        recipient: { id: '28:bot', name: 'bot' },
        conversation: { id: 'a:kim', conversationType: 'personal', tenantId: 'tenant-1' },
        ...change,
      }),
    });
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : null };
  };
  const click = async (card: Card | null, verb: string) => {
    const value = { action: { type: 'Action.Execute', verb, data: card ? dataOf(card) : {} } };
    const { status, body } = await post({ type: 'invoke', name: 'adaptiveCard/action', value });
    return { status, value: body?.value as Card | string };
  };
  const get = async (path: string) => (await fetch(`${url}${path}`).catch(() => null))?.status;
  return { start, post, click, get };
}

const again = { status: 200, value: say('tryAgain') };

describe.skipIf(!disk)('The bot', { timeout: 60_000 }, () => {
  it('asks to try again while the disk is full, lives on, and goes on where it was', async () => {
    const bot = await begin('full.db');
    const { ready } = await bot.start();
    const running = await ready;
    await bot.post({ text: 'OneDrive says 0x8004de40' });
    const shown = await bot.click(null, 'show');
    const free = fill();
    const results = [];
    // What is left of the log's last pages may take one or two.
    for (let n = 0; n < 8; n += 1) results.push(await bot.click(null, n % 2 ? 'pause' : 'show'));
    expect(results.at(-1)).toEqual(again);
    expect(results.map(({ status }) => status)).toEqual(results.map(() => 200));
    const typed = await bot.post({ text: 'still broken' });
    expect(typed.status).toBeLessThan(300);
    expect(await bot.get('/healthz')).toBe(200);
    free();
    const card = (await bot.click(null, 'show')).value as Card;
    expect(dataOf(card).case).toBe(dataOf(shown.value as Card).case);
    const moved = (await bot.click(card, 'human')).value as Card;
    expect(dataOf(moved)).toMatchObject({ step: 'escalate', rev: dataOf(card).rev + 1 });
    running?.stop();
    expect((await running?.ended)?.code).toBe(0);
  });

  it('starts on a read-only disk, is not ready, asks to try again, and is ready when it can write', async () => {
    const bot = await begin('read-only.db');
    const first = await (await bot.start()).ready;
    await bot.post({ text: 'OneDrive says 0x8004de40' });
    first?.stop();
    await first?.ended;
    mount('ro');
    const { ready } = await bot.start();
    await expect.poll(() => bot.get('/healthz'), { timeout: 20_000 }).toBe(200);
    expect(await bot.get('/readyz')).toBe(503);
    expect(await bot.click(null, 'show')).toEqual(again);
    mount('rw');
    expect(await ready).not.toBeNull();
    expect(await bot.get('/readyz')).toBe(200);
    expect(dataOf((await bot.click(null, 'show')).value as Card).step).toBe('device');
  });
});
