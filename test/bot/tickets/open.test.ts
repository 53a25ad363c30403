import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { run } from '../../../bot/run.ts';
import { openStore } from '../../../bot/store/open.ts';
import { openTickets } from '../../../bot/tickets/open.ts';
import { ticketSystems } from '../../../bot/variables.ts';
import { defaultPolicy } from '../../../dialogs/triage/policy.ts';
import { configOf, recordedLog } from '../../support/http.ts';
import { recorder } from '../../support/recorder.ts';
import { doneOf, ticketConfig, ticketOf, transcript } from './samples.ts';

const folder = mkdtempSync(join(tmpdir(), 'tickets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const key = 'case:0123456789abcdef-1:1';

async function builtin(name: string) {
  const store = await openStore(`file:${join(folder, name)}`);
  const config = { ticket: ticketConfig({ system: 'builtin' }), webhookSecret: undefined };
  return { store, tickets: openTickets(config, { store, now: () => Date.parse('2026-11-23T02:55:23Z') }) };
}

test('Every system that can be configured has its connector', async () => {
  const { store } = await builtin('names.db');
  const names = ticketSystems.map((system) => {
    const ticket = ticketConfig({ system, url: 'https://desk.example' });
    return openTickets({ ticket, webhookSecret: 's' }, { store, now: Date.now }).name;
  });
  expect(names).toEqual([...ticketSystems]);
  await store.close();
});

test('The built-in queue keeps tickets, comments, files and states, and says them back', async () => {
  const { store, tickets } = await builtin('queue.db');
  expect(await tickets.check()).toEqual([]);
  const handle = doneOf(await tickets.create(ticketOf(key), tickets.queue));
  expect(doneOf(await tickets.create(ticketOf(key), tickets.queue))).toEqual(handle);
  doneOf(await tickets.attach(handle, transcript, `${key}:file:1`));
  expect(doneOf(await tickets.status(handle))).toEqual({ status: 'new' });
  doneOf(await tickets.close(handle, 'fixed', `${key}:close:1`));
  expect(doneOf(await tickets.status(handle))).toEqual({ status: 'resolved' });
  doneOf(await tickets.reopen(handle, `${key}:reopen:2`));
  expect(doneOf(await tickets.status(handle))).toEqual({ status: 'new' });
  const row = await store.ticket(handle.id);
  expect(row?.comments[0]?.text).toBe(`transcript.txt\n${transcript.content}`);
  expect(await tickets.status({ ...handle, id: 'OD-9999' })).toMatchObject({ kind: 'refused' });
  await store.close();
  expect(await tickets.check()).toEqual(['DATABASE_URL: the database does not answer']);
});

describe('npm run check', () => {
  const program = fileURLToPath(new URL('../../../bot/tickets/check.ts', import.meta.url));

  /** Not synchronous: the recorder that it asks lives in this process. */
  async function check(env: { [name: string]: string }) {
    const child = spawn(process.execPath, [program], {
      env: { PATH: process.env.PATH, DATABASE_URL: `file:${join(folder, 'check.db')}`, ...env },
    });
    const said = { out: '', err: '' };
    child.stdout.on('data', (part) => {
      said.out += part;
    });
    child.stderr.on('data', (part) => {
      said.err += part;
    });
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { code, ...said };
  }

  test('says in one line that tickets would arrive', async () => {
    expect(await check({})).toEqual({
      code: 0,
      out: 'Tickets go to builtin, queue OneDrive: no problem found.\n',
      err: '',
    });
  });

  test('says a line for each problem and fails', async () => {
    await using server = await recorder(() => ({ status: 401 }));
    const env = { TICKET_SYSTEM: 'rt', TICKET_URL: server.url, TICKET_TOKEN: 'very-secret' };
    const { code, out, err } = await check(env);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe(
      'TICKET_TOKEN, or TICKET_USER and TICKET_PASSWORD, are wrong: rt refused the sign-in (401)\n',
    );
    expect(err).not.toContain('very-secret');
  });

  test('is said at start as well, and the bot starts all the same', async () => {
    await using server = await recorder(() => ({ status: 401 }));
    const { log, text } = recordedLog();
    const env = { TICKET_SYSTEM: 'rt', TICKET_URL: server.url, TICKET_TOKEN: 'very-secret', PORT: '0' };
    const config = configOf({ DATABASE_URL: 'file::memory:', ...env });
    const bot = await run({
      config: { ...config, port: 0 },
      policy: defaultPolicy,
      log,
      now: Date.now,
      random: () => 0.5,
      newId: () => 'one',
    });
    await expect.poll(text).toContain('tickets would not arrive');
    expect(text()).toContain('are wrong: rt refused the sign-in (401)');
    expect(text()).not.toContain('very-secret');
    expect((await fetch(`${bot.url}/readyz`)).status).toBe(200);
    await bot.stop();
  });

  test('says what the settings themselves lack', async () => {
    const { code, err } = await check({ TICKET_SYSTEM: 'rt' });
    expect(code).toBe(1);
    expect(err.split('\n')).toEqual([
      expect.stringMatching(/^TICKET_URL is missing/),
      expect.stringMatching(/^TICKET_TOKEN is missing/),
      '',
    ]);
  });
});
