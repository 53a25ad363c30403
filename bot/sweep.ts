import { advance, type Rules, revive } from '../dialogs/triage/advance.ts';
import { nextDue } from '../dialogs/triage/reminders.ts';
import { codeOf } from './errors.ts';
import { resultEffects } from './handoff/result.ts';
import { settle } from './incidents/watch.ts';
import type { Log } from './log.ts';
import { retain } from './retention.ts';
import type { Store, Turn } from './store/store.ts';
import { rowOf } from './turn/row.ts';
import { postEffect, updateEffect } from './turn/wanted.ts';

export interface SweepDeps {
  store: Store;
  rules: Rules;
  now: () => number;
  log: Log;
}

const batch = 200;
/** How long a claimed activity stays known; Teams repeats within minutes, ms. */
const claimsKeptMs = 3 * 86_400_000;

/**
 * Looks after cases that nobody answers: reminds, asks the next day, closes what stays silent. Each is a turn
 * of its own that decides on the case as it then is, so any number of instances may sweep. Returns how many.
 */
export async function sweep(deps: SweepDeps): Promise<number> {
  await settle(deps.store, deps.now());
  const due = await deps.store.dueCases(deps.now(), batch);
  for (const { record } of due) await deps.store.turn((turn) => attend(deps, turn, record.id));
  return due.length;
}

async function attend({ rules, now }: SweepDeps, turn: Turn, id: string): Promise<void> {
  const stored = await turn.caseById(id);
  const revived = stored ? revive(rules, stored.record) : null;
  if (!stored || !revived?.ok) return;
  const { live } = revived;
  const due = nextDue(live.record, live.step, rules.policy);
  const at = now();
  if (!due || due.at > at) return;
  const tag = `${due.what}:${id}:${live.record.rev}:${live.record.remindersSent}`;
  const expected = live.record.rev;
  if (due.what === 'remind') {
    const record = { ...live.record, remindersSent: live.record.remindersSent + 1 };
    await turn.saveCase(rowOf(rules, { ...live, record }), expected);
    await turn.addEffects([postEffect(record.user, id, tag, 'reminder', at)]);
    return;
  }
  const iso = new Date(at).toISOString();
  const moved = advance(rules, live, { kind: due.what === 'check' ? 'check' : 'quiet', at: iso });
  if (moved.kind === 'rejected') return;
  const record = due.what === 'check' ? { ...moved.record, remindersSent: 1 } : moved.record;
  const after = revive(rules, record);
  if (!after.ok) return;
  await turn.saveCase(rowOf(rules, after.live), expected);
  const card =
    due.what === 'check'
      ? [postEffect(record.user, id, tag, 'next-day', at)]
      : updateEffect(record, moved.step, at);
  const name = (await turn.user(record.user))?.name ?? '';
  const told = moved.step === live.step ? [] : resultEffects(after.live, name, `${record.rev}`, at);
  await turn.addEffects([...card, ...told]);
}

/** Sweeps now and then until told to stop. */
export class Sweeper {
  private readonly deps: SweepDeps & { kick: () => void; everyMs: number };
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();

  constructor(deps: SweepDeps & { kick: () => void; everyMs: number }) {
    this.deps = deps;
  }

  start(): void {
    void this.encrypt();
    this.timer = setInterval(() => {
      this.running = this.running.then(() => this.once());
    }, this.deps.everyMs);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.running;
  }

  /** Once after a change of the key; may take minutes on a large database, so nothing waits for it. */
  private async encrypt(): Promise<void> {
    const { store, log } = this.deps;
    try {
      const values = await store.encrypt();
      if (values > 0) log.info({ values }, 'encrypted what was stored before the current DATA_KEY');
    } catch (error) {
      log.error(
        { code: codeOf(error) },
        'encrypting: the store did not answer; goes on after the next start',
      );
    }
  }

  /** What is due now. Never rejects: what the store does not take is tried the next time. */
  async once(): Promise<void> {
    try {
      if ((await sweep(this.deps)) > 0) this.deps.kick();
      const { store, rules, now, log } = this.deps;
      await store.forgetClaims(now() - claimsKeptMs);
      const { purged, deleted } = await retain(store, rules.policy.retention, now());
      if (purged + deleted > 0) log.info({ purged, deleted }, 'retention');
    } catch (error) {
      this.deps.log.error({ code: codeOf(error) }, 'sweep: the store did not answer');
    }
  }
}
