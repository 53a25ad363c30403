import { describe, expect, it } from 'vitest';
import { renderStep } from '../../cards/render.ts';
import type { Answer } from '../../dialogs/triage/answers.ts';
import { stepIds } from '../../dialogs/triage/answers.ts';
import { choiceFacts } from '../../dialogs/triage/facts.ts';
import { viewOf } from './views.ts';

const actionOf = (step: (typeof stepIds)[number], verb: Answer) =>
  renderStep(viewOf(step)).actions?.find((action) => action.verb === verb);

interface Input {
  type: string;
  id: string;
  isRequired?: boolean;
  isMultiline?: boolean;
  maxLength?: number;
  style?: string;
  value?: string;
  choices?: { title: string; value: string }[];
}

function inputsIn(node: unknown): Input[] {
  if (node === null || typeof node !== 'object') return [];
  if ('type' in node && typeof node.type === 'string' && node.type.startsWith('Input.'))
    return [node as Input];
  return Object.values(node).flatMap(inputsIn);
}
const inputsOf = (...args: Parameters<typeof viewOf>) => inputsIn(renderStep(viewOf(...args)).body);

describe('an answer', () => {
  it('is an Action.Execute with a Submit of the same data behind it', () => {
    expect(actionOf('restart', 'fixed')).toEqual({
      type: 'Action.Execute',
      title: 'It works now',
      verb: 'fixed',
      data: { case: 'c-7f3a', step: 'restart', rev: 4 },
      associatedInputs: 'none',
      fallback: {
        type: 'Action.Submit',
        title: 'It works now',
        data: { case: 'c-7f3a', step: 'restart', rev: 4, verb: 'fixed' },
        associatedInputs: 'none',
      },
    });
  });

  it('sends the form only where it has one, so that a person is never behind a required field', () => {
    expect(actionOf('device', 'continue')).not.toHaveProperty('associatedInputs');
    expect(actionOf('device', 'human')).toHaveProperty('associatedInputs', 'none');
    expect(actionOf('cipher-suites', 'restricted')).toHaveProperty('associatedInputs', 'none');
    expect(actionOf('resolved', 'came-back')).toHaveProperty('associatedInputs', 'none');
    expect(actionOf('device', 'pause')?.fallback).toHaveProperty('associatedInputs', 'none');
  });

  it('rates by a single tap, or with a comment by the form', () => {
    const card = renderStep(viewOf('resolved', { form: [{ id: 'rating' }, { id: 'comment' }] }));
    const taps = (card.body as { actions?: object[] }[]).flatMap(({ actions }) => actions ?? []);
    expect(taps).toHaveLength(5);
    expect(taps[3]).toMatchObject({
      type: 'Action.Execute',
      title: '4',
      verb: 'rate',
      data: { step: 'resolved', rating: '4' },
      associatedInputs: 'none',
      fallback: { type: 'Action.Submit', data: { verb: 'rate', rating: '4' } },
    });
    expect(card.actions?.find((action) => action.verb === 'rate')).not.toHaveProperty('associatedInputs');
    const rated = renderStep(viewOf('resolved', { form: [], primary: ['came-back'] }));
    expect(JSON.stringify(rated.body)).not.toContain('"rate"');
  });

  it('that picks the time of the reminder stands right below it, and in the folded menu as everywhere', () => {
    const card = renderStep(viewOf('paused', { form: [{ id: 'remindAt' }], secondary: ['pause'] }));
    const folded = card.actions?.find((action) => action.verb === 'pause');
    expect(folded).toMatchObject({ mode: 'secondary' });
    const { mode: _, fallback, ...execute } = folded ?? { mode: '', fallback: {} };
    const { mode: __, ...submit } = fallback as { mode?: string };
    expect(card.body).toContainEqual({ type: 'ActionSet', actions: [{ ...execute, fallback: submit }] });
    const elsewhere = renderStep(viewOf('restart', { form: [{ id: 'remindAt' }], secondary: ['pause'] }));
    expect(JSON.stringify(elsewhere.body)).not.toContain('"pause"');
  });

  it('sends a reminder time along with "later"', () => {
    const card = renderStep(viewOf('restart', { form: [{ id: 'remindAt' }] }));
    const later = card.actions?.find((action) => action.verb === 'pause');
    expect(later).not.toHaveProperty('associatedInputs');
    expect(inputsIn(card.body)).toMatchObject([{ id: 'remindAt', type: 'Input.ChoiceSet' }]);
  });

  it('beyond the sixth goes into the menu, and never stands there alone', () => {
    const many = renderStep(
      viewOf('restart', {
        primary: ['fixed', 'not-fixed', 'cannot-do', 'done-before', 'back', 'pause', 'human'],
        secondary: ['why'],
      }),
    );
    expect(many.actions?.map((action) => action.mode)).toEqual([
      ...Array.from({ length: 6 }, () => undefined),
      'secondary',
      'secondary',
    ]);
    const none = renderStep(viewOf('closed', { primary: [], secondary: ['back', 'pause'] }));
    expect(none.actions?.map((action) => action.mode)).toEqual([undefined, undefined]);
  });
});

