import { beforeEach, expect, it } from 'vitest';
import { postCard } from '../../../bot/effects/cards.ts';
import type { Connector } from '../../../bot/effects/connector.ts';
import type { EffectDeps } from '../../../bot/effects/context.ts';
import { openStore } from '../../../bot/store/open.ts';
import type { Effect, Store } from '../../../bot/store/store.ts';
import { postEffect } from '../../../bot/turn/wanted.ts';
import { createTriage } from '../../../dialogs/triage/machine.ts';
import { defaultPolicy } from '../../../dialogs/triage/policy.ts';
import { pc } from '../../support/ladder.ts';
import { type Card, dataOf, stepOfCard } from '../../support/teams.ts';
import { TurnsUser } from '../../support/turns.ts';

const rules = { machine: createTriage(defaultPolicy), policy: defaultPolicy };
let store: Store;
let time: number;
let kim: TurnsUser;
let posts: Card[];

const now = () => {
  time += 1;
  return time;
};
const connector: Connector = {
  async send(_user, message) {
    posts.push((message as { card: Card }).card);
    return { kind: 'sent', activityId: `message-${posts.length}` };
  },
  update: async (_user, activityId) => ({ kind: 'sent', activityId }),
};
const deps = () => ({ store, rules, connector, now }) as unknown as EffectDeps;

beforeEach(async () => {
  store = await openStore('file::memory:');
  time = Date.parse('2026-03-02T12:00:00Z');
  kim = new TurnsUser({ store, rules, now });
  posts = [];
  return () => store.close();
});

/** Ends the case. */
async function solve(): Promise<void> {
  await kim.click('continue', pc('windows', 'personal'), 'message-1');
  const { live } = await kim.click('fixed', {}, 'message-1');
  expect(live?.step).toBe('resolved');
}

/** Does the posts that wait, in their order; `between` happens after each. */
async function doPosts(between: () => Promise<unknown> = async () => {}): Promise<void> {
  for (const row of await store.outboxRows({ state: 'waiting' }, 100)) {
    const { effect } = row;
    if (effect.kind !== 'post-card') continue;
    const outcome = await postCard(deps(), effect, row);
    if (outcome.kind !== 'done') throw new Error(`Posting failed: ${outcome.kind}`);
    await store.turn(async (one) => outcome.record?.(one));
    await store.drop(row.id);
    await between();
  }
}

const livingCard = async () => (await store.user(kim.key))?.livingCard;

it('answers words that had to wait with one card, although an older message was clicked meanwhile', async () => {
  await kim.type('OneDrive says 0x8004de40');
  await doPosts();
  await kim.type('0x8004de40 again');
  await doPosts();
  for (const words of ['hello', '0x8004de40', 'good morning']) await kim.type(words);
  await doPosts(() => kim.click('show', {}, 'message-1'));
  expect(posts.slice(2).map(stepOfCard)).toEqual(['device']);
});

it('answers words with where their user is by then, not with a case that has ended', async () => {
  await kim.type('OneDrive says 0x8004de40');
  await doPosts();
  await kim.type('hello');
  await solve();
  await kim.type('0x8004de40 is back');
  expect((await store.latestCase(kim.key))?.record.n).toBe(2);
  const latest = (await store.latestCase(kim.key))?.record.id;
  await doPosts();
  expect(posts.slice(1).map((card) => dataOf(card).case)).toEqual([latest]);
  expect((await livingCard())?.case).toBe(latest);
});

it('keeps the card of the open case alive when news of an earlier one comes', async () => {
  await kim.type('OneDrive says 0x8004de40');
  const earlier = (await store.latestCase(kim.key))?.record.id ?? '';
  await doPosts();
  await solve();
  await kim.type('0x8004de40 is back');
  await doPosts();
  const before = await livingCard();
  expect(before?.case).not.toBe(earlier);
  const { effect } = postEffect(kim.key, earlier, 'news', null, now());
  await store.turn((one) =>
    one.addEffects([{ effect: effect as Effect, key: 'news', dueAt: now(), group: 'g', priority: 0 }]),
  );
  await doPosts();
  expect(posts).toHaveLength(3);
  expect(posts[2]?.refresh).toBeUndefined();
  await kim.click('show', {}, 'message-3');
  expect(await livingCard()).toMatchObject({ activityId: before?.activityId, case: before?.case });
});

it('does not take a click on an older message for a sign that a lost post arrived', async () => {
  await kim.type('OneDrive says 0x8004de40');
  await doPosts();
  await kim.type('hello');
  await doPosts();
  await kim.type('0x8004de40');
  await kim.click('show', {}, 'message-1');
  const row = (await store.outboxRows({ state: 'waiting' }, 100)).find(
    ({ effect }) => effect.kind === 'post-card',
  );
  if (row?.effect.kind !== 'post-card') throw new Error('Nothing is to be posted');
  await postCard(deps(), row.effect, { ...row, unsure: true });
  expect(posts).toHaveLength(3);
});

it('answers other words that waited with the message that a click has told of, though its own answer was lost', async () => {
  await kim.type('OneDrive says 0x8004de40');
  await doPosts();
  for (const words of ['hello', '0x8004de40', 'good morning']) await kim.type(words);
  const waiting = (await store.outboxRows({ state: 'waiting' }, 100)).filter(
    ({ effect }) => effect.kind === 'post-card',
  );
  const [first] = waiting;
  if (first?.effect.kind !== 'post-card') throw new Error('Nothing is to be posted');
  // The process dies after it was sent and before it is stored; the client asks for the state of what has arrived.
  await postCard(deps(), first.effect, first);
  await kim.click('show', {}, 'message-2');
  for (const { id, effect, ...row } of waiting) {
    if (effect.kind !== 'post-card') continue;
    const outcome = await postCard(deps(), effect, { ...row, unsure: id === first.id });
    if (outcome.kind === 'done') await store.turn(async (turn) => outcome.record?.(turn));
  }
  expect(posts.slice(1).map(stepOfCard)).toEqual(['device']);
});
