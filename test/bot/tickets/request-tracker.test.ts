import { expect, test } from 'vitest';
import { requestTracker } from '../../../bot/tickets/request-tracker.ts';
import { plainOf } from '../../../bot/tickets/request-tracker-replies.ts';
import { type Recorded, type Reply, recorder } from '../../support/recorder.ts';
import { ticketConfig, ticketOf } from './samples.ts';

const key = 'case:0123456789abcdef-1:1';
const handle = { key, id: '1', url: null };
const person = (id: string) => ({ id, type: 'user' });
const ticket = { id: 1, Status: 'open', Owner: person('Nobody'), Creator: person('teamsbot') };
const open = (url: string) => requestTracker(ticketConfig({ system: 'rt', url, token: 't', queue: 'IT' }));

/** Answers as the real one was seen to. */
const answers =
  (special: (request: Recorded) => Reply | undefined) =>
  (request: Recorded): Reply => {
    const found = special(request);
    if (found) return found;
    if (request.path.endsWith('/attachments')) return { body: { items: [] } };
    if (request.path.endsWith('/comment')) return { status: 201, body: ['Comments added'] };
    return { body: ticket };
  };

test('A status that is refused with 200 is a refusal, in whatever language it is said', async () => {
  await using server = await recorder(
    answers(({ method }) => (method === 'PUT' ? { body: ['Ticket 1: Zugriff verweigert'] } : undefined)),
  );
  expect(await open(server.url).close(handle, 'fixed', `${key}:close:1`)).toEqual({
    kind: 'refused',
    error: 'rt answered 200 and left the status as it was',
  });
});

test('A ticket that somebody else has closed is closed', async () => {
  await using server = await recorder(
    answers(({ method }) =>
      method === 'GET' ? { body: { ...ticket, Status: 'resolved', items: [] } } : undefined,
    ),
  );
  expect(await open(server.url).close(handle, 'fixed', `${key}:close:1`)).toEqual({
    kind: 'done',
    value: null,
  });
  expect(server.seen.some(({ method }) => method === 'PUT')).toBe(false);
});

test('A search that ignores what it was asked for finds nothing', async () => {
  const other = { id: '9', CustomFields: [{ name: 'Bot Correlation ID', values: ['case:other:1'] }] };
  await using server = await recorder(({ method }) =>
    method === 'POST' ? { status: 201, body: { id: '10' } } : { body: { items: [other] } },
  );
  expect(await open(server.url).create(ticketOf(key), 'IT')).toMatchObject({
    kind: 'done',
    value: { id: '10' },
  });
});

test('A busy server is asked again when it says so', async () => {
  await using server = await recorder(() => ({ status: 429, headers: { 'retry-after': '20' } }));
  expect(await open(server.url).create(ticketOf(key), 'IT')).toMatchObject({
    kind: 'retry',
    afterMs: 20_000,
  });
});

test.each([`x' OR Subject LIKE 'a`, 'a b', 'a\\', 'a%', ''])(
  'A key %j never reaches the search',
  async (bad) => {
    await using server = await recorder(() => ({ status: 500 }));
    expect(await open(server.url).create(ticketOf(bad), 'IT')).toMatchObject({ kind: 'refused' });
    expect(await open(server.url).comment(handle, 'x', bad)).toMatchObject({ kind: 'refused' });
    expect(server.seen).toEqual([]);
  },
);

test('The address may end with the REST path', async () => {
  await using server = await recorder(() => ({ body: { ...ticket, items: [] } }));
  await open(`${server.url}/REST/2.0`).status(handle);
  expect(server.lines()).toEqual(['GET /REST/2.0/ticket/1', 'GET /REST/2.0/ticket/1/history']);
});

test('A reply in HTML is read without its markup', () => {
  expect(plainOf('<style>p{}</style><p>One &lt;two&gt;</p><p>three<br/>four &amp;amp;</p>')).toBe(
    'One <two>\nthree\nfour &amp;',
  );
});
