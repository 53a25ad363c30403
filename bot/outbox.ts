import type { Logger } from 'pino';
import type { Outcome } from './effects/context.ts';
import type { LeasedEffect, Store } from './store/store.ts';

export interface OutboxDeps {
  store: Store;
  perform: (row: LeasedEffect) => Promise<Outcome>;
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
/** Looked again at least this often, for rows that another instance left behind, ms. */
const idleMs = 5_000;
const day = 86_400_000;

/** Wait before the next try, ms: doubles from one second to five minutes, half of it by chance. */
export const backOff = (attempts: number, random: number): number =>
  Math.min(300_000, 1000 * 2 ** Math.min(attempts, 20)) * (0.5 + random / 2);

/** Does what turns wanted done: again and again until it is done, each row under its key. */
export class Outbox {
  private readonly deps: OutboxDeps;
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
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
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = this.drain().finally(() => {
      this.running = null;
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

  /** Finishes what is in work and takes nothing more. */
  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.running;
  }

  private nextDue: number | null = null;
  /** A limit that holds for everybody: nothing is leased before this time. */
  private notBefore = 0;

  private async drain(): Promise<void> {
    try {
      if (this.notBefore > this.deps.now()) {
        this.nextDue = this.notBefore;
        return;
      }
      for (;;) {
        const rows = await this.deps.store.lease(this.deps.owner, this.deps.now(), leaseMs, batch);
        if (rows.length === 0) break;
        await Promise.all(rows.map((row) => this.work(row)));
        if (this.stopped) return;
        if (this.notBefore > this.deps.now()) {
          this.nextDue = this.notBefore;
          return;
        }
      }
      this.nextDue = await this.deps.store.nextDue();
    } catch (error) {
      this.nextDue = null;
      this.deps.log.error({ code: codeOf(error) }, 'outbox: the store did not answer');
    }
  }

  private async work(row: LeasedEffect): Promise<void> {
    const { store, owner, now, random, log } = this.deps;
    let outcome: Outcome;
    try {
      outcome = await this.deps.perform(row);
    } catch (error) {
      outcome = { kind: 'retry', error: codeOf(error) };
    }
    const { kind } = row.effect;
    if (outcome.kind === 'done') {
      await store.complete(row.id, owner);
    } else if (outcome.kind === 'wait') {
      await store.retry(row.id, owner, now() + outcome.afterMs, 'limit', false);
      if (outcome.all) this.notBefore = Math.max(this.notBefore, now() + outcome.afterMs);
    } else if (outcome.kind === 'dead' || now() - row.createdAt > (this.deps.giveUpAfterMs ?? day)) {
      await store.bury(row.id, owner, outcome.error);
      log.error(
        { effect: kind, id: row.id, attempts: row.attempts, error: outcome.error },
        'outbox: given up',
      );
    } else {
      const wait = outcome.afterMs ?? backOff(row.attempts, random());
      await store.retry(row.id, owner, now() + wait, outcome.error, true);
      log.warn(
        { effect: kind, id: row.id, attempts: row.attempts, error: outcome.error },
        'outbox: tried, again later',
      );
    }
    for (const finish of this.waiting.get(row.key) ?? []) finish();
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
