import fc from 'fast-check';
import type { Store } from '../../../../bot/store/store.ts';
import { noon, sayOf } from '../build.ts';

interface Row {
  key: string;
  group: string;
  priority: number;
  first: number;
  due: number;
  coalesce: string | null;
  owner: string | null;
  until: number;
  state: 'waiting' | 'dead' | 'done';
}

/** The outbox as a list, slow and plain: what the store's statements are compared with. */
export class OutboxModel {
  rows: Row[] = [];
  now = noon;

  add(row: Pick<Row, 'key' | 'group' | 'priority' | 'due' | 'coalesce'>): void {
    if (this.rows.some((other) => other.key === row.key)) return;
    this.rows = this.rows.filter(
      (other) =>
        row.coalesce === null || other.coalesce !== row.coalesce || other.state !== 'waiting' || other.owner,
    );
    this.rows.push({ ...row, first: row.due, owner: null, until: 0, state: 'waiting' });
  }

  lease(owner: string, ms: number, limit: number): string[] {
    const free = this.rows.filter(
      (row) =>
        row.state === 'waiting' &&
        row.due <= this.now &&
        (!row.owner || row.until <= this.now) &&
        !this.#ahead(row).length &&
        !this.#group(row).some((other) => other.owner && other.until > this.now),
    );
    const picked = free
      .sort((a, b) => a.priority - b.priority || a.due - b.due || this.#age(a, b))
      // One a group: the most urgent.
      .filter((row, n, all) => all.findIndex((other) => other.group === row.group) === n)
      .slice(0, limit);
    for (const row of picked) Object.assign(row, { owner, until: this.now + ms });
    return picked.map((row) => row.key);
  }

  /** `complete`, `retry` or `bury` by key; whether the lease was the owner's. */
  settle(key: string, owner: string, how: 'complete' | 'retry' | 'bury', dueAt: number): boolean {
    const row = this.rows.find((other) => other.key === key);
    if (row?.owner !== owner) return false;
    row.owner = null;
    if (how === 'retry') row.due = dueAt;
    else if (how === 'bury') row.state = 'dead';
    else if (row.coalesce === null) row.state = 'done';
    else this.rows = this.rows.filter((other) => other !== row);
    return true;
  }

  nextDue(): number | null {
    const times = this.rows
      .filter((row) => row.state === 'waiting')
      .flatMap((row) => {
        if (row.owner) return [row.until];
        const waits = this.#ahead(row).length > 0 || this.#group(row).some((other) => other.owner);
        return waits ? [] : [row.due];
      });
    return times.length > 0 ? Math.min(...times) : null;
  }

  #group = (row: Row) =>
    this.rows.filter((other) => other !== row && other.group === row.group && other.state === 'waiting');
  #ahead = (row: Row) =>
    this.#group(row).filter(
      (other) =>
        other.priority <= row.priority &&
        (other.first < row.first || (other.first === row.first && this.#age(other, row) < 0)),
    );
  #age = (a: Row, b: Row) => this.rows.indexOf(a) - this.rows.indexOf(b);
}

interface Operation {
  onStore(store: Store, model: OutboxModel): Promise<unknown>;
  onModel(model: OutboxModel): unknown;
}

const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
const owner = fc.constantFrom('one', 'two');

const adding = fc
  .record({
    key,
    group: fc.constantFrom('g', 'h', 'i'),
    priority: fc.constantFrom(0, 1, 9),
    due: fc.integer({ min: noon, max: noon + 40 }),
    coalesce: fc.option(fc.constantFrom('x', 'y')),
  })
  .map(
    (row): Operation => ({
      onStore: (store) => {
        const { coalesce, due, ...rest } = row;
        const effect = sayOf(row.key, { ...rest, dueAt: due, ...(coalesce !== null && { coalesce }) });
        return store.turn((turn) => turn.addEffects([effect]));
      },
      onModel: (model) => model.add(row),
    }),
  );

const leasing = fc
  .record({ owner, limit: fc.integer({ min: 1, max: 4 }), ms: fc.integer({ min: 1, max: 30 }) })
  .map(
    ({ owner, limit, ms }): Operation => ({
      onStore: async (store, { now }) => (await store.lease(owner, now, ms, limit)).map((row) => row.key),
      onModel: (model) => model.lease(owner, ms, limit),
    }),
  );

const settling = fc
  .record({
    key,
    owner,
    how: fc.constantFrom('complete' as const, 'retry' as const, 'bury' as const),
    ms: fc.nat(30),
  })
  .map(
    ({ key, owner, how, ms }): Operation => ({
      onStore: async (store, { now }) => {
        const id = (await store.outboxRows({}, 1_000)).find((row) => row.key === key)?.id ?? 0;
        if (how === 'complete') return store.complete(id, owner);
        return how === 'bury' ? store.bury(id, owner, 'no') : store.retry(id, owner, now + ms, 'no', true);
      },
      onModel: (model) => model.settle(key, owner, how, model.now + ms),
    }),
  );

const waiting = fc.nat(20).map(
  (ms): Operation => ({
    onStore: async () => undefined,
    onModel: (model) => {
      model.now += ms;
    },
  }),
);

export const operations = fc.array(fc.oneof(adding, leasing, settling, waiting), { maxLength: 40 });
