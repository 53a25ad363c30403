import { describe, expect, test } from 'vitest';
import type { TicketConfig } from '../../../bot/config.ts';
import { email } from '../../../bot/tickets/email.ts';
import { htmlOf, messageIdOf } from '../../../bot/tickets/email-message.ts';
import { smtpServer } from '../../support/mail-server.ts';
import { freePort } from '../../support/request-tracker.ts';
import { doneOf, ticketConfig, ticketOf, transcript } from './samples.ts';

const key = 'case:0123456789abcdef-1:1';
const configOf = (url: string, rest: Partial<TicketConfig> = {}) =>
  ticketConfig({ system: 'email', url, from: 'bot@test.local', to: 'it@test.local', ...rest });
const refusal = (code: number) =>
  Object.assign(new Error('anna@test.local is not welcome'), { responseCode: code });

describe('a ticket by e-mail', () => {
  test('carries subject, text and HTML, and its Message-ID is the same for the same key', async () => {
    await using server = await smtpServer();
    const tickets = email(configOf(server.url));
    const handle = doneOf(await tickets.create(ticketOf(key), 'Network'));
    doneOf(await tickets.create(ticketOf(key), 'Network'));
    const [first, second] = server.received;
    expect(first?.to).toEqual(['it@test.local']);
    expect(first?.mail.subject).toBe(`${ticketOf(key).subject} [${handle.id}]`);
    expect(first?.mail.text?.trim()).toBe(ticketOf(key).body);
    expect(first?.mail.html).toContain('<b>Summary: network</b>');
    expect(first?.mail.html).toContain('Anna &lt;anna@test.local&gt;');
    expect(first?.mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(first?.mail.headers.get('x-queue')).toBe('Network');
    expect(first?.mail.date?.toISOString()).toBe('2026-11-23T02:55:23.000Z');
    expect(first?.mail.messageId).toBe(messageIdOf(key, 'bot@test.local'));
    expect(second?.mail.messageId).toBe(first?.mail.messageId);
  });

  test('has everything that comes later in its thread', async () => {
    await using server = await smtpServer();
    const tickets = email(configOf(server.url));
    const handle = doneOf(await tickets.create(ticketOf(key), ''));
    doneOf(await tickets.comment(handle, 'one more thing', `${key}:add:2`));
    doneOf(await tickets.attach(handle, transcript, `${key}:file:1`));
    doneOf(await tickets.close(handle, 'fixed', `${key}:close:3`));
    const [first, ...rest] = server.received.map(({ mail }) => mail);
    expect(rest).toHaveLength(3);
    for (const mail of rest) {
      expect(mail.inReplyTo).toBe(first?.messageId);
      expect(mail.references).toBe(first?.messageId);
      expect(mail.subject).toContain(handle.id);
    }
    expect(new Set(server.received.map(({ mail }) => mail.messageId)).size).toBe(4);
    expect(rest[1]?.attachments[0]?.filename).toBe('transcript.txt');
    expect(rest[1]?.attachments[0]?.content.toString()).toBe(transcript.content);
  });

  test('cannot smuggle a header in through its subject', async () => {
    await using server = await smtpServer();
    const subject = 'OneDrive\r\nBcc: everyone@test.local\r\n\r\nbody';
    doneOf(await email(configOf(server.url)).create(ticketOf(key, { subject }), 'a\r\nBcc: b@test.local'));
    expect(server.received[0]?.to).toEqual(['it@test.local']);
    expect(server.received[0]?.mail.bcc).toBeUndefined();
  });

  test('is the same message when the server took it and its answer was lost', async () => {
    await using server = await smtpServer({}, (number) => (number === 1 ? 'drop' : null));
    const tickets = email(configOf(server.url));
    expect(await tickets.create(ticketOf(key), '')).toMatchObject({ kind: 'retry' });
    expect(await tickets.create(ticketOf(key), '')).toMatchObject({ kind: 'done' });
    expect(new Set(server.received.map(({ mail }) => mail.messageId)).size).toBe(1);
  });

  test.each([
    [451, 'retry'],
    [452, 'retry'],
    [550, 'refused'],
    [552, 'refused'],
  ])('answered %i is %s, without repeating what the server says', async (code, kind) => {
    await using server = await smtpServer({}, () => refusal(code));
    const result = await email(configOf(server.url)).create(ticketOf(key), '');
    expect(result).toMatchObject({ kind, error: expect.stringContaining(String(code)) });
    expect(JSON.stringify(result)).not.toContain('anna');
  });

  test.each([
    [450, 'retry'],
    [550, 'refused'],
  ])('whose recipient is answered %i is %s', async (code, kind) => {
    await using server = await smtpServer({ onRcptTo: (_address, _session, done) => done(refusal(code)) });
    expect(await email(configOf(server.url)).create(ticketOf(key), '')).toMatchObject({ kind });
  });

  test('waits where nobody answers, and where the server stays silent', async () => {
    const closed = `smtp://127.0.0.1:${await freePort()}`;
    expect(await email(configOf(closed)).create(ticketOf(key), '')).toMatchObject({ kind: 'retry' });
    await using server = await smtpServer({ onConnect: () => {} });
    const result = await email(configOf(server.url), { timeoutMs: 100 }).create(ticketOf(key), '');
    expect(result).toMatchObject({ kind: 'retry', error: expect.stringContaining('ETIMEDOUT') });
  });

  test('never sends a password without TLS', async () => {
    const passwords: string[] = [];
    await using server = await smtpServer({
      allowInsecureAuth: true,
      onAuth(auth, _session, done) {
        passwords.push(auth.password ?? '');
        done(null, { user: auth.username });
      },
    });
    const tickets = email(configOf(server.url, { user: 'bot', password: 'secret-word' }));
    expect(await tickets.create(ticketOf(key), '')).toMatchObject({ kind: 'retry' });
    expect(passwords).toEqual([]);
    expect(await tickets.check()).toEqual([expect.stringMatching(/^TICKET_URL: email: /)]);
  });
});

test('HTML has the text and nothing else in it', () => {
  expect(htmlOf('Who\n  <script>\n    set in\n\nplain & simple\nnext')).toContain(
    '<p><b>Who</b><br>&lt;script&gt;<br>&nbsp;&nbsp;set in</p>\n<p>plain &amp; simple<br>next</p>',
  );
});