describe('refresh', () => {
  it('is on every living card, for its user', () => {
    for (const step of stepIds) {
      expect(renderStep(viewOf(step)).refresh).toMatchObject({
        action: { type: 'Action.Execute', verb: 'show', data: { case: 'c-7f3a', step, rev: 4 } },
        userIds: ['29:user'],
      });
    }
  });

  it('is left out where the user is not known', () => {
    expect(renderStep(viewOf('restart', { user: '' }))).not.toHaveProperty('refresh');
  });
});

describe('a form', () => {
  it('offers exactly the values that a fact can have', () => {
    for (const step of stepIds) {
      for (const input of inputsOf(step)) {
        const values: readonly string[] | undefined = Object.entries(choiceFacts).find(
          ([name]) => name === input.id,
        )?.[1];
        if (!values) continue;
        const offered = input.choices?.map((choice) => choice.value).filter((value) => value !== 'unsure');
        expect(offered?.toSorted(), input.id).toEqual(
          values.filter((value) => value !== 'unsure').toSorted(),
        );
        expect(input.choices?.some((choice) => choice.value === 'unsure')).toBe(
          values.includes('unsure') || input.id === 'ownership',
        );
      }
    }
  });

  it('opens few choices and folds many', () => {
    for (const step of stepIds) {
      for (const { id, choices, style } of inputsOf(step)) {
        const few = (choices?.length ?? 0) <= 5 && id !== 'rating';
        if (choices) expect(style).toBe(few ? 'expanded' : 'compact');
      }
    }
  });

  it('asks only what the view lists, with a suggested value where it is one of the choices', () => {
    const form = [
      { id: 'platform', value: 'mac' },
      { id: 'ownership', value: 'nobody' },
    ];
    const [platform, ownership, ...rest] = inputsOf('device', { form });
    expect(platform).toMatchObject({ id: 'platform', value: 'mac', isRequired: true });
    expect(ownership).not.toHaveProperty('value');
    expect(rest).toEqual([]);
  });

  it('keeps a suggested text as it is, without braces that would be read as a placeholder', () => {
    const form = [{ id: 'comment', value: 'a_b ${x}' }];
    expect(inputsOf('escalate', { form })).toMatchObject([{ id: 'comment', value: 'a_b $x' }]);
  });

  it('shows every input that the steps know', () => {
    for (const step of stepIds) {
      expect(inputsOf(step).map((input) => input.id)).toEqual(viewOf(step).form.map((field) => field.id));
    }
  });

  it('limits long texts', () => {
    const long = inputsOf('join-check')
      .concat(inputsOf('escalate'))
      .filter((input) => input.isMultiline);
    expect(long.map((input) => input.id)).toEqual(['evidence', 'comment']);
    for (const input of long) expect(input.maxLength).toBeGreaterThan(0);
  });

  it('never stands between the user and sending a case', () => {
    expect(inputsOf('escalate').some((input) => input.isRequired)).toBe(false);
  });
});
