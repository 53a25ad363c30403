import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../bot/store/open.ts';
import type { Store } from '../../bot/store/store.ts';
import { noticeText } from '../../cards/texts.ts';
import { startBot, type TestBot } from '../support/bot.ts';
import { climb, nothingSpecial, pc } from '../support/ladder.ts';
import { startPostgres } from '../support/postgres.ts';
import { type Card, dataOf, FakeConnector, TeamsUser, verbsOf } from '../support/teams.ts';
import { seedOfRun } from './random.ts';

/** One thing a user does; everything in a wave is sent at the same time. */
type Deed =
  /** `late`: on a card from that many answers ago. `twin`: delivered twice under one activity id. */
  | { kind: 'click'; device: number; verb: number; late: number; twin: boolean }
  | { kind: 'type'; device: number; twin: boolean }
  | { kind: 'show'; device: number };

const device = fc.integer({ min: 0, max: 1 });
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('click' as const),
      device,
      verb: fc.nat({ max: 20 }),
      late: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 2 })),
      twin: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('type' as const), device, twin: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('show' as const), device }) },
);
const waves = fc.array(fc.array(deed, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 3 });

/** Answers that always move the card that offers them, and never end the case. */
const moving = [
  'not-fixed',
  'back',
  'pause',
  'resume',
  'done',
  'human',
  'continue',
  'loads',
  'not-loads',
  'yes',
  'no',
];
const movesOf = (card: Card) => verbsOf(card).filter((verb) => moving.includes(verb));
const notices = (['outdated', 'duplicate', 'not-offered', 'bad-value'] as const).map((one) =>
  noticeText(one),
);
const isTurnedDown = (card: Card) => notices.some((words) => JSON.stringify(card.body).includes(words));

/** A database and the instances of the bot that share it. */
interface Subject {
  bots: TestBot[];
  connector: FakeConnector;
  store: Store;
}

/** One user with two devices, each connected to an instance of its own where there are several. */
function devicesOf({ bots, connector }: Subject): [TeamsUser, TeamsUser] {
  const name = randomUUID();
  const objectId = randomUUID();
  const at = (n: number) =>
    Object.assign(new TeamsUser(bots[n % bots.length]?.url ?? '', connector, name), { objectId });
  return [at(0), at(1)];
}

const keyOf = (user: TeamsUser) => `tenant-1/${user.objectId}`;

async function playWave(subject: Subject, devices: [TeamsUser, TeamsUser], cards: Card[], wave: Deed[]) {
  const card = cards.at(-1);
  if (!card) throw new Error('There is no card');
  const before = await recordOf(subject, devices[0]);
  const answers: { card: Card; rev: number; isClick: boolean }[] = [];
  let typed = 0;
  let good = 0;
  const sent = wave.flatMap((one) => {
    const user = devices[one.device] ?? devices[0];
    const id = randomUUID();
    if (one.kind === 'type') {
      typed += 1;
      const message = user.activity({ id, text: 'still broken' });
      const type = async () => {
        expect((await user.post(message)).status).toBeLessThan(300);
      };
      return one.twin ? [type(), type()] : [type()];
    }
    const shown = one.kind === 'click' ? cards.at(-1 - one.late) : card;
    if (!shown) return [];
    const verbs = movesOf(shown);
    const verb = one.kind === 'show' ? 'show' : (verbs[one.verb % verbs.length] ?? 'back');
    if (one.kind === 'click' && shown === card && verbs.length > 0) good += 1;
    const data = dataOf(shown);
    const ask = async () => {
      const { status, body } = await user.invoke(data, verb, nothingSpecial, { id });
      expect([status, body.statusCode, body.type]).toEqual([
        200,
        200,
        'application/vnd.microsoft.card.adaptive',
      ]);
      answers.push({ card: body.value, rev: data.rev, isClick: one.kind === 'click' });
    };
    return one.kind === 'click' && one.twin ? [ask(), ask()] : [ask()];
  });
  await Promise.all(sent);
  const after = await recordOf(subject, devices[0]);
  const news = after.trail.slice(before.trail.length);
  // Each revision is one answer, and only one.
  expect(after.rev - before.rev).toBe(news.length);
  const clicked = news.filter((one) => one.from === 'asked').length;
  expect(clicked).toBeLessThanOrEqual(1);
  expect(news.length - clicked).toBeLessThanOrEqual(typed);
  if (good > 0 && typed === 0) expect(clicked).toBe(1);
  // Exactly the one that moved is told so; everybody sees where things stood after their own turn.
  const told = answers.filter((one) => one.isClick && !isTurnedDown(one.card));
  expect(told.map((one) => dataOf(one.card).rev)).toEqual(clicked === 1 ? [before.rev + 1] : []);
  for (const one of answers) {
    const { rev, case: id } = dataOf(one.card);
    expect(id).toBe(after.id);
    expect(rev).toBeGreaterThanOrEqual(before.rev);
    expect(rev).toBeLessThanOrEqual(after.rev);
  }
  const now = await Promise.all(devices.map((user) => user.click(card, 'show')));
  expect(now.map(dataOf)).toEqual([dataOf(now[0] ?? card), dataOf(now[0] ?? card)]);
  expect(dataOf(now[0] ?? card).rev).toBe(after.rev);
  return now[0] ?? card;
}

