import { createCloudClient } from 'jira.js/cloud';
import { createServiceDeskClient } from 'jira.js/serviceDesk';
import { describe, expect, test } from 'vitest';
import type { TicketConfig } from '../../../bot/config.ts';
import { jira } from '../../../bot/tickets/jira.ts';
import { type Recorded, type Reply, recorder } from '../../support/recorder.ts';
import { doneOf, ticketConfig, ticketOf, transcript } from './samples.ts';

const key = 'case:0123456789abcdef-1:1';
const queue = 'HELP/Get IT help';
type Issue = { id: string; key: string; labels: string[]; done: boolean; name: string; fields: object };
type Said = {
  id: string;
  body: string;
  public: boolean;
  author: { displayName: string };
  created: { iso8601: string };
};

const page = (values: unknown[]): Reply => ({
  body: { values, isLastPage: true, size: values.length, start: 0, limit: 100 },
});

/** As much of a site as the connector uses. `behind`: its search does not know what was just created. */
function site({ behind = false, cloud = true } = {}) {
  const issues: Issue[] = [];
  const comments: Said[] = [];
  const files: string[] = [];
  const statuses = { 11: ['In Progress', false], 21: ['Canceled', true], 31: ['Erledigt', true] } as const;
  const add = (body: string, displayName = 'Teams Bot') =>
    comments.push({
      id: String(comments.length + 1),
      body,
      public: true,
      author: { displayName },
      created: { iso8601: '2026-11-23T02:55:23+0000' },
    });

  function answer({ method, path, json }: Recorded): Reply {
    const given = (json ?? {}) as { [name: string]: unknown };
    const issue = issues[0];
    if (path === '/rest/api/2/myself') return { body: { displayName: 'Teams Bot' } };
    if (path === '/rest/api/3/search/jql' && !cloud) return { status: 404 };
    if (path.includes('/search')) {
      const found = issues.filter(
        ({ labels }) => !behind && labels.some((label) => String(given.jql).includes(`"${label}"`)),
      );
      return {
        body: { issues: found.map(({ id, key: own, labels }) => ({ id, key: own, fields: { labels } })) },
      };
    }
    if (path === '/rest/servicedeskapi/servicedesk/HELP') return { body: { id: '4', projectKey: 'HELP' } };
    if (path === '/rest/servicedeskapi/servicedesk/4/requesttype') {
      return page([
        { id: '24', name: 'Get a laptop' },
        { id: '25', name: 'Get IT help' },
      ]);
    }
    if (path.endsWith('/requesttype/25/field')) {
      const required = [
        { fieldId: 'summary', required: true },
        { fieldId: 'description', required: false },
      ];
      return { body: { requestTypeFields: [...required, { fieldId: 'labels', required: false }] } };
    }
    if (path.endsWith('/attachTemporaryFile'))
      return {
        status: 201,
        body: { temporaryAttachments: [{ temporaryAttachmentId: 'temp1', fileName: 'x' }] },
      };
    if (path === '/rest/servicedeskapi/request' && method === 'POST') {
      const fields = given.requestFieldValues as { labels: string[] };
      const made = {
        id: String(10_001 + issues.length),
        key: `HELP-${issues.length + 1}`,
        labels: fields.labels,
        done: false,
        name: 'Waiting for support',
        fields,
      };
      issues.push(made);
      return { status: 201, body: { issueId: made.id, issueKey: made.key } };
    }
    if (!issue || !path.includes(issue.key)) return { status: 404 };
    if (path.endsWith('/comment') && method === 'POST') {
      add(String(given.body));
      return { status: 201, body: {} };
    }
    if (path.endsWith('/comment')) return page(comments);
    if (path.endsWith('/attachment') && method === 'POST') {
      files.push(String((given.additionalComment as { body: string }).body.split('\n')[0]));
      return { status: 201, body: {} };
    }
    if (path.endsWith('/attachment')) return page(files.map((filename) => ({ filename })));
    if (path.endsWith('/transitions') && method === 'POST') {
      const { id } = given.transition as { id: '11' | '21' | '31' };
      [issue.name, issue.done] = statuses[id];
      return { status: 204 };
    }
    if (path.endsWith('/transitions')) {
      const to = ([name, done]: readonly [string, boolean]) => ({
        name,
        statusCategory: { key: done ? 'done' : 'indeterminate' },
      });
      return {
        body: {
          transitions: Object.entries(statuses).map(([id, one]) => ({ id, name: `to ${id}`, to: to(one) })),
        },
      };
    }
    if (path.startsWith('/rest/servicedeskapi/request/'))
      return { body: { serviceDeskId: '4', issueKey: issue.key } };
    const status = { name: issue.name, statusCategory: { key: issue.done ? 'done' : 'new' } };
    return { body: { fields: { status, assignee: null } } };
  }
  return { issues, comments, files, answer, add };
}

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
