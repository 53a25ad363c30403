import { advance, type LiveCase, type Rules, revive } from '../dialogs/triage/advance.ts';
import { type Due, nextDue } from '../dialogs/triage/reminders.ts';
import { codeOf } from './errors.ts';
import { resultEffects } from './handoff/result.ts';
import { forgetCounted, settle } from './incidents/watch.ts';
import type { Log } from './log.ts';
import { retain } from './retention.ts';
import { type Store, type StoredCase, StoreUnavailable, type Turn } from './store/store.ts';
import { rowOf } from './turn/row.ts';
import { reminderEffect, updateEffect } from './turn/wanted.ts';

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
 * of its own that decides on the case as it then is, so any number of instances may sweep. One that fails does not keep
 * the others waiting. Returns how many were due.
 */
export async function sweep(deps: SweepDeps): Promise<number> {
  await settle(deps.store, deps.now());
  const due = await deps.store.dueCases(deps.now(), batch);
  for (const { record } of due) {
    try {
      await deps.store.turn((turn) => attend(deps, turn, record.id));
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      deps.log.error({ code: codeOf(error), case: record.id }, 'sweep: a case was not looked after');
    }
  }
  return due.length;
}

async function attend(deps: SweepDeps, turn: Turn, id: string): Promise<void> {
  const { rules, now, log } = deps;
  const stored = await turn.caseById(id);
  if (!stored) return;
  const at = now();
  const isDue = typeof stored.dueAt === 'number' && stored.dueAt <= at;
  const revived = revive(rules, stored.record);
  if (!revived.ok) {
    // Another instance was here first, and has said so.
    if (!isDue) return;
    await putAway(turn, stored);
    log.error(
      { code: 'case_unreadable', case: id },
      'sweep: a case can not be read; left alone until its user comes',
    );
    return;
  }
  const { live } = revived;
  const due = nextDue(live.record, live.step, rules.policy);
  if (due && due.at <= at) await doDue(rules, turn, live, due, at);
  // A policy that waits longer than the one it was stored under: kept as due it would stand before all others.
  else if (isDue) {
    await turn.saveCase(rowOf(rules, live), live.record.rev);
  }
}

/** Keeps a case that nothing can be done for out of the way of the others; its user's next turn makes it due again. */
const putAway = (turn: Turn, stored: StoredCase): Promise<void> =>
  turn.saveCase({ ...stored, dueAt: null }, stored.record.rev);

async function doDue(rules: Rules, turn: Turn, live: LiveCase, due: Due, at: number): Promise<void> {
  const expected = live.record.rev;
  if (due.what === 'remind') {
    const record = { ...live.record, remindersSent: live.record.remindersSent + 1 };
    await turn.saveCase(rowOf(rules, { ...live, record }), expected);
    await turn.addEffects([reminderEffect(live.record, 'remind', at)]);
    return;
  }
  const iso = new Date(at).toISOString();
  const moved = advance(rules, live, { kind: due.what === 'check' ? 'check' : 'quiet', at: iso });
  if (moved.kind === 'rejected') return putAway(turn, rowOf(rules, live));
  const record = due.what === 'check' ? { ...moved.record, remindersSent: 1 } : moved.record;
  const after = revive(rules, record);
  if (!after.ok) return;
  await turn.saveCase(rowOf(rules, after.live), expected);
  const card =
    due.what === 'check' ? [reminderEffect(live.record, 'check', at)] : updateEffect(record, moved.step, at);
  const name = (await turn.userAsRead(record.user))?.name ?? '';
  const told = moved.step === live.step ? [] : resultEffects(after.live, name, `${record.rev}`, at);
  await turn.addEffects([...card, ...told]);
}

/** What is kept for weeks need not be looked through each minute for what is too old, ms. */
const forgetEveryMs = 3_600_000;

/** Sweeps now and then until told to stop. */
export class Sweeper {
  private readonly deps: SweepDeps & { kick: () => void; everyMs: number };
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();
  private forgotAt = Number.NEGATIVE_INFINITY;

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
      if (now() - this.forgotAt >= forgetEveryMs) {
        await forgetCounted(store, now());
        this.forgotAt = now();
      }
      const { purged, deleted } = await retain(store, rules.policy.retention, now());
      if (purged + deleted > 0) log.info({ purged, deleted }, 'retention');
    } catch (error) {
      this.deps.log.error({ code: codeOf(error) }, 'sweep: the store did not answer');
    }
  }
}
