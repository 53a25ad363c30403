import { type Answer, type StepId, stepInputs } from '../triage/answers.ts';
import type { FactName } from '../triage/facts.ts';
import { isDoubtful, isStrict } from './doubts.ts';
import { position } from './labels.ts';
import { firstOf, phrases, quoted } from './phrases.ts';
import type { Rule } from './rule.ts';
import { shortAnswers } from './short.ts';
import type { Bare, Clean } from './text.ts';
import { typedFacts } from './typed-facts.ts';
import type { Situation, Understanding, Why } from './types.ts';
import { commonRules } from './words-common.ts';
import { saysFixed } from './words-fixed.ts';

/** How the vocabularies become an answer: what counts as plain, what is asked back, what is never guessed. */

/** What the log is told. */
export const why = (rule: string, ...words: string[]): Why => ({ rule, words });

/** An answer that may be played. */
export function sure(answer: Answer, because: Why, also?: Answer[]): Understanding {
  return also
    ? { kind: 'answer', answer, sure: true, also, why: because }
    : { kind: 'answer', answer, sure: true, why: because };
}

/** Up to three offered answers to ask back; nothing if none of them is offered. */
export function likely(answers: readonly Answer[], here: Situation, because: Why): Understanding | null {
  const offered = [...new Set(answers)].filter((answer) => here.offered.includes(answer)).slice(0, 3);
  return offered.length > 0 ? { kind: 'likely', answers: offered, why: because } : null;
}

/** Nothing was understood. */
export const unknown: Understanding = { kind: 'unknown', why: why('nothing') };

/** A button named by its number; one that must not be pressed by mistake is asked back. */
export function byPosition(text: string, here: Situation): Understanding | null {
  const at = position(text);
  if (at === null || here.step === null) return null;
  if (here.step === 'resolved' && at < 5 && here.offered.includes('rate')) return sure('rate', why('number'));
  const answer = here.offered[at];
  if (answer === undefined || answer === 'continue' || here.step === 'client-age') return null;
  return isStrict(answer, here.step)
    ? { kind: 'likely', answers: [answer], why: why('number') }
    : sure(answer, why('number'));
}

/** The first rule that speaks plainly, or the likely ones; `fixed` only through its own strict reading. */
export function ruled(message: Clean, here: Situation, rules: readonly Rule[]): Understanding | null {
  const { step } = here;
  const offered = rules.filter((item) => here.offered.includes(item.answer));
  const fixed = here.offered.includes('fixed') ? saysFixed(message) : null;
  for (const item of offered) {
    const hit = firstOf(item.sure, message.text);
    if (!hit || firstOf(item.unless, message.text)) continue;
    if (fixed?.sure && (commonRules.includes(item) ? item.answer !== 'fixed' : yielding.has(item.answer)))
      continue;
    if (isDoubtful(item.answer, message, step))
      return likely(
        [item.answer, ...offeredDoubts(here)],
        here,
        why(`hedged ${item.answer}`, quoted(hit, message.text)),
      );
    return sure(item.answer, why(`words ${item.answer}`, quoted(hit, message.text)));
  }
  if (fixed?.sure && !ambiguousFixed(here.step, message)) return sure('fixed', why('fixed', fixed.words));
  const maybe = offered.flatMap((item) => {
    const hit = firstOf(item.likely, message.text);
    return hit ? [{ answer: item.answer, words: quoted(hit, message.text) }] : [];
  });
  const answers: Answer[] = maybe.map((item) => item.answer);
  if (fixed) answers.unshift('fixed', ...(step === null ? [] : (seeming[step] ?? [])), 'not-fixed');
  return likely(
    answers,
    here,
    why('likely', ...maybe.map((item) => item.words), ...(fixed ? [fixed.words] : [])),
  );
}

/** What is said along with good news and means less than it. */
const yielding: ReadonlySet<Answer> = new Set<Answer>(['withdraw', 'resume']);

/** "Not sure", where the step has it. */
const offeredDoubts = (here: Situation): Answer[] => here.offered.filter((answer) => answer === 'unsure');

/** Where "it works now" can be said of something else than OneDrive itself. */
const ambiguousFixed = (step: StepId | null, message: Clean): boolean =>
  step === 'other-network' ||
  step === 'other-account' ||
  ((step === 'connection' || step === 'internet') &&
    !/ (?:onedrive|signed in|logged in|syncing|synced) /.test(message.text));

/** What "it works" can mean there as well. */
const seeming: Partial<Record<StepId, readonly Answer[]>> = {
  internet: ['loads'],
  connection: ['loads-now'],
  'other-network': ['works-there'],
  'other-account': ['no'],
};

/** What rules say plainly, whether it is offered or not. */
export function ruledAnswer(
  message: Clean,
  rules: readonly Rule[],
): { answer: Answer; words: string } | null {
  for (const item of rules) {
    const hit = firstOf(item.sure, message.text);
    if (hit && !firstOf(item.unless, message.text))
      return { answer: item.answer, words: quoted(hit, message.text) };
  }
  return null;
}

/** A bare "yes", "no" or "ok"; or the one that the message begins with. */
export function short(message: Clean, here: Situation, bare: Bare | null): Understanding | null {
  if (here.step === null || message.question) return null;
  if (bare !== 'yes' && bare !== 'no' && bare !== 'ok') return null;
  const answers = (shortAnswers[here.step]?.[bare] ?? []).filter((answer) => here.offered.includes(answer));
  const [only] = answers;
  if (only === undefined) return null;
  return answers.length === 1 ? sure(only, why(`bare ${bare}`)) : likely(answers, here, why(`bare ${bare}`));
}

const bad = phrases(`
  (not|no|nothing|never|error|errcode|fail|fails|failed|failing|unable|broken|same|red|cross|problem|issue|wrong|dead|stuck|worse|neither|without|lost|refused|refuses|stopped|unfortunately)
`);
const good = phrases(`
  (works|work|worked|working|fine|good|ok|great|fixed|solved|perfect|connected|loads|opens|loaded|opened|success|successfully|helped|able|yes|syncing|green|resolved)
`);

/** Nothing was recognised, but it sounds good or bad: asked back with what a "yes" or a "no" could mean here. */
export function leaning(message: Clean, here: Situation): Understanding | null {
  if (here.step === null || message.words > 25) return null;
  const sounds = firstOf(bad, message.text) ? 'no' : firstOf(good, message.text) ? 'yes' : null;
  const answers = sounds && shortAnswers[here.step]?.[sounds];
  return answers ? likely(answers, here, why(`sounds like ${sounds}`)) : null;
}

/**
 * Facts that a form asks for, typed instead of chosen, send the form; the caller takes the facts with
 * `typedFacts` and shows the form again for what is still open. The form before a rejoin must be complete.
 */
export function formAnswer(text: string, here: Situation): Understanding | null {
  const inputs = here.step ? stepInputs[here.step]?.continue : undefined;
  if (!inputs || !here.offered.includes('continue')) return null;
  const facts = typedFacts(text, here.step);
  const given = inputs.filter((name) => facts[name as FactName] !== undefined);
  if (given.length === 0) return null;
  if (here.step === 'rejoin-ready' && given.length < inputs.length)
    return likely(['continue', 'rather-it'], here, why('facts', ...given));
  return sure('continue', why('facts', ...given));
}
