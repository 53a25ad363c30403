import { Template } from 'adaptivecards-templating';
import { isFixRow, ladder, ownAnswers } from '../dialogs/triage/answers.ts';
import words from './locales/en/ticket.json' with { type: 'json' };
import formJson from './templates/handoff-form.json' with { type: 'json' };
import { factLabel, factValueLabel, fill, harmless, seenText, stepName } from './texts.ts';

const template = new Template(formJson);
const { form } = words;

/** What the form is filled with when it opens, or comes back with faults. Ids are the keys of the submitted data. */
export interface HandoffForm {
  /** Who wrote the message: the likely one to be sent. */
  person: { id: string; name: string } | null;
  code: string;
  faults: string[];
}

/** Rows that an agent may have done with the user already, as `<step>:<answer>`. */
export const doneChoices: readonly string[] = ladder.flatMap((row) => {
  if (row === 'internet') return ['internet:loads'];
  return isFixRow(row) && ownAnswers[row].includes('not-fixed') ? [`${row}:not-fixed`] : [];
});

const choice = (name: string, values: readonly string[]) => ({
  type: 'Input.ChoiceSet',
  id: name,
  label: factLabel(name),
  style: 'compact',
  placeholder: form.unknown,
  choices: values.map((value) => ({ title: factValueLabel(name, value), value })),
});

function inputs({ person, code }: HandoffForm): object[] {
  return [
    {
      type: 'Input.ChoiceSet',
      id: 'person',
      label: form.person,
      style: 'filtered',
      isRequired: true,
      errorMessage: form.personMissing,
      placeholder: form.personHint,
      choices: person ? [{ title: harmless(person.name), value: person.id }] : [],
      // Teams' people picker; a client that has none shows the choices above.
      'choices.data': { type: 'Data.Query', dataset: 'graph.microsoft.com/users' },
      ...(person && { value: person.id }),
    },
    {
      type: 'Input.Text',
      id: 'code',
      label: form.code,
      maxLength: 200,
      placeholder: '0x8004de40',
      value: code,
    },
    choice('platform', ['windows', 'mac']),
    choice('ownership', ['managed', 'personal']),
    {
      type: 'Input.ChoiceSet',
      id: 'done',
      label: form.done,
      isMultiSelect: true,
      style: 'compact',
      placeholder: form.nothing,
      choices: doneChoices.map((value) => {
        const [step, answer] = value.split(':') as ['restart', 'not-fixed'];
        return { title: `${stepName(step)}: ${seenText(step, answer)}`, value };
      }),
    },
    { type: 'Input.Text', id: 'ticket', label: form.ticket, maxLength: 64 },
    { type: 'Input.Text', id: 'note', label: form.note, maxLength: 1000, isMultiline: true },
  ];
}

/** The dialog in which an agent hands somebody over. Pure. */
export const renderHandoffForm = (view: HandoffForm): object =>
  template.expand({
    $root: {
      intro: form.intro,
      author: view.person ? [{ text: fill(form.author, { name: view.person.name }) }] : [],
      faults: view.faults.map((text) => ({ text: harmless(text) })),
      inputs: inputs(view),
      send: form.send,
    },
  }) as object;

/** What the agent reads afterwards; links stand in fields, since that is where they can be copied from. */
export function renderHandoffSent(view: { text: string; links: { label: string; url: string }[] }): object {
  const text = harmless(view.text);
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText: text,
    speak: text,
    body: [
      { type: 'TextBlock', text, wrap: true },
      ...view.links.map(({ label, url }, n) => ({ type: 'Input.Text', id: `link-${n}`, label, value: url })),
    ],
  };
}
