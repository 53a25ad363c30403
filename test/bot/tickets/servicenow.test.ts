import { describe, expect, test } from 'vitest';
import type { TicketConfig } from '../../../bot/config.ts';
import { serviceNow } from '../../../bot/tickets/servicenow.ts';
import { journalReplies } from '../../../bot/tickets/servicenow-journal.ts';
import { type Recorded, type Reply, recorder } from '../../support/recorder.ts';
import { doneOf, ticketConfig, ticketOf, transcript } from './samples.ts';

const key = 'case:0123456789abcdef-1:1';
const group = { sys_id: 'g'.repeat(32), name: 'Service Desk' };
type Row = { [field: string]: string };

/** As much of the Table API as the connector uses, with what it does that one would not expect. */
function instance({ known = ['correlation_id', 'number'], readOnly = [] as string[] } = {}) {
  const rows: Row[] = [];
  const files: Row[] = [];
  /** A part of the query about a field that the table does not have is left out, not answered with an error. */
  const matching = (query: string) =>
    query
      .split('^')
      .map((part) => part.split('='))
      .filter(([field = '', value]) => value !== undefined && known.includes(field))
      .reduce((left, [field = '', value]) => left.filter((row) => row[field] === value), rows);
  const both = (value = '') => ({ value, display_value: value });

  function change(row: Row, given: Row) {
    const { comments, ...rest } = given;
    for (const [field, value] of Object.entries(rest)) if (!readOnly.includes(field)) row[field] = value;
    if (comments && !readOnly.includes('comments')) {
      row.journal = `2026-11-23 02:55:23 - Teams Bot (Additional comments)\n${comments}\n\n${row.journal ?? ''}`;
    }
  }

  function answer({ method, path, query, json }: Recorded): Reply {
    const [, table = '', id] = /^\/api\/now\/table\/(\w+)(?:\/(\w+))?$/.exec(path) ?? [];
    if (table === 'sys_user_group') {
      const wanted = query.get('sysparm_query') === `name=${group.name}`;
      return { body: { result: wanted ? [group] : [] } };
    }
    if (path === '/api/now/attachment/file') {
      files.push({ file_name: query.get('file_name') ?? '', table: query.get('table_name') ?? '' });
      return { status: 201, body: { result: {} } };
    }
    if (path === '/api/now/attachment') return { body: { result: files } };
    const row = rows.find(({ sys_id }) => sys_id === id);
    if (method === 'POST') {
      const number = `INC${String(rows.length + 1).padStart(7, '0')}`;
      const made: Row = { sys_id: String(rows.length + 1).padStart(32, '0'), number, state: '1' };
      change(made, json as Row);
      rows.push(made);
      return { status: 201, body: { result: made } };
    }
    if (id && !row) return { status: 404, body: { error: { message: 'No Record found' } } };
    if (row && method === 'PATCH') change(row, json as Row);
    if (row) {
      const { state, owner, journal } = row;
      return {
        body: {
          result: {
            state: both(state),
            assigned_to: both(owner),
            comments: { value: '', display_value: journal ?? '' },
          },
        },
      };
    }
    return { body: { result: matching(query.get('sysparm_query') ?? '').slice(0, 10) } };
  }
  return { rows, files, answer };
}

const open = (url: string, rest: Partial<TicketConfig> = {}) =>
  serviceNow(
    ticketConfig({ system: 'servicenow', url, user: 'bot', password: 'p', queue: 'incident', ...rest }),
  );

