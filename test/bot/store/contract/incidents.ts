import { expect, it } from 'vitest';
import type { Incident } from '../../../../bot/incidents/incident.ts';
import { StoreConflict } from '../../../../bot/store/store.ts';
import type { Subject } from '../../../support/store-contract.ts';
import { noon } from '../build.ts';

const hour = 3_600_000;
export const incidentWith = (id: string, change: Partial<Incident> = {}): Incident => ({
  id,
  state: 'open',
  name: '',
  codes: ['0x8004de40'],
  tenant: 'tenant',
  openedAt: '2026-03-02T12:00:00.000Z',
  openedBy: null,
  detection: null,
  closedAt: null,
  mergedInto: null,
  people: 0,
  lastCaseAt: '2026-03-02T12:00:00.000Z',
  ticket: { system: 'rt', key: `incident:${id}:1`, id: null, url: null, status: 'sending' },
  ...change,
});

export function incidentContract(subject: Subject): void {
  it('keeps one open incident for a tenant and a code, and a second once the first is over', async () => {
    const { store } = subject;
    const create = (change: Partial<Incident> = {}) =>
      store.turn((turn) => turn.incidents.create((id) => incidentWith(id, change)));
    const first = await create();
    await expect(create()).rejects.toBeInstanceOf(StoreConflict);
    const other = await create({ tenant: null });
    expect((await store.turn((turn) => turn.incidents.open())).map(({ id }) => id).sort()).toEqual(
      [first.id, other.id].sort(),
    );
    await store.turn((turn) => turn.incidents.save({ ...first, state: 'closed', name: 'Proxy' }));
    const second = await create();
    expect(second.id).not.toBe(first.id);
    expect(await store.turn((turn) => turn.incidents.byId(first.id))).toEqual({
      ...first,
      state: 'closed',
      name: 'Proxy',
    });
  });

  it('counts each case once and each person once, and goes through the affected in portions', async () => {
    const { store } = subject;
    const joined = await store.turn(async ({ incidents }) => {
      const { id } = await incidents.create((n) => incidentWith(n));
      const all: string[] = [];
      for (const [one, user] of [
        ['c1', 'ann'],
        ['c2', 'ann'],
        ['c3', 'bob'],
        ['c3', 'bob'],
      ] as const) {
        all.push(await incidents.join(id, { case: one, user, at: noon }));
      }
      expect((await incidents.affected(id, '', 2)).map((one) => one.case)).toEqual(['c1', 'c2']);
      expect(await incidents.affected(id, 'c2', 2)).toEqual([{ case: 'c3', user: 'bob', at: noon }]);
      expect(await incidents.affectedOf(id, 'ann')).toEqual(['c1', 'c2']);
      expect(await incidents.affectedOf(id, 'nobody')).toEqual([]);
      return all;
    });
    expect(joined).toEqual(['person', 'case', 'person', 'known']);
  });

  it('counts by the hour what is usual, without what belonged to an incident', async () => {
    const { store } = subject;
    await store.turn(async ({ incidents }) => {
      const { id } = await incidents.create((n) => incidentWith(n));
      for (const [one, at] of [
        ['c1', noon],
        ['c1', noon],
        ['c2', noon + 1],
        ['c3', noon + hour],
      ] as const) {
        await incidents.see('s', { case: one, user: `user of ${one}`, at });
      }
      await incidents.join(id, { case: 'c2', user: 'user of c2', at: noon + 1 });
      expect(await incidents.counts('s', noon - hour)).toEqual(
        new Map([
          [noon / hour, 1],
          [noon / hour + 1, 1],
        ]),
      );
      expect(await incidents.firstSeen('s')).toBe(noon);
      expect((await incidents.sightings('s', noon)).map((one) => one.case)).toEqual(['c1', 'c3']);
      expect(await incidents.firstSeen('other')).toBeNull();
      expect((await incidents.sightings('s', noon, 1)).map((one) => one.case)).toEqual(['c3']);
      await incidents.see('ten|family', { case: 'c6', user: 'u', at: noon });
      await incidents.see('other|family', { case: 'c7', user: 'v', at: noon + 1 });
      await incidents.see('other|family|tls', { case: 'c8', user: 'v', at: noon + 1 });
      const ofAll = await incidents.sightings({ end: '|family' }, noon);
      expect(ofAll.map((one) => one.case)).toEqual(['c6', 'c7']);
      await incidents.see('t|f@Z', { case: 'c4', user: 'u', at: noon + 2 });
      await incidents.see('t|f@A/B', { case: 'c4', user: 'u', at: noon + 3 });
      for (const stream of ['t|f', 't|fa', 't|f|v', 'tt|f@Z', 'T|f@Z']) {
        await incidents.see(stream, { case: 'c5', user: 'u', at: noon + 1 });
      }
      expect(await incidents.firstSeenWith('t|f@')).toBe(noon + 2);
      expect(await incidents.firstSeenWith('u|f@')).toBeNull();
      await incidents.forget(noon + hour);
      expect((await incidents.sightings('s', 0)).map((one) => one.case)).toEqual(['c3']);
    });
  });
}
