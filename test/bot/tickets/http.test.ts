import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { createHttp, retryAfter, signInWaitMs } from '../../../bot/tickets/http.ts';
import { type Reply, recorder } from '../../support/recorder.ts';
import { freePort } from '../../support/request-tracker.ts';

const now = Date.parse('2026-11-23T02:55:23Z');
const schema = z.object({ id: z.number() });
const call = { method: 'POST', path: '/tickets', body: { subject: 'about anna' } } as const;

async function asked(reply: Reply, timeoutMs = 2000) {
  await using server = await recorder(() => reply);
  const headers = { authorization: 'token very-secret' };
  const result = await createHttp('desk', server.url, headers, { now: () => now, timeoutMs }).ask(
    call,
    schema,
  );
  return { result, seen: server.seen };
}

test.each([
  ['120', 120_000],
  ['0.5', 500],
  ['Mon, 23 Nov 2026 02:56:23 GMT', 60_000],
  ['999999999', 3_600_000],
  ['Mon, 23 Nov 2020 02:56:23 GMT', undefined],
  ['0', undefined],
  ['-5', undefined],
  ['soon', undefined],
  ['', undefined],
  [null, undefined],
])('Retry-After %j means %j ms', (value, expected) => {
  expect(retryAfter(value, now)).toBe(expected);
});

describe('a call to a ticket system', () => {
  test('sends JSON with its credentials, and reads JSON', async () => {
    const { result, seen } = await asked({ status: 201, body: { id: 7 } });
    expect(result).toEqual({ kind: 'done', value: { id: 7 }, status: 201 });
    expect(seen[0]).toMatchObject({ method: 'POST', path: '/tickets', json: { subject: 'about anna' } });
    expect(seen[0]?.headers).toMatchObject({
      authorization: 'token very-secret',
      'content-type': 'application/json',
    });
  });

  test.each([
    [400, {}, { kind: 'refused', error: 'desk answered 400', status: 400 }],
    [401, {}, { kind: 'retry', error: 'desk refused the sign-in (401)', afterMs: signInWaitMs, status: 401 }],
    [403, {}, { kind: 'refused', error: 'desk answered 403', status: 403 }],
    [409, {}, { kind: 'retry', error: 'desk answered 409', status: 409 }],
    [422, {}, { kind: 'refused', error: 'desk answered 422', status: 422 }],
    [429, { 'retry-after': '7' }, { kind: 'retry', error: 'desk answered 429', afterMs: 7000, status: 429 }],
    [
      429,
      { 'retry-after': 'Mon, 23 Nov 2026 02:55:53 GMT' },
      { kind: 'retry', error: 'desk answered 429', afterMs: 30_000, status: 429 },
    ],
    [
      429,
      { 'ratelimit-reset': '11' },
      { kind: 'retry', error: 'desk answered 429', afterMs: 11_000, status: 429 },
    ],
    [429, {}, { kind: 'retry', error: 'desk answered 429', status: 429 }],
    [503, { 'retry-after': '3' }, { kind: 'retry', error: 'desk answered 503', afterMs: 3000, status: 503 }],
    [500, {}, { kind: 'retry', error: 'desk answered 500', status: 500 }],
  ])('that is answered %i %j', async (status, headers, expected) => {
    expect((await asked({ status, headers, body: { message: 'about anna' } })).result).toEqual(expected);
  });

  test('does not follow a redirect, which would take the credentials along', async () => {
    const { result, seen } = await asked({ status: 302, headers: { location: '/login' } });
    expect(result).toEqual({ kind: 'refused', error: 'desk answered 302', status: 302 });
    expect(seen).toHaveLength(1);
  });

  test.each<[string, Reply]>([
    ['a page', { headers: { 'content-type': 'text/html' }, body: '<html>hibernating</html>' }],
    ['nothing', {}],
    ['another form', { body: { result: [] } }],
  ])('that is answered 200 with %s counts as not answered', async (_what, reply) => {
    expect((await asked(reply)).result).toMatchObject({ kind: 'retry', status: 200 });
  });

  test('that is dropped, or never answered, may have had its effect', async () => {
    expect((await asked('drop')).result).toMatchObject({ kind: 'retry' });
    expect((await asked('hang', 50)).result).toEqual({
      kind: 'retry',
      error: 'desk gave no answer (timeout)',
    });
  });

  test('that reaches nobody says why, and nothing else', async () => {
    const http = createHttp('desk', `http://127.0.0.1:${await freePort()}`, {}, {});
    expect(await http.ask(call, schema)).toEqual({
      kind: 'retry',
      error: 'desk gave no answer (ECONNREFUSED)',
    });
    const nowhere = createHttp('desk', 'nonsense', {}, {});
    expect(await nowhere.ask(call, schema)).toMatchObject({ kind: 'retry' });
  });
});
