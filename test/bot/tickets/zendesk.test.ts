import { createClient } from 'node-zendesk';
import { describe, expect, test } from 'vitest';
import type { TicketConfig } from '../../../bot/config.ts';
import { zendesk } from '../../../bot/tickets/zendesk.ts';
import { type Recorded, recorder } from '../../support/recorder.ts';
import { doneOf, ticketConfig, ticketOf, transcript } from './samples.ts';
import { account } from './zendesk-account.ts';

const key = 'case:0123456789abcdef-1:1';
const open = (url: string, rest: Partial<TicketConfig> = {}) =>
  zendesk(ticketConfig({ system: 'zendesk', url, user: 'bot@test.local', token: 't', ...rest }));

describe('Zendesk', () => {
  test('takes a ticket with its key and group, and the same key again is the same ticket', async () => {
    const { tickets, answer } = account();
    await using server = await recorder(answer);
    const first = doneOf(await open(server.url).create(ticketOf(key), 'IT Support'));
    expect(first).toEqual({ key, id: '35436', url: `${server.url}/agent/tickets/35436` });
    expect(doneOf(await open(server.url).create(ticketOf(key), 'IT Support'))).toEqual(first);
    expect(tickets).toHaveLength(1);
    const created = server.seen.find(({ method }) => method === 'POST');
    expect(created?.headers['idempotency-key']).toBe(key);
    expect(created?.json).toMatchObject({
      ticket: { external_id: key, group_id: 8, comment: { body: ticketOf(key).body, public: false } },
    });
  });

  test('is asked the same as by a client of somebody else', async () => {
    await using ours = await recorder(account().answer);
    await using theirs = await recorder(account().answer);
    const handle = doneOf(await open(ours.url).create(ticketOf(key), ''));
    doneOf(await open(ours.url).comment(handle, 'one more thing', `${key}:add:1`));
    const [created, changed] = ours.seen.filter(({ method }) => method !== 'GET');
    const client = createClient({
      username: 'bot@test.local',
      token: 't',
      endpointUri: `${theirs.url}/api/v2`,
    });
    await client.tickets.create(created?.json as Parameters<typeof client.tickets.create>[0]);
    await client.tickets.update(
      Number(handle.id),
      changed?.json as Parameters<typeof client.tickets.update>[1],
    );
    const shape = ({ method, path, json, headers }: Recorded) => {
      return { method, path: path.replace(/\.json$/, ''), json, authorization: headers.authorization };
    };
    expect(theirs.seen.map(shape)).toEqual([created, changed].flatMap((one) => (one ? [shape(one)] : [])));
  });

  test('is not believed where it lists tickets that are not ours', async () => {
    const { tickets, answer } = account({ filters: false });
    tickets.push({ id: 1, status: 'new', external_id: null, requester_id: 1, assignee_id: null });
    await using server = await recorder(answer);
    expect(doneOf(await open(server.url).create(ticketOf(key), '')).id).toBe('35437');
  });

  test('keeps one ticket when it created one and the answer was lost', async () => {
    const { tickets, answer } = account();
    let lost = 0;
    await using server = await recorder((request) => {
      const reply = answer(request);
      if (request.method !== 'POST' || lost > 0) return reply;
      lost += 1;
      return 'drop';
    });
    expect(await open(server.url).create(ticketOf(key), '')).toMatchObject({ kind: 'retry' });
    expect(await open(server.url).create(ticketOf(key), '')).toMatchObject({ kind: 'done' });
    expect(tickets).toHaveLength(1);
  });

  test('that has the key with an older text keeps that ticket, or is waited for', async () => {
    const { tickets, replies, answer } = account();
    await using server = await recorder(answer);
    replies.set(key, { body: 'an older text', reply: { status: 201 } });
    expect(await open(server.url).create(ticketOf(key), '')).toEqual({
      kind: 'retry',
      error: 'zendesk still has another request under this key',
      afterMs: 15_000,
    });
    // Created between our look-up and our request.
    await using slow = await recorder((request) => {
      const reply = answer(request);
      if (request.method === 'POST') {
        tickets.push({ id: 5, status: 'new', external_id: key, requester_id: 1, assignee_id: null });
      }
      return reply;
    });
    expect(doneOf(await open(slow.url).create(ticketOf(key), '')).id).toBe('5');
  });

  test('keeps one comment and one file for each key, none of them public', async () => {
    const { comments, answer } = account();
    await using server = await recorder(answer);
    const handle = doneOf(await open(server.url).create(ticketOf(key), ''));
    for (let times = 0; times < 2; times += 1) {
      doneOf(await open(server.url).comment(handle, 'one more thing', `${key}:add:1`));
      doneOf(await open(server.url).attach(handle, transcript, `${key}:file:1`));
    }
    expect(comments).toHaveLength(3);
    expect(comments.every(({ public: open }) => !open)).toBe(true);
    expect(comments[2]?.uploads).toEqual([expect.stringMatching(/^upload-transcript-.+\.txt$/)]);
    const sent = server.seen.filter(({ path }) => path === '/api/v2/uploads');
    expect(sent.map(({ body }) => body)).toEqual([transcript.content]);
  });

  test('solves and opens again, and leaves alone what is closed for good', async () => {
    const { tickets, answer } = account();
    await using server = await recorder(answer);
    const handle = doneOf(await open(server.url).create(ticketOf(key), ''));
    doneOf(await open(server.url).close(handle, 'fixed', `${key}:close:1`));
    expect(doneOf(await open(server.url).status(handle)).status).toBe('resolved');
    doneOf(await open(server.url).reopen(handle, `${key}:reopen:2`));
    expect(tickets[0]?.status).toBe('open');
    Object.assign(tickets[0] ?? {}, { status: 'closed' });
    const before = server.seen.length;
    doneOf(await open(server.url).close(handle, 'withdrawn', `${key}:close:3`));
    expect(server.seen.slice(before).map(({ method }) => method)).toEqual(['GET']);
  });

  test('that answers 200 and leaves the status as it was has refused it', async () => {
    const { answer } = account();
    await using server = await recorder((request) =>
      answer(request.method === 'PUT' ? { ...request, method: 'GET' } : request),
    );
    const handle = doneOf(await open(server.url).create(ticketOf(key), ''));
    expect(await open(server.url).close(handle, 'fixed', `${key}:close:1`)).toMatchObject({
      kind: 'refused',
    });
  });

  test('reports owner and public replies', async () => {
    const { tickets, add, answer } = account();
    await using server = await recorder(answer);
    const handle = doneOf(await open(server.url).create(ticketOf(key), ''));
    Object.assign(tickets[0] ?? {}, { assignee_id: 2, status: 'open' });
    add(2, { body: 'between us', public: false });
    add(2, { body: 'Please restart.' });
    expect(doneOf(await open(server.url).status(handle))).toEqual({
      status: 'taken',
      owner: 'Ada Agent',
      replies: [
        { id: 'zendesk-comment-3', at: '2026-11-23T02:55:23.000Z', by: 'Ada Agent', text: 'Please restart.' },
      ],
    });
    expect(doneOf(await open(server.url).status(handle, '2026-11-24T00:00:00Z')).replies).toEqual([]);
  });

  test('says what is wrong with its settings', async () => {
    await using server = await recorder(account().answer);
    expect(await open(server.url, { queue: 'IT Support' }).check()).toEqual([]);
    expect(await open(server.url, { queue: 'Nobodies' }).check()).toEqual([
      'TICKET_QUEUE: there is no group "Nobodies"',
    ]);
    // A wrong password is no 401 here.
    await using stranger = await recorder(() => ({
      body: { user: { id: null, name: 'Anonymous user', role: 'end-user' } },
    }));
    expect(await open(stranger.url).check()).toEqual([
      'TICKET_TOKEN, or TICKET_USER and TICKET_PASSWORD, are wrong: zendesk knows nobody by them',
    ]);
  });

  test.each([
    [{ user: 'a', token: 't', password: undefined }, `Basic ${Buffer.from('a/token:t').toString('base64')}`],
    [{ user: undefined, token: 't', password: undefined }, 'Bearer t'],
    [{ user: 'a', token: undefined, password: 'p' }, `Basic ${Buffer.from('a:p').toString('base64')}`],
  ])('is signed in to with %j', async (given, expected) => {
    await using server = await recorder(account().answer);
    await open(server.url, given).check();
    expect(server.seen[0]?.headers.authorization).toBe(expected);
  });
});
