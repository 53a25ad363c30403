import { setTimeout as delay } from 'node:timers/promises';
import type { Limits } from '../limits.ts';
import type { UserRow } from '../store/store.ts';

/** What a message carries: a card, plain text, or an event of Bot Framework's handoff protocol. */
export type Message = { card: object; summary?: string } | { text: string } | { event: HandoffEvent };

export interface HandoffEvent {
  name: string;
  value: object;
  /** Activities of the conversation, with an initiation. */
  transcript?: object[] | undefined;
}

/** What became of a call to the Bot Framework connector. `gone`: app removed or bot blocked (403). */
export type SendResult =
  | { kind: 'sent'; activityId: string }
  /** `unsure`: it may have arrived all the same. */
  | { kind: 'retry'; error: string; afterMs?: number; unsure?: boolean }
  /** Our own limit says not yet; this is no failed try. `all`: the limit holds for everybody. */
  | { kind: 'wait'; afterMs: number; all: boolean }
  | { kind: 'gone'; error: string }
  | { kind: 'refused'; error: string };

/** The only way out to a user; the shell implements it with the CloudAdapter. */
export interface Connector {
  send(user: UserRow, message: Message): Promise<SendResult>;
  update(user: UserRow, activityId: string, message: Message): Promise<SendResult>;
}

/**
 * A connector that stays within Teams' limits: a call waits for its place among the tenant's, since to give its row
 * back and lease it again would cost two transactions each time; what has to wait longer is not tried yet. Where Teams
 * has said when to come back, nothing else of that conversation goes before, either.
 */
export function withinLimits(connector: Connector, limits: Limits, now: () => number): Connector {
  const heldUntil = new Map<string, number>();
  const limited = async (user: UserRow, call: () => Promise<SendResult>): Promise<SendResult> => {
    const conversation = user.conversationId ?? user.key;
    const held = (heldUntil.get(conversation) ?? 0) - now();
    if (held > 0) return { kind: 'wait', afterMs: held, all: false };
    heldUntil.delete(conversation);
    const booked = limits.book(user.tenant, conversation, now());
    if (!booked.ok) return { kind: 'wait', afterMs: booked.wait, all: booked.of === 'tenant' };
    if (booked.after > 0) await delay(booked.after);
    const result = await call();
    if (result.kind === 'retry' && result.afterMs) heldUntil.set(conversation, now() + result.afterMs);
    return result;
  };
  return {
    send: (user, message) => limited(user, () => connector.send(user, message)),
    update: (user, activityId, message) => limited(user, () => connector.update(user, activityId, message)),
  };
}
