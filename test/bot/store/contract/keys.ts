import { describe, expect, it } from 'vitest';
import type { Subject } from '../../../support/store-contract.ts';
import { add, caseOf, noon, sayOf, seed, ticketOf, userOf } from '../build.ts';
import { incidentWith } from './incidents.ts';

const old = 'the key of last year, long enough';
const current = 'the key of this year, long enough';

/** Something of everything that is encrypted: users, cases, effects, tickets with comments, handoffs, incidents: 9 values. */
async function fill(subject: Subject['store']): Promise<void> {
  await subject.turn(async (turn) => {
    await turn.saveUser(userOf('ann'));
    await turn.createTicket(ticketOf('case:1:1'));
    await turn.saveHandoff({ id: 'h', ticketKey: 's/1', caseId: 'open', body: '{"note":"call"}', at: '' });
    await turn.incidents.create((id) => incidentWith(id));
    await turn.saveItCard({ key: 'case:1:1', caseId: 'open', rev: 0, severity: 'low', log: [], post: null });
  });
  await seed(subject, caseOf('open', { user: 'ann' }));
  await seed(subject, caseOf('ended', { user: 'bob' }, 'ended'));
  await add(subject, sayOf('say'));
}

const contents = async (store: Subject['store']) => [
  await store.user('ann'),
  await store.caseById('open'),
  await store.caseById('ended'),
  await store.outboxRows({}, 10),
  await store.tickets(10),
  await store.handoffOfCase('open'),
  await store.itCard('case:1:1'),
  await store.turn((turn) => turn.incidents.byId('INC-1')),
];

export function keyContract(subject: Subject): void {
  describe('with DATA_KEY', () => {
    it('encrypts what was stored before there was one, once', async () => {
      await fill(subject.store);
      const before = await contents(subject.store);
      const encrypted = await subject.another(current);
      expect(await contents(encrypted)).toEqual(before);
      expect(await encrypted.encrypt()).toBe(9);
      expect(await encrypted.encrypt()).toBe(0);
      expect(await contents(encrypted)).toEqual(before);
      await expect(subject.store.caseById('open')).rejects.toMatchObject({ code: 'data_key' });
      await expect(subject.store.user('ann')).rejects.toMatchObject({ code: 'data_key' });
    });

    it('goes on working on what it has encrypted', async () => {
      const store = await subject.another(current);
      await fill(store);
      await store.turn(async (turn) => {
        await turn.saveCase(caseOf('open', { user: 'ann', rev: 1 }, 'ended'), 0);
        await turn.updateTicket('case:1:1', { status: 'taken', comment: { at: '', text: 'mine' } });
      });
      expect((await store.lease('one', noon, 1_000, 1))[0]?.effect).toMatchObject({ text: 'say' });
      expect((await store.ticket('OD-1001'))?.comments).toEqual([{ at: '', text: 'mine' }]);
      expect(await store.purgeCases('2030', (record) => ({ ...record, notes: [] }), 10)).toBe(2);
      expect((await store.user('ann'))?.name).toBe('');
      expect(await store.encrypt(true)).toBe(0);
    });

    it('does not start without the key, or with another one', async () => {
      await fill(await subject.another(current));
      for (const wrong of [undefined, old]) {
        await expect(subject.another(wrong)).rejects.toMatchObject({
          name: 'StartError',
          code: 'data_key',
          message: expect.stringContaining('DATA_KEY'),
        });
      }
    });

    it('is changed by putting the new key before the old one, until nothing needs the old one', async () => {
      await fill(await subject.another(old));
      const both = await subject.another(`${current},${old}`);
      const before = await contents(both);
      await expect(subject.another(current)).rejects.toMatchObject({ code: 'data_key' });
      expect(await both.encrypt(true)).toBe(9);
      await expect(subject.another(current)).rejects.toMatchObject({ code: 'data_key' });
      expect(await both.encrypt(true)).toBe(0);
      expect(await contents(await subject.another(current))).toEqual(before);
    });
  });
}
