import type { UserRow } from '../store/store.ts';

/** What a message carries: a card, or plain text. */
export type Message = { card: object; summary?: string } | { text: string };

/** What became of a call to the Bot Framework connector. `gone`: app removed or bot blocked (403). */
export type SendResult =
  | { kind: 'sent'; activityId: string }
  | { kind: 'retry'; error: string; afterMs?: number }
  | { kind: 'gone'; error: string }
  | { kind: 'refused'; error: string };

/** The only way out to a user; the shell implements it with the CloudAdapter. */
export interface Connector {
  send(user: UserRow, message: Message): Promise<SendResult>;
  update(user: UserRow, activityId: string, message: Message): Promise<SendResult>;
}
