import { beforeEach, expect, it } from 'vitest';
import type { PostResult } from '../../../bot/effects/channel.ts';
import type { EffectDeps } from '../../../bot/effects/context.ts';
import { incidentCard } from '../../../bot/effects/incidents.ts';
import { say } from '../../../cards/texts.ts';
import { Shell } from '../incidents/shell.ts';

const post = { serviceUrl: 's', botId: 'b', tenant: 't', conversationId: 'c', activityId: 'a' };
const sent: PostResult = { kind: 'sent', post };
let shell: Shell;
let answers: PostResult[];
let cards: string[];

beforeEach(async () => {
  shell = await Shell.open();
  answers = [];
  cards = [];
  await shell.type('ann');
  const { record } = await shell.caseOf('ann');
  await shell.incident({ affected: [{ case: record.id, user: 'ann', at: shell.time }] });
  return () => shell.store.close();
});

const itChannel = {
  post: async (_to: object, { card }: { card: object }) => {
    cards.push(JSON.stringify(card));
    return answers.shift() ?? sent;
  },
  update: async (_post: object, { card }: { card: object }) => {
    cards.push(JSON.stringify(card));
    return { kind: 'sent', activityId: 'a' } as const;
  },
  works() {},
  fails() {},
};

/** One try of the row, recorded as the outbox does. */
async function tryOnce(unsure = false) {
  const deps = { store: shell.store, now: () => shell.time, itChannel } as unknown as EffectDeps;
  const outcome = await incidentCard(deps, { kind: 'incident-card', incident: 'INC-1' }, { unsure });
  if (outcome.kind === 'done') await shell.store.turn(async (turn) => outcome.record?.(turn));
  return outcome;
}
const again = () => cards.map((card) => card.includes(say('again')));

it('An incident’s card of which nobody knows whether it arrived is posted with a line that says so', async () => {
  answers = [{ kind: 'failed', problem: 'unreachable', error: '504', unsure: true }];
  expect(await tryOnce()).toMatchObject({ kind: 'retry', unsure: true });
  // A newer row may have taken the place of the one that was tried.
  await tryOnce();
  await tryOnce();
  expect(again()).toEqual([false, true, false]);
});

it('so is one whose process died', async () => {
  await tryOnce(true);
  expect(again()).toEqual([true]);
});

it('One that did not arrive for certain is posted as it is', async () => {
  answers = [{ kind: 'failed', problem: 'forbidden', error: '403', unsure: false }];
  expect(await tryOnce()).toMatchObject({ kind: 'retry', unsure: false });
  await tryOnce();
  expect(again()).toEqual([false, false]);
});
