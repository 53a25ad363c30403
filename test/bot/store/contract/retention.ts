import { describe, expect, it } from 'vitest';
import type { CaseRecord } from '../../../../dialogs/triage/case.ts';
import type { Subject } from '../../../support/store-contract.ts';
import { add, caseOf, noon, sayOf, seed } from '../build.ts';

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
