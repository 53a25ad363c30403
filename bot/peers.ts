import { codeOf } from './errors.ts';
import type { Log } from './log.ts';
import type { Store } from './store/store.ts';

/** Between two signs of life, ms. */
const everyMs = 5_000;
/** Without one for so long an instance counts as gone, ms. */
const goneMs = 20_000;

/**
 * Counts the instances that share the database. Teams limits a bot, not an instance of it, so each may use its
 * part of a tenant's limit: `share` is told the part, 1 for a single instance.
 */
export class Peers {
  private readonly deps: {
    store: Pick<Store, 'alive' | 'leave'>;
    owner: string;
    now: () => number;
    log: Log;
    share: (part: number) => void;
  };
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();

  constructor(deps: Peers['deps']) {
    this.deps = deps;
  }

  start(): void {
    const beat = () => {
      this.running = this.running.then(() => this.beat());
    };
    beat();
    this.timer = setInterval(beat, everyMs);
    this.timer.unref();
  }

  /** Leaves its part to the others. */
  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.running;
    // One that can't say so is missed after a while.
    await this.deps.store.leave(this.deps.owner).catch(() => {});
  }

  private async beat(): Promise<void> {
    const { store, owner, now, log, share } = this.deps;
    try {
      share(1 / (await store.alive(owner, now(), goneMs)));
    } catch (error) {
      log.warn({ code: codeOf(error) }, 'peers: the store did not answer');
    }
  }
}
