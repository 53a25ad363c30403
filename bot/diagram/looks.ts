import { isEnding, isFixRow, isRow, type StepId } from '../../dialogs/triage/answers.ts';
import { conditionLabels } from '../../dialogs/triage/conditions.ts';
import type { Look } from './canvas.ts';

export type Kind = 'question' | 'fix' | 'elevated' | 'ticket' | 'ending';

export const looks: Record<Kind, Look> = {
  question: { fill: '#e6f0fb', line: '#2f6fb2' },
  fix: { fill: '#fff1cc', line: '#b7791f' },
  elevated: { fill: '#fcd9d5', line: '#b3261e' },
  ticket: { fill: '#efeafa', line: '#6246a8' },
  ending: { fill: '#dff3e2', line: '#2e7d32', round: true },
};

export const kindNames: Record<Kind, string> = {
  question: 'question or look',
  fix: 'fix',
  elevated: 'fix as administrator',
  ticket: 'ticket for IT',
  ending: 'ending',
};

/** What a step is, for its colour. */
export function kindOf(step: StepId): Kind {
  if (isEnding(step)) return 'ending';
  if (step === 'escalate') return 'ticket';
  if (!isFixRow(step)) return 'question';
  return isRow(step) && conditionLabels(step).includes('admin') ? 'elevated' : 'fix';
}
