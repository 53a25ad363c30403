import { describe, expect, test } from 'vitest';
import type { Answer, StepId } from '../../../dialogs/triage/answers.ts';
import { understand } from '../../../dialogs/understanding/understand.ts';
import { situationAt } from './situations.ts';

/** Plain statements that end the help, open a dangerous step or send something, and how they are heard. */
const plainly: readonly { step: StepId; answer: Answer; said: readonly string[] }[] = [
  {
    step: 'backup',
    answer: 'done',
    said: ['I copied everything', 'all files are copied', 'the backup is done'],
  },
  { step: 'backup', answer: 'files-on-web', said: ['everything is on the web'] },
  { step: 'backup', answer: 'nothing-local', said: ['there is nothing new', 'no new files'] },
  { step: 'admin-rights', answer: 'yes', said: ['I am an administrator', 'I have admin rights', 'yes'] },
  { step: 'proxy-needed', answer: 'no', said: ['nobody needs it', 'it is not needed', 'we do not need it'] },
  { step: 'winsock', answer: 'restarting', said: ['I am restarting now', 'all done, restarting now'] },
  { step: 'rejoin', answer: 'restarting', said: ['done, restarting now'] },
  { step: 'put-back', answer: 'done', said: ['everything is on again', 'I switched it back on'] },
  { step: 'evidence', answer: 'right', said: ['that is right', 'it is correct'] },
  { step: 'escalate', answer: 'send', said: ['you can send it', 'send it'] },
  { step: 'escalate', answer: 'copied-now', said: ['I have copied my files now'] },
  { step: 'resolved', answer: 'still-good', said: ['it still works'] },
  { step: 'escalated', answer: 'fixed', said: ['it is fixed'] },
  { step: 'escalated', answer: 'withdraw', said: ['cancel the ticket'] },
  {
    step: 'restart',
    answer: 'fixed',
    said: ['it works now', 'the error is gone', 'OneDrive signs in again', 'it is syncing again'],
  },
  { step: 'winsock-check', answer: 'fixed', said: ['it signs in now'] },
  { step: 'reset-client', answer: 'fixed', said: ['the reset worked'] },
];

/** Supposed, asked, wished, denied, said by somebody else, of another time or another computer. */
const frames = `I think {} | maybe {} | not sure if {} | {}? | if {} | my colleague says {} | I wish {} |
  it is not true that {} | I don't think {} | {}... just kidding | should I say that {} | no, it is wrong that {} |
  I hope {} | soon {} | hardly: {} | do you want to know whether {} | tomorrow {} | {} or not? |
  is it a problem if {} | what if {} | I doubt that {} | once {} | as soon as {} | until {} | before {} |
  how do I know that {} | do I have to say {} | you said {} | {} on the other computer | {} for my colleague |
  it would be nice if {} | not {} | please make sure that {} | tell me when {} | I will tell you when {} |
  I can't say that {} | unless {} | nobody said {} | I was told that {} | supposedly {} | it looks as if {} |
  almost {} | why do you ask whether {} | {} last week | {}, but not really | {} i guess`
  .split('|')
  .map((frame) => frame.trim());

describe('what starts a change or ends the help', () => {
  test.each(plainly)('at $step, $answer is heard where it is said plainly', ({ step, answer, said }) => {
    for (const text of said)
      expect(understand(text, situationAt(step)), text).toMatchObject({ kind: 'answer', answer });
  });

  test.each(frames)('is not taken from "%s"', (frame) => {
    for (const { step, answer, said } of plainly)
      for (const text of said) {
        const got = understand(frame.replace('{}', text), situationAt(step));
        expect(got.kind === 'answer' && got.answer, `${step}: ${frame.replace('{}', text)}`).not.toBe(answer);
      }
  });
});
