import { describe, expect, it } from 'vitest';
import type { Subject } from '../../../support/store-contract.ts';
import { ticketOf } from '../build.ts';

export function ticketContract(subject: Subject): void {
  const create = (key: string, store = subject.store) =>
    store.turn((turn) => turn.createTicket(ticketOf(key)));

  describe('tickets', () => {
    it('have short rising numbers, and one for each key', async () => {
      const { store } = subject;
      const first = await create('case:a:1');
      expect(first).toEqual({ ...ticketOf('case:a:1'), id: 'OD-1001', status: 'new', comments: [] });
      expect((await create('case:b:1')).id).toBe('OD-1002');
      expect(await create('case:a:1')).toEqual(first);
      expect((await create('case:c:1')).id).toBe('OD-1003');
      expect((await store.tickets(2)).map((ticket) => ticket.id)).toEqual(['OD-1003', 'OD-1002']);
    });

    it('are one for a key however many turns create it together', async () => {
      const other = await subject.another();
      const settled = await Promise.all(
        Array.from({ length: 8 }, (_, i) => create('case:a:1', i % 2 ? other : subject.store)),
      );
      expect(new Set(settled.map((ticket) => ticket.id)).size).toBe(1);
      expect(await subject.store.tickets(10)).toHaveLength(1);
    });

    it('are found by what a user reads out', async () => {
      const ticket = await create('case:a:1');
      expect(await subject.store.ticket('od-1001')).toEqual(ticket);
      for (const id of ['OD-1002', '1001', 'OD-', 'OD-99999999999999999999', '💥']) {
        expect(await subject.store.ticket(id)).toBeUndefined();
      }
    });

    it('are known by the id that their system gave them, in that system only', async () => {
      const { store } = subject;
      await store.turn((turn) => turn.nameTicket('rt', '17', 'case:a:1'));
      await store.turn((turn) => turn.nameTicket('rt', '17', 'case:a:2'));
      const keyOf = (system: string, id: string) => store.turn((turn) => turn.ticketKey(system, id));
      expect(await keyOf('rt', '17')).toBe('case:a:2');
      expect([await keyOf('email', '17'), await keyOf('rt', '1')]).toEqual([undefined, undefined]);
    });

    it('take a comment with a key once', async () => {
      const { store } = subject;
      await create('case:a:1');
      const comment = { at: '2026-03-02T13:00:00.000Z', text: 'Called back', key: 'case:a:1:add:4' };
      for (const text of ['Called back', 'Called back again'])
        await store.turn((turn) => turn.updateTicket('case:a:1', { comment: { ...comment, text } }));
      expect((await store.ticket('OD-1001'))?.comments).toEqual([comment]);
    });

    it('take status and comments', async () => {
      const { store } = subject;
      await create('case:a:1');
      const comment = { at: '2026-03-02T13:00:00.000Z', text: 'Called back — 👍' };
      await store.turn((turn) => turn.updateTicket('case:a:1', { comment }));
      const updated = await store.turn((turn) =>
        turn.updateTicket('case:a:1', { status: 'taken', comment: { ...comment, text: 'Mine' } }),
      );
      expect(updated).toMatchObject({ status: 'taken', comments: [comment, { text: 'Mine' }] });
      expect(await store.ticket('OD-1001')).toEqual(updated);
      expect(await store.turn((turn) => turn.updateTicket('case:x:1', { status: 'taken' }))).toBeUndefined();
    });
  });
}
