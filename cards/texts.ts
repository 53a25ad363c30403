import type { Answer, FixRow, StepId } from '../dialogs/triage/answers.ts';
import type { Switch } from '../dialogs/triage/facts.ts';
import type { Notice, SkipReason, Tag, TrailEntry } from '../dialogs/triage/view.ts';
import codesJson from './locales/en/codes.json' with { type: 'json' };
import commonJson from './locales/en/common.json' with { type: 'json' };
import evidenceJson from './locales/en/evidence.json' with { type: 'json' };
import faqJson from './locales/en/faq.json' with { type: 'json' };
import stepsJson from './locales/en/steps.json' with { type: 'json' };

/** One line of a step, or one command to copy. */
export type BodyItem = string | { command: string };
export interface FieldText {
  label: string;
  /** Value → label, in the order shown; a field without choices is a text field. */
  choices?: Record<string, string>;
  placeholder?: string;
  maxLength?: number;
  multiline?: boolean;
  optional?: boolean;
}
/** Everything that is said at one step. `trail` is its short name, `seen` how an answer reads afterwards. */
export interface StepText {
  title: string;
  trail: string;
  speak: string;
  body: readonly BodyItem[];
  warning?: string;
  takes?: string;
  undo?: string;
  why?: string;
  safety?: string;
  fields?: Record<string, FieldText>;
  buttons?: { [A in Answer]?: string };
  seen?: { [A in Answer]?: string };
}
interface StepEntry extends StepText {
  /** Keys are a tag, or several joined with `+` that must all hold. */
  variants?: Record<string, Partial<StepText>>;
}
/** A text that differs on a Mac. */
type PerPlatform = string | { windows: string; mac: string };
interface Common {
  buttons: { [A in Answer]?: string };
  seen: { [A in Answer]: string };
  typed: { [A in Answer]?: string };
  notices: Record<Notice, string>;
  skipped: Record<SkipReason, string>;
  switchOn: Record<Switch, PerPlatform>;
  undo: Record<FixRow, PerPlatform>;
  origins: { [O in TrailEntry['from']]?: string };
  facts: Record<string, string>;
  values: Record<string, string>;
  fields: Record<string, FieldText>;
}

const entries: Record<StepId, StepEntry> = stepsJson;
const codes: Record<string, { meaning: string; who: string; first: string }> & typeof codesJson = codesJson;
const common: Common & typeof commonJson = commonJson;

export type SayKey = keyof typeof commonJson.say;
export type Params = Readonly<Record<string, string | undefined>>;

/**
 * Text of a person is shown as it is, but never read as a mention, a placeholder or a client-side
 * function: a space of no width takes the meaning from `<at>`, `${x}` and `{{DATE(…)}}`.
 */
export const harmless = (text: string): string =>
  text.replaceAll('<', '<\u200b').replaceAll('{', '\u200b{\u200b');

