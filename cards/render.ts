import { type IEvaluationContext, Template } from 'adaptivecards-templating';
import { isEnding } from '../dialogs/triage/answers.ts';
import type { StepView } from '../dialogs/triage/view.ts';
import { answerActions, inputActions, link, ratingActions, refreshOf } from './actions.ts';
import { inputs } from './fields.ts';
import { banner, changes, history } from './history.ts';
import { point, stepLines } from './lines.ts';
import { linksOf, paramsOf } from './links.ts';
import type {
  AdaptiveCardJson,
  AnswerModel,
  FrameModel,
  Labelled,
  Line,
  LineModel,
  LinkAction,
  Words,
} from './models.ts';
import answerJson from './templates/answer.json' with { type: 'json' };
import bannerJson from './templates/banner.json' with { type: 'json' };
import endingJson from './templates/ending.json' with { type: 'json' };
import frameJson from './templates/frame.json' with { type: 'json' };
import lineJson from './templates/line.json' with { type: 'json' };
import stepJson from './templates/step.json' with { type: 'json' };
import ticketJson from './templates/ticket.json' with { type: 'json' };
import { type BodyItem, fill, harmless, noticeText, type Params, say, stepText, typedWord } from './texts.ts';

type Shell = { body: object[] };

/** Puts the named parts in their places and parses the whole once: parsing costs a hundred times the expanding. */
function compile(shell: Shell, parts: Record<string, object[]>): Template {
  const body = shell.body.flatMap((element) =>
    'part' in element && typeof element.part === 'string' ? (parts[element.part] ?? []) : [element],
  );
  return new Template({ ...shell, body });
}
const templates = {
  step: compile(frameJson, { banner: bannerJson, content: stepJson }),
  ticket: compile(frameJson, { banner: bannerJson, content: ticketJson }),
  ending: compile(frameJson, { banner: bannerJson, content: endingJson }),
  line: compile(lineJson, { banner: bannerJson }),
  answer: compile(answerJson, { banner: bannerJson }),
};

function expand(template: Template, model: FrameModel | LineModel | AnswerModel): AdaptiveCardJson {
  const context: IEvaluationContext = { $root: model };
  return template.expand(context) as AdaptiveCardJson;
}

const maybe = (text: string | undefined): Words[] => (text ? [{ text }] : []);
const labelled = (label: string, text: string | undefined): Labelled[] => (text ? [{ label, text }] : []);

function bodyLines(items: readonly BodyItem[], params: Params): Line[] {
  return items.flatMap((item): Line[] => {
    if (typeof item !== 'string') return [{ text: item.command, font: 'Monospace' }];
    const text = fill(item, params);
    return text ? [{ text, font: 'Default' }] : [];
  });
}

const kindOf = (view: StepView): 'step' | 'ticket' | 'ending' =>
  view.step === 'escalate' ? 'ticket' : isEnding(view.step) ? 'ending' : 'step';

function typedLine(view: StepView): Words[] {
  const words = (
    ['back', 'pause', 'why', 'fixed', 'different-code', 'start-over', 'something-broke'] as const
  )
    .filter((answer) => view.secondary.includes(answer))
    .flatMap((answer) => typedWord(answer) ?? [])
    .slice(0, 3)
    .map((word) => `"${word}"`);
  const list = words.length > 1 ? `${words.slice(0, -1).join(', ')} ${say('or')} ${words.at(-1)}` : words[0];
  return maybe(list && say('typed', { words: list }));
}

/** A ticket's text is long: its first verdict stands in the open, the rest folded but all there before it is sent. */
function ticketLines(view: StepView) {
  const lines = stepLines(view.lines);
  const next = kindOf(view) === 'ticket' ? lines.findIndex(({ label }, at) => at > 0 && label !== point) : -1;
  const open = next === -1 ? lines.length : next;
  return {
    lines,
    linesOpen: lines.slice(0, open),
    linesMore: lines.slice(open),
    hasLinesMore: open < lines.length,
    showAll: say('showAll'),
  };
}

