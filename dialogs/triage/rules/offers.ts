import { type Answer, endings } from '../answers.ts';
import type { Offer, RuleId } from './move.ts';

/** Where "from every step a person is one tap away" needs no tap: they are there, or it is over. */
const withAPerson: readonly string[] = ['escalate', ...endings];
/** Offered by the shell (`back`), or typed only. */
const asideOfCards: readonly Answer[] = ['back', 'use-web'];

export const offerRules = {
  /** "From every step a person is one tap away." */
  R10: ({ card, answer, accepted, offered }) =>
    answer !== 'human' || withAPerson.includes(card.step) || (accepted && offered),
  /** "What a card offers is exactly what the machine accepts there (refresh, ratings and IT cards aside)." */
  R19: ({ answer, offered, accepted }) => offered === accepted || (asideOfCards.includes(answer) && !offered),
} satisfies { [R in RuleId]?: (offer: Offer) => boolean };

/** The rules about a card's buttons that it breaks. */
export const brokenOffers = (offer: Offer): RuleId[] =>
  (Object.keys(offerRules) as (keyof typeof offerRules)[]).filter((id) => !offerRules[id](offer));
