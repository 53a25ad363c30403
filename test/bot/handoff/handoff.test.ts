import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chatLink, ticketInLink } from '../../../bot/handoff/link.ts';
import { openStore } from '../../../bot/store/open.ts';
import type { Store } from '../../../bot/store/store.ts';
import { startBot, type TestBot } from '../../support/bot.ts';
import { startIssuer } from '../../support/issuer.ts';
import { nothingSpecial, pc } from '../../support/ladder.ts';
import { type Card, type Sent, stepOfCard, type TeamsUser } from '../../support/teams.ts';

const channel = '19:it-help@thread.tacv2';
let bot: TestBot;
let folder: string;
let queue: Store;
let issuer: Awaited<ReturnType<typeof startIssuer>>;
beforeAll(async () => {
  issuer = await startIssuer();
  folder = await mkdtemp(join(tmpdir(), 'handoff-'));
  const databaseUrl = `file:${join(folder, 'bot.db')}`;
  const env = { IT_CHANNEL: channel, API_ISSUER: issuer.url, API_AUDIENCE: 'api://bot' };
  bot = await startBot({ databaseUrl, env });
  queue = await openStore(databaseUrl);
});
afterAll(async () => {
  await queue.close();
  await bot.close();
  await rm(folder, { recursive: true });
  await issuer.stop();
});

