import { describe, expect, it } from 'vitest';
import { StoreConflict } from '../../../../bot/store/store.ts';
import type { Subject } from '../../../support/store-contract.ts';
import { caseOf, noon } from '../build.ts';

export function dueContract(subject: Subject): void {
  describe('cases that nobody answers', () => {
    it('are found when their time has come, the longest due first', async () => {
      const { store } = subject;
      const times = { late: noon - 1, first: noon - 50, later: noon + 1, never: null };
      for (const [id, dueAt] of Object.entries(times)) {
        await store.turn((turn) => turn.saveCase({ ...caseOf(id), dueAt }, null));
      }
      const due = await store.dueCases(noon, 10);
      expect(due.map(({ record }) => record.id)).toEqual(['first', 'late']);
      expect(due[0]?.dueAt).toBe(noon - 50);
      expect(await store.dueCases(noon, 1)).toHaveLength(1);
    });
  });

  describe('handoffs', () => {
    const handoff = { id: 'h-1', ticketKey: 'rt/7', caseId: 'c', body: '{}', at: '2026-03-02T12:00:00.000Z' };
    it('are found by their ticket and by their case', async () => {
      const { store } = subject;
      await store.turn((turn) => turn.saveHandoff(handoff));
      expect(await store.turn((turn) => turn.handoffByTicket('rt/7'))).toEqual(handoff);
      expect(await store.handoffOfCase('c')).toEqual(handoff);
      expect(await store.turn((turn) => turn.handoffByTicket('rt/8'))).toBeUndefined();
    });
    it('are taken once for a ticket, and any number of times without one', async () => {
      const { store } = subject;
      await store.turn((turn) => turn.saveHandoff(handoff));
      const again = store.turn((turn) => turn.saveHandoff({ ...handoff, id: 'h-2' }));
      await expect(again).rejects.toThrow(StoreConflict);
      for (const id of ['h-3', 'h-4']) {
        await store.turn((turn) => turn.saveHandoff({ ...handoff, id, ticketKey: null }));
      }
      expect((await store.handoffOfCase('c'))?.id).toBeDefined();
    });
  });
}
