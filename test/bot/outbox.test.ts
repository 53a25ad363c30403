import { pino } from 'pino';
import { expect, it } from 'vitest';
import { done } from '../../bot/effects/context.ts';
import { Outbox } from '../../bot/outbox.ts';
import { openStore } from '../../bot/store/open.ts';

it('does not begin again what is still on its way, although its clock has jumped over the lease', async () => {
  const store = await openStore('file::memory:');
  let time = Date.parse('2026-03-02T12:00:00Z');
  let begun = 0;
  const { promise: sent, resolve: send } = Promise.withResolvers<void>();
  const outbox = new Outbox({
    store,
    perform: async () => {
      begun += 1;
      await sent;
      return done;
    },
    log: pino({ level: 'silent' }),
    owner: 'this',
    now: () => time,
    random: () => 0.5,
  });
  await store.turn((turn) =>
    turn.addEffects([
      {
        effect: { kind: 'say', user: 'kim', text: 'Hello' },
        key: 'say',
        dueAt: time,
        group: 'kim',
        priority: 0,
      },
    ]),
  );
  const attempts = async () => (await store.outboxRows({}, 10))[0]?.attempts;
  outbox.start();
  await expect.poll(() => begun).toBe(1);
  const before = (await attempts()) ?? 0;
  time += 3_600_000;
  outbox.kick();
  await expect.poll(attempts).toBeGreaterThan(before);
  send();
  await expect.poll(attempts).toBeUndefined();
  await outbox.stop();
  expect(begun).toBe(1);
  await store.close();
});
