import { codeInfo, findCodes } from '../knowledge/codes.ts';
import { type Answer, isRow, type StepId, stepInputs } from '../triage/answers.ts';
import type { FactName } from '../triage/facts.ts';
import { labelled, position } from './labels.ts';
import { firstOf, phrases } from './phrases.ts';
import { shortAnswers } from './short.ts';
import { type Bare, type Clean, clean } from './text.ts';
import {
  asksHuman,
  faqOf,
  isGreeting,
  isHelp,
  isOneDriveTrouble,
  namesOneDrive,
  subjectOf,
} from './topics.ts';
import { typedFacts } from './typed-facts.ts';
import type { Situation, Understanding, Why } from './types.ts';
import { commonRules, type Rule } from './words-common.ts';
import { earlyRules } from './words-early.ts';
import { saysFixed } from './words-fixed.ts';
import { askCodeRules, symptomRules, welcomeRules } from './words-intake.ts';
import { lateRules } from './words-late.ts';
import { middleRules } from './words-middle.ts';

export { typedFacts } from './typed-facts.ts';
export type { Situation, Subject, Understanding, Why } from './types.ts';

/** What a message can answer before there is a case; used where `offered` is empty and no step is shown. */
export const firstAnswers: readonly Answer[] = [
  'code-40',
  'other-code',
  'no-code',
  'connection-wording',
  'keeps-asking',
  'not-syncing',
  'human',
];

/** Answers that end the help, start a change or send something: only plain words give them, nothing merely similar. */
const strict: ReadonlySet<Answer> = new Set<Answer>([
  'fixed',
  'send',
  'restarting',
  'done',
  'nothing-local',
  'files-on-web',
  'copied-now',
  'continue',
  'still-good',
  'right',
]);

const stepRules: Partial<Record<StepId, readonly Rule[]>> = {
  welcome: [...symptomRules, ...welcomeRules],
  'ask-code': askCodeRules,
  ...earlyRules,
  ...middleRules,
  ...lateRules,
};

const why = (rule: string, ...words: string[]): Why => ({ rule, words });

/**
 * Reads a typed message as what the buttons of the shown step could mean, or as a code, a question, a
 * greeting. Deterministic and pure. Every answer it gives is offered at the step; what is only likely comes
 * back as `likely`, to be asked. A bare number names a button by its position in `offered`.
 */
export function understand(text: string, situation: Situation): Understanding {
  const here =
    situation.step === null && situation.offered.length === 0
      ? { ...situation, offered: firstAnswers }
      : situation;
  const message = clean(text);
  const codes = findCodes(text);
  const intake =
    here.step === null || here.step === 'welcome' || here.step === 'ask-code' || here.step === 'closed';

  // A label may name a code ("I see 0x8004de40"); with another code typed it is not that label.
  const label = codes.length === 0 ? labelled(text, here) : null;
  if (label && (label.exact || !strict.has(label.answer))) return sure(label.answer, why('label'));
  const human = asksHuman(message);
  if (human) {
    if (here.offered.includes('human')) return sure('human', why('human', human));
    const nearest = (['send', 'not-now'] as const).filter((answer) => here.offered.includes(answer));
    if (nearest.length > 0) return { kind: 'likely', answers: nearest, why: why('human', human) };
  }
  const numbered = byPosition(text, here);
  if (numbered) return numbered;
  if (intake) return firstMessage(message, codes, here);
  return atStep(message, text, codes, here);
}

function sure(answer: Answer, because: Why, also?: Answer[]): Understanding {
  return also
    ? { kind: 'answer', answer, sure: true, also, why: because }
    : { kind: 'answer', answer, sure: true, why: because };
}

function likely(answers: readonly Answer[], here: Situation, because: Why): Understanding | null {
  const offered = [...new Set(answers)].filter((answer) => here.offered.includes(answer)).slice(0, 3);
  return offered.length > 0 ? { kind: 'likely', answers: offered, why: because } : null;
}

const unknown: Understanding = { kind: 'unknown', why: why('nothing') };

function byPosition(text: string, here: Situation): Understanding | null {
  const at = position(text);
  if (at === null || here.step === null) return null;
  if (here.step === 'resolved' && at < 5 && here.offered.includes('rate')) return sure('rate', why('number'));
  const answer = here.offered[at];
  if (answer === undefined || answer === 'continue' || here.step === 'client-age') return null;
  return strict.has(answer)
    ? { kind: 'likely', answers: [answer], why: why('number') }
    : sure(answer, why('number'));
}

