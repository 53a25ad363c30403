import { type LiveCase, type Rules, revive } from '../../dialogs/triage/advance.ts';
import type { CaseRecord } from '../../dialogs/triage/case.ts';
import type { NewEffect, Store, Turn, UserRow } from '../store/store.ts';
import type { TicketSystem } from '../tickets/port.ts';
import { liveOf, rowOf } from '../turn/row.ts';
import { commentEffect, itCardEffect } from '../turn/wanted.ts';
import type { ChannelHealth, ItChannel } from './channel.ts';
import type { Connector, SendResult } from './connector.ts';

/** What effect handlers work with. */
export interface EffectDeps {
  store: Store;
  rules: Rules;
  connector: Connector;
  tickets: TicketSystem;
  /** `null` where there is no IT_CHANNEL. */
  itChannel?: (ItChannel & ChannelHealth) | null;
  /** Milliseconds to wait before a ticket may be asked for its status; 0 takes one. Without it nothing is held back. */
  polls?: { take(now: number): number };
  /** Milliseconds since the epoch. */
  now: () => number;
}

/** What became of an effect; the dispatcher does the rest. */
export type Outcome =
  /** `record` is stored together with the row's end, so that a crash leaves both or neither. */
  | { kind: 'done'; record?: (turn: Turn) => Promise<void> }
  /** `unsure`: it may have gone through all the same. */
  | { kind: 'retry'; error: string; afterMs?: number; unsure?: boolean }
  /** Not tried yet, because a limit of the channel says so; `all`: for the other rows too. */
  | { kind: 'wait'; afterMs: number; all: boolean }
  | { kind: 'dead'; error: string };

export const done: Outcome = { kind: 'done' };

/** The user and the case of an effect, as they are now; `null` parts mean that there is nothing left to do. */
export async function subject(
  deps: EffectDeps,
  userKey: string,
  caseId: string | null,
): Promise<{ user: UserRow | null; live: LiveCase | null }> {
  const user = await deps.store.user(userKey);
  const stored = caseId === null ? undefined : await deps.store.caseById(caseId);
  return { user: user ?? null, live: liveOf(deps.rules, stored) };
}

/** Changes a case outside of its user's turns (a ticket number arrived); the revision stays. */
export async function changeCase(
  turn: Turn,
  rules: Rules,
  caseId: string,
  change: (record: CaseRecord, live: LiveCase) => { record: CaseRecord; effects?: NewEffect[] } | null,
): Promise<void> {
  const stored = await turn.caseById(caseId);
  const live = liveOf(rules, stored);
  if (!stored || !live) return;
  const changed = change(stored.record, live);
  if (!changed) return;
  const after = revive(rules, changed.record);
  if (!after.ok) return;
  await turn.saveCase(rowOf(rules, after.live), stored.record.rev);
  if (changed.effects) await turn.addEffects(changed.effects);
}

const unreachable =
  'The user can no longer be reached in Teams: the app was removed or blocked. Please call or mail.';

/** Sends a user nothing more, and tells IT once. A ticket that is a part of an incident has no card of its own. */
async function block(turn: Turn, key: string, now: number): Promise<void> {
  const row = await turn.user(key);
  if (!row || row.blockedAt) return;
  await turn.saveUser({ ...row, blockedAt: new Date(now).toISOString() });
  const record = (await turn.latestCase(key))?.record;
  if (!record?.ticket) return;
  const tag = `unreachable:${now}`;
  const card = record.ticket.incident ? [] : [itCardEffect(record, record.ticket.key, tag, now)];
  await turn.addEffects([commentEffect(record, now, unreachable, 'bot', tag), ...card]);
}

/** A failed send in the outbox's words; a user who removed the app is remembered and left alone. */
export async function afterSend(deps: EffectDeps, user: UserRow, result: SendResult): Promise<Outcome> {
  switch (result.kind) {
    case 'sent':
      return done;
    case 'retry':
    case 'wait':
      return result;
    case 'refused':
      return { kind: 'dead', error: result.error };
    case 'gone':
      await deps.store.turn((turn) => block(turn, user.key, deps.now()));
      return { kind: 'dead', error: result.error };
  }
}
