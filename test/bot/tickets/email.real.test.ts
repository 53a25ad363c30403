import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TicketConfig } from '../../../bot/config.ts';
import { email } from '../../../bot/tickets/email.ts';
import { messageIdOf } from '../../../bot/tickets/email-message.ts';
import { type MailServer, startMailServer, whyNoMailServer } from '../../support/mail-server.ts';
import { doneOf, ticketConfig, ticketOf, transcript } from './samples.ts';

const key = 'case:0123456789abcdef-1:1';

describe.skipIf(whyNoMailServer() !== null)('a real mail server', { timeout: 60_000 }, () => {
  let server: MailServer;
  beforeAll(async () => {
    server = await startMailServer();
  }, 60_000);
  afterAll(() => server?.[Symbol.asyncDispose]());

  const open = (rest: Partial<TicketConfig> = {}, ca: string | undefined = server.ca) =>
    email(
      ticketConfig({
        system: 'email',
        url: server.url,
        user: server.user,
        password: server.password,
        from: 'bot@test.local',
        to: 'helpdesk@test.local',
        ...rest,
      }),
      ca ? { ca } : {},
    );

  test('takes a ticket and what follows over STARTTLS, and delivers them as one thread', async () => {
    const tickets = open();
    expect(await tickets.check()).toEqual([]);
    const handle = doneOf(await tickets.create(ticketOf(key), 'OneDrive'));
    doneOf(await tickets.comment(handle, 'one more thing', `${key}:add:2`));
    doneOf(await tickets.attach(handle, transcript, `${key}:file:1`));
    await expect.poll(async () => (await server.delivered()).length, { timeout: 20_000 }).toBe(3);
    const mails = await server.delivered();
    const root = messageIdOf(key, 'bot@test.local');
    const first = mails.find(({ messageId }) => messageId === root);
    expect(first?.subject).toBe(`${ticketOf(key).subject} [${handle.id}]`);
    expect(first?.text?.trim()).toBe(ticketOf(key).body);
    expect(mails.filter(({ inReplyTo }) => inReplyTo === root)).toHaveLength(2);
    const file = mails.flatMap(({ attachments }) => attachments)[0];
    expect(file?.content.toString()).toBe(transcript.content);
  });

  test('delivers the files of a ticket in the same message', async () => {
    const own = `${key.slice(0, -1)}2`;
    const files = [transcript, { ...transcript, name: 'evidence.txt', content: 'AzureAdJoined : YES ✓' }];
    doneOf(await open().create(ticketOf(own, { files }), ''));
    const mine = async () =>
      (await server.delivered()).find(({ messageId }) => messageId === messageIdOf(own, 'bot@test.local'));
    await expect.poll(mine, { timeout: 20_000 }).toBeDefined();
    const mail = await mine();
    expect(mail?.text?.trim()).toBe(ticketOf(own).body);
    expect(mail?.attachments.map(({ filename, content }) => [filename, content.toString()])).toEqual([
      ['transcript.txt', transcript.content],
      ['evidence.txt', 'AzureAdJoined : YES ✓'],
    ]);
  });

  test('is said to refuse the sign-in when the password is wrong', async () => {
    const tickets = open({ password: 'wrong-word' });
    const result = await tickets.create(ticketOf(key), '');
    expect(result).toMatchObject({ kind: 'retry', error: 'email: the sign-in was refused (EAUTH 535)' });
    expect(await tickets.check()).toEqual([
      'TICKET_USER and TICKET_PASSWORD are wrong: email: the sign-in was refused (EAUTH 535)',
    ]);
    expect(JSON.stringify(result)).not.toContain('wrong-word');
  });

  test.each([
    ['nosuch@test.local', 'refused', '550'],
    ['greylist@test.local', 'retry', '451'],
    ['somebody@elsewhere.example', 'refused', '550'],
  ])('answers for %s: %s', async (to, kind, code) => {
    expect(await open({ to }).create(ticketOf(key), '')).toMatchObject({
      kind,
      error: expect.stringContaining(code),
    });
  });

  test('refuses what is larger than it allows', async () => {
    const handle = { key, id: 'x', url: null };
    const file = { ...transcript, content: Buffer.alloc(6_000_000, 'a') };
    expect(await open().attach(handle, file, `${key}:file:2`)).toMatchObject({
      kind: 'refused',
      error: expect.stringContaining('552'),
    });
  });

  test('is not trusted with a certificate that nobody vouches for', async () => {
    expect(await open({}, '').create(ticketOf(key), '')).toMatchObject({ kind: 'retry' });
    expect(await open({}, '').check()).toEqual([expect.stringMatching(/^TICKET_URL: email: /)]);
  });
});
