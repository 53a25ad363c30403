import type { StepId } from '../triage/answers.ts';
import examples from './examples.json' with { type: 'json' };
import { type Clean, clean } from './text.ts';

/** The labelled messages that are learnt from, evened out once, when they are first needed. */

/** What a message means; `or` of an example holds readings that are as right. */
export interface Meaning {
  kind: string;
  answer?: string;
  id?: string;
}

export interface Example {
  step: StepId | null;
  message: Clean;
  expect: Meaning;
  or: readonly Meaning[];
}

/** Every meaning that occurs. */
export const meanings: readonly Meaning[] = examples.map(({ expect }) => expect);

let evened: readonly Example[] | undefined;

export function labelledExamples(): readonly Example[] {
  evened ??= examples.map(
    ({
      step,
      text,
      expect,
      or = [],
    }: {
      step: string | null;
      text: string;
      expect: Meaning;
      or?: Meaning[];
    }) => ({
      step: step as StepId | null,
      message: clean(text),
      expect,
      or,
    }),
  );
  return evened;
}
