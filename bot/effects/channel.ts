import type { ItCardRow } from '../store/store.ts';
import type { Message, SendResult } from './connector.ts';

/** Where the channel's service is: any user of the same tenant knows it. */
export interface ChannelAddress {
  serviceUrl: string;
  botId: string;
  tenant: string;
}

export type ItPost = NonNullable<ItCardRow['post']>;

/** `forbidden`: the app is not in that team. `not-found`: there is no such channel. */
export type ChannelProblem = 'forbidden' | 'not-found' | 'refused' | 'unreachable';

export type PostResult =
  | { kind: 'sent'; post: ItPost }
  /** `unsure`: it may have arrived all the same. */
  | { kind: 'failed'; problem: ChannelProblem; error: string; afterMs?: number; unsure?: boolean }
  | { kind: 'wait'; afterMs: number; all: boolean };

export type Membership = 'member' | 'stranger' | 'unknown';

/** The way to the IT channel; the shell implements it with the CloudAdapter. */
export interface ItChannel {
  /** `19:…@thread.tacv2`. */
  readonly id: string;
  /** Begins a thread with this message. */
  post(to: ChannelAddress, message: Message): Promise<PostResult>;
  update(post: ItPost, message: Message): Promise<SendResult>;
  /** A message in the card's thread; whom it mentions is notified, which an update of the card does for nobody. */
  reply(post: ItPost, text: string, mention: { id: string; name: string } | null): Promise<SendResult>;
  /** Whether somebody (by the channel's id of them) is in the team; `unknown` where nobody answers. */
  member(to: ChannelAddress, userId: string): Promise<Membership>;
  /** The directory id of somebody in a conversation; `null` where nobody can say. */
  directoryId(to: ChannelAddress, conversationId: string, userId: string): Promise<string | null>;
  /** What keeps cards from arriving; `null` where nothing does. */
  problem(to: ChannelAddress): Promise<ChannelProblem | null>;
}

/** Says in /metrics how the channel does. */
export interface ChannelHealth {
  works(): void;
  fails(problem: ChannelProblem): void;
}

/** For the log and for `npm run check`. */
export const problemWords: Record<ChannelProblem, string> = {
  forbidden: 'IT_CHANNEL: 403, the app is not in the team of that channel; add it there',
  'not-found': 'IT_CHANNEL: there is no such channel; take its id from "Get link to channel"',
  refused: 'IT_CHANNEL: Teams refused the card',
  unreachable: 'IT_CHANNEL: Teams did not answer',
};
