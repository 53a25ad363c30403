import { describe, expect, it } from 'vitest';
import type { CaseRecord, CaseState } from '../../../../dialogs/triage/case.ts';
import type { Subject } from '../../../support/store-contract.ts';
import { add, caseOf, noon, sayOf, seed, ticketOf, userOf } from '../build.ts';

const anonymous = (record: CaseRecord): CaseRecord => ({ ...record, notes: [], contact: {} });
const personal = { notes: [{ kind: 'comment' as const, text: 'call me: 555 0100', at: '' }] };
const long = '2025-01-01T00:00:00.000Z';

export function retentionContract(subject: Subject): void {
  const claim = (activity: string, at = noon) => subject.store.turn((turn) => turn.claim('c', activity, at));

  describe('retention', () => {
    it('forgets old claims and keys of done effects, and keeps the others', async () => {
      const { store } = subject;
      await claim('old', noon - 2);
      await claim('new', noon);
      await add(
        store,
        sayOf('old', { dueAt: noon - 2 }),
        sayOf('new', { dueAt: noon }),
        sayOf('open', { dueAt: 1 }),
      );
      for (const row of await store.lease('one', noon, 1, 10)) {
        if (row.key !== 'open') await store.complete(row.id, 'one');
      }
      expect(await store.forgetClaims(noon)).toBe(2);
      expect(await store.forgetClaims(noon)).toBe(0);
      expect([await claim('old'), await claim('new')]).toEqual([true, false]);
      await add(store, sayOf('old'), sayOf('new'), sayOf('open'));
      expect((await store.outboxRows({}, 10)).map((row) => row.key)).toEqual(['open', 'old']);
    });

    it('forgets more than it deletes at a time', async () => {
      const { store } = subject;
      await store.turn(async (turn) => {
        for (let i = 0; i < 1_100; i += 1) await turn.claim('c', `${i}`, noon - 1);
      });
      expect(await store.forgetClaims(noon)).toBe(1_100);
    });

    it('rewrites closed cases once, oldest first, and no open or paused one', async () => {
      const { store } = subject;
      await seed(store, caseOf('closed', { ...personal, movedAt: long }, 'ended'));
      await seed(
        store,
        caseOf('closed later', { ...personal, movedAt: '2025-01-02T00:00:00.000Z' }, 'ended'),
      );
      await seed(store, caseOf('closed today', personal, 'ended'));
      await seed(store, caseOf('open', { ...personal, movedAt: long }));
      await seed(store, caseOf('paused', { ...personal, movedAt: long }, 'paused'));
      const before = '2026-01-01T00:00:00.000Z';
      expect(await store.purgeCases(before, anonymous, 1)).toBe(1);
      expect((await store.caseById('closed'))?.record.notes).toEqual([]);
      expect(await store.purgeCases(before, anonymous, 10)).toBe(1);
      expect(await store.purgeCases(before, anonymous, 10)).toBe(0);
      for (const id of ['open', 'paused', 'closed today']) {
        expect((await store.caseById(id))?.record.notes).toEqual(personal.notes);
      }
      expect(await store.caseById('closed')).toEqual(caseOf('closed', { movedAt: long }, 'ended'));
    });

    it('takes the texts and names of what belongs to a closed case along, not of an open ticket', async () => {
      const { store } = subject;
      await store.turn((turn) => turn.saveUser(userOf('ann')));
      await seed(store, caseOf('a', { ...personal, user: 'ann', n: 1, movedAt: long }, 'ended'));
      await store.turn(async (turn) => {
        await turn.createTicket(ticketOf('case:a:1'));
        await turn.createTicket(ticketOf('case:a:2'));
        await turn.createTicket(ticketOf('case:ab:1'));
        await turn.updateTicket('case:a:1', { status: 'resolved', comment: { at: '', text: 'call Ann' } });
        await turn.updateTicket('case:ab:1', { status: 'resolved' });
        const log = [{ at: '', who: 'Tom Technician', did: 'take' as const }];
        await turn.saveItCard({ key: 'case:a:1', caseId: 'a', rev: 1, severity: 'low', log, post: null });
      });
      expect(await store.purgeCases('2026', anonymous, 10)).toBe(1);
      const tickets = (await store.tickets(10)).map(({ key, body, requester, comments }) => ({
        key,
        body,
        requester,
        comments: comments.length,
      }));
      expect(tickets).toEqual([
        { key: 'case:ab:1', body: 'What was tried', requester: 'Ann Example', comments: 0 },
        { key: 'case:a:2', body: 'What was tried', requester: 'Ann Example', comments: 0 },
        { key: 'case:a:1', body: '', requester: '', comments: 0 },
      ]);
      expect((await store.itCard('case:a:1'))?.log).toEqual([{ at: '', who: '', did: 'take' }]);
      expect((await store.user('ann'))?.name).toBe('');
    });

    it('keeps the name of a user who has a newer case', async () => {
      const { store } = subject;
      await store.turn((turn) => turn.saveUser(userOf('ann')));
      await seed(store, caseOf('a', { user: 'ann', n: 1, movedAt: long }, 'ended'));
      await seed(store, caseOf('b', { user: 'ann', n: 2 }));
      await store.purgeCases('2026', anonymous, 10);
      expect((await store.user('ann'))?.name).toBe('Ann Example');
    });

    it('deletes purged cases with all that belongs to them, but never the newest of a user or an open one', async () => {
      const { store } = subject;
      const of = (id: string, n: number, state: CaseState) =>
        seed(store, caseOf(id, { user: 'ann', n, movedAt: long }, state));
      await of('first', 1, 'ended');
      await of('second', 2, 'ended');
      await seed(store, caseOf('only', { user: 'bob', movedAt: long }, 'ended'));
      await seed(store, caseOf('open', { user: 'eve', n: 1, movedAt: long }));
      await store.turn(async (turn) => {
        await turn.createTicket(ticketOf('case:first:1'));
        await turn.createTicket(ticketOf('case:second:1'));
        await turn.saveHandoff({ id: 'h', ticketKey: 's/1', caseId: 'first', body: '{}', at: '' });
      });
      expect(await store.deleteCases('2026', 10)).toBe(0);
      await store.purgeCases('2026', anonymous, 10);
      expect(await store.deleteCases('2025', 10)).toBe(0);
      expect(await store.deleteCases('2026', 10)).toBe(1);
      expect(await store.deleteCases('2026', 10)).toBe(0);
      const left = ['first', 'second', 'only', 'open'].map(async (id) => Boolean(await store.caseById(id)));
      expect(await Promise.all(left)).toEqual([false, true, true, true]);
      expect((await store.tickets(10)).map(({ key }) => key)).toEqual(['case:second:1']);
      expect(await store.handoffOfCase('first')).toBeUndefined();
    });

    it('forgets what was given up long ago', async () => {
      const { store } = subject;
      await add(store, sayOf('old', { dueAt: noon - 2 }), sayOf('new'), sayOf('waiting', { dueAt: 1 }));
      for (const row of await store.lease('one', noon, 1, 10)) {
        if (row.key !== 'waiting') await store.bury(row.id, 'one', 'no');
      }
      expect(await store.dropDead(noon)).toBe(1);
      expect((await store.outboxRows({}, 10)).map(({ key }) => key)).toEqual(['new', 'waiting']);
    });

    it('purges a case again that was opened again and closed', async () => {
      const { store } = subject;
      await seed(store, caseOf('c', { movedAt: long }, 'ended'));
      const before = '2026-01-01T00:00:00.000Z';
      expect(await store.purgeCases(before, anonymous, 10)).toBe(1);
      await store.turn((turn) => turn.saveCase(caseOf('c', { ...personal, rev: 1, movedAt: long }), 0));
      await store.turn((turn) =>
        turn.saveCase(caseOf('c', { ...personal, rev: 2, movedAt: long }, 'ended'), 1),
      );
      expect(await store.purgeCases(before, anonymous, 10)).toBe(1);
      expect((await store.caseById('c'))?.record.notes).toEqual([]);
    });
  });
}
