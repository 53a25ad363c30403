import type { FaqId } from '../knowledge/faq.ts';
import type { Answer, StepId } from '../triage/answers.ts';

/**
 * Where a message was said: the step shown, what it offers in the order of its buttons, and their words.
 * `now`, in milliseconds since the epoch, dates a typed version of OneDrive; without it none is dated.
 */
export interface Situation {
  now?: number;
  step: StepId | null;
  offered: readonly Answer[];
  labels: Partial<Record<Answer, string>>;
}

/** For the log: which rule spoke, and which words of its vocabulary matched; never other words of the user's. */
export interface Why {
  rule: string;
  words: string[];
}

/** What is not this bot's subject. */
export type Subject = 'other-app' | 'admin-policy' | 'remove-onedrive' | 'onedrive-use' | 'other';

/** What a message means. `sure` answers may be played; `likely` ones are asked back with their buttons. */
export type Understanding =
  | { kind: 'code'; codes: string[]; why: Why }
  /** `also`: what the same first message already answers at `ask-code`, for the caller to play there. */
  | { kind: 'answer'; answer: Answer; sure: boolean; also?: Answer[]; why: Why }
  | { kind: 'faq'; id: FaqId; why: Why }
  | { kind: 'another-subject'; subject: Subject; why: Why }
  | { kind: 'greeting'; why: Why }
  | { kind: 'help'; why: Why }
  | { kind: 'likely'; answers: Answer[]; why: Why }
  | { kind: 'unknown'; why: Why };
