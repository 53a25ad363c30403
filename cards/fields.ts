import type { StepView } from '../dialogs/triage/view.ts';
import type { CardInput } from './models.ts';
import { type FieldText, fieldText, say } from './texts.ts';

/** More choices than this are a list to open: six lines of radio buttons fill a phone. */
const mostExpanded = 5;

function cardInput(id: string, text: FieldText, value: string | undefined): CardInput {
  const required = text.optional ? {} : { isRequired: true as const, errorMessage: say('required') };
  if (text.choices) {
    const choices = Object.entries(text.choices).map(([key, title]) => ({ title, value: key }));
    return {
      type: 'Input.ChoiceSet',
      id,
      label: text.label,
      // The rating has its buttons already; this is the way for who wants to write as well.
      style: choices.length <= mostExpanded && id !== 'rating' ? 'expanded' : 'compact',
      choices,
      // A suggestion that is no choice would be sent back unseen.
      ...(value !== undefined && value in text.choices && { value }),
      ...required,
    };
  }
  return {
    type: 'Input.Text',
    id,
    label: text.label,
    maxLength: text.maxLength ?? 200,
    ...(text.placeholder !== undefined && { placeholder: text.placeholder }),
    ...(text.multiline && { isMultiline: true as const }),
    // Sent back as it stands, so it can't carry an invisible character; a brace is never part of a code.
    ...(value && { value: value.replace(/[{}]/g, '') }),
    ...required,
  };
}

/** The inputs that are still to be asked, with a suggested value where there is one. */
export function inputs(view: StepView): CardInput[] {
  return view.form.flatMap(({ id, value }) => {
    const text = fieldText(view.step, view.tags, id);
    return text ? [cardInput(id, text, value)] : [];
  });
}