async function recordOf({ store }: Subject, user: TeamsUser) {
  const latest = await store.latestCase(keyOf(user));
  if (!latest) throw new Error('There is no case');
  return latest.record;
}

const limits = { seed: seedOfRun(), interruptAfterTimeLimit: 10_000, markInterruptAsFailure: false };

function races(name: string, subject: () => Subject, skipped = false): void {
  describe.skipIf(skipped)(`Races on ${name}`, { timeout: 120_000 }, () => {
    it('of clicks, typed answers, duplicates and late ones: one moves a card, the others see where things stand', async () => {
      const given = subject();
      await fc.assert(
        fc.asyncProperty(waves, async (plan) => {
          const devices = devicesOf(given);
          const { card } = await devices[0].type('OneDrive says 0x8004de40');
          const cards = await climb(devices[0], card, [['continue', pc('windows', 'personal')], 'loads']);
          for (const wave of plan) {
            const now = await playWave(given, devices, cards, wave);
            if (dataOf(now).rev !== dataOf(cards.at(-1) ?? card).rev) cards.push(now);
          }
        }),
        { ...limits, numRuns: 25 },
      );
    });

    it('of first words on two devices open one case, and nobody is asked to try again', async () => {
      const given = subject();
      for (let n = 0; n < 5; n += 1) {
        const [one, two] = devicesOf(given);
        const from = given.connector.sent.length;
        const install = one.activity({ type: 'installationUpdate', action: 'add' });
        const words = [one, two, one].map((user) => user.post(user.activity({ text: 'it says 0x8004de40' })));
        const all = await Promise.all([one.post(install), two.post(install), ...words]);
        expect(all.map(({ status }) => status < 300)).toEqual(all.map(() => true));
        const latest = await recordOf(given, one);
        expect([latest.n, latest.rev, latest.trail]).toEqual([1, 0, []]);
        const shown = await Promise.all([one, two].map((user) => user.invoke({}, 'show')));
        expect(shown.map(({ body }) => dataOf(body.value).case)).toEqual([latest.id, latest.id]);
        const mine = given.connector.sent
          .slice(from)
          .filter((sent) => sent.conversation === one.conversation);
        expect(mine.filter((sent) => sent.text)).toEqual([]);
      }
    });

    it('of two answers on a welcome card begin one case', async () => {
      const given = subject();
      for (let n = 0; n < 5; n += 1) {
        const [one, two] = devicesOf(given);
        const { card } = await one.type('hi');
        const both = await Promise.all([one.click(card, 'code-40'), two.click(card, 'other-code')]);
        expect(both.map((shown) => dataOf(shown).rev)).toEqual([1, 1]);
        expect(both.filter(isTurnedDown)).toHaveLength(1);
        expect((await recordOf(given, one)).trail).toHaveLength(1);
      }
    });
  });
}

async function open(
  databaseUrl: string,
  instances: number,
): Promise<Subject & { close: () => Promise<void> }> {
  const connector = await new FakeConnector().start();
  const bots: TestBot[] = [];
  for (let n = 0; n < instances; n += 1) bots.push(await startBot({ databaseUrl, connector }));
  const store = await openStore(databaseUrl);
  return {
    bots,
    connector,
    store,
    close: async () => {
      for (const bot of bots) await bot.close();
      await store.close();
      await connector.stop();
    },
  };
}

const folder = await mkdtemp(join(tmpdir(), 'races-'));
const server = await startPostgres();
const opened: { [name: string]: Awaited<ReturnType<typeof open>> } = {};
beforeAll(async () => {
  opened.sqlite = await open(`file:${join(folder, 'bot.db')}`, 1);
  if (server) opened.postgres = await open(await server.newDatabase(), 2);
});
afterAll(async () => {
  for (const one of Object.values(opened)) await one.close();
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

const subjectOf = (name: string) => () => {
  const subject = opened[name];
  if (!subject) throw new Error(`${name} is not open`);
  return subject;
};
races('SQLite', subjectOf('sqlite'));
races('PostgreSQL, with two instances', subjectOf('postgres'), !server);