const text = (card: object | undefined) => JSON.stringify(card);
const api = async (path: string, body?: object) => {
  const token = await issuer.token({ roles: ['Handoff.Create', 'Cases.Read'] });
  const response = await fetch(`${bot.url}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    ...(body && { body: JSON.stringify(body) }),
  });
  return (await response.json()) as { case: string; state: string; chatLink: string };
};
const cardFor = (user: TeamsUser, from: number, step: string) =>
  bot.connector.next(
    (one) =>
      one.conversation === user.conversation && one.card !== undefined && stepOfCard(one.card) === step,
    from,
  );

interface Dialog {
  task: { type: string; value: { card: { content: { body: { items?: Field[] }[] } } } };
}
interface Field {
  id: string;
  value?: string;
  choices?: { value: string }[];
}

/** Somebody of the help desk; a member of the IT team unless said otherwise. */
function agent(member = true) {
  const user = bot.user();
  if (member) bot.connector.members.add(user.id);
  const invoke = async (name: string, value: object): Promise<Dialog> => {
    const from = { id: user.id, name: 'Robin', aadObjectId: user.objectId };
    const response = await user.post(user.activity({ type: 'invoke', name, value, from }));
    expect(response.status).toBe(200);
    return (await response.json()) as Dialog;
  };
  return {
    user,
    open: (author: TeamsUser, content: string) =>
      invoke('composeExtension/fetchTask', {
        commandId: 'sendToHelper',
        commandContext: 'message',
        messagePayload: {
          id: '1',
          from: { user: { id: author.objectId, displayName: 'Kim Tester' } },
          body: { contentType: 'html', content },
        },
      }),
    submit: (data: object) =>
      invoke('composeExtension/submitAction', { commandId: 'sendToHelper', commandContext: 'message', data }),
  };
}

describe('the message extension of agents', () => {
  it('opens with the author and the code of the message, hands over, and tells the agent what came of it', async () => {
    const user = bot.user();
    await user.type('hi');
    const robin = agent();
    await robin.user.type('hi');
    const { task } = await robin.open(user, '<p>Help! <b>0x8004DE40</b> again</p>');
    const fields = task.value.card.content.body.flatMap(({ items }) => items ?? []);
    expect(fields.find(({ id }) => id === 'person')?.value).toBe(user.objectId);
    expect(fields.find(({ id }) => id === 'code')?.value).toBe('0x8004de40');
    const from = bot.connector.sent.length;
    const sent = await robin.submit({
      person: user.objectId,
      code: '0x8004de40',
      platform: 'windows',
      ownership: 'personal',
      done: 'internet:loads,restart:not-fixed',
      note: 'Sits in the new building',
    });
    expect(text(sent)).toContain('has the next step in their chat');
    const { card } = await cardFor(user, from, 'device');
    expect(text(card)).toContain('It was Robin');
    const next = await user.click(card as Card, 'continue', pc('windows', 'personal'));
    expect(stepOfCard(next)).toBe('situation');
    const backup = await user.click(next, 'continue', nothingSpecial);
    const stuck = await user.click(await user.click(backup, 'done'), 'fixed');
    expect(stepOfCard(stuck)).toBe('resolved');
    const told = await bot.connector.next(
      (one) => one.conversation === robin.user.conversation && one.text !== undefined,
      from,
    );
    expect(told.text).toMatch(/about Kim Tester: Fixed at this step: /);
  });

  it('says that somebody without the app is waited for, with the links to send', async () => {
    const stranger = bot.user();
    const answer = await agent().submit({ person: stranger.objectId, ticket: 'INC-7' });
    expect(text(answer)).toContain('Waiting:');
    expect(text(answer)).toContain('https://teams.microsoft.com/l/chat/0/0?users=28:');
    expect(text(answer)).toContain('https://teams.microsoft.com/l/app/');
    const { card } = await stranger.type(`0x8004de40 (ticket INC-7)`);
    expect(text(card)).toContain('INC-7');
  });

  it.each([
    ['no person', { code: '0x8004de40' }, 'choose the person'],
    ['something that is no code', { person: 'x', code: 'hello' }, 'expected an error code'],
  ])('comes back with what is wrong for %s', async (_name, data, words) => {
    expect(text(await agent().submit(data))).toContain(words);
  });

  it('does nothing for who is no member of the IT team, or where nobody can say', async () => {
    const user = bot.user();
    const from = bot.connector.sent.length;
    const mallory = agent(false);
    for (const answer of [
      await mallory.open(user, '0x8004de40'),
      await mallory.submit({ person: user.objectId }),
    ]) {
      expect(text(answer)).toContain('Only members');
    }
    const robin = agent();
    bot.connector.rosterStatus = 500;
    const unsure = await robin.submit({ person: user.objectId });
    bot.connector.rosterStatus = null;
    expect(text(unsure)).toContain("can't find out");
    const { card } = await user.type('hi');
    expect(stepOfCard(card)).toBe('welcome');
    expect(bot.connector.sent.slice(from).some((one) => text(one.card)?.includes('sent you here'))).toBe(
      false,
    );
  });
});

describe('the link for any ticket', () => {
  it('puts words into the box that the bot reads again', () => {
    for (const ticket of ['4711', 'INC0012345', 'HELP-12', 'OD-1001']) {
      const link = new URL(chatLink('11111111-2222-4333-8444-555555555555', '0x8004de40', ticket));
      expect(link.searchParams.get('users')).toBe('28:11111111-2222-4333-8444-555555555555');
      expect(ticketInLink(link.searchParams.get('message') ?? '')).toBe(ticket);
    }
    expect(ticketInLink('0x8004de40')).toBeNull();
  });

  it('brings what came of it to the ticket that it names', async () => {
    const first = bot.user();
    const escalated = await first.click(
      await first.click((await first.type('0x8004de40')).card, 'human'),
      'send',
    );
    const desk = /OD-\d+/.exec(text(escalated) ?? '')?.[0] ?? '';
    const shown = (one: Sent) =>
      one.conversation.startsWith(channel) && text(one.card)?.includes(desk) === true;
    await bot.connector.next(shown);
    const user = bot.user();
    const { card } = await user.type(`0x8004de40 (ticket ${desk})`);
    expect(stepOfCard(card)).toBe('device');
    expect(text(card)).toContain(`Your ticket there: ${desk}`);
    await user.click(await user.click(card, 'human'), 'send');
    await expect.poll(() => commentsOf(desk)).toMatch(/Handed to IT as ticket OD-\d+/);
  });
});

describe("Bot Framework's handoff events", () => {
  const event = (user: TeamsUser, name: string, value: object, more: object = {}) =>
    user.post(user.activity({ type: 'event', name, value, ...more }));
  const events = (user: TeamsUser, from: number, name: string) =>
    bot.connector.next((one) => one.conversation === user.conversation && one.name === name, from);

  it('begin a case after what the hub knows, once, and are answered with accepted', async () => {
    const user = bot.user();
    const from = bot.connector.sent.length;
    const transcript = { activities: [{ type: 'message', text: 'I get 0x8004de40 all day' }] };
    const attachments = [{ contentType: 'application/json', name: 'Transcript', content: transcript }];
    const same = { id: randomUUID(), attachments };
    const value = { facts: { platform: 'windows', ownDevice: 'yes', ownership: 'personal' } };
    await event(user, 'handoff.initiate', value, same);
    expect((await events(user, from, 'handoff.status')).value).toMatchObject({ state: 'accepted' });
    const { card } = await cardFor(user, from, 'internet');
    await event(user, 'handoff.initiate', value, same);
    const posts = bot.connector.sent.slice(from).filter((one) => one.card?.refresh !== undefined);
    expect(posts.filter((one) => one.conversation === user.conversation)).toHaveLength(1);

    const later = bot.connector.sent.length;
    const asked = await user.click(card as Card, 'human');
    await user.click(asked, 'send');
    const back = await events(user, later, 'handoff.initiate');
    expect(back.value).toMatchObject({ code: '0x8004de40', ticket: expect.stringMatching(/^OD-\d+$/) });
    const { value: status } = await events(user, later, 'handoff.status');
    expect(status).toMatchObject({ state: 'failed', message: expect.stringContaining('Handed to IT') });
  });

  it('with faults are answered with failed and what is wrong', async () => {
    const user = bot.user();
    const from = bot.connector.sent.length;
    await event(user, 'handoff.initiate', { code: 'hello', facts: { platform: 'toaster' } });
    const { value } = await events(user, from, 'handoff.status');
    expect(value).toMatchObject({ state: 'failed', message: expect.stringContaining('facts.platform') });
  });

  it('bring the status of the ticket from the hub to the user', async () => {
    const user = bot.user();
    const { card } = await user.type('0x8004de40');
    await user.click(await user.click(card, 'human'), 'send');
    const said = (from: number) =>
      bot.connector.next((one) => one.conversation === user.conversation && one.text !== undefined, from);
    const from = bot.connector.sent.length;
    await event(user, 'handoff.status', { state: 'accepted', owner: 'Sam' });
    expect((await said(from)).text).toBe('Sam has taken your ticket.');
    const then = bot.connector.sent.length;
    await event(user, 'handoff.status', { state: 'completed' });
    expect((await said(then)).text).toContain('Did it help?');
    const last = bot.connector.sent.length;
    await event(user, 'handoff.status', { state: 'failed', message: 'Nobody is here.' });
    expect((await said(last)).text).toContain('Nobody is here. Your ticket is kept.');
    await event(user, 'handoff.status', { state: 'nonsense' });
  });

  it('are all taken where the hub gives them no ids', async () => {
    const user = bot.user();
    const { card } = await user.type('0x8004de40');
    await user.click(await user.click(card, 'human'), 'send');
    const from = bot.connector.sent.length;
    const words = () =>
      bot.connector.sent.slice(from).filter((one) => one.conversation === user.conversation && one.text);
    const status = (value: object) => event(user, 'handoff.status', value, { id: undefined });
    await status({ state: 'accepted', owner: 'Sam' });
    await status({ state: 'accepted', owner: 'Robin' });
    await status({ state: 'failed', message: 'Nobody is here.' });
    await status({ state: 'failed', message: 'Still nobody.' });
    await expect
      .poll(() => words().map((one) => one.text))
      .toEqual([
        expect.stringContaining('Sam'),
        expect.stringContaining('Robin'),
        expect.stringContaining('Nobody is here.'),
        expect.stringContaining('Still nobody.'),
      ]);
  });
});

describe('what came of a handoff through the API', () => {
  it('goes to the ticket of the agent, and so does that the user has to be sent the link', async () => {
    const other = bot.user();
    const sent = await other.click(await other.click((await other.type('0x8004de40')).card, 'human'), 'send');
    const desk = /OD-\d+/.exec(text(sent) ?? '')?.[0] ?? '';
    const user = bot.user();
    const answer = await api('/api/handoffs', {
      user: { aadObjectId: user.objectId },
      ticket: { system: 'builtin', id: desk },
      code: '0x8004de40',
      facts: { platform: 'mac', ownDevice: 'yes', ownership: 'personal' },
    });
    expect(answer.state).toBe('waiting');
    await expect.poll(() => commentsOf(desk)).toContain(answer.chatLink);
    const { card } = await user.type('hi');
    expect(stepOfCard(card)).toBe('internet');
    await user.click(await user.click(card, 'loads'), 'fixed');
    await expect.poll(() => commentsOf(desk)).toContain('Fixed at this step: Restart OneDrive.');
  });
});

it('a user who stays away is reported, too', async () => {
  let time = Date.UTC(2026, 10, 23, 9);
  const other = await startBot({ now: () => time });
  const user = other.user();
  const activity = { type: 'event', name: 'handoff.initiate', value: { code: '0x8004de40' } };
  await user.post(user.activity(activity));
  await other.connector.next((one) => one.card !== undefined);
  for (const days of [1, 4]) {
    time += days * 86_400_000;
    await other.attend();
  }
  const { value } = await other.connector.next(
    (one) => one.name === 'handoff.status' && (one.value as { state: string }).state !== 'accepted',
  );
  expect(value).toEqual({ state: 'failed', message: expect.stringContaining('did not answer any more') });
  await other.close();
});

/** What was added to a ticket of the built-in queue. */
async function commentsOf(id: string): Promise<string> {
  const ticket = await queue.ticket(id);
  return (ticket?.comments ?? []).map((one) => one.text).join('\n');
}
