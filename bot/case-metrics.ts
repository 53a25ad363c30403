import { Counter, Gauge, type Registry } from 'prom-client';
import type { ChannelHealth } from './effects/channel.ts';
import type { Store } from './store/store.ts';

/** Counters of the triage and gauges of the outbox, in the server's registry. */
export function caseMetrics(registry: Registry, store: Pick<Store, 'outboxCounts'>) {
  const turns = new Counter({
    name: 'bot_case_turns_total',
    help: 'Turns by kind of intake, step shown and outcome',
    labelNames: ['intake', 'step', 'outcome'],
    registers: [registry],
  });
  const outbox = new Gauge({
    name: 'bot_outbox_rows',
    help: 'Effects that wait, and those given up',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const { waiting, dead } = await store.outboxCounts();
      this.set({ state: 'waiting' }, waiting);
      this.set({ state: 'dead' }, dead);
    },
  });
  return {
    outbox,
    count: (turn: { intake: string; step: string; outcome: string }) => turns.inc(turn),
  };
}

/** How the IT channel does: 1 while cards arrive there, 0 after one did not, and how often it did not, by reason. */
export function channelMetrics(registry: Registry): ChannelHealth {
  const up = new Gauge({
    name: 'bot_it_channel_up',
    help: 'Whether the last card for the IT channel arrived there',
    registers: [registry],
  });
  up.set(1);
  const failures = new Counter({
    name: 'bot_it_channel_failures_total',
    help: 'Cards that did not reach the IT channel, by reason; each is tried again',
    labelNames: ['reason'],
    registers: [registry],
  });
  return {
    works: () => up.set(1),
    fails(reason) {
      up.set(0);
      failures.inc({ reason });
    },
  };
}
