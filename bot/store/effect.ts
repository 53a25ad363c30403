/** What an effect row wants done; the handler renders at the time of sending, from the case as it then is. */
export type Effect =
  /**
   * Post the living card as a new message and fold the one before it; `notice` is shown on top. `typed`: what was typed
   * is answered with it, so it shows where its user is by then, even if that is in a later case.
   */
  | {
      kind: 'post-card';
      user: string;
      case: string | null;
      notice: string | null;
      typed?: true;
      didYouMean?: string[];
    }
  /** Bring the stored message of the living card up to date; `notice` where a click changed nothing. */
  | { kind: 'update-card'; user: string; case: string | null; notice?: string | null; why?: boolean }
  /** Fold a card that is no longer the living one to a line. */
  | { kind: 'fold-card'; user: string; activityId: string; line: string }
  /** A plain message; `text` is ready to send. */
  | { kind: 'say'; user: string; text: string }
  | { kind: 'create-ticket'; user: string; case: string; n: number }
  /** `by` is absent where the user wrote it. */
  | { kind: 'comment-ticket'; user: string; case: string; n: number; text: string; by?: 'it' | 'bot' }
  | { kind: 'close-ticket'; user: string; case: string; n: number; why: 'fixed' | 'withdrawn' }
  | { kind: 'reopen-ticket'; user: string; case: string; n: number }
  /** Add what came of a handoff to the help desk's own ticket, where it is in the ticket system in use. */
  | { kind: 'comment-desk'; ticket: { system: string; id: string; url: string | null }; text: string }
  /** A Bot Framework event for the hub that talks in the user's conversation. */
  | { kind: 'send-event'; user: string; name: string; value: object; transcript?: object[] }
  /** Post a ticket's card to the IT channel, or bring it up to date there. */
  | { kind: 'it-card'; user: string; case: string; ticket: string }
  /** Say in the card's thread what the user did; an update of the card notifies nobody. */
  | { kind: 'it-reply'; user: string; case: string; ticket: string; said: ItReply; text: string }
  /** A file of a case that its ticket system takes only afterwards. */
  | { kind: 'attach-ticket'; user: string; case: string; n: number; file: 'transcript' | 'evidence' }
  /** Reads the ticket's status back, in case an event was lost; `openedAt` and `since` in ms. */
  | {
      kind: 'poll-ticket';
      user: string;
      case: string;
      ticket: string;
      openedAt: number;
      since: number;
      failed: number;
    }
  /** Counts a case of `at` (ms), and opens an incident where too many came. */
  | { kind: 'watch-case'; user: string; case: string; what: 'opened' | 'sent'; at: number }
  /** Opens, adds to or closes the ticket of an incident. */
  | { kind: 'incident-ticket'; incident: string; what: 'create' | 'note' | 'close'; text: string }
  /** Tells those who are affected, from the case after `after` on. */
  | {
      kind: 'incident-news';
      incident: string;
      news: 'opened' | 'word' | 'late' | 'ended' | 'quiet' | 'merged';
      text: string;
      after: string;
      tag: string;
    }
  | { kind: 'incident-card'; incident: string }
  /** As `poll-ticket`, for the ticket of an incident. */
  | { kind: 'poll-incident'; incident: string; openedAt: number; since: number; failed: number };

export interface NewEffect {
  effect: Effect;
  /**
   * Twice the same key is once: the second insert does nothing, also after the row was done, until
   * `forgetClaims`. Only rows with `coalesce` are forgotten as soon as they are done: doing them again is harmless.
   */
  key: string;
  /** Milliseconds since the epoch. */
  dueAt: number;
  /**
   * Rows of one group (a conversation, a ticket) are done one after the other, in the order of their first
   * `dueAt`, then of insertion: what is meant for later holds up nothing that is meant for now, and what is
   * tried again keeps its place. One of a lower `priority` number need not wait for one of a higher, which may itself
   * have to wait for everybody's messages.
   */
  group: string;
  /** Waiting rows with the same value that nobody has leased are replaced by this one. */
  coalesce?: string;
  /** From 0; lower goes first, card updates yield to messages. 0 message, 1 ticket, 9 update. */
  priority: number;
}

/** Priority 1 is what goes to the ticket system and to desks, all else goes to chats. */
export type Lane = 'chat' | 'ticket';

export interface LeasedEffect {
  id: number;
  effect: Effect;
  key: string;
  group: string;
  /** How often it was begun before this time, crashes included. */
  attempts: number;
  /** One of those may have gone through: its process died in it, or the answer was lost. */
  unsure: boolean;
  /** When it was first due (ms), or revived: a row's age counts from here. */
  createdAt: number;
  dueAt: number;
}

/** What a user did with a ticket that somebody of IT works on. */
export type ItReply = 'answered' | 'again' | 'fixed' | 'withdrawn';