/** The codes that count, the ladder's own first; one that is only named to say that it is not the one is left out. */
function codesOf(codes: readonly string[]): string[] {
  const rank = (code: string): number => (codeInfo(code).family ? 0 : codeInfo(code).known ? 1 : 2);
  return [...codes].sort((a, b) => rank(a) - rank(b));
}

/** Before the first step: codes, then what is said in place of one, then other subjects. */
function firstMessage(message: Clean, codes: readonly string[], here: Situation): Understanding {
  const code: Understanding | null =
    codes.length > 0 ? { kind: 'code', codes: codesOf(codes), why: why('code', ...codes) } : null;
  const faq = faqOf(message);
  if (code && !(faq && faq.id !== 'code-meaning' && message.words < 15)) return code;
  if (faq) return { kind: 'faq', id: faq.id, why: why('faq', faq.words) };
  const subject = subjectOf(message);
  const trouble = isOneDriveTrouble(message);
  const aboutOneDrive = trouble ?? (message.question ? null : namesOneDrive(message));
  if (subject && !(trouble && subject.mild)) return subject.understood;
  const hit = ruled(message, here, firstRules(here.step));
  if (hit) return hit;
  const symptom = ruledAnswer(message, symptomRules);
  if (symptom && here.offered.includes('no-code'))
    return sure('no-code', why('symptom', symptom.words), [symptom.answer]);
  const greeting = isGreeting(message);
  if (greeting === 'all') return { kind: 'greeting', why: why('greeting') };
  const help = isHelp(message);
  if (help && !(aboutOneDrive && here.step !== 'ask-code')) return { kind: 'help', why: why('help', help) };
  if (aboutOneDrive) {
    if (here.offered.includes('no-code')) return sure('no-code', why('trouble', aboutOneDrive));
    const asked = likely(
      ['connection-wording', 'keeps-asking', 'not-syncing'],
      here,
      why('trouble', aboutOneDrive),
    );
    if (asked) return asked;
  }
  const answer = short(message, here, message.bare);
  if (answer) return answer;
  return greeting ? { kind: 'greeting', why: why('greeting') } : unknown;
}

const firstRules = (step: StepId | null): readonly Rule[] =>
  step === 'ask-code'
    ? [...askCodeRules, ...commonRules]
    : step === 'welcome'
      ? (stepRules.welcome ?? [])
      : [...symptomRules, ...welcomeRules];

/** Inside a case. */
function atStep(message: Clean, text: string, codes: readonly string[], here: Situation): Understanding {
  const step = here.step as StepId;
  const news = codes.filter((code) => codeInfo(code).known && !codeInfo(code).family);
  if (news.length > 0) return { kind: 'code', codes: codesOf(codes), why: why('code', ...news) };
  const reason = here.offered.includes('why') && isRow(step) ? ruledAnswer(message, whyRules) : null;
  const faq = faqOf(message);
  if (faq) return { kind: 'faq', id: faq.id, why: why('faq', faq.words) };
  if (reason) return sure('why', why('why', reason.words));

  const about = step === 'internet' ? aboutTheWeb(message) : message;
  const hit = ruled(about, here, [...(stepRules[step] ?? []), ...commonRules]);
  const bare = short(message, here, message.bare);
  if (hit && hit.kind === 'answer') return hit;
  if (bare) return bare;
  const form = formAnswer(text, here);
  if (form) return form;
  const subject = subjectOf(message);
  if (subject) return subject.understood;
  if (hit) return hit;
  if (codes.length > 0) return { kind: 'code', codes: codesOf(codes), why: why('code', ...codes) };
  const greeting = isGreeting(message);
  if (greeting === 'all') return { kind: 'greeting', why: why('greeting') };
  const help = isHelp(message);
  if (help || message.question) return { kind: 'help', why: why('help', help ?? 'a question') };
  return (
    short(message, here, message.lead) ??
    leaning(message, here) ??
    (greeting ? { kind: 'greeting', why: why('greeting') } : unknown)
  );
}

const whyRules = commonRules.filter((item) => item.answer === 'why');

/** At `internet` the browser is asked about: what is said of the app in another clause is no answer to that. */
function aboutTheWeb(message: Clean): Clean {
  const parts = message.text.split(/(?<= [.?]) /);
  const web = parts.filter(
    (part) =>
      !/\b(?:app|client|program|onedrive|sync|errcode|desktop|computer)\b/.test(part) ||
      /\b(?:web|website|browser|page|site|online|com|edge|chrome|link)\b/.test(part),
  );
  return web.some((part) => /[a-z]/.test(part))
    ? { ...message, text: ` . ${web.join(' ').trim()} . ` }
    : message;
}

