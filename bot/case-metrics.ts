import { Counter, Gauge, type Registry } from 'prom-client';
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
