import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TicketConfig } from '../../../bot/config.ts';
import { readEvent } from '../../../bot/tickets/events.ts';
import { requestTracker } from '../../../bot/tickets/request-tracker.ts';
import { proxyOf, type Recorder, recorder } from '../../support/recorder.ts';
import {
  type RequestTracker,
  startRequestTracker,
  whyNoRequestTracker,
} from '../../support/request-tracker.ts';
import { doneOf, ticketConfig, ticketOf, transcript } from './samples.ts';

const queue = 'IT Support';
const secret = 'a-webhook-secret';
/** SQLite behind the server writes one after the other. */
const options = { timeoutMs: 30_000 };

describe.skipIf(whyNoRequestTracker() !== null)('a real Request Tracker', { timeout: 120_000 }, () => {
  let rt: RequestTracker;
  let hook: Recorder;

  beforeAll(async () => {
    hook = await recorder(() => ({ status: 202 }));
    rt = await startRequestTracker({ url: `${hook.url}/api/tickets/rt/events`, secret });
  }, 300_000);
  afterAll(async () => {
    await rt?.[Symbol.asyncDispose]();
    await hook?.[Symbol.asyncDispose]();
  }, 60_000);

  const open = (rest: Partial<TicketConfig> = {}) =>
    requestTracker(ticketConfig({ system: 'rt', url: rt.url, token: rt.token, queue, ...rest }), options);
  const newKey = () => `case:${randomUUID()}:1`;
  const withKey = async (key: string): Promise<number> => {
    const query = encodeURIComponent(`'CF.{Bot Correlation ID}' = '${key}'`);
    return ((await rt.agent('GET', `/tickets?query=${query}`)) as { total: number }).total;
  };
  const history = async (id: string, type: string): Promise<number> => {
    const { items } = (await rt.agent('GET', `/ticket/${id}/history?fields=Type&per_page=100`)) as {
      items: { Type: string }[];
    };
    return items.filter((one) => one.Type === type).length;
  };

  test('has nothing to complain about when everything is right', async () => {
    expect(await open().check()).toEqual([]);
  });

  test('says which setting is wrong', async () => {
    expect(await open({ token: '1-1-0123456789abcdef' }).check()).toEqual([
      'TICKET_TOKEN, or TICKET_USER and TICKET_PASSWORD, are wrong: rt refused the sign-in (401)',
    ]);
    expect(await open({ queue: 'Nowhere' }).check()).toEqual([
      'TICKET_QUEUE: there is no queue "Nowhere" that this user may see: rt answered 403',
    ]);
    expect(await open({ correlationField: 'Nothing' }).check()).toEqual([
      'TICKET_CORRELATION_FIELD: the queue has no custom field "Nothing" that this user may see',
    ]);
    expect(await open({ url: `${rt.url}/nowhere` }).check()).toEqual([
      expect.stringMatching(/^TICKET_URL is not the address of a Request Tracker 5: rt answered/),
    ]);
  });

  test('takes a ticket with its words, and the same key again is the same ticket', async () => {
    const key = newKey();
    const first = doneOf(await open().create(ticketOf(key), queue));
    const second = doneOf(await open().create(ticketOf(key), queue));
    expect(second).toEqual(first);
    expect(first.url).toBe(`${rt.url}/Ticket/Display.html?id=${first.id}`);
    expect(await rt.agent('GET', `/ticket/${first.id}`)).toMatchObject({
      Subject: ticketOf(key).subject,
      Status: 'new',
    });
    expect(await withKey(key)).toBe(1);
  });

  test('takes a user and a password as well as a token', async () => {
    const signedIn = { token: undefined, user: 'teamsbot', password: 'Bot-pass-12345' };
    expect(await open(signedIn).check()).toEqual([]);
    expect(await open({ ...signedIn, password: 'wrong' }).create(ticketOf(newKey()), queue)).toMatchObject({
      kind: 'retry',
      error: 'rt refused the sign-in (401)',
    });
  });

  test('takes the files together with the ticket, once', async () => {
    const key = newKey();
    const files = [transcript, { ...transcript, name: 'evidence.txt', content: 'AzureAdJoined : YES ✓' }];
    const handle = doneOf(await open().create(ticketOf(key, { files }), queue));
    doneOf(await open().create(ticketOf(key, { files }), queue));
    const { items } = (await rt.agent('GET', `/ticket/${handle.id}/attachments?fields=Filename`)) as {
      items: { id: string; Filename: string }[];
    };
    const named = items.filter(({ Filename }) => Filename);
    expect(named.map(({ Filename }) => Filename).sort()).toEqual(['evidence.txt', 'transcript.txt']);
    const evidence = named.find(({ Filename }) => Filename === 'evidence.txt');
    const { Content } = (await rt.agent('GET', `/attachment/${evidence?.id}`)) as { Content: string };
    expect(Buffer.from(Content, 'base64').toString()).toBe('AzureAdJoined : YES ✓');
  });

  test('says which of the queues that the policy names is not there', async () => {
    expect(await open().check([queue, 'Nowhere'])).toEqual([
      'routing: there is no queue "Nowhere" that this user may see: rt answered 403',
    ]);
  });

  test('refuses a ticket for a queue that is not there', async () => {
    expect(await open().create(ticketOf(newKey()), 'Nowhere')).toEqual({
      kind: 'refused',
      error: 'rt answered 403: no such queue, or no right to create tickets in it',
    });
  });

  test('keeps one ticket when it created one and the answer was lost', async () => {
    const key = newKey();
    let lost = 0;
    await using between = await proxyOf(rt.url, ({ method, path }) => {
      if (method !== 'POST' || !path.endsWith('/ticket') || lost > 0) return undefined;
      lost += 1;
      return 'drop';
    });
    const tickets = open({ url: between.url });
    expect(await tickets.create(ticketOf(key), queue)).toMatchObject({ kind: 'retry' });
    expect(lost).toBe(1);
    const handle = doneOf(await tickets.create(ticketOf(key), queue));
    expect(await withKey(key)).toBe(1);
    expect(await rt.agent('GET', `/ticket/${handle.id}`)).toMatchObject({ id: Number(handle.id) });
  });

  test('keeps one ticket when two create it at the same time', async () => {
    const key = newKey();
    const both = await Promise.all([open(), open()].map((one) => one.create(ticketOf(key), queue)));
    const ids = new Set(both.map((one) => doneOf(one).id));
    const again = doneOf(await open().create(ticketOf(key), queue));
    expect(await withKey(key)).toBe(1);
    for (const id of ids) {
      expect(await rt.agent('GET', `/ticket/${id}`)).toMatchObject({ id: Number(again.id) });
    }
  });

  test('keeps one comment and one file for each key, and loses no sign', async () => {
    const handle = doneOf(await open().create(ticketOf(newKey()), queue));
    for (let times = 0; times < 2; times += 1) {
      doneOf(await open().comment(handle, 'The user adds: geht nicht ✓', `${handle.key}:add:3`));
      doneOf(await open().attach(handle, transcript, `${handle.key}:file:1`));
    }
    expect(await history(handle.id, 'Comment')).toBe(2);
    const { items } = (await rt.agent('GET', `/ticket/${handle.id}/attachments?fields=Filename`)) as {
      items: { id: string; Filename: string }[];
    };
    const files = items.filter(({ Filename }) => Filename);
    expect(files.map(({ Filename }) => Filename)).toEqual([
      expect.stringMatching(/^transcript-[\w-]+\.txt$/),
    ]);
    const { Content } = (await rt.agent('GET', `/attachment/${files[0]?.id}`)) as { Content: string };
    expect(Buffer.from(Content, 'base64').toString()).toBe(transcript.content);
  });

  test('keeps one comment when it wrote one and the answer was lost', async () => {
    const handle = doneOf(await open().create(ticketOf(newKey()), queue));
    let lost = 0;
    await using between = await proxyOf(rt.url, ({ path }) => {
      if (!path.endsWith('/comment') || lost > 0) return undefined;
      lost += 1;
      return 'drop';
    });
    const tickets = open({ url: between.url });
    expect(await tickets.comment(handle, 'once', `${handle.key}:add:1`)).toMatchObject({ kind: 'retry' });
    expect(await tickets.comment(handle, 'once', `${handle.key}:add:1`)).toMatchObject({ kind: 'done' });
    expect(await history(handle.id, 'Comment')).toBe(1);
  });

  test('closes what is fixed, rejects what is withdrawn, and opens again', async () => {
    const tickets = open();
    const handle = doneOf(await tickets.create(ticketOf(newKey()), queue));
    doneOf(await tickets.close(handle, 'fixed', `${handle.key}:close:1`));
    doneOf(await tickets.close(handle, 'fixed', `${handle.key}:close:1`));
    expect(doneOf(await tickets.status(handle)).status).toBe('resolved');
    expect(await history(handle.id, 'Comment')).toBe(1);
    doneOf(await tickets.reopen(handle, `${handle.key}:reopen:2`));
    expect(doneOf(await tickets.status(handle)).status).toBe('open');
    doneOf(await tickets.close(handle, 'withdrawn', `${handle.key}:close:3`));
    expect(doneOf(await tickets.status(handle)).status).toBe('withdrawn');
  });

  test('reports who took it and what was answered, by webhook and by poll under the same id', async () => {
    const handle = doneOf(await open().create(ticketOf(newKey()), queue));
    expect(doneOf(await open().status(handle))).toEqual({ status: 'new', replies: [] });
    hook.seen.length = 0;
    await rt.agent('PUT', `/ticket/${handle.id}`, { Owner: 'agent1' });
    await rt.agent('POST', `/ticket/${handle.id}/correspond`, {
      Content: 'Bitte neu starten ✓',
      ContentType: 'text/plain',
    });
    await rt.agent('POST', `/ticket/${handle.id}/correspond`, {
      Content: '<p>Please <b>restart</b> &amp; try</p>',
      ContentType: 'text/html',
    });
    await rt.agent('POST', `/ticket/${handle.id}/comment`, {
      Content: 'internal',
      ContentType: 'text/plain',
    });
    const state = doneOf(await open().status(handle));
    expect(state).toMatchObject({
      status: 'taken',
      owner: 'agent1',
      replies: [
        { by: 'agent1', text: 'Bitte neu starten ✓' },
        { by: 'agent1', text: 'Please restart & try' },
      ],
    });
    const events = hook.seen.map(({ body, headers }) => {
      const read = readEvent('rt', body, String(headers['x-signature']), secret, Date.now());
      if (!read.ok) throw new Error(`refused: ${read.status}`);
      return read.event;
    });
    expect(events.every(({ id, correlation }) => id === handle.id && correlation === handle.key)).toBe(true);
    expect(events[0]).toMatchObject({ status: 'taken', owner: 'agent1', actor: 'agent1' });
    const replies = events.filter(({ reply }) => reply);
    expect(replies.map(({ event }) => event)).toEqual(state.replies?.map(({ id }) => id));
    expect(replies[0]?.reply).toBe('Bitte neu starten ✓');
    const later = new Date(Date.now() + 60_000).toISOString();
    expect(doneOf(await open().status(handle, later)).replies).toEqual([]);
  });

  test('is caught up with by the poll when the webhook was lost', async () => {
    const handle = doneOf(await open().create(ticketOf(newKey()), queue));
    await rt.agent('PUT', `/ticket/${handle.id}`, { Status: 'resolved' });
    expect(doneOf(await open().status(handle))).toEqual({ status: 'resolved', replies: [] });
  });

  test('refuses what concerns a ticket that is not there', async () => {
    const handle = { key: newKey(), id: '99999', url: null };
    expect(await open().status(handle)).toMatchObject({ kind: 'refused', error: 'rt answered 404' });
    expect(await open().comment(handle, 'x', `${handle.key}:add:1`)).toMatchObject({ kind: 'refused' });
  });
});
