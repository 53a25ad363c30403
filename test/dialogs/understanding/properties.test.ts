import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Answer, answers, ownAnswers, stepIds } from '../../../dialogs/triage/answers.ts';
import { choiceFacts } from '../../../dialogs/triage/facts.ts';
import { knownWords } from '../../../dialogs/understanding/phrases.ts';
import { clean, plain, readHead, readTail } from '../../../dialogs/understanding/text.ts';
import { typedFacts, type Understanding, understand } from '../../../dialogs/understanding/understand.ts';
import { corpus, situationAt } from './situations.ts';

const given = (got: Understanding): readonly Answer[] =>
  got.kind === 'answer' ? [got.answer] : got.kind === 'likely' ? got.answers : [];

const anyStep = fc.constantFrom(...stepIds);
/** Free text, and text out of the words that the vocabularies know, where wrong turns are likelier. */
const words = [
  ...knownWords(),
  'not',
  'no',
  'it',
  'is',
  'but',
  'if',
  '?',
  '.',
  'i',
  'can',
  '0x8004de40',
  '👍',
];
const anyText = fc.oneof(
  fc.string({ maxLength: 400, unit: 'grapheme' }),
  fc.array(fc.constantFrom(...words), { maxLength: 14 }).map((list) => list.join(' ')),
);

describe('whatever is typed', () => {
  test('never fails, and only what is offered is answered', () =>
    fc.assert(
      fc.property(anyText, anyStep, fc.subarray([...answers]), (text, step, offered) => {
        fc.pre(!(step === 'closed' && offered.length === 0));
        const got = understand(text, { step, offered, labels: situationAt(step).labels });
        expect(given(got).filter((answer) => !offered.includes(answer))).toEqual([]);
        if (got.kind === 'answer' && got.also)
          expect(got.also.every((answer) => ownAnswers['ask-code'].includes(answer))).toBe(true);
        if (got.kind === 'likely') expect(got.answers.length).toBeGreaterThan(0);
        if (got.kind === 'likely') expect(got.answers.length).toBeLessThanOrEqual(3);
      }),
      { numRuns: 400 },
    ));

  test('is read the same way every time', () =>
    fc.assert(
      fc.property(anyText, anyStep, (text, step) => {
        expect(understand(text, situationAt(step))).toEqual(understand(text, situationAt(step)));
      }),
    ));

  test('gives facts only with values that the facts can have', () =>
    fc.assert(
      fc.property(anyText, (text) => {
        for (const [name, value] of Object.entries(typedFacts(text))) {
          const values: readonly string[] | undefined = Object.entries(choiceFacts).find(
            ([key]) => key === name,
          )?.[1];
          if (values) expect(values).toContain(value);
          else expect(['securityProduct', 'clientVersion']).toContain(name);
        }
      }),
    ));

  test('does not turn up in the log, but for the words of the vocabularies', () => {
    const messages = [...corpus('tune'), ...corpus('measure')].filter(({ expect }) => expect.kind !== 'code');
    fc.assert(
      fc.property(
        fc.stringMatching(/^[b-z]{3,5}zqx[b-z]{2}$/),
        fc.constantFrom(...messages),
        fc.nat(),
        (secret, { step, text }, at) => {
          const words = text.split(' ');
          words.splice(at % (words.length + 1), 0, secret);
          const { why } = understand(words.join(' '), situationAt(step));
          expect(JSON.stringify(why)).not.toContain(secret);
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe('a long text', () => {
  const post =
    'I pasted all of it: 2026-11-20 08:12:44 hr=0x80070002 <div>still (not) working &nbsp; '.repeat(2500);

  test('is cut to what is read, however long it is', () => {
    expect(post.length).toBeGreaterThan(200_000);
    expect(plain(post).length).toBeLessThanOrEqual(readHead + readTail + 1);
    expect(clean(post).words).toBeLessThanOrEqual(1200);
  });

  test.each(['a', '0', ' ', '<', '.', '?', 'no ', 'not ', 'works ', 'still ', 'x8', '&nbsp;', "n't ", '\n'])(
    'of nothing but %j is done in a moment',
    (piece) => {
      const text = piece.repeat(200_000 / piece.length);
      const begun = performance.now();
      understand(text, situationAt('internet'));
      typedFacts(text);
      // Generous: it takes a few milliseconds; anything that grows faster than the text takes seconds.
      expect(performance.now() - begun).toBeLessThan(500);
    },
  );

  test('still gives its codes, from the beginning and from the end', () => {
    const filler = 'nothing to see in this line of the log\n'.repeat(6000);
    const got = understand(`0x8004de40\n${filler}\nlast: 0x8004deef`, situationAt(null));
    expect(got).toMatchObject({ kind: 'code', codes: ['0x8004de40', '0x8004deef'] });
  });
});
