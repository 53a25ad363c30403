import { describe, expect, it } from 'vitest';
import type { ItCardRow } from '../../../../bot/store/store.ts';
import type { Subject } from '../../../support/store-contract.ts';

const card: ItCardRow = {
  key: 'case:a:1',
  caseId: 'a',
  rev: 0,
  severity: 'normal',
  log: [],
  post: null,
};

export function itCardContract(subject: Subject): void {
  describe('cards of the IT channel', () => {
    it('are one for a ticket, as it was stored last', async () => {
      const { store } = subject;
      expect(await store.itCard(card.key)).toBeUndefined();
      await store.turn((turn) => turn.saveItCard(card));
      const later: ItCardRow = {
        ...card,
        rev: 1,
        severity: 'urgent',
        log: [{ at: '2026-03-02T12:00:00.000Z', who: 'Robin', did: 'urgent' }],
        post: { serviceUrl: 'u', botId: '28:b', tenant: 't', conversationId: '19:c', activityId: '1' },
      };
      await store.turn((turn) => turn.saveItCard(later));
      expect(await store.itCard(card.key)).toEqual(later);
      expect(await store.turn((turn) => turn.itCard(card.key))).toEqual(later);
    });
  });
}
