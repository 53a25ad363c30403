import type { Answer, Row, StepId } from '../answers.ts';
import type { TriageContext } from '../context.ts';
import type { Policy } from '../policy.ts';

/**
 * Between two cards: who may be shown the ladder at all and what comes forward, then the ladder, in parts so
 * that what a part has passed over need not be remembered in the next.
 */
export const stages = ['next', 'ladder', 'ladder-2', 'ladder-3', 'ladder-4'] as const;
export type Stage = (typeof stages)[number];
/** The row that a part of the ladder begins with; the first part ends where it ends for those without the web. */
export const firstRows: { [S in Stage]?: Row } = {
  ladder: 'internet',
  'ladder-2': 'winsock',
  'ladder-3': 'client-age',
  'ladder-4': 'rejoin-ready',
};
export const isStage = (step: string): step is Stage => (stages as readonly string[]).includes(step);

/** A card on the screen, or the moments in which the first and the next one are chosen. */
export interface Card {
  step: StepId | 'begin' | Stage;
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
  /** What a form said with it. */
  said?: { [fact: string]: string };
}

/** An answer at a card: whether it has a button there, and whether the machine would take it. */
export interface Offer {
  policy: Policy;
  card: Card;
  answer: Answer;
  offered: boolean;
  accepted: boolean;
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
  'recorded',
  'progress',
] as const;
/** A rule of triage.md, or one of the sentences beside its tables that are proved with them. */
export type RuleId = (typeof ruleIds)[number];
