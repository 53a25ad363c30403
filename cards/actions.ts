import type { Answer } from '../dialogs/triage/answers.ts';
import { stepInputs } from '../dialogs/triage/answers.ts';
import type { StepView } from '../dialogs/triage/view.ts';
import type { AdaptiveCardJson, AnswerAction, CardData, LinkAction } from './models.ts';
import { buttonLabels, say } from './texts.ts';

/** Teams shows no more; what is beyond goes into the overflow menu. */
const mostPrimary = 6;

const dataOf = (view: StepView): CardData => ({ case: view.case, step: view.step, rev: view.rev });

/** The inputs that an answer sends along, as far as the card shows them. */
export function inputsOf(view: StepView, answer: Answer): string[] {
  const shown = view.form.map((field) => field.id);
  const own = stepInputs[view.step]?.[answer] ?? [];
  // A reminder's time is no reason to ask for the step's form: `pause` sends it where it stands alone.
  const sent = answer === 'pause' && shown.every((id) => id === 'remindAt') ? ['remindAt'] : own;
  return sent.filter((id) => shown.includes(id));
}

function answerAction(view: StepView, answer: Answer, title: string, secondary: boolean): AnswerAction {
  const data = dataOf(view);
  // Without this a required field that is still empty would block "Talk to a person".
  const inputs = inputsOf(view, answer).length > 0 ? {} : { associatedInputs: 'none' as const };
  const mode = secondary ? { mode: 'secondary' as const } : {};
  const fallback = {
    type: 'Action.Submit',
    title,
    data: { ...data, verb: answer },
    ...mode,
    ...inputs,
  } as const;
  return { type: 'Action.Execute', title, verb: answer, data, ...mode, ...inputs, fallback };
}

/** The card's buttons: the primary answers in order, then the folded ones. Never folded ones alone. */
export function answerActions(view: StepView): AnswerAction[] {
  const labels = buttonLabels(view.step, view.tags);
  const folded = new Set<Answer>(
    view.primary.length > 0 ? [...view.primary.slice(mostPrimary), ...view.secondary] : [],
  );
  return [...new Set([...view.primary, ...view.secondary])].map((answer, index) =>
    answerAction(view, answer, labels[answer] ?? answer, index >= mostPrimary || folded.has(answer)),
  );
}

/**
 * The button that sends an input of its own, right below it: the reminder's time of a paused case. The same
 * answer stands in the folded menu, where nobody looks for it.
 */
export function inputActions(view: StepView): AnswerAction[] {
  const asked =
    view.step === 'paused' && view.secondary.includes('pause') && inputsOf(view, 'pause').length > 0;
  if (!asked) return [];
  return [answerAction(view, 'pause', buttonLabels(view.step, view.tags).pause ?? 'pause', false)];
}

const ratings = ['1', '2', '3', '4', '5'] as const;

/** A rating by a single tap; who wants to say more takes the form below. */
export function ratingActions(view: StepView): AnswerAction[] {
  if (view.step !== 'resolved' || !view.primary.includes('rate')) return [];
  const bare = answerAction({ ...view, form: [] }, 'rate', '', false);
  return ratings.map((rating) => ({
    ...bare,
    title: rating,
    data: { ...bare.data, rating },
    fallback: { ...bare.fallback, title: rating, data: { ...bare.fallback.data, rating } },
  }));
}

/** Lets Teams fetch the current card after a reload or on another device; nothing without a user to limit it to. */
export function refreshOf(view: StepView): Pick<AdaptiveCardJson, 'refresh'> {
  if (!view.user) return {};
  return {
    refresh: {
      action: { type: 'Action.Execute', title: say('refresh'), verb: 'show', data: dataOf(view) },
      userIds: [view.user],
    },
  };
}

/** A link, or nothing where the address is not a plain https one. */
export function link(title: string, url: string | undefined): LinkAction[] {
  if (!url || !URL.canParse(url) || new URL(url).protocol !== 'https:') return [];
  return [{ type: 'Action.OpenUrl', title, url }];
}
