import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openIncident } from '../../../bot/incidents/manage.ts';
import { openStore } from '../../../bot/store/open.ts';
import { startBot, type TestBot } from '../../support/bot.ts';
import { pc } from '../../support/ladder.ts';
import { proxyOf, type Recorder, type Reply } from '../../support/recorder.ts';
import {
  type RequestTracker,
  startRequestTracker,
  whyNoRequestTracker,
} from '../../support/request-tracker.ts';
import { type Card, dataOf, stepOfCard, type TeamsUser } from '../../support/teams.ts';
import { technician } from '../../support/technician.ts';

const minute = 60_000;
const channel = '19:it-help@thread.tacv2';
/** The clock that the bot reads; real time goes on, and only what is due by this clock is done. */
let ahead = 0;
const now = () => Date.now() + ahead;

/** The whole bot beside a real Request Tracker whose webhook reaches nobody. */
describe.skipIf(whyNoRequestTracker() !== null)(
  'a help desk in Request Tracker',
  { timeout: 120_000 },
  () => {
    let rt: RequestTracker;
    let between: Recorder;
    let bot: TestBot;
    let folder: string;
    let databaseUrl: string;
    let fault: (path: string, method: string) => Reply | undefined = () => undefined;

    beforeAll(async () => {
      rt = await startRequestTracker({ url: 'http://127.0.0.1:1/nobody', secret: 'unused' });
      between = await proxyOf(rt.url, ({ path, method }) => fault(path, method));
      const env = {
        TICKET_SYSTEM: 'rt',
        TICKET_URL: between.url,
        TICKET_TOKEN: rt.token,
        TICKET_QUEUE: 'IT Support',
        IT_CHANNEL: channel,
      };
      folder = mkdtempSync(join(tmpdir(), 'desk-'));
      databaseUrl = `file:${join(folder, 'bot.db')}`;
      bot = await startBot({ env, now, databaseUrl });
    }, 300_000);
    afterAll(async () => {
      await bot?.close();
      await between?.[Symbol.asyncDispose]();
      await rt?.[Symbol.asyncDispose]();
      if (folder) rmSync(folder, { recursive: true, force: true });
    }, 60_000);

    const withKey = async (key: string): Promise<string[]> => {
      const query = encodeURIComponent(`'CF.{Bot Correlation ID}' = '${key}'`);
      const { items } = (await rt.agent('GET', `/tickets?query=${query}`)) as { items: { id: string }[] };
      return items.map(({ id }) => id);
    };
    const texts = async (id: string): Promise<string> => {
      const { items } = (await rt.agent(
        'GET',
        `/ticket/${id}/attachments?fields=Filename,Content&per_page=100`,
      )) as {
        items: { Content: string }[];
      };
      return items.map(({ Content }) => Content ?? '').join('\n');
    };
    const mine = (user: TeamsUser, from: number) =>
      bot.connector.sent.slice(from).filter((one) => one.conversation === user.conversation);
    /** Lets the poll come and waits until the user hears of it. */
    async function heard(user: TeamsUser, word: string): Promise<Card> {
      const from = bot.connector.sent.length;
      ahead += 6 * minute;
      await bot.attend();
      await bot.connector.next(
        (one) => one.conversation === user.conversation && !!one.text?.includes(word),
        from,
      );
      const posted = await bot.connector.next(
        (one) =>
          one.conversation === user.conversation && one.card?.refresh !== undefined && one.method === 'POST',
        from,
      );
      return posted.card as Card;
    }
    async function escalated() {
      const user = bot.user();
      const { card } = await user.type('0x8004de40');
      const sent = await user.click(await user.click(card, 'human'), 'send');
      const key = `case:${dataOf(sent).case}:1`;
      await expect.poll(() => withKey(key), { timeout: 20_000 }).toHaveLength(1);
      const [id = ''] = await withKey(key);
      return { user, card: sent, key, id };
    }

    test('is read back where its webhook is lost: taken by whom, a question, its answer, solved, not solved', async () => {
      const { user, id } = await escalated();
      await rt.agent('PUT', `/ticket/${id}`, { Owner: 'agent1', Status: 'open' });
      await rt.agent('POST', `/ticket/${id}/correspond`, {
        Content: 'Which floor?',
        ContentType: 'text/plain',
      });
      const start = bot.connector.sent.length;
      await heard(user, 'Which floor?');
      expect(mine(user, start).flatMap(({ text }) => text ?? [])).toEqual([
        'agent1 has taken your ticket.\n\nagent1 writes about your ticket: Which floor?',
      ]);
      await user.type('the third');
      await expect.poll(() => texts(id), { timeout: 20_000 }).toContain('the third');
      await rt.agent('PUT', `/ticket/${id}`, { Status: 'resolved' });
      const asked = await heard(user, 'Did it help');
      const again = await user.click(asked, 'add', { comment: 'still the cross' });
      const status = async () => ((await rt.agent('GET', `/ticket/${id}`)) as { Status: string }).Status;
      await expect.poll(status, { timeout: 20_000 }).toBe('open');
      expect(await texts(id)).toContain('still the cross');
      expect(stepOfCard(again)).toBe('escalated');
      const from = bot.connector.sent.length;
      ahead += 6 * minute;
      await bot.attend();
      await user.type('are you there');
      expect(mine(user, from).flatMap(({ text }) => text ?? [])).toEqual([]);
    });

    test('gets a second escalation of the same code into the open ticket', async () => {
      const { user, key, id } = await escalated();
      const { card } = await user.type('0x8004de40');
      expect(stepOfCard(card)).toBe('device');
      const at = await user.click(card, 'continue', pc('windows', 'personal'));
      const second = await user.click(await user.click(at, 'human'), 'send', {
        comment: 'now on my other desk',
      });
      await expect.poll(() => texts(id), { timeout: 20_000 }).toContain('now on my other desk');
      expect(await withKey(`case:${dataOf(second).case}:1`)).toEqual([]);
      await user.click(second, 'withdraw');
      const status = async () => ((await rt.agent('GET', `/ticket/${id}`)) as { Status: string }).Status;
      await expect.poll(status, { timeout: 20_000 }).toBe('rejected');
      expect(await withKey(key)).toEqual([id]);
    });

    test('is worked on from the IT channel: what was done there is in the ticket, and solving it solves the ticket', async () => {
      const before = bot.connector.sent.length;
      const { user, id } = await escalated();
      const post = await bot.connector.next((one) => one.conversation.startsWith(channel), before);
      const act = technician(bot, post);
      const taken = await act(post.card as Card, 'take');
      const asked = await act(taken, 'ask', { text: 'Which floor?' });
      await bot.connector.next(
        (one) => one.conversation === user.conversation && !!one.text?.includes('Which floor?'),
        before,
      );
      await user.type('the third');
      await act(asked, 'resolve', { text: 'New cable' });
      await expect.poll(() => texts(id), { timeout: 20_000 }).toContain('Robin solved it: New cable');
      const said = await texts(id);
      for (const line of ['Robin took the ticket', 'Robin asked the user: Which floor?', 'the third'])
        expect(said.split(line)).toHaveLength(2);
      const status = async () => ((await rt.agent('GET', `/ticket/${id}`)) as { Status: string }).Status;
      await expect.poll(status, { timeout: 20_000 }).toBe('resolved');
    });

    test('that does not answer loses nothing: the ticket comes when it is back, and only once', async () => {
      let lost = 0;
      fault = (path, method) => {
        if (!path.endsWith('/ticket') || method !== 'POST' || lost >= 2) return undefined;
        lost += 1;
        return lost === 1 ? 'drop' : { status: 503, body: {} };
      };
      const user = bot.user();
      const { card } = await user.type('0x8004de40');
      const sent = await user.click(await user.click(card, 'human'), 'send');
      const key = `case:${dataOf(sent).case}:1`;
      const done = async () => JSON.stringify(await user.click(sent, 'show'));
      await expect
        .poll(
          async () => {
            ahead += 2 * minute;
            await bot.attend();
            return done();
          },
          { timeout: 40_000, interval: 500 },
        )
        .toMatch(/Your ticket is \d+/);
      expect(await withKey(key)).toHaveLength(1);
    });

    test('gets one ticket for an incident, and solving it there ends it for everyone', async () => {
      const store = await openStore(databaseUrl);
      const given = {
        tenant: null,
        code: '0x8004de88',
        name: 'The proxy',
        by: 'Robin',
        detection: null,
        affected: [],
      };
      await store.turn((turn) => openIncident(turn, given, now()));
      await store.close();
      await bot.attend();
      await expect.poll(() => withKey('incident:INC-1:1'), { timeout: 20_000 }).toHaveLength(1);
      const [id = ''] = await withKey('incident:INC-1:1');
      const user = bot.user();
      const { card } = await user.type('0x8004de40');
      expect(stepOfCard(card)).toBe('incident');
      const sent = await user.click(await user.click(card, 'human'), 'send', { comment: 'me as well' });
      await expect.poll(() => texts(id), { timeout: 20_000 }).toContain('me as well');
      expect(await withKey(`case:${dataOf(sent).case}:1`)).toEqual([]);
      await rt.agent('PUT', `/ticket/${id}`, { Status: 'resolved' });
      const asked = await heard(user, 'is over');
      expect(JSON.stringify(asked)).toContain('Did it help?');
    });

    test('that refuses a ticket is said to the user at once, and the ticket waits for whoever puts it right', async () => {
      fault = (path, method) =>
        path.endsWith('/ticket') && method === 'POST' ? { status: 403, body: { message: 'No' } } : undefined;
      const user = bot.user();
      const from = bot.connector.sent.length;
      const { card } = await user.type('0x8004deef');
      await user.click(await user.click(card, 'not-fixed'), 'send');
      const late = await bot.connector.next(
        (one) =>
          one.conversation === user.conversation &&
          JSON.stringify(one.card ?? {}).includes('still not through'),
        from,
      );
      fault = () => undefined;
      const store = await openStore(databaseUrl);
      const [dead] = await store.outboxRows({ state: 'dead' }, 10);
      expect(dead?.error).toBe('rt answered 403: no such queue, or no right to create tickets in it');
      await store.revive(dead?.id ?? 0, now());
      await store.close();
      await bot.attend();
      const shown = async () => JSON.stringify(await user.click(late.card as Card, 'show'));
      await expect.poll(shown, { timeout: 20_000 }).toMatch(/Your ticket is \d+/);
    });
  },
);
