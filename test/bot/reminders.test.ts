import { afterEach, expect, it } from 'vitest';
import { startBot, type TestBot } from '../support/bot.ts';
import { pc } from '../support/ladder.ts';
import { type Card, dataOf, stepOfCard, verbsOf } from '../support/teams.ts';
import { policyWith } from '../support/walk.ts';

const minute = 60_000;
let bot: TestBot;
let time = Date.UTC(2026, 10, 23, 9);
afterEach(() => bot.close());

async function start(policy = {}) {
  time = Date.UTC(2026, 10, 23, 9);
  bot = await startBot({ policy: policyWith(policy), now: () => time });
  const user = bot.user();
  const { card } = await user.type('0x8004de40');
  return { user, card: await user.click(card, 'continue', pc('windows', 'personal')) };
}

/** Lets time pass, does what is due then and gives the cards that were posted since. */
async function after(minutes: number, wanted: number): Promise<Card[]> {
  const from = bot.connector.sent.length;
  time += minutes * minute;
  await bot.attend();
  const posted = () => bot.connector.sent.slice(from).filter((one) => one.method === 'POST' && one.card);
  if (wanted > 0) await bot.connector.next(() => posted().length >= wanted, from);
  return posted().flatMap((one) => (one.card ? [one.card] : []));
}

it('a paused case is reminded of after the time that was picked, and only twice', async () => {
  const { user, card } = await start();
  const paused = await user.click(card, 'pause');
  const later = await user.click(paused, 'pause', { remindAt: 'PT2H' });
  expect(stepOfCard(later)).toBe('paused');
  expect(await after(119, 0)).toEqual([]);
  const [first] = await after(1, 1);
  expect(first && dataOf(first)).toEqual(dataOf(later));
  expect(await after(60, 0)).toEqual([]);
  expect(await after(1440, 1)).toHaveLength(1);
  expect(await after(1440, 0)).toEqual([]);
});

it('a silent case is closed after the policy’s time: abandoned, or implied where a restart was the last word', async () => {
  const { user, card } = await start();
  const asked = await user.click(card, 'loads');
  await after(1440, 1);
  await after(3 * 1440, 0);
  const end = await user.click(asked, 'show');
  expect(stepOfCard(end)).toBe('closed');
});

it('pausing on a fix and staying away counts as fixed', async () => {
  const { user, card } = await start();
  const paused = await user.click(await user.click(card, 'loads'), 'pause');
  await after(20, 1);
  await after(1440, 1);
  await after(3 * 1440, 0);
  expect(stepOfCard(await user.click(paused, 'show'))).toBe('closed');
});

it('a paused card says when it reminds, and whoever comes back is told where they stopped', async () => {
  const { user, card } = await start();
  const restart = await user.click(card, 'loads');
  const paused = await user.click(restart, 'pause');
  expect(JSON.stringify(paused)).toContain('I remind you in 20 minutes');
  const later = await user.click(paused, 'pause', { remindAt: 'P1D' });
  expect(JSON.stringify(later)).toContain('I remind you in 1 day');
  time += 5 * 1440 * minute - 1;
  const again = await user.click(later, 'resume');
  expect(stepOfCard(again)).toBe('restart');
  expect(JSON.stringify(again)).toContain('Your last answer: OneDrive in the browser: opens.');
});

it('an answer takes the reminder back', async () => {
  const { user, card } = await start();
  const paused = await user.click(card, 'pause');
  await user.click(paused, 'resume');
  expect(await after(30, 0)).toEqual([]);
});

it('asks the next working day whether it still works where the policy wants it', async () => {
  const { user, card } = await start({ nextDayCheck: 'yes' });
  const resolved = await user.click(await user.click(card, 'loads'), 'fixed');
  expect(verbsOf(resolved)).not.toContain('still-good');
  const [question] = await after(24 * 60, 1);
  expect(question && verbsOf(question)).toEqual(['rate', 'came-back', 'still-good']);
  expect(JSON.stringify(question)).toContain('A day later');
  expect(question && dataOf(question).rev).toBe(dataOf(resolved).rev);
  const answered = await user.click(question ?? card, 'still-good');
  expect(verbsOf(answered)).not.toContain('still-good');
  expect(await after(48 * 60, 0)).toEqual([]);
});

it('offers what fixed it first when the error comes back within a month', async () => {
  const { user, card } = await start();
  let at = await user.click(card, 'loads');
  at = await user.click(at, 'not-fixed');
  at = await user.click(at, 'continue', {
    spread: 'only-me',
    newDevice: 'no',
    changed: 'windows-update',
    accountType: 'work',
    otherAppsFail: 'no',
  });
  expect(stepOfCard(at)).toBe('tls');
  await user.click(at, 'fixed');
  time += 10 * 1440 * minute;
  const { card: again } = await user.type('0x8004de40');
  expect(stepOfCard(again)).toBe('internet');
  expect(JSON.stringify(again)).toContain('Last time “TLS 1.2” helped. When the error returns, mostly');
  expect(JSON.stringify(again)).toContain('Step 1 of about 2');
  const same = await user.click(again, 'loads');
  expect(JSON.stringify(same)).toContain('Step 2 of about 2');
  expect(stepOfCard(same)).toBe('tls');
  expect(JSON.stringify(same)).toContain('Last time “TLS 1.2” helped');
  const end = await user.click(same, 'not-fixed');
  expect(stepOfCard(end)).toBe('escalate');
  expect(JSON.stringify(end)).toContain('It came back after it was fixed');
});

it('never draws a form anew while somebody may be filling it in, and brings a plain card up to date after ten quiet seconds', async () => {
  const { user, card } = await start();
  const updates = () =>
    bot.connector.sent.filter((one) => one.method === 'PUT' && one.conversation === user.conversation).length;
  const restart = await user.click(card, 'loads');
  const form = await user.click(restart, 'not-fixed');
  expect(stepOfCard(form)).toBe('situation');
  const before = updates();
  await after(1, 0);
  await user.type('hello');
  expect(updates() - before).toBeLessThanOrEqual(1);
  const plain = await user.click(await user.click(form, 'back'), 'show');
  const from = bot.connector.sent.length;
  time += 11_000;
  await bot.attend();
  const updated = await bot.connector.next(
    (one) => one.method === 'PUT' && one.card?.refresh !== undefined,
    from,
  );
  expect(updated.card && dataOf(updated.card)).toEqual(dataOf(plain));
});
