import type { Answer } from '../triage/answers.ts';
import { type Phrase, phrases } from './phrases.ts';

/**
 * How one answer is said: plainly (`sure`), or so that it is asked back (`likely`). What is said `unless`
 * something stands beside it, is as good as not said.
 */
export interface Rule {
  answer: Answer;
  sure: Phrase[];
  likely: Phrase[];
  unless: Phrase[];
}

/** A rule out of its phrases, one a line. */
export const rule = (answer: Answer, sure: string, likely = '', unless = ''): Rule => ({
  answer,
  sure: phrases(sure),
  likely: phrases(likely),
  unless: phrases(unless),
});
