import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Outcome } from './effects/context.ts';
import { type Lane, type LeasedEffect, type Store, StoreConflict, StoreUnavailable } from './store/store.ts';

export interface OutboxDeps {
  store: Store;
  perform: (row: LeasedEffect) => Promise<Outcome>;
  /** Told of a row before it is given up; where it fails, the row is kept for now. */
  givenUp?: (row: LeasedEffect) => Promise<void>;
  log: Logger;
  /** Who holds the leases; another instance has another name. */
  owner: string;
  now: () => number;
  /** 0 to 1, for the jitter of the back-off. */
  random: () => number;
  /** After this a row is given up and left for people to see, ms. */
  giveUpAfterMs?: number;
}

const leaseMs = 60_000;
const batch = 16;
/** Tickets have a lane of their own: neither a slow ticket system nor a thousand messages hold up the other. */
const lanes: readonly Lane[] = ['chat', 'ticket'];
/** Rows of a lane in work at most. */
const most = 48;
/** What was done is recorded again and again while the store does not answer, ms: as long as the lease lasts. */
const recordAgainMs = 250;
const recordMs = 45_000;
/** Looked again at least this often, for rows that another instance left behind, ms. */
const idleMs = 5_000;
/**
 * What may have arrived is not sent again before this time, ms: a client that shows a new card asks for its state
 * by itself, and so tells that it is there.
 */
const signMs = 5_000;
const day = 86_400_000;

export const longestBackOffMs = 300_000;

/** Wait before the next try, ms: doubles from one second to five minutes, half of it by chance. */
export const backOff = (attempts: number, random: number): number =>
  Math.min(longestBackOffMs, 1000 * 2 ** Math.min(attempts, 20)) * (0.5 + random / 2);

/** Does what turns wanted done: again and again until it is done, each row under its key. */
export class Outbox {
  private readonly deps: OutboxDeps;
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<void> | null = null;
  /** By the id of their row. */
  private readonly inWork = {
    chat: new Map<number, Promise<void>>(),
    ticket: new Map<number, Promise<void>>(),
  };
  private again = false;
  private stopped = false;
  private readonly waiting = new Map<string, Set<() => void>>();

  constructor(deps: OutboxDeps) {
    this.deps = deps;
  }

  start(): void {
    this.kick();
  }

  /** Something may be due now. */
  kick(): void {
    if (this.stopped) return;
    if (this.looking) {
      this.again = true;
      return;
    }
    this.looking = this.look().finally(() => {
      this.looking = null;
      if (this.again) {
        this.again = false;
        this.kick();
      } else this.sleep();
    });
  }

  /** Resolves when the row with this key was done here, or after `ms` at the latest. */
  until(key: string, ms: number): Promise<void> {
    return new Promise((resolve) => {
      const set = this.waiting.get(key) ?? new Set();
      this.waiting.set(key, set);
      const finish = () => {
        clearTimeout(timer);
        set.delete(finish);
        if (set.size === 0) this.waiting.delete(key);
        resolve();
      };
      const timer = setTimeout(finish, ms);
      set.add(finish);
    });
  }

  /** Begins what is due now and nothing after it, then waits for what is in work, `ms` at most. */
  async stop(ms = 2_000): Promise<void> {
    const deadline = new AbortController();
    const late = delay(ms, undefined, { signal: deadline.signal }).catch(() => {});
    this.kick();
    await Promise.race([this.looked(), late]);
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    await Promise.race([
      this.looked().then(() => Promise.all([...this.inWork.chat.values(), ...this.inWork.ticket.values()])),
      late,
    ]);
    deadline.abort();
  }

  private async looked(): Promise<void> {
    while (this.looking) await this.looking;
  }

  private nextDue: number | null = null;
  /** A limit that holds for everybody: nothing is leased before this time. */
  private notBefore = 0;

