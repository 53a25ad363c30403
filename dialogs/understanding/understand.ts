import { codeInfo, findCodes } from '../knowledge/codes.ts';
import { type Answer, isRow, type StepId } from '../triage/answers.ts';
import { ageOfVersion } from './client-version.ts';
import { isAboutElse } from './content.ts';
import { isStrict } from './doubts.ts';
import { firstAnswers } from './first-answers.ts';
import { labelled } from './labels.ts';
import { firstOf, phrases } from './phrases.ts';
import {
  byPosition,
  formAnswer,
  leaning,
  likely,
  ruled,
  ruledAnswer,
  short,
  sure,
  unknown,
  why,
} from './reading.ts';
import { resembling } from './resembles.ts';
import type { Rule } from './rule.ts';
import { type Clean, clean } from './text.ts';
import {
  asksHuman,
  faqOf,
  isGreeting,
  isHelp,
  isOneDriveTrouble,
  namesOneDrive,
  saysTrouble,
  subjectOf,
} from './topics.ts';
import type { Situation, Understanding } from './types.ts';
import { commonRules } from './words-common.ts';
import { earlyRules } from './words-early.ts';
import { askCodeRules, symptomRules, vagueTrouble, welcomeRules } from './words-intake.ts';
import { lateRules } from './words-late.ts';
import { middleRules } from './words-middle.ts';

export { firstAnswers } from './first-answers.ts';
export { typedFacts } from './typed-facts.ts';
export type { Situation, Subject, Understanding, Why } from './types.ts';

const stepRules: Partial<Record<StepId, readonly Rule[]>> = {
  welcome: [...symptomRules, ...welcomeRules],
  'ask-code': askCodeRules,
  ...earlyRules,
  ...middleRules,
  ...lateRules,
};

/**
 * Reads a typed message as what the buttons of the shown step could mean, or as a code, a question, a
 * greeting. Deterministic and pure. Every answer it gives is offered at the step; what is only likely comes
 * back as `likely`, to be asked. A bare number names a button by its position in `offered`.
 */
export function understand(text: string, situation: Situation): Understanding {
  const here =
    (situation.step === null || situation.step === 'closed') && situation.offered.length === 0
      ? { ...situation, offered: firstAnswers }
      : situation;
  const message = clean(text);
  const codes = findCodes(text);
  const intake =
    here.step === null || here.step === 'welcome' || here.step === 'ask-code' || here.step === 'closed';

  // A label may name a code ("I see 0x8004de40"); with another code typed it is not that label.
  const label = codes.length === 0 ? labelled(text, here) : null;
  const pressed = label && (!isStrict(label.answer, here.step) || (label.exact && !message.question));
  if (label && pressed) return sure(label.answer, why('label'));
  const human = asksHuman(message);
  if (human) {
    const own = here.step ? ruled(message, here, stepRules[here.step] ?? []) : null;
    if (own?.kind === 'answer' && handsOver.has(own.answer)) return own;
    if (here.offered.includes('human')) return sure('human', why('human', human));
    const nearest = (['send', 'not-now'] as const).filter((answer) => here.offered.includes(answer));
    if (nearest.length > 0) return { kind: 'likely', answers: nearest, why: why('human', human) };
  }
  const numbered = byPosition(text, here);
  if (numbered) return numbered;
  if (intake) return firstMessage(message, codes, here);
  return atStep(message, text, codes, here);
}

/** What says "let a person do it" in the step's own words. */
const handsOver: ReadonlySet<Answer> = new Set<Answer>(['rather-it', 'ok', 'add', 'send', 'no']);

/** The ladder's own codes first, then those that are known. */
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
  if (faq) return { kind: 'faq', id: faq.id, why: why(`faq ${faq.id}`, faq.words) };
  const subject = subjectOf(message, false);
  const trouble = isOneDriveTrouble(message) ?? (saysTrouble(message) ? namesOneDrive(message) : null);
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
  const alike = resembling(message, here);
  if (alike && alike.kind !== 'likely') return alike;
  if (firstOf(vagueTrouble, message.text) && here.offered.includes('no-code'))
    return sure('no-code', why('vague trouble'));
  return alike ?? (greeting ? { kind: 'greeting', why: why('greeting') } : unknown);
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
  if (faq) return { kind: 'faq', id: faq.id, why: why(`faq ${faq.id}`, faq.words) };
  if (reason) return sure('why', why('why', reason.words));

  if (step === 'client-age' && here.now !== undefined) {
    const ages = ageOfVersion(text, here.now);
    const [age] = ages;
    const dated = why('version', ...ages);
    const read =
      ages.length === 1 && age && here.offered.includes(age) ? sure(age, dated) : likely(ages, here, dated);
    if (read) return read;
  }
  const about = step === 'internet' ? aboutTheWeb(message) : message;
  let hit = ruled(about, here, [...(stepRules[step] ?? []), ...commonRules]);
  const elsewhere = step === 'internet' && firstOf(otherDevice, message.text) !== undefined;
  if (elsewhere && hit?.kind === 'answer') hit = likely([hit.answer], here, why('another device'));
  if (hit?.kind === 'answer' && hit.why.rule !== 'fixed' && isAboutElse(hit.answer, about, hit.why.words))
    hit = likely([hit.answer], here, why('unfamiliar', ...hit.why.words));
  const bare = short(message, here, message.bare);
  if (hit && hit.kind === 'answer') return hit;
  if (bare) return bare;
  const form = formAnswer(text, here);
  if (form) return form;
  const subject = subjectOf(message, true);
  if (subject) return subject.understood;
  const alike = resembling(message, here);
  if (alike && alike.kind !== 'likely' && !elsewhere) return alike;
  if (hit) return hit;
  // Unknown codes of a long text are the log's, not the user's: they don't change what the case is about.
  const told = message.words <= 15 ? codes : codes.filter((code) => codeInfo(code).family);
  if (told.length > 0 && told.every((code) => codeInfo(code).family) && message.words > 2) {
    const again = likely(['not-fixed'], here, why('code', ...told));
    if (again) return again;
  }
  if (told.length > 0) return { kind: 'code', codes: codesOf(told), why: why('code', ...told) };
  const greeting = isGreeting(message);
  if (greeting === 'all') return { kind: 'greeting', why: why('greeting') };
  const help = isHelp(message);
  if (help || message.question) return { kind: 'help', why: why('help', help ?? 'a question') };
  return (
    short(message, here, message.lead) ??
    (elsewhere ? null : alike) ??
    leaning(message, here) ??
    (greeting ? { kind: 'greeting', why: why('greeting') } : unknown)
  );
}

const whyRules = commonRules.filter((item) => item.answer === 'why');

/** Only the computer that shows the error counts at `internet`. */
const otherDevice = phrases(
  '(phone|iphone|ipad|android|tablet|colleague|colleagues|wife|husband|son|daughter|mother|father|friend|boss|neighbour|partner|google|youtube|bing|facebook|amazon|news|other (site|sites|page|pages|website|websites)|(another|other|second|different|his|her|their|private|home) computer)',
);

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
