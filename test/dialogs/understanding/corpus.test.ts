import { describe, expect, test } from 'vitest';
import type { Answer, StepId } from '../../../dialogs/triage/answers.ts';
import { type Understanding, understand } from '../../../dialogs/understanding/understand.ts';
import { corpus, type Expected, type Labelled, situationAt } from './situations.ts';

/** Wrongly taken for one of these, a message ends the help, skips a safeguard, or sends something. */
const harmful: readonly Answer[] = [
  'fixed',
  'send',
  'restarting',
  'done',
  'nothing-local',
  'files-on-web',
  'copied-now',
  'still-good',
  'continue',
  'right',
  'withdraw',
  'use-web',
  'ok',
  'something-broke',
];

/** Answers that are so at one step: they open an elevated step, or leave the proxy off for good. */
const harmfulAt: Partial<Record<StepId, readonly Answer[]>> = {
  'admin-rights': ['yes'],
  'proxy-needed': ['no'],
};

const isHarmful = (answer: Answer, step: StepId | null): boolean =>
  harmful.includes(answer) || (step !== null && (harmfulAt[step]?.includes(answer) ?? false));

const fits = (wanted: Expected, got: Understanding): boolean =>
  wanted.kind === got.kind &&
  (got.kind !== 'answer' || wanted.answer === got.answer) &&
  (got.kind !== 'faq' || wanted.id === got.id) &&
  (got.kind !== 'code' || String(wanted.codes) === String(got.codes));

const isRight = ({ expect: wanted, or = [] }: Labelled, got: Understanding): boolean =>
  [wanted, ...or].some((one) => fits(one, got));

function measured(name: string, entries: readonly Labelled[]) {
  const messages = entries.map((entry) => ({
    entry,
    got: understand(entry.text, situationAt(entry.step)),
  }));
  const wrong = messages.filter(({ entry, got }) => !isRight(entry, got));
  const dangerous = messages.filter(
    ({ entry, got }) =>
      got.kind === 'answer' &&
      (entry.dangerousIf?.includes(got.answer) ||
        (!isRight(entry, got) && isHarmful(got.answer, entry.step))),
  );
  /** Not acted on, but asked back with the right button among at most three. */
  const asked = wrong.filter(
    ({ entry: { expect: wanted, or = [] }, got }) =>
      got.kind === 'likely' && [wanted, ...or].some((one) => one.answer && got.answers.includes(one.answer)),
  );
  const right = (messages.length - wrong.length) / messages.length;
  const percent = (count: number): string => ((100 * count) / messages.length).toFixed(1);
  console.log(
    `${name}: ${messages.length} messages, ${percent(messages.length - wrong.length)} % right, ` +
      `${percent(asked.length)} % asked back with the right button, ${dangerous.length} dangerous`,
  );
  return { count: messages.length, right, wrong: wrong.map(brief), dangerous: dangerous.map(brief) };
}

const brief = ({ entry, got }: { entry: Labelled; got: Understanding }) =>
  `${entry.step}: ${entry.text.slice(0, 60)} -> ${got.kind} ${'answer' in got ? got.answer : ''}`;

/** The same message with a letter of one long word missing, doubled, wrong or swapped; always the same one. */
function slipped(entry: Labelled, i: number): Labelled[] {
  const words = entry.text.split(' ');
  const long = words.flatMap((word, at) => (/^[a-z]{5,}$/i.test(word) ? [at] : []));
  const at = long[i % Math.max(long.length, 1)];
  const word = at === undefined ? undefined : words[at];
  if (at === undefined || word === undefined) return [];
  const cut = 1 + (i % (word.length - 2));
  const [before, after] = [word.slice(0, cut), word.slice(cut)];
  const slips = [
    before + after.slice(1),
    before + after.slice(0, 1) + after,
    `${before}x${after.slice(1)}`,
    before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2),
  ];
  words[at] = slips[(i >> 2) % slips.length] ?? word;
  return [{ ...entry, text: words.join(' ') }];
}

describe('the labelled messages', () => {
  test('that the vocabularies were tuned on are understood, none dangerously wrong', () => {
    const { count, right, wrong, dangerous } = measured('tune', corpus('tune'));
    expect(dangerous).toEqual([]);
    expect(count).toBeGreaterThan(3000);
    expect(right, wrong.join('\n')).toBeGreaterThanOrEqual(0.97);
  });

  test('that are only measured on are understood nearly as well, none dangerously wrong', () => {
    const { count, right, dangerous } = measured('measure', corpus('measure'));
    expect(dangerous).toEqual([]);
    expect(count).toBeGreaterThan(500);
    expect(right).toBeGreaterThanOrEqual(0.97);
  });

  test('are understood with a slip of the fingers in one of their words, none dangerously wrong', () => {
    const entries = [...corpus('measure'), ...corpus('tune').filter((_, i) => i % 4 === 0)];
    const { right, dangerous } = measured('with a slip', entries.flatMap(slipped));
    expect(dangerous).toEqual([]);
    expect(right).toBeGreaterThanOrEqual(0.95);
  });

  test('of the two halves are different ones', () => {
    const texts = new Set(corpus('tune').map((entry) => `${entry.step} ${entry.text.toLowerCase()}`));
    const both = corpus('measure').filter((entry) => texts.has(`${entry.step} ${entry.text.toLowerCase()}`));
    expect(both.length).toBeLessThanOrEqual(corpus('measure').length / 20);
  });
});