  /** Begins what is due and has room. */
  private async look(): Promise<void> {
    const { store, owner, now } = this.deps;
    this.nextDue = null;
    try {
      while (!this.stopped) {
        if (this.notBefore > now()) {
          this.nextDue = this.notBefore;
          return;
        }
        let full = 0;
        for (const lane of lanes) {
          const room = Math.min(batch, most - this.inWork[lane].size);
          // Whatever ends looks again.
          if (room <= 0) continue;
          const rows = await store.lease(owner, now(), leaseMs, room, lane);
          for (const row of rows) this.begin(row, lane);
          if (rows.length === room) full += 1;
        }
        if (full === 0) break;
      }
      // What has no room is due, too, and would have this look again and again.
      if (lanes.every((lane) => this.inWork[lane].size < most)) this.nextDue = await store.nextDue();
    } catch (error) {
      this.storeFailed(error);
    }
  }

  private begin(row: LeasedEffect, lane: Lane): void {
    // A clock that jumps (a machine that slept) ends the lease of what is still on its way from here.
    if (this.inWork[lane].has(row.id)) return;
    const work = this.work(row)
      .catch((error) => this.storeFailed(error))
      .finally(() => {
        this.inWork[lane].delete(row.id);
        this.kick();
      });
    this.inWork[lane].set(row.id, work);
  }

  private storeFailed(error: unknown): void {
    this.deps.log.error({ code: codeOf(error) }, 'outbox: the store did not answer');
  }

  private async work(row: LeasedEffect): Promise<void> {
    const { store, owner, now, random, log } = this.deps;
    let outcome: Outcome;
    try {
      outcome = await this.deps.perform(row);
      if (outcome.kind === 'done') await this.record(row, outcome);
    } catch (error) {
      outcome = { kind: 'retry', error: codeOf(error), unsure: true };
    }
    const { kind } = row.effect;
    if (outcome.kind === 'done') {
      // Recorded above.
    } else if (outcome.kind === 'wait') {
      await store.retry(row.id, owner, now() + outcome.afterMs, 'limit', false);
      if (outcome.all) this.notBefore = Math.max(this.notBefore, now() + outcome.afterMs);
    } else if (outcome.kind === 'dead' || now() - row.createdAt > (this.deps.giveUpAfterMs ?? day)) {
      await this.deps.givenUp?.(row);
      await store.bury(row.id, owner, outcome.error);
      log.error(
        { effect: kind, id: row.id, attempts: row.attempts, error: outcome.error },
        'outbox: given up',
      );
    } else {
      const unsure = outcome.unsure ?? false;
      const wait = Math.max(outcome.afterMs ?? backOff(row.attempts, random()), unsure ? signMs : 0);
      await store.retry(row.id, owner, now() + wait, outcome.error, true, unsure);
      log.warn(
        { effect: kind, id: row.id, attempts: row.attempts, error: outcome.error },
        'outbox: tried, again later',
      );
    }
    for (const finish of this.waiting.get(row.key) ?? []) finish();
  }

  /** What the world has taken must not be done again because the store was away for a moment. */
  private async record(row: LeasedEffect, { record }: Outcome & { kind: 'done' }): Promise<void> {
    const until = this.deps.now() + recordMs;
    for (;;) {
      try {
        await this.deps.store.complete(row.id, this.deps.owner, record);
        return;
      } catch (error) {
        const passing = error instanceof StoreConflict || error instanceof StoreUnavailable;
        if (!passing || this.deps.now() > until || this.stopped) throw error;
        await delay(recordAgainMs);
      }
    }
  }

  private sleep(): void {
    if (this.stopped) return;
    const wait = this.nextDue === null ? idleMs : Math.max(0, this.nextDue - this.deps.now());
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.kick(), Math.min(wait, idleMs));
    this.timer.unref();
  }
}

/** A stable word for an unexpected error; its text could carry what a user wrote. */
export const codeOf = (error: unknown): string =>
  error instanceof Error ? ((error as Error & { code?: string }).code ?? error.name) : 'unknown';
