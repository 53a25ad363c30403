import { afterAll, expect, it } from 'vitest';
import { closeIncident } from '../../../bot/incidents/manage.ts';
import { openStore } from '../../../bot/store/open.ts';
import { startBot, type TestBot } from '../../support/bot.ts';
import { startPostgres } from '../../support/postgres.ts';
import { FakeConnector, type TeamsUser } from '../../support/teams.ts';
import { policyWith } from '../../support/walk.ts';

const server = await startPostgres();
afterAll(() => server?.close());

it.skipIf(!server)(
  'Two instances on one PostgreSQL see one incident, open one ticket and tell everyone once',
  async () => {
    const databaseUrl = (await server?.newDatabase()) ?? '';
    const connector = await new FakeConnector().start();
    const policy = policyWith({ incidents: { learnDays: 0 } });
    const start = () => startBot({ policy, databaseUrl, connector });
    const bots: [TestBot, TestBot] = [await start(), await start()];
    const store = await openStore(databaseUrl);
    const incidents = () => store.turn((turn) => turn.incidents.list(9));
    const users: TeamsUser[] = Array.from({ length: 30 }, (_, n) => bots[n % 2 ? 0 : 1].user());

    await Promise.all(users.map((user) => user.type('0x8004de40')));
    await expect.poll(async () => (await incidents())[0]?.people, { timeout: 20_000 }).toBeGreaterThan(20);
    const sent = users.slice(0, 10);
    await Promise.all(
      sent.map(async (user) => {
        // News of the incident may be posted in between, so the newest card is asked for.
        const { card } = await user.type('person');
        await user.click(await user.click(card, 'show'), 'send');
      }),
    );
    expect(await store.tickets(99)).toHaveLength(1);
    const entries = async () => (await store.tickets(99))[0]?.comments.length;
    await expect.poll(entries, { timeout: 20_000 }).toBe(sent.length);

    const from = connector.sent.length;
    await store.turn((turn) => closeIncident(turn, 'INC-1', 'Robin', '', Date.now()));
    const told = () =>
      connector.sent
        .slice(from)
        .filter(({ text }) => text?.includes('is over'))
        .map((one) => one.conversation);
    await expect.poll(() => new Set(told()).size, { timeout: 20_000 }).toBe(users.length);
    expect(told()).toHaveLength(users.length);
    expect(await incidents()).toMatchObject([{ id: 'INC-1', state: 'closed' }]);
    expect(await store.outboxRows({ state: 'dead' }, 9)).toEqual([]);
    await store.close();
    for (const bot of bots) await bot.close();
    await connector.stop();
  },
);
