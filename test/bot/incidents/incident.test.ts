import { execFile } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeIncident, mergeIncident, nameIncident, openIncident } from '../../../bot/incidents/manage.ts';
import { openStore } from '../../../bot/store/open.ts';
import type { Store, TicketRow, Turn } from '../../../bot/store/store.ts';
import { startBot, type TestBot } from '../../support/bot.ts';
import { type Card, stepOfCard, type TeamsUser } from '../../support/teams.ts';
import { policyWith } from '../../support/walk.ts';

const secret = 'a secret between two';
const minute = 60_000;
let folder: string;
let time: number;
let bot: TestBot;
let store: Store;
beforeEach(async () => {
  time = Date.UTC(2026, 10, 25, 9);
  folder = mkdtempSync(join(tmpdir(), 'incidents-'));
  const databaseUrl = `file:${join(folder, 'bot.db')}`;
  bot = await startBot({
    databaseUrl,
    now: () => time,
    policy: policyWith({ incidents: { learnDays: 0 } }),
    env: { WEBHOOK_SECRET: secret },
  });
  store = await openStore(databaseUrl);
});
afterEach(async () => {
  await bot.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const incidents = () => store.turn((turn) => turn.incidents.list(10));
const tickets = async (): Promise<TicketRow[]> => store.tickets(100);
const text = (card: object) => JSON.stringify(card);
const byHand = async (work: (turn: Turn) => Promise<unknown>) => {
  await store.turn(work);
  await bot.attend();
};
const open = (name = '', code = '0x8004de40') =>
  byHand((turn) =>
    openIncident(turn, { tenant: null, code, name, by: 'Robin', detection: null, affected: [] }, time),
  );
/** New people with the code, half a minute apart. */
async function come(count: number, zone?: string): Promise<{ user: TeamsUser; card: Card }[]> {
  const came: { user: TeamsUser; card: Card }[] = [];
  for (let n = 0; n < count; n++) {
    time += minute / 2;
    const user = bot.user();
    if (zone) user.localTimezone = zone;
    came.push({ user, card: (await user.type('0x8004de40')).card });
  }
  return came;
}
const send = async (user: TeamsUser, card: Card, inputs = {}) =>
  user.click(await user.click(card, 'human'), 'send', inputs);
const said = async (user: TeamsUser, word: string, from: number) =>
  bot.connector.next((one) => one.conversation === user.conversation && !!one.text?.includes(word), from);
const cardAfter = async (user: TeamsUser, from: number, word = ''): Promise<Card> => {
  const mine = (one: { conversation: string; method: string; card: Card | undefined }) =>
    one.conversation === user.conversation &&
    one.method === 'POST' &&
    one.card?.refresh !== undefined &&
    text(one.card).includes(word);
  return (await bot.connector.next(mine, from)).card as Card;
};
async function event(body: object): Promise<string> {
  const raw = JSON.stringify({ id: 'OD-1', event: randomUUID(), at: new Date(time).toISOString(), ...body });
  const response = await fetch(`${bot.url}/api/tickets/builtin/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-signature': `sha256=${createHmac('sha256', secret).update(raw).digest('hex')}`,
    },
    body: raw,
  });
  return ((await response.json()) as { result: string }).result;
}

describe('an outage', () => {
  it('is one incident within its first fifteen people: one ticket, the early ones told, later ones at the start', async () => {
    const from = bot.connector.sent.length;
    // A company at one place has no site of its own to speak of.
    const early = await come(15, 'Europe/Zurich');
    expect(early.map(({ card }) => stepOfCard(card)).at(0)).toBe('device');
    await expect.poll(async () => (await incidents()).length).toBe(1);
    expect((await incidents())[0]?.site).toBeUndefined();
    await expect.poll(async () => (await tickets()).length).toBe(1);
    const [ticket] = await tickets();
    expect(ticket).toMatchObject({ key: 'incident:INC-1:1', category: 'outage' });
    expect(ticket?.subject).toMatch(/^Incident INC-1, OneDrive 0x8004de40: \d+ people have the same$/);
    expect(ticket?.body).toContain('where 0.');
    await said(early[0]?.user as TeamsUser, 'IT knows about this now', from);
    const [late] = await come(1);
    await byHand((turn) => closeIncident(turn, 'INC-1', 'Robin', '', time));
    const [after] = await come(1);
    await bot.attend();
    expect(stepOfCard(after?.card as Card)).toBe('device');
    expect(stepOfCard(late?.card as Card)).toBe('incident');
    expect(text(late?.card as Card)).toMatch(/IT knows, and 1\d colleagues have the same\./);
    expect(await incidents()).toHaveLength(1);
  });

  it('at one site of a company is that of its site, and nobody else is told', async () => {
    // Four weeks: five an hour in Berlin, two a day in Zurich.
    await store.turn(async (turn) => {
      for (let hour = 1; hour <= 28 * 24; hour++) {
        const at = time - hour * 60 * minute;
        const one = (n: number) => ({ case: `c-${hour}-${n}`, user: `u-${hour}-${n}`, at });
        for (let n = 0; n < 5; n++) await turn.incidents.see('tenant-1|family', one(n));
        if (hour % 12 === 0) await turn.incidents.see('tenant-1|family@Europe/Zurich', one(0));
      }
    });
    await come(12, 'Europe/Zurich');
    await expect.poll(async () => (await incidents()).length).toBe(1);
    const [incident] = await incidents();
    expect(incident).toMatchObject({ id: 'INC-1', site: 'Europe/Zurich', state: 'open' });
    await expect.poll(async () => (await tickets())[0]?.subject).toContain('0x8004de40, Europe/Zurich: ');
    const [elsewhere] = await come(1, 'Europe/Berlin');
    const [there] = await come(1, 'Europe/Zurich');
    expect(stepOfCard(elsewhere?.card as Card)).toBe('device');
    expect(stepOfCard(there?.card as Card)).toBe('incident');
  });

  it('takes what is sent into its ticket, asks everyone at its end, and who still has it gets a ticket', async () => {
    await open('The proxy is down');
    const [waiter, sender, looker] = await come(3);
    if (!waiter || !sender || !looker) throw new Error('nobody came');
    expect(text(waiter.card)).toContain('What IT says: The proxy is down.');
    expect(stepOfCard(await waiter.user.click(waiter.card, 'wait'))).toBe('paused');
    const sent = await send(sender.user, sender.card, { comment: 'I am in the second floor' });
    await expect.poll(async () => (await tickets())[0]?.comments.length).toBe(1);
    expect((await tickets())[0]?.comments[0]?.text).toContain('I am in the second floor');
    expect(text(await sender.user.click(sent, 'show'))).toContain('OD-1001');
    expect(await tickets()).toHaveLength(1);

    // Teams takes a few messages a second only, and the clock stands still here.
    time += minute;
    const from = bot.connector.sent.length;
    expect(
      await event({ correlation: 'incident:INC-1:1', actor: 'Robin', reply: 'We restart it at ten.' }),
    ).toBe('taken');
    for (const { user } of [waiter, sender, looker]) await said(user, 'We restart it at ten.', from);
    await cardAfter(sender.user, from);
    time += minute;
    await sender.user.type('does it take long?');
    await expect
      .poll(async () => (await tickets())[0]?.comments.at(-1)?.text)
      .toContain('does it take long?');

    time += minute;
    const before = bot.connector.sent.length;
    expect(await event({ correlation: 'incident:INC-1:1', status: 'resolved', owner: 'Robin' })).toBe(
      'taken',
    );
    for (const { user } of [waiter, sender, looker]) await said(user, 'is over', before);
    const first = await cardAfter(waiter.user, before);
    const second = await cardAfter(sender.user, before, 'Did it help?');
    const third = await cardAfter(looker.user, before);
    expect(stepOfCard(first)).toBe('paused');
    expect(stepOfCard(await waiter.user.click(first, 'fixed'))).toBe('resolved');
    expect(stepOfCard(third)).toBe('paused');
    expect(stepOfCard(await looker.user.click(third, 'resume'))).toBe('device');
    await sender.user.click(second, 'add', { comment: 'not here' });
    await expect.poll(async () => (await tickets()).length).toBe(2);
    expect((await tickets()).find(({ key }) => key.startsWith('case:'))?.body).toContain('not here');
    const [after] = await come(1);
    expect(stepOfCard(after?.card as Card)).toBe('device');
    await expect
      .poll(async () => (await tickets()).find(({ key }) => key.startsWith('incident:'))?.status)
      .toBe('resolved');
  });

  it('keeps apart whose files are at risk, and leaves its ticket open where one person needs nothing any more', async () => {
    await open();
    const [one, risky] = await come(2);
    if (!one || !risky) throw new Error('nobody came');
    const sent = await send(one.user, one.card);
    expect(stepOfCard(await one.user.click(sent, 'withdraw'))).toBe('closed');
    await expect
      .poll(async () => (await tickets())[0]?.comments.at(-1)?.text)
      .toContain('needs nothing any more');
    expect((await tickets())[0]?.status).toBe('new');
    await risky.user.type('my files exist only on this computer and will not open');
    const asked = (await risky.user.type('talk to a person')).card;
    const shown = text(asked);
    await risky.user.click(asked, 'send');
    await expect
      .poll(async () => (await tickets()).length)
      .toBe(shown.includes('Files may exist only') ? 2 : 1);
  });

  it('of another code, opened by hand, takes what is sent as well, and its end is told', async () => {
    await open('Licences', '0x8004deef');
    const user = bot.user();
    const { card } = await user.type('0x8004deef');
    await user.click(await user.click(card, 'not-fixed'), 'send', { comment: 'no licence' });
    await expect.poll(async () => (await tickets())[0]?.comments.at(-1)?.text).toContain('no licence');
    await expect.poll(async () => (await incidents())[0]?.people).toBe(1);
    time += minute;
    const from = bot.connector.sent.length;
    await byHand((turn) => closeIncident(turn, 'INC-1', 'Robin', '', time));
    await said(user, 'is over', from);
    expect(await tickets()).toHaveLength(1);
  });

  it('is shown once the code is known, and not for another code', async () => {
    await open();
    const user = bot.user();
    const { card } = await user.type('hello');
    expect(stepOfCard(card)).toBe('welcome');
    expect(stepOfCard(await user.click(card, 'code-40'))).toBe('incident');
    const other = bot.user();
    const asked = await other.click((await other.type('hello')).card, 'other-code');
    expect(stepOfCard(await other.click(asked, 'continue', { code: '0x8004deef' }))).toBe('code-help');
  });
});

describe('by hand', () => {
  it('an end names the button for it only where the card has it', async () => {
    await open();
    const [looker, waiter] = await come(2);
    if (!looker || !waiter) throw new Error('nobody came');
    expect(stepOfCard(await looker.user.click(looker.card, 'keep-trying'))).toBe('device');
    await waiter.user.click(waiter.card, 'wait');
    const from = bot.connector.sent.length;
    await byHand((turn) => closeIncident(turn, 'INC-1', 'Robin', '', time));
    expect((await said(looker.user, 'is over', from)).text).toContain('we carry on below');
    expect((await said(waiter.user, 'is over', from)).text).toContain('tap "It works now"');
  });

  it('incidents are opened once for a code, named, merged and closed, and everyone concerned hears of it', async () => {
    await open('Proxy', '0x8004de40');
    const again = await store.turn((turn) =>
      openIncident(
        turn,
        { tenant: null, code: '0x8004de88', name: '', by: 'Sam', detection: null, affected: [] },
        time,
      ),
    );
    expect(again).toEqual({ ok: false, why: 'open-already' });
    await open('Licences', '0x8004deef');
    const [one] = await come(1);
    if (!one) throw new Error('nobody came');
    const sent = await send(one.user, one.card);
    await byHand((turn) => nameIncident(turn, 'INC-2', 'Licences of Berlin', time));
    await byHand((turn) => mergeIncident(turn, 'INC-1', 'INC-2', time));
    expect(await store.turn((turn) => mergeIncident(turn, 'INC-1', 'INC-2', time))).toEqual({
      ok: false,
      why: 'not-open',
    });
    await expect
      .poll(async () => text((await store.caseById((await affected('INC-2'))[0] ?? ''))?.record.ticket ?? {}))
      .toContain('incident:INC-2:1');
    const from = bot.connector.sent.length;
    await byHand((turn) => closeIncident(turn, 'INC-2', 'Robin', 'The licences are back.', time));
    await said(one.user, 'They write: The licences are back.', from);
    expect(text(await cardAfter(one.user, from))).toContain('Did it help?');
    expect((await incidents()).map(({ state }) => state).sort()).toEqual(['closed', 'merged']);
    expect(stepOfCard(sent)).toBe('escalated');
  });

  it('says by command what there is and what is wrong with a command', async () => {
    const cli = fileURLToPath(new URL('../../../bot/incidents/cli.ts', import.meta.url));
    const env = { PATH: process.env.PATH, DATABASE_URL: `file:${join(folder, 'bot.db')}`, USER: 'robin' };
    const said = (...args: string[]) =>
      new Promise((resolve) => {
        execFile(process.execPath, [cli, ...args], { env, encoding: 'utf8' }, (error, stdout, stderr) =>
          resolve({ status: error?.code ?? 0, text: stdout + stderr }),
        );
      });
    expect(await said('open', '0x8004DE40', 'The', 'proxy')).toEqual({
      status: 0,
      text: 'INC-1: open, The proxy\n',
    });
    expect(await said('name', 'inc-9', 'x')).toMatchObject({
      status: 1,
      text: expect.stringContaining('no such incident'),
    });
    expect(await said('rename')).toMatchObject({
      status: 1,
      text: expect.stringContaining('Say: open <code>'),
    });
    expect(await said()).toMatchObject({ text: expect.stringMatching(/^INC-1 .*open.*0 people.*The proxy/) });
    expect(await said('close', 'INC-1', 'Restarted.')).toEqual({
      status: 0,
      text: 'INC-1: closed, The proxy\n',
    });
  });

  it('an incident that nobody had for a day closes by itself only where the bot opened it', async () => {
    await open();
    time += 25 * 60 * minute;
    await bot.attend();
    expect((await incidents()).map(({ state }) => state)).toEqual(['open']);
    await byHand((turn) => closeIncident(turn, 'INC-1', 'Robin', '', time));
    const [first] = await come(15);
    await expect.poll(async () => (await incidents())[0]?.openedBy).toBeNull();
    const from = bot.connector.sent.length;
    time += 25 * 60 * minute;
    await bot.attend();
    await said(first?.user as TeamsUser, 'seems to be over', from);
    expect((await incidents()).map(({ state }) => state)).toEqual(['closed', 'closed']);
  });
});

const affected = async (id: string): Promise<string[]> =>
  (await store.turn((turn) => turn.incidents.affected(id, '', 10))).map((one) => one.case);
