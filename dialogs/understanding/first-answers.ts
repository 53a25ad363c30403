import type { Answer } from '../triage/answers.ts';

/** What a message can answer before there is a case; used where nothing is offered and no step, or `closed`, is shown. */
export const firstAnswers: readonly Answer[] = [
  'code-40',
  'other-code',
  'no-code',
  'connection-wording',
  'keeps-asking',
  'not-syncing',
  'human',
];
