import { expect, test } from 'vitest';
import type { Answer, StepId } from '../../../dialogs/triage/answers.ts';
import { understand } from '../../../dialogs/understanding/understand.ts';
import { situationAt } from './situations.ts';

/** A denial, and what it must never become however its "not" is mistyped. */
const denials: readonly { step: StepId; never: Answer; frame: string; nots: readonly string[] }[] = [
  {
    step: 'internet',
    never: 'loads',
    frame: 'it {} load',
    nots: ['doesnt', "doesn't", 'didnt', 'wont', "won't"],
  },
  {
    step: 'internet',
    never: 'loads',
    frame: 'the page {} open',
    nots: ['doesnt', 'wont', 'cannot', "can't"],
  },
  { step: 'restart', never: 'fixed', frame: 'it {} work', nots: ['doesnt', 'didnt', "didn't", 'wont'] },
  { step: 'restart', never: 'fixed', frame: 'it is {} working', nots: ['not'] },
  { step: 'restart', never: 'fixed', frame: 'it {} working', nots: ['isnt', "isn't"] },
  { step: 'restart', never: 'fixed', frame: 'that {} fixed it', nots: ['hasnt', "hasn't"] },
  { step: 'admin-rights', never: 'yes', frame: 'i {} have admin rights', nots: ['dont', "don't", 'do not'] },
  { step: 'proxy-needed', never: 'yes', frame: 'it is {} needed', nots: ['not'] },
  { step: 'backup', never: 'done', frame: 'i {} copied everything', nots: ['havent', "haven't", 'have not'] },
  { step: 'backup', never: 'done', frame: 'the files {} copied', nots: ['arent', "aren't", 'are not'] },
  { step: 'other-network', never: 'works-there', frame: 'it {} sign in there', nots: ['doesnt', 'didnt'] },
  { step: 'put-back', never: 'done', frame: 'it is {} back on', nots: ['not'] },
  { step: 'evidence', never: 'right', frame: 'that is {} right', nots: ['not'] },
  { step: 'escalate', never: 'send', frame: '{} send it', nots: ['dont', "don't", 'do not'] },
];

/** Every way to leave out, double, swap, add or mistake one letter; vowels and neighbours stand for all letters. */
function slipsOf(word: string): Set<string> {
  const all = [...word].flatMap((letter, i) => {
    const [before, after] = [word.slice(0, i), word.slice(i + 1)];
    const swapped = before + (after[0] ?? '') + letter + after.slice(1);
    const others = [...'aeiosrx'].flatMap((other) => [
      before + other + after,
      before + letter + other + after,
    ]);
    return [before + after, before + letter + letter + after, swapped, ...others];
  });
  return new Set(all.filter((slip) => slip !== word));
}

test.each(denials)(
  'at $step, "$frame" stays a denial, whatever slip is in it',
  ({ step, never, frame, nots }) => {
    for (const not of nots)
      for (const slip of slipsOf(not)) {
        const got = understand(frame.replace('{}', slip), situationAt(step));
        expect(got.kind === 'answer' && got.answer, frame.replace('{}', slip)).not.toBe(never);
      }
  },
);
