import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readEvent, signatureHeader } from '../../../bot/tickets/events.ts';
import { signatureOf } from '../../../bot/tickets/webhook.ts';

const secret = 'shared secret';
const at = '2026-11-23T02:55:27Z';
const now = Date.parse(at) + 5000;
const body = (rest: { [name: string]: unknown } = {}) =>
  JSON.stringify({ id: '1', event: 'rt-transaction-62', at, ...rest });
const read = (text: string, system: Parameters<typeof readEvent>[0] = 'rt') =>
  readEvent(system, text, signatureOf(text, secret), secret, now);

describe('A ticket event', () => {
  test('is read once its signature is right', () => {
    const given = {
      status: 'resolved',
      owner: 'agent1',
      actor: 'agent1',
      correlation: 'case:0123456789abcdef-1:1',
      reply: ' We reset it ✓ ',
    };
    expect(read(body(given))).toEqual({
      ok: true,
      event: {
        id: '1',
        event: 'rt-transaction-62',
        at: '2026-11-23T02:55:27.000Z',
        ...given,
        reply: 'We reset it ✓',
      },
    });
  });

  test.each([
    ['new', undefined, 'new'],
    ['new', 'Nobody', 'new'],
    ['open', 'agent1', 'taken'],
    ['stalled', null, 'open'],
    ['Solved', 'agent1', 'resolved'],
    ['6', '', 'resolved'],
    ['rejected', null, 'withdrawn'],
    ['constructor', null, 'open'],
  ])('whose status is %s with owner %s means %s', (status, owner, expected) => {
    expect(read(body({ status, owner }))).toMatchObject({ ok: true, event: { status: expected } });
  });

  test('may be signed in base64 by ServiceNow, and by nobody else', () => {
    const text = body();
    const base64 = `sha256=${createHmac('sha256', secret).update(text).digest('base64')}`;
    expect(readEvent('servicenow', text, base64, secret, now)).toMatchObject({ ok: true });
    expect(readEvent('rt', text, base64, secret, now)).toEqual({ ok: false, status: 401 });
    expect(readEvent('servicenow', `${text} `, base64, secret, now)).toEqual({ ok: false, status: 401 });
  });

  test('says nothing about what it has not got', () => {
    const result = read(body({ id: 7, status: null, owner: 'Nobody', reply: '', correlation: null }));
    expect(result).toEqual({
      ok: true,
      event: { id: '7', event: 'rt-transaction-62', at: '2026-11-23T02:55:27.000Z' },
    });
  });

  test.each<[string, string | undefined]>([
    ['no signature', undefined],
    ['an empty one', ''],
    ['the signature of another body', signatureOf(`${body()} `, secret)],
    ['the signature of another secret', signatureOf(body(), 'other')],
    ['a bare digest', signatureOf(body(), secret).slice(7)],
    ['half of it', signatureOf(body(), secret).slice(0, 40)],
    ['another form', `sha1=${createHmac('sha1', secret).update(body()).digest('hex')}`],
    [
      'Zendesk’s form for another system',
      `zendesk=1 ${createHmac('sha256', secret).update(`1${body()}`).digest('base64')}`,
    ],
  ])('with %s is 401', (_what, signature) => {
    expect(readEvent('rt', body(), signature, secret, now)).toEqual({ ok: false, status: 401 });
  });

  test('is 401 as long as there is no secret here', () => {
    expect(readEvent('rt', body(), signatureOf(body(), ''), undefined, now)).toEqual({
      ok: false,
      status: 401,
    });
    expect(readEvent('rt', body(), signatureOf(body(), ''), '', now)).toEqual({ ok: false, status: 401 });
  });

  test('is signed over its bytes, whatever case the digest is written in', () => {
    const bytes = Buffer.from(body({ reply: 'ä' }), 'latin1');
    const signature = signatureOf(bytes, secret).toUpperCase();
    expect(readEvent('rt', bytes, signature, secret, now)).toMatchObject({ ok: true });
  });

  test.each([
    ['a day and a second old', 86_401_000, 401],
    ['a day and a second ahead', -86_401_000, 401],
  ])('%s is 401', (_what, age, status) => {
    expect(readEvent('rt', body(), signatureOf(body(), secret), secret, Date.parse(at) + age)).toEqual({
      ok: false,
      status,
    });
  });

  test('almost a day old is taken', () => {
    const late = Date.parse(at) + 86_399_000;
    expect(readEvent('rt', body(), signatureOf(body(), secret), secret, late)).toMatchObject({ ok: true });
  });

  test.each([
    'nonsense',
    '[]',
    'null',
    body({ id: undefined }),
    body({ event: '' }),
    body({ at: undefined }),
    body({ at: 'yesterday' }),
    body({ status: { name: 'open' } }),
  ])('that is signed but reads %j is 400', (text) => {
    expect(read(text)).toEqual({ ok: false, status: 400 });
  });
});

