import { findCodes } from '../../dialogs/knowledge/codes.ts';
import type { LiveCase } from '../../dialogs/triage/advance.ts';
import { type Answer, type StepId, stepInputs } from '../../dialogs/triage/answers.ts';
import { type ChoiceFact, choiceFacts, type FactName, factValue } from '../../dialogs/triage/facts.ts';
import { stripSecrets } from '../../dialogs/understanding/evidence/mask.ts';

export type Inputs = { ok: true; values: { [id: string]: string } } | { ok: false; id: string };

/** Longest comment that is kept, in characters. */
const longestText = 2000;
/** Reminder choices of the pause answer, as ISO 8601 durations. */
export const remindChoices = ['PT20M', 'PT2H', 'P1D'] as const;
const reachChoices = ['teams', 'phone', 'email'];

/**
 * Checks the inputs of an answer against the step's form. Values outside their choices are refused; a
 * question left open takes the careful reading where there is one. Free text is cut and stripped of secrets.
 */
export function readInputs(live: LiveCase, answer: Answer, raw: { [id: string]: string }): Inputs {
  const values: { [id: string]: string } = {};
  for (const id of inputIds(live.step, answer)) {
    const value = raw[id]?.trim() ?? '';
    const read = readInput(live, id, value);
    if (read === null) return { ok: false, id };
    if (read !== '') values[id] = read;
  }
  return { ok: true, values };
}

const inputIds = (step: StepId, answer: Answer): readonly string[] =>
  answer === 'pause' ? ['remindAt'] : (stepInputs[step]?.[answer] ?? []);

/** The stored value, an empty string for none, or `null` for one that can't be. */
function readInput(live: LiveCase, id: string, value: string): string | null {
  if (id in choiceFacts) return readChoice(live, id as ChoiceFact, value);
  switch (id) {
    case 'code':
      return findCodes(value)[0] ?? null;
    case 'rating':
      return ['1', '2', '3', '4', '5'].includes(value) ? value : null;
    case 'remindAt':
      return value === '' || (remindChoices as readonly string[]).includes(value) ? value : null;
    case 'reachBy':
      return value === '' || reachChoices.includes(value) ? value : null;
    case 'evidence':
      return value;
    default:
      return stripSecrets(value).slice(0, longestText);
  }
}

/** Questions whose answer must be given, or the step can't be decided. */
const required: readonly FactName[] = [
  'platform',
  'ownDevice',
  'onCorpNetwork',
  'knowsPassword',
  'fallbackAdmin',
];

function readChoice(live: LiveCase, id: ChoiceFact, value: string): string | null {
  if (value !== '') return factValue(id, value) === null ? null : value;
  if (live.context.facts[id] && !live.context.askAgain) return '';
  if (required.includes(id)) return null;
  if (id === 'ownership') return 'unsure';
  return (choiceFacts[id] as readonly string[]).includes('unsure') ? 'unsure' : '';
}