/** What is read aloud or shown instead of the card also starts with what is switched off. */
function spoken(view: Pick<StepView, 'switchedOff' | 'tags'>, speak: string, fallback: string) {
  const { hasBanner, bannerTitle, banner: items } = banner(view);
  const first = hasBanner ? `${[bannerTitle, ...items.map((item) => item.text)].join(' ')} ` : '';
  return { speak: first + speak, fallbackText: first + fallback };
}

/**
 * The card of a step, at most 28 KB. Pure: the same view gives the same card.
 * Times of the trail are shown only where the user's time zone (IANA name) is known.
 */
export function renderStep(view: StepView, at: { timeZone?: string | undefined } = {}): AdaptiveCardJson {
  const text = stepText(view.step, view.tags);
  const params = paramsOf(view);
  const { trail, more } = history(view, at.timeZone);
  const links = linksOf(view);
  const shownInputs = inputs(view);
  const own = inputActions(view);
  const taps = ratingActions(view);
  const undone =
    view.step === 'roll-back' ? changes(view).map((line): Line => ({ text: line, font: 'Default' })) : [];
  const speak = fill(text.speak, params);
  const card = expand(templates[kindOf(view)], {
    ...banner(view),
    ...spoken(view, speak, `${text.title}. ${say('fallback')}`),
    notice: view.notice ? maybe(noticeText(view.notice, params)) : [],
    title: text.title,
    body: [...bodyLines(text.body, params), ...undone],
    why: labelled(say('why'), view.why ? text.why : ''),
    ...ticketLines(view),
    hasLines: view.lines.length > 0,
    warning: maybe(text.warning && fill(text.warning, params)),
    safety: labelled(say('safety'), text.safety && fill(text.safety, params)),
    links,
    hasLinks: links.length > 0,
    inputs: shownInputs,
    hasInputs: shownInputs.length > 0,
    taps,
    tapLabel: taps.length > 0 ? maybe(say('rateByTap')) : [],
    hasTaps: taps.length > 0,
    inputActions: own,
    hasInputActions: own.length > 0,
    effort: [...labelled(say('takes'), text.takes), ...labelled(say('undo'), text.undo)],
    progress: view.progress ? maybe(progressText(view.progress)) : [],
    trail,
    more,
    hasMore: more.length > 0,
    moreTitle: say('more'),
    typed: typedLine(view),
  });
  const actions = answerActions(view);
  return { ...card, ...(actions.length > 0 && { actions }), ...refreshOf(view) };
}

const progressText = ({ step, of }: { step: number; of: number | null }): string =>
  of === null ? say('progressOnly', { n: `${step}` }) : say('progress', { n: `${step}`, m: `${of}` });

type Switched = Pick<StepView, 'switchedOff' | 'tags'>;
const nothingOff: Switched = { switchedOff: [], tags: [] };

/** What is left of a card that was posted again below: one line, no buttons. `text` is shown as it is, markdown included. */
export function renderLine(text: string, from: Switched = nothingOff): AdaptiveCardJson {
  const shown = harmless(text);
  return expand(templates.line, { ...banner(from), ...spoken(from, shown, shown), text: shown });
}

/** The card with a small line on top that is about the message, not about the step. */
export const withLine = (card: AdaptiveCardJson, text: string): AdaptiveCardJson => ({
  ...card,
  body: [{ type: 'TextBlock', text, isSubtle: true, size: 'Small', wrap: true }, ...card.body],
});

export interface AnswerContent {
  title: string;
  /** Paragraphs, or commands to copy. */
  body: readonly BodyItem[];
  /** Only https addresses are kept. */
  links?: readonly Omit<LinkAction, 'type'>[];
}

/** The answer to a question; the living card of the step is posted below it. Text is shown as it is. */
export function renderAnswer(answer: AnswerContent, from: Switched = nothingOff): AdaptiveCardJson {
  const links = (answer.links ?? []).flatMap((item) => link(item.title, item.url));
  const body = answer.body.map(
    (item): Line =>
      typeof item === 'string'
        ? { text: harmless(item), font: 'Default' }
        : { text: harmless(item.command), font: 'Monospace' },
  );
  const plain = [answer.title, ...body.map((line) => line.text)].join(' ');
  return expand(templates.answer, {
    ...banner(from),
    ...spoken(from, plain, plain),
    title: answer.title,
    body,
    links,
    hasLinks: links.length > 0,
  });
}