describe('ServiceNow', () => {
  test('takes an incident with its key and group, and the same key again is the same one', async () => {
    const { rows, answer } = instance();
    await using server = await recorder(answer);
    const tickets = open(server.url, { queue: 'incident/Service Desk' });
    const first = doneOf(await tickets.create(ticketOf(key), tickets.queue));
    expect(doneOf(await tickets.create(ticketOf(key), tickets.queue))).toEqual(first);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      short_description: ticketOf(key).subject,
      description: ticketOf(key).body,
      correlation_id: key,
      assignment_group: group.sys_id,
    });
    expect(first).toEqual({
      key,
      id: 'INC0000001',
      url: `${server.url}/nav_to.do?uri=incident.do%3Fsys_id%3D${rows[0]?.sys_id}`,
    });
    const { authorization } = server.seen[0]?.headers ?? {};
    expect(authorization).toBe(`Basic ${Buffer.from('bot:p').toString('base64')}`);
  });

  test('is asked with an API key where there is a token', async () => {
    await using server = await recorder(instance().answer);
    await open(server.url, { token: 'now_key', user: undefined, password: undefined }).check();
    expect(server.seen[0]?.headers).toMatchObject({ 'x-sn-apikey': 'now_key' });
    expect(server.seen[0]?.headers.authorization).toBeUndefined();
  });

  test('ignores a misspelt field and lists any incidents: none of them is taken for ours', async () => {
    const { rows, answer } = instance({ known: ['number'] });
    rows.push({ sys_id: 'x'.repeat(32), number: 'INC0009999', state: '1', correlation_id: 'case:other:1' });
    await using server = await recorder(answer);
    expect(doneOf(await open(server.url).create(ticketOf(key), '')).id).toBe('INC0000002');
    expect(await open(server.url).check()).toEqual([
      'TICKET_CORRELATION_FIELD: the table has no field "correlation_id" that this user may read',
    ]);
  });

  test('keeps one incident when it created one and the answer was lost', async () => {
    const { rows, answer } = instance();
    let lost = 0;
    await using server = await recorder((request) => {
      const reply = answer(request);
      if (request.method !== 'POST' || lost > 0) return reply;
      lost += 1;
      return 'drop';
    });
    expect(await open(server.url).create(ticketOf(key), '')).toMatchObject({ kind: 'retry' });
    expect(await open(server.url).create(ticketOf(key), '')).toMatchObject({ kind: 'done' });
    expect(rows).toHaveLength(1);
  });

  test('keeps one comment and one file for each key', async () => {
    const { rows, files, answer } = instance();
    await using server = await recorder(answer);
    const tickets = open(server.url);
    const handle = doneOf(await tickets.create(ticketOf(key), ''));
    for (let times = 0; times < 2; times += 1) {
      doneOf(await tickets.comment(handle, 'one more thing', `${key}:add:1`));
      doneOf(await tickets.attach(handle, transcript, `${key}:file:1`));
    }
    expect(rows[0]?.journal?.match(/one more thing/g)).toHaveLength(1);
    expect(files).toEqual([{ file_name: expect.stringMatching(/^transcript-.+\.txt$/), table: 'incident' }]);
    expect(server.seen.find(({ path }) => path.endsWith('/file'))?.headers['content-type']).toBe(
      'text/plain',
    );
  });

  test('answers 200 to a comment or a state that it did not keep: that is a refusal', async () => {
    const { answer } = instance({ readOnly: ['comments'] });
    await using silent = await recorder(answer);
    const handle = doneOf(await open(silent.url).create(ticketOf(key), ''));
    expect(await open(silent.url).comment(handle, 'x', `${key}:add:1`)).toEqual({
      kind: 'refused',
      error: 'servicenow answered 200 and did not keep the comment',
    });
    await using still = await recorder(instance({ readOnly: ['state'] }).answer);
    const other = doneOf(await open(still.url).create(ticketOf(key), ''));
    expect(await open(still.url).close(other, 'fixed', `${key}:close:1`)).toEqual({
      kind: 'refused',
      error: 'servicenow answered 200 and left the state as it was',
    });
  });

  test('resolves, cancels and opens again', async () => {
    const { rows, answer } = instance();
    await using server = await recorder(answer);
    const tickets = open(server.url);
    const handle = doneOf(await tickets.create(ticketOf(key), ''));
    doneOf(await tickets.close(handle, 'fixed', `${key}:close:1`));
    expect(rows[0]?.state).toBe('6');
    expect(doneOf(await tickets.status(handle)).status).toBe('resolved');
    doneOf(await tickets.reopen(handle, `${key}:reopen:2`));
    expect(rows[0]?.state).toBe('2');
    doneOf(await tickets.close(handle, 'withdrawn', `${key}:close:3`));
    expect(rows[0]?.state).toBe('8');
    doneOf(await tickets.close(handle, 'withdrawn', `${key}:close:3`));
    expect(rows[0]?.journal?.match(/withdrawn/g)).toHaveLength(1);
  });

  test('reports owner and replies, and finds a ticket of somebody else by its number', async () => {
    const { rows, answer } = instance();
    rows.push({
      sys_id: '7'.repeat(32),
      number: 'INC0000777',
      state: '2',
      owner: 'Ada Agent',
      journal: '2026-11-23 03:00:00 - Ada Agent (Additional comments)\nPlease restart.\n\n',
    });
    await using server = await recorder(answer);
    const state = doneOf(
      await open(server.url).status({ key: '', id: 'INC0000777', url: 'https://elsewhere/%' }),
    );
    expect(state).toEqual({
      status: 'taken',
      owner: 'Ada Agent',
      replies: [
        { id: expect.any(String), at: '2026-11-23T03:00:00.000Z', by: 'Ada Agent', text: 'Please restart.' },
      ],
    });
    expect(await open(server.url).status({ key: '', id: 'INC1', url: null })).toMatchObject({
      kind: 'refused',
    });
    expect(await open(server.url).status({ key: '', id: 'INC1^ORnumber!=', url: null })).toMatchObject({
      kind: 'refused',
    });
  });

  test('says what is wrong with its settings', async () => {
    await using server = await recorder(instance().answer);
    expect(await open(server.url).check()).toEqual([]);
    expect(await open(server.url, { queue: 'Nobodies' }).check()).toEqual([
      'TICKET_QUEUE: there is no assignment group "Nobodies" that this user may read',
    ]);
    await using locked = await recorder(() => ({ status: 401 }));
    expect(await open(locked.url).check()).toEqual([
      'TICKET_TOKEN, or TICKET_USER and TICKET_PASSWORD, are wrong: servicenow refused the sign-in (401)',
    ]);
    await using sleeping = await recorder(() => ({ body: '<html>Your instance is hibernating</html>' }));
    expect(await open(sleeping.url).check()).toHaveLength(1);
    expect(await open(sleeping.url).create(ticketOf(key), '')).toMatchObject({ kind: 'retry' });
  });
});

test('A journal is read oldest first, without what the bot wrote itself', () => {
  const journal = [
    '2026-11-23 04:00:00 - Ada Agent (Additional comments)\nDone.\nBye - (really)\n',
    '2026-11-23 03:00:00 - Teams Bot (Additional comments)\nThe user adds\n\n[ref K3F7-9QWX-2M]\n',
    '23.11.2026 02:00:00 - Bob (Zusätzliche Kommentare)\nHallo\n',
  ].join('\n');
  expect(journalReplies(journal)).toEqual([
    { id: expect.any(String), at: '', by: 'Bob', text: 'Hallo' },
    {
      id: expect.any(String),
      at: '2026-11-23T04:00:00.000Z',
      by: 'Ada Agent',
      text: 'Done.\nBye - (really)',
    },
  ]);
});
