import type { Answer, StepId } from '../answers.ts';
import type { TriageContext } from '../context.ts';
import type { Policy } from '../policy.ts';

/** A card on the screen, or the moment between two cards in which the next one is chosen. */
export interface Card {
  step: StepId | 'next';
  context: TriageContext;
}

/** What leads from one card to another; `show` chooses the next card, `begin` the first. */
export type EventName = Answer | 'learn' | 'paste' | 'handoff' | 'quiet' | 'check' | 'show' | 'begin';

/** One move of the machine as it can be observed from outside. */
export interface Move {
  policy: Policy;
  before: Card;
  event: EventName;
  after: Card;
}

/** A card with what it offers and what the machine would take there. */
export interface Offer {
  policy: Policy;
  card: Card;
  /** What the card shows, `back` aside. */
  offered: readonly Answer[];
  /** What the machine accepts. */
  accepted: readonly Answer[];
}

export const ruleIds = [
  'R1',
  'R2',
  'R3',
  'R4',
  'R5',
  'R6',
  'R7',
  'R8',
  'R9',
  'R10',
  'R11',
  'R12',
  'R13',
  'R14',
  'R15',
  'R16',
  'R17',
  'R18',
  'R19',
  'R20',
  'R21',
  'again',
  'resume',
] as const;
/** A rule of triage.md, or one of the two sentences under its "Reading the tables" that are proved with them. */
export type RuleId = (typeof ruleIds)[number];