/** For text that leaves as a message instead of a card: no character of it is read as markdown. */
export const escapeMarkdown = (text: string): string =>
  harmless(text)
    .replace(/[\\`*_[\]~#>|]/g, '\\$&')
    .replace(/^(\s*)([-+]|\d+[.)])(?=\s)/gm, '$1\\$2');

/**
 * Puts params into `{name}`. A sentence (what ends with `.`, `!` or `?` and a space) with a param
 * that is missing or empty is left out.
 */
export function fill(text: string, params: Params): string {
  if (!text.includes('{')) return text;
  const known = (name: string) => params[name] !== undefined && params[name] !== '';
  return text
    .split(/(?<=[.!?]) /)
    .filter((sentence) => [...sentence.matchAll(/\{(\w+)\}/g)].every((match) => known(match[1] ?? '')))
    .join(' ')
    .replace(/\{(\w+)\}/g, (_, name: string) => harmless(params[name] ?? ''));
}

const merged = new Map<string, StepText>();

/**
 * The texts of a step for these tags, placeholders not filled yet. Variants are laid over the base in
 * the order of the tags, then those of several tags; lists are replaced, buttons and fields merged.
 */
export function stepText(step: StepId, tags: readonly Tag[]): StepText {
  const key = `${step} ${tags.join(' ')}`;
  const found = merged.get(key);
  if (found) return found;
  const { variants = {}, ...base } = entries[step];
  const joint = Object.keys(variants).filter(
    (name) => name.includes('+') && name.split('+').every((tag) => (tags as readonly string[]).includes(tag)),
  );
  let text: StepText = base;
  for (const name of [...tags, ...joint]) {
    const over = variants[name];
    if (!over) continue;
    text = {
      ...text,
      ...over,
      ...(over.buttons && { buttons: { ...text.buttons, ...over.buttons } }),
      ...(over.fields && { fields: { ...text.fields, ...over.fields } }),
    };
  }
  merged.set(key, text);
  return text;
}

/** The labels of every answer a step can show: its own words, else the ones that are the same everywhere. */
export function buttonLabels(step: StepId, tags: readonly Tag[]): { [A in Answer]?: string } {
  return { ...common.buttons, ...stepText(step, tags).buttons };
}

/** A text outside the steps: welcome, help, errors, words around the card. Params are made harmless. */
export const say = (key: SayKey, params: Params = {}): string => fill(common.say[key], params);

const onPlatform = (text: PerPlatform, tags: readonly Tag[]): string =>
  typeof text === 'string' ? text : text[tags.includes('mac') ? 'mac' : 'windows'];

/** How to switch on again what a step had switched off. */
export const switchOnText = (item: Switch, tags: readonly Tag[]): string =>
  onPlatform(common.switchOn[item], tags);

/** What a fix row changed and how to undo it. */
export const undoText = (row: FixRow, tags: readonly Tag[]): string => onPlatform(common.undo[row], tags);

/** Why an answer changed nothing, or what was heard. */
export const noticeText = (notice: Notice, params: Params = {}): string =>
  fill(common.notices[notice], params);

/** Why a row was passed over. */
export const skipText = (why: SkipReason): string => common.skipped[why];

/** What a code means, who can put it right and the first thing to do; says so where it is not known. */
export const codeText = (code: string): { meaning: string; who: string; first: string } =>
  (Object.hasOwn(codes, code) ? codes[code] : undefined) ?? codes.unknown;

/** Whether a string names a step, so that its texts can be looked up. */
export const isStep = (id: string | undefined): id is StepId =>
  id !== undefined && Object.hasOwn(entries, id);

/** A step's short name, for the trail and for tickets. */
export const stepName = (step: StepId): string => entries[step].trail;

/** What an answer at a step meant, in the past tense, without the step's name. */
export const seenText = (step: StepId, answer: Answer): string =>
  entries[step].seen?.[answer] ?? common.seen[answer];

const before = (id: string, value: string | undefined): string =>
  value === undefined ? '' : ` ${say('insteadOf', { value: factValueLabel(id, value) })}`;

/** A line of the trail without the step's name: what was chosen in a form, else what the answer meant. */
export function answerText(entry: Pick<TrailEntry, 'step' | 'answer' | 'values' | 'corrected'>): string {
  const chosen = Object.entries(entry.values ?? {}).map(([id, value]) => {
    if (id === 'code' || id === 'rating') return value;
    const said = `${factValueLabel(id, value)}${before(id, entry.corrected?.[id])}`;
    // A computer's name says what it is.
    return id === 'platform' ? said : `${factLabel(id)}: ${said}`;
  });
  const seen = seenText(entry.step, entry.answer);
  if (chosen.length === 0) return seen;
  return entry.answer === 'continue' ? chosen.join('; ') : `${seen} (${chosen.join('; ')})`;
}

/** How a line of the trail became known, or `''` where the user said it. */
export const originText = (from: TrailEntry['from']): string => common.origins[from] ?? '';

/** A fact's name in words; the id itself where there are none. */
export const factLabel = (name: string): string => common.facts[name] ?? name;

/** A fact's value in words; free text comes back unchanged. */
export const factValueLabel = (name: string, value: string): string =>
  name === 'vpnOrProxyOrFilter'
    ? value
        .split(' ')
        .map((tool) => common.values[`tool.${tool}`] ?? tool)
        .join(', ')
    : (common.values[`${name}.${value}`] ?? common.values[value] ?? value);

/** A length of time as people say it, from whole minutes. */
export function lengthText(minutes: number): string {
  const [count, unit] =
    minutes < 60
      ? [minutes, 'minute']
      : minutes < 1440
        ? [Math.round(minutes / 60), 'hour']
        : [Math.round(minutes / 1440), 'day'];
  return `${count} ${count === 1 ? say(unit as 'minute') : say(`${unit}s` as 'minutes')}`;
}

/** What to type for an answer. */
export const typedWord = (answer: Answer): string | undefined => common.typed[answer];

/** The texts of an input at a step; `remindAt` can be asked anywhere. */
export const fieldText = (step: StepId, tags: readonly Tag[], id: string): FieldText | undefined =>
  stepText(step, tags).fields?.[id] ?? common.fields[id];

const faq: Record<string, { question: string; answer: string }> = faqJson;

/** The answer to a question that can be asked at any point; empty for one that nobody wrote. */
export const faqAnswer = (id: string): string => faq[id]?.answer ?? '';

const findings: Record<string, string> = evidenceJson;

/** What a line of a paste says, in plain words. */
export const findingText = (key: string): string => findings[key] ?? key;
