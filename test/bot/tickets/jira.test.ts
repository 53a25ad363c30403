import { createCloudClient } from 'jira.js/cloud';
import { createServiceDeskClient } from 'jira.js/serviceDesk';
import { describe, expect, test } from 'vitest';
import type { TicketConfig } from '../../../bot/config.ts';
import { jira } from '../../../bot/tickets/jira.ts';
import { type Recorded, recorder } from '../../support/recorder.ts';
import { type Said, site } from './jira-site.ts';
import { doneOf, ticketConfig, ticketOf, transcript } from './samples.ts';

const key = 'case:0123456789abcdef-1:1';
const queue = 'HELP/Get IT help';
const open = (url: string, rest: Partial<TicketConfig> = {}) =>
  jira(ticketConfig({ system: 'jira', url, user: 'bot@test.local', token: 't', queue, ...rest }));
const bodies = (seen: Recorded[], path: string) =>
  seen.filter((one) => one.method === 'POST' && one.path === path).map(({ json }) => json);

describe('Jira Service Management', () => {
  test('takes a request with its key as a label, and the same key again is the same request', async () => {
    const { issues, answer } = site();
    await using server = await recorder(answer);
    const tickets = open(server.url);
    const first = doneOf(await tickets.create(ticketOf(key), queue));
    expect(first).toEqual({ key, id: 'HELP-1', url: `${server.url}/browse/HELP-1` });
    expect(doneOf(await tickets.create(ticketOf(key), queue))).toEqual(first);
    expect(issues).toHaveLength(1);
    expect(server.seen[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('bot@test.local:t').toString('base64')}`,
    );
  });

  test('is asked the same as by a client of somebody else', async () => {
    await using ours = await recorder(site().answer);
    await using theirs = await recorder(site().answer);
    const tickets = open(ours.url);
    const handle = doneOf(await tickets.create(ticketOf(key), queue));
    doneOf(await tickets.comment(handle, 'one more thing', `${key}:add:1`));

    const auth = { type: 'basic', email: 'bot@test.local', apiToken: 't' } as const;
    const desk = createServiceDeskClient({ host: theirs.url, auth });
    const cloud = createCloudClient({ host: theirs.url, auth });
    const labels = [key];
    const { jql } = bodies(ours.seen, '/rest/api/3/search/jql')[0] as { jql: string };
    expect(jql).toBe(`labels = "${key}"`);
    await cloud.issueSearch.searchAndReconsileIssuesUsingJqlPost({ jql, fields: ['labels'], maxResults: 50 });
    const requestFieldValues = { summary: ticketOf(key).subject, description: ticketOf(key).body, labels };
    await desk.request.createCustomerRequest({ serviceDeskId: '4', requestTypeId: '25', requestFieldValues });
    const [said] = bodies(ours.seen, '/rest/servicedeskapi/request/HELP-1/comment') as { body: string }[];
    expect(said?.body).toMatch(/^one more thing\n\n\[ref /);
    await desk.request.createRequestComment({ issueIdOrKey: 'HELP-1', body: said?.body ?? '', public: true });
    for (const { path, json, headers } of theirs.seen) {
      expect(bodies(ours.seen, path)).toEqual([json]);
      expect(headers.authorization).toBe(ours.seen[0]?.headers.authorization);
    }
    expect(theirs.seen).toHaveLength(3);
  });

  test('keeps one request when it created one and the answer was lost', async () => {
    const { issues, answer } = site();
    let lost = 0;
    await using server = await recorder((request) => {
      const reply = answer(request);
      if (request.path !== '/rest/servicedeskapi/request' || lost > 0) return reply;
      lost += 1;
      return 'drop';
    });
    // Its search lags behind, so the next attempt has to wait.
    expect(await open(server.url).create(ticketOf(key), queue)).toMatchObject({
      kind: 'retry',
      afterMs: 15_000,
    });
    expect(await open(server.url).create(ticketOf(key), queue)).toMatchObject({ kind: 'done' });
    expect(issues).toHaveLength(1);
  });

  test('finds words that are only alike, which are not ours', async () => {
    const other = { id: '1', key: 'HELP-9', fields: { customfield_10050: `${key}0` } };
    const { issues, answer } = site();
    await using server = await recorder((request) =>
      request.path.includes('/search') ? { body: { issues: [other] } } : answer(request),
    );
    const tickets = open(server.url, { correlationField: 'customfield_10050' });
    expect(await tickets.create(ticketOf(key), queue)).toMatchObject({ kind: 'done' });
    expect(issues[0]?.fields).toMatchObject({ customfield_10050: key });
    expect(bodies(server.seen, '/rest/api/3/search/jql')).toEqual([
      { jql: `cf[10050] ~ "\\"${key}\\""`, fields: ['customfield_10050'], maxResults: 50 },
    ]);
  });

  test('of a data center is searched at its older address', async () => {
    const { issues, answer } = site({ cloud: false });
    await using server = await recorder(answer);
    for (let times = 0; times < 2; times += 1) doneOf(await open(server.url).create(ticketOf(key), queue));
    expect(issues).toHaveLength(1);
  });

  test('keeps one comment and one file for each key', async () => {
    const { comments, files, answer } = site();
    await using server = await recorder(answer);
    const tickets = open(server.url);
    const handle = doneOf(await tickets.create(ticketOf(key), queue));
    for (let times = 0; times < 2; times += 1) {
      doneOf(await tickets.comment(handle, 'one more thing', `${key}:add:1`));
      doneOf(await tickets.attach(handle, transcript, `${key}:file:1`));
    }
    expect(comments).toHaveLength(1);
    expect(files).toEqual([expect.stringMatching(/^transcript-.+\.txt$/)]);
    const sent = server.seen.find(
      ({ path }) => path === '/rest/servicedeskapi/servicedesk/4/attachTemporaryFile',
    );
    expect(sent?.headers).toMatchObject({ 'x-atlassian-token': 'no-check', 'x-experimentalapi': 'opt-in' });
    expect(sent?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(sent?.body).toContain(`name="file"; filename="${files[0]}"`);
    expect(sent?.body).toContain(String(transcript.content));
  });

  test('is closed and opened by what its statuses mean, in any language', async () => {
    const { issues, answer } = site();
    await using server = await recorder(answer);
    const tickets = open(server.url);
    const handle = doneOf(await tickets.create(ticketOf(key), queue));
    expect(doneOf(await tickets.status(handle))).toEqual({ status: 'new', replies: [] });
    doneOf(await tickets.close(handle, 'fixed', `${key}:close:1`));
    expect(issues[0]?.name).toBe('Erledigt');
    expect(doneOf(await tickets.status(handle)).status).toBe('resolved');
    doneOf(await tickets.reopen(handle, `${key}:reopen:2`));
    expect(issues[0]?.name).toBe('In Progress');
    doneOf(await tickets.close(handle, 'withdrawn', `${key}:close:3`));
    expect(doneOf(await tickets.status(handle)).status).toBe('withdrawn');
  });

  test('that accepts a transition and makes none has refused it', async () => {
    const { answer } = site();
    await using server = await recorder((request) =>
      request.method === 'POST' && request.path.endsWith('/transitions') ? { status: 204 } : answer(request),
    );
    const handle = doneOf(await open(server.url).create(ticketOf(key), queue));
    expect(await open(server.url).close(handle, 'fixed', `${key}:close:1`)).toMatchObject({
      kind: 'refused',
    });
  });

  test('reports what was answered, not what the bot or technicians among themselves said', async () => {
    const { comments, add, answer } = site();
    await using server = await recorder(answer);
    const handle = doneOf(await open(server.url).create(ticketOf(key), queue));
    doneOf(await open(server.url).comment(handle, 'the user adds', `${key}:add:1`));
    add('Please restart.', 'Ada Agent');
    comments.push({ ...(comments[0] as Said), id: '9', body: 'between us', public: false });
    expect(doneOf(await open(server.url).status(handle)).replies).toEqual([
      { id: 'jira-comment-2', at: '2026-11-23T02:55:23.000Z', by: 'Ada Agent', text: 'Please restart.' },
    ]);
  });

  test('says what is wrong with its settings', async () => {
    await using server = await recorder(site().answer);
    expect(await open(server.url).check()).toEqual([]);
    expect(await open(server.url, { queue: 'HELP/Nothing' }).check()).toEqual([
      'TICKET_QUEUE: jira has no request type "Nothing" at the service desk "HELP"',
    ]);
    expect(await open(server.url, { queue: 'NOPE/Get IT help' }).check()).toEqual([
      'TICKET_QUEUE: jira answered 404: no service desk "NOPE"',
    ]);
    expect(await open(server.url, { queue: undefined }).check()).toEqual([
      'TICKET_QUEUE: expected TICKET_QUEUE as <service desk>/<request type>',
    ]);
    expect(await open(server.url, { correlationField: 'customfield_1' }).check()).toEqual([
      'TICKET_QUEUE: the form of the request type has no field "customfield_1"',
    ]);
    await using locked = await recorder(() => ({ status: 401 }));
    expect(await open(locked.url).check()).toEqual([
      'TICKET_TOKEN, or TICKET_USER and TICKET_PASSWORD, are wrong: jira refused the sign-in (401)',
    ]);
  });
});
