import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBot } from '../support/bot.ts';
import { nothingSpecial, pc } from '../support/ladder.ts';
import { type Card, dataOf, FakeConnector, TeamsUser } from '../support/teams.ts';

let folder: string;
let connector: FakeConnector;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'restart-'));
  connector = await new FakeConnector().start();
});
afterAll(async () => {
  await connector.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('a case goes on at the same card after a restart of the bot at any step', async () => {
  const databaseUrl = `file:${join(folder, 'bot.db')}`;
  let bot = await startBot({ databaseUrl, connector });
  let user = new TeamsUser(bot.url, connector, 'kim');
  const { objectId } = user;
  let card: Card = (await user.type('0x8004de40')).card;
  const clicks: [string, object][] = [
    ['continue', pc('windows', 'managed')],
    ['loads', {}],
    ['not-fixed', {}],
    ['continue', nothingSpecial],
    ['done', {}],
    ['pause', {}],
    ['resume', {}],
    ['human', {}],
    ['send', {}],
  ];
  for (const [verb, inputs] of clicks) {
    await bot.close();
    bot = await startBot({ databaseUrl, connector });
    user = Object.assign(new TeamsUser(bot.url, connector, 'kim'), { objectId });
    expect(dataOf(await user.click(card, 'show'))).toEqual(dataOf(card));
    const next = await user.click(card, verb, inputs);
    expect(dataOf(next).rev).toBe(dataOf(card).rev + 1);
    card = next;
  }
  await bot.close();
  expect(dataOf(card).step).toBe('escalated');
});