describe('Zendesk', () => {
  const timestamp = '2026-11-23T02:55:27Z';
  const digest = createHmac('sha256', secret)
    .update(timestamp + body())
    .digest('base64');
  const headers = {
    'x-zendesk-webhook-signature': digest,
    'x-zendesk-webhook-signature-timestamp': timestamp,
  };

  test('signs a timestamp and the body in its own way', () => {
    const signature = signatureHeader('zendesk', headers);
    expect(readEvent('zendesk', body(), signature, secret, now)).toMatchObject({ ok: true });
    expect(readEvent('zendesk', `${body()} `, signature, secret, now)).toEqual({ ok: false, status: 401 });
    const moved = signatureHeader('zendesk', { ...headers, 'x-zendesk-webhook-signature-timestamp': '2027' });
    expect(readEvent('zendesk', body(), moved, secret, now)).toEqual({ ok: false, status: 401 });
  });

  test('may use the common header as well', () => {
    expect(signatureHeader('zendesk', { ...headers, 'x-signature': 'sha256=00' })).toBe('sha256=00');
    expect(signatureHeader('rt', headers)).toBeUndefined();
  });
});

describe('Jira', () => {
  const native = (rest: object = {}) =>
    JSON.stringify({
      timestamp: Date.parse(at),
      webhookEvent: 'jira:issue_updated',
      user: { displayName: 'Ada Agent' },
      issue: {
        key: 'HELP-1',
        fields: {
          status: { name: 'Erledigt', statusCategory: { key: 'done' } },
          assignee: { displayName: 'Ada Agent' },
          labels: ['vip', 'case:0123456789abcdef-1:1'],
        },
      },
      ...rest,
    });

  test('sends its own body, signed in its own header', () => {
    const text = native();
    const signature = signatureHeader('jira', { 'x-hub-signature': signatureOf(text, secret) });
    expect(readEvent('jira', text, signature, secret, now)).toEqual({
      ok: true,
      event: {
        id: 'HELP-1',
        event: `jira-HELP-1-${Date.parse(at)}-jira:issue_updated`,
        at: '2026-11-23T02:55:27.000Z',
        status: 'resolved',
        owner: 'Ada Agent',
        actor: 'Ada Agent',
        correlation: 'case:0123456789abcdef-1:1',
      },
    });
  });

  test.each([
    [{ body: 'Please restart.', jsdPublic: true }, 'Please restart.'],
    [{ body: 'between us', jsdPublic: false }, undefined],
    [{ body: 'the user adds\n\n[ref K3F7-9QWX-2M]', jsdPublic: true }, undefined],
  ])('comments %j', (comment, reply) => {
    const text = native({ webhookEvent: 'comment_created', comment: { id: '9', author: null, ...comment } });
    const result = read(text, 'jira');
    expect(result).toMatchObject({ ok: true, event: { event: 'jira-comment-9' } });
    expect(result.ok && result.event.reply).toBe(reply);
  });

  test('sends the common body from an automation', () => {
    expect(read(body({ status: 'done' }), 'jira')).toMatchObject({ ok: true, event: { status: 'resolved' } });
    expect(read(native({ timestamp: 1e20 }), 'jira')).toEqual({ ok: false, status: 400 });
  });
});
