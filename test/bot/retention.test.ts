import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { withoutPersonalData } from '../../bot/retention.ts';
import { openStore } from '../../bot/store/open.ts';
import { startBot, type TestBot } from '../support/bot.ts';
import { pc } from '../support/ladder.ts';
import { dataOf } from '../support/teams.ts';
import { policyWith } from '../support/walk.ts';
import { recordOf } from './store/build.ts';

const day = 86_400_000;
let bot: TestBot | undefined;
const folder = mkdtempSync(join(tmpdir(), 'retention-'));
afterEach(() => bot?.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a record without personal data keeps what was seen and tried', () => {
  const record = recordOf('c', {
    notes: [{ kind: 'evidence', text: 'AzureAdJoined : YES', at: '' }],
    reading: [{ key: 'joined', line: 'AzureAdJoined : YES' }],
    contact: { reachBy: 'phone', reachWhen: 'mornings' },
    handoff: { id: 'h', ticket: null, note: 'is upset' },
    trail: [{ step: 'internet', answer: 'loads', at: '', from: 'asked' }],
  });
  expect(withoutPersonalData(record)).toEqual({
    ...recordOf('c', { trail: record.trail }),
    handoff: { id: 'h', ticket: null, note: '' },
  });
});

it('the bot takes personal data out of closed cases after the policy’s days by itself, and leaves open ones alone', async () => {
  let time = Date.UTC(2026, 10, 23, 9);
  const databaseUrl = `file:${join(folder, 'bot.db')}`;
  const retention = { personalDataDays: 30, caseDays: 60 };
  const reminders = { first: 20, last: 1440, abandonAfter: 60 * 1440 };
  bot = await startBot({ policy: policyWith({ retention, reminders }), now: () => time, databaseUrl });
  const [closed, open] = [bot.user('closed'), bot.user('open')];
  const escalate = await closed.click((await closed.type('0x8004de40')).card, 'human');
  const sent = await closed.click(escalate, 'send', { comment: 'call me on 555 0100', reachBy: 'phone' });
  const ended = await closed.click(sent, 'withdraw');
  const living = await open.click(
    (await open.type('0x8004de40')).card,
    'continue',
    pc('windows', 'personal'),
  );
  const store = await openStore(databaseUrl);
  const look = async () => {
    const [one, other] = [
      await store.caseById(dataOf(ended).case),
      await store.caseById(dataOf(living).case),
    ];
    return { notes: one?.record.notes.length, contact: one?.record.contact, rev: other?.record.rev };
  };
  expect(await look()).toEqual({ notes: 1, contact: { reachBy: 'phone' }, rev: 1 });
  time += 29 * day;
  await bot.attend();
  expect(await look()).toEqual({ notes: 1, contact: { reachBy: 'phone' }, rev: 1 });
  time += 2 * day;
  await bot.attend();
  expect(await look()).toEqual({ notes: 0, contact: {}, rev: 1 });
  expect((await store.user(`tenant-1/${closed.objectId}`))?.name).toBe('');
  expect((await store.user(`tenant-1/${open.objectId}`))?.name).toBe('Kim Tester');
  // The one that lost its personal data is still there to be shown.
  expect(dataOf(await closed.click(ended, 'show'))).toEqual(dataOf(ended));
  await store.close();
});