/** The first rule that speaks plainly, or the likely ones; `fixed` only through its own strict reading. */
function ruled(message: Clean, here: Situation, rules: readonly Rule[]): Understanding | null {
  const { step } = here;
  const offered = rules.filter((item) => here.offered.includes(item.answer));
  const fixed = here.offered.includes('fixed') ? saysFixed(message) : null;
  for (const item of offered) {
    const hit = firstOf(item.sure, message.text);
    if (!hit) continue;
    if (fixed?.sure && item.answer !== 'fixed' && commonRules.includes(item)) continue;
    const vague = item.answer === 'fixed' ? firstOf(supposed, message.text) : firstOf(hedged, message.text);
    if (strict.has(item.answer) && (message.question || vague))
      return likely([item.answer, ...offeredDoubts(here)], here, why('hedged', hit.source));
    return sure(item.answer, why('words', hit.source));
  }
  if (fixed?.sure && !ambiguousFixed(here.step, message)) return sure('fixed', why('fixed', fixed.words));
  const maybe = offered.flatMap((item) => {
    const hit = firstOf(item.likely, message.text);
    return hit ? [{ answer: item.answer, words: hit.source }] : [];
  });
  const answers: Answer[] = maybe.map((item) => item.answer);
  if (fixed) answers.unshift('fixed', ...(step === null ? [] : (seeming[step] ?? [])), 'not-fixed');
  return likely(
    answers,
    here,
    why('likely', ...maybe.map((item) => item.words), ...(fixed ? [fixed.words] : [])),
  );
}

/** What makes a statement less than a statement. */
const supposing =
  '(think|maybe|perhaps|probably|guess|hope|hopefully|almost|nearly|suppose|believe|possibly|seems)';
const supposed = phrases(`${supposing}\n(not|never|but|still|same)`);
const hedged = phrases(`
  ${supposing}
  (most of|some of|not yet|not all|not everything|will|going to|about to|if|when|unless|should|trying|soon|half|except)
`);

/** "Not sure", where the step has it. */
const offeredDoubts = (here: Situation): Answer[] => here.offered.filter((answer) => answer === 'unsure');

/** Where "it works now" can be said of something else than OneDrive itself. */
const ambiguousFixed = (step: StepId | null, message: Clean): boolean =>
  step === 'other-network' ||
  ((step === 'connection' || step === 'internet') &&
    !/ (?:onedrive|signed in|logged in|syncing|synced) /.test(message.text));

/** What "it works" can mean there as well. */
const seeming: Partial<Record<StepId, readonly Answer[]>> = {
  internet: ['loads'],
  connection: ['loads-now'],
  'other-network': ['works-there'],
};

function ruledAnswer(message: Clean, rules: readonly Rule[]): { answer: Answer; words: string } | null {
  for (const item of rules) {
    const hit = firstOf(item.sure, message.text);
    if (hit) return { answer: item.answer, words: hit.source };
  }
  return null;
}

/** A bare "yes", "no" or "ok"; or the one that the message begins with. */
function short(message: Clean, here: Situation, bare: Bare | null): Understanding | null {
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
function leaning(message: Clean, here: Situation): Understanding | null {
  if (here.step === null || message.words > 25) return null;
  const sounds = firstOf(bad, message.text) ? 'no' : firstOf(good, message.text) ? 'yes' : null;
  const answers = sounds && shortAnswers[here.step]?.[sounds];
  return answers ? likely(answers, here, why(`sounds like ${sounds}`)) : null;
}

/**
 * Facts that a form asks for, typed instead of chosen, send the form; the caller takes the facts with
 * `typedFacts` and shows the form again for what is still open. The form before a rejoin must be complete.
 */
function formAnswer(text: string, here: Situation): Understanding | null {
  const inputs = here.step ? stepInputs[here.step]?.continue : undefined;
  if (!inputs || !here.offered.includes('continue')) return null;
  const facts = typedFacts(text);
  const given = inputs.filter((name) => facts[name as FactName] !== undefined);
  if (given.length === 0) return null;
  if (here.step === 'rejoin-ready' && given.length < inputs.length)
    return likely(['continue', 'rather-it'], here, why('facts', ...given));
  return sure('continue', why('facts', ...given));
}
