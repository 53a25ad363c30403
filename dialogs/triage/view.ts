import type { Answer, StepId } from './answers.ts';
import type { Switch } from './facts.ts';

/** One line of the trail: what was answered where. `at` is an ISO time, `from` says how it came. */
export interface TrailEntry {
  step: StepId;
  answer: Answer;
  at: string;
  from: 'asked' | 'typed' | 'pasted' | 'handoff' | 'policy' | 'inferred' | 'earlier-case';
  /** What was chosen in the step's form: facts of closed lists, the code, the rating; never free text. */
  values?: { [id: string]: string };
  /** What was known before of those that stronger evidence corrected. */
  corrected?: { [id: string]: string };
}

/** A row that was passed over, and the key of the reason (`skip.<why>` in the locale). */
export interface Skipped {
  step: StepId;
  why: SkipReason;
}
export type SkipReason =
  | 'known'
  | 'read'
  | 'policy'
  | 'not-on-mac'
  | 'managed-only'
  | 'personal-only'
  | 'no-web'
  | 'data-at-risk'
  | 'signed-out'
  | 'no-admin'
  | 'not-joined'
  | 'already-done'
  | 'not-needed';

/** Why an answer changed nothing, or what was heard; a key of `notice.*` in the locale. */
export type Notice =
  | 'outdated'
  | 'not-offered'
  | 'not-yours'
  | 'bad-value'
  | 'duplicate'
  | 'not-understood'
  | 'no-evidence'
  | 'another-subject'
  | 'did-you-mean'
  | 'welcome-back'
  | 'paused'
  | 'reminder'
  | 'recurring'
  | 'next-day'
  | 'handoff'
  | 'ticket-late'
  | 'added';

/** Text variants; the locale's entries for them are laid over the step's base text in this order. */
export type Tag =
  | 'windows'
  | 'mac'
  | 'personal-device'
  | 'managed'
  | 'personal-account'
  | 'work-account'
  | 'switch'
  | 'look'
  | 'admin'
  | 'hybrid'
  | 'entra'
  | 'other-code'
  | 'mobile'
  | 'late'
  /** IT says that the ticket is solved. */
  | 'solved'
  /** IT has closed the ticket without that. */
  | 'rejected'
  /** The ticket has no number yet. */
  | 'sending'
  /** A closed ticket was that of an incident: it is not opened again for one of many. */
  | 'of-many';

/** Everything a card needs to know, as data and without words: pure output of the triage. */
export interface StepView {
  case: string;
  step: StepId;
  rev: number;
  /** Who the living card belongs to: the channel's user id, for `refresh.userIds`. */
  user: string;
  tags: Tag[];
  /** Values for `{name}` in texts: code, helpDesk, phone, hours, oneDriveUrl, ticket, ... Missing ones are left out of the text with their sentence. */
  params: Record<string, string>;
  notice: Notice | null;
  /** Show the reason for this step (answer `why`). */
  why: boolean;
  /** `null` outside the ladder. `of` never grows while the user watches, and is `null` where it can't be said. */
  progress: { step: number; of: number | null } | null;
  primary: Answer[];
  secondary: Answer[];
  /** Inputs of the step's form that are still to be asked, with a value where one is suggested. */
  form: { id: string; value?: string }[];
  switchedOff: Switch[];
  trail: TrailEntry[];
  skipped: Skipped[];
  /** Rows that were really done and changed something, oldest first. */
  changed: StepId[];
  /** Step-specific lines: what the ticket will say, what was read from a paste. Text already, escaped by the card. */
  lines: { label: string; text: string }[];
}
