import { readFileSync } from 'node:fs';
import {
  type Answer,
  alwaysPossible,
  isEnding,
  isFixRow,
  ownAnswers,
  proxyLookAnswers,
  type StepId,
} from '../../../dialogs/triage/answers.ts';
import {
  firstAnswers,
  type Situation,
  type Understanding,
} from '../../../dialogs/understanding/understand.ts';

/** What a message should be taken for. */
export interface Expected {
  kind: Understanding['kind'];
  answer?: Answer;
  codes?: string[];
  id?: string;
}

/** One labelled message; `or` holds readings that are as right. */
export interface Labelled {
  step: StepId | null;
  text: string;
  expect: Expected;
  or?: Expected[];
  dangerousIf?: Answer[];
}

/** What the vocabularies were tuned on and the classifier learns from, and what only measures. */
const files = {
  tune: '../../../dialogs/understanding/examples.json',
  measure: './corpus/measure.json',
};

export const corpus = (name: 'tune' | 'measure'): Labelled[] =>
  JSON.parse(readFileSync(new URL(files[name], import.meta.url), 'utf8'));

const steps: Record<string, { buttons?: Partial<Record<Answer, string>> }> = JSON.parse(
  readFileSync(new URL('../../../cards/locales/en/steps.json', import.meta.url), 'utf8'),
);

/** The day on which the messages were labelled: how old a version is depends on it. */
const now = Date.UTC(2026, 10, 25);

const noHuman: readonly StepId[] = ['escalate', 'escalated', 'resolved'];
const noFixed: readonly StepId[] = [
  'put-back',
  'proxy-needed',
  'welcome',
  'ask-code',
  'device',
  'other-device',
];

/** What the card of a step offers at most, in the order of its buttons, with the buttons' words. */
export function situationAt(step: StepId | null): Situation {
  if (step === null) return { step, offered: firstAnswers, labels: {}, now };
  const always = isEnding(step) ? [] : alwaysPossible;
  const offered = [
    ...ownAnswers[step],
    ...(step === 'proxy' ? proxyLookAnswers : []),
    ...always,
    'use-web',
    'human',
  ];
  const possible = (answer: string): boolean =>
    !(answer === 'fixed' && noFixed.includes(step)) &&
    !(answer === 'done-before' && !isFixRow(step)) &&
    !(answer === 'human' && noHuman.includes(step));
  return {
    step,
    offered: [...new Set(offered as Answer[])].filter(possible),
    labels: steps[step]?.buttons ?? {},
    now,
  };
}
