import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { TicketConfig } from '../../../bot/config.ts';
import { webhook } from '../../../bot/tickets/webhook.ts';
import { type Recorded, type Reply, recorder } from '../../support/recorder.ts';
import { doneOf, ticketConfig, ticketOf, transcript } from './samples.ts';

const key = 'case:0123456789abcdef-1:1';
const secret = 'shared secret';
const open = (url: string, rest: Partial<TicketConfig> = {}, timeoutMs = 2000) =>
  webhook(ticketConfig({ system: 'webhook', url, ...rest }), secret, { timeoutMs });
const isSigned = ({ headers, body }: Recorded) =>
  headers['x-signature'] === `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

describe('A receiver of webhook tickets', () => {
  test('gets the ticket as JSON, signed, under its key, and says its number and page', async () => {
    await using server = await recorder(() => ({
      status: 201,
      body: { id: 42, url: 'https://desk.example/42' },
    }));
    const handle = doneOf(await open(`${server.url}/in`).create(ticketOf(key), 'Network'));
    expect(handle).toEqual({ key, id: '42', url: 'https://desk.example/42' });
    const [request] = server.seen;
    expect(request).toMatchObject({
      method: 'POST',
      path: '/in',
      json: { ...ticketOf(key), queue: 'Network' },
    });
    expect(request?.headers).toMatchObject({ 'idempotency-key': key, 'content-type': 'application/json' });
    expect(request && isSigned(request)).toBe(true);
  });

  test.each<[string, Reply]>([
    ['400', { status: 400 }],
    ['401', { status: 401 }],
    ['404', { status: 404 }],
    ['500', { status: 500 }],
    ['a redirect', { status: 307, headers: { location: '/elsewhere' } }],
    ['200 without a number', { body: { ok: true } }],
    ['200 with a page', { body: '<html></html>' }],
    ['no answer', 'drop'],
    ['silence', 'hang'],
  ])('is tried again after %s', async (_what, reply) => {
    await using server = await recorder(() => reply);
    const result = await open(server.url, {}, 100).create(ticketOf(key), '');
    expect(result).toMatchObject({ kind: 'retry' });
    expect(result).not.toHaveProperty('afterMs');
  });

  test('gets the same key again when its answer was lost, so that it can keep one ticket', async () => {
    const ids = new Map<string, number>();
    await using server = await recorder(({ headers }, number) => {
      const own = String(headers['idempotency-key']);
      ids.set(own, ids.get(own) ?? ids.size + 1);
      return number === 1 ? 'drop' : { body: { id: ids.get(own) } };
    });
    expect(await open(server.url).create(ticketOf(key), '')).toMatchObject({ kind: 'retry' });
    expect(doneOf(await open(server.url).create(ticketOf(key), '')).id).toBe('1');
    expect(ids.size).toBe(1);
  });

  test('gets a page only if it is one', async () => {
    await using server = await recorder(() => ({ body: { id: 'a', url: 'javascript:alert(1)' } }));
    expect(doneOf(await open(server.url).create(ticketOf(key), ''))).toEqual({ key, id: 'a', url: null });
  });

  test('gets what happens later as PATCH, never as another POST', async () => {
    await using server = await recorder(() => ({ status: 204 }));
    const tickets = open(server.url);
    const handle = { key, id: '42', url: null };
    doneOf(await tickets.comment(handle, 'one more thing', `${key}:add:1`));
    doneOf(await tickets.attach(handle, transcript, `${key}:file:1`));
    doneOf(await tickets.close(handle, 'withdrawn', `${key}:close:2`));
    doneOf(await tickets.reopen(handle, `${key}:reopen:3`));
    expect(server.seen.map(({ method }) => method)).toEqual(['PATCH', 'PATCH', 'PATCH', 'PATCH']);
    expect(server.seen.every(isSigned)).toBe(true);
    expect(server.seen.map(({ headers }) => headers['idempotency-key'])).toEqual([
      `${key}:add:1`,
      `${key}:file:1`,
      `${key}:close:2`,
      `${key}:reopen:3`,
    ]);
    expect(server.seen.map(({ json }) => json)).toMatchObject([
      { ticket: key, id: '42', comment: { text: 'one more thing' } },
      {
        attachment: { contentType: 'text/plain', base64: Buffer.from(transcript.content).toString('base64') },
      },
      { status: 'withdrawn' },
      { status: 'open' },
    ]);
  });

  test('that takes tickets only refuses the rest', async () => {
    await using server = await recorder(() => ({ status: 405 }));
    const result = await open(server.url).comment({ key, id: '1', url: null }, 'x', `${key}:add:1`);
    expect(result).toEqual({ kind: 'refused', error: 'webhook takes no changes (405)' });
    expect(await open(server.url).status({ key, id: '1', url: null })).toMatchObject({ kind: 'refused' });
  });

  test('is checked for being there', async () => {
    await using server = await recorder(() => ({ status: 405 }));
    expect(await open(server.url).check()).toEqual([]);
    await using locked = await recorder(() => ({ status: 401 }));
    expect(await open(locked.url).check()).toEqual([]);
    expect(await open(locked.url, { token: 'wrong' }).check()).toHaveLength(1);
    expect(locked.seen.at(-1)?.headers.authorization).toBe('Bearer wrong');
    await using silent = await recorder(() => 'drop');
    expect(await open(silent.url).check()).toEqual([expect.stringMatching(/^TICKET_URL does not answer: /)]);
  });
});
