import { expect, it } from 'vitest';
import { openStore } from '../../../bot/store/open.ts';
import { foldEffect } from '../../../bot/turn/wanted.ts';

it('Messages of two conversations are both folded where they have the same id', async () => {
  const store = await openStore('file::memory:');
  const fold = (user: string) => foldEffect(user, 'message-1', 'Done', 0);
  await store.turn((turn) => turn.addEffects([fold('ann'), fold('bob'), fold('ann')]));
  const rows = await store.outboxRows({ state: 'waiting' }, 9);
  expect(rows.map(({ effect }) => 'user' in effect && effect.user)).toEqual(['ann', 'bob']);
  await store.close();
});
