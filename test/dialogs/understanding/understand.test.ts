import { describe, expect, test } from 'vitest';
import type { Answer, StepId } from '../../../dialogs/triage/answers.ts';
import { understand } from '../../../dialogs/understanding/understand.ts';
import { situationAt } from './situations.ts';

const at = (step: StepId | null, text: string) => understand(text, situationAt(step));
const answers = (step: StepId, text: string) => {
  const got = at(step, text);
  return got.kind === 'likely' ? got.answers : got.kind === 'answer' ? got.answer : got.kind;
};

describe('the words of a button', () => {
  const labels: Partial<Record<Answer, string>> = {
    loads: 'It opens in the browser',
    'not-loads': 'It does not open in the browser',
    human: 'Talk to a person',
  };
  const offered: Answer[] = ['loads', 'not-loads', 'human'];
  const typed = (text: string) => understand(text, { step: 'internet', offered, labels });

  test('are that button, with other capitals, marks and a slip', () => {
    expect(typed('it OPENS in the browser.')).toMatchObject({ answer: 'loads', why: { rule: 'label' } });
    expect(typed('It opens in the broswer')).toMatchObject({ answer: 'loads' });
    expect(typed('it doesnt open in the browser')).toMatchObject({ answer: 'not-loads' });
  });

  test('that name a code are not pressed by another code', () =>
    expect(at('welcome', 'I see 0x8004de85')).toMatchObject({ kind: 'code', codes: ['0x8004de85'] }));

  test('can be given by number, but nothing that ends the help is', () => {
    expect(typed('2')).toMatchObject({ kind: 'answer', answer: 'not-loads' });
    expect(typed('the first one')).toMatchObject({ kind: 'answer', answer: 'loads' });
    expect(typed('7')).toMatchObject({ kind: 'unknown' });
    expect(at('restart', '1')).toMatchObject({ kind: 'likely', answers: ['fixed'] });
  });

  test('every button of every step, typed as it stands, presses that button or asks back', () => {
    const steps: StepId[] = [
      'internet',
      'restart',
      'unlink',
      'tls',
      'proxy',
      'backup',
      'winsock',
      'escalate',
    ];
    for (const step of steps) {
      const situation = situationAt(step);
      for (const [answer, label] of Object.entries(situation.labels)) {
        if (!situation.offered.some((one) => one === answer)) continue;
        const got = understand(label, situation);
        if (got.kind === 'answer')
          expect(`${step} ${label} ${got.answer}`).toBe(`${step} ${label} ${answer}`);
      }
    }
  });
});

describe('a word that means an answer the step does not offer', () => {
  test('is not turned into it', () => {
    const offered: Answer[] = ['loads', 'not-loads'];
    for (const text of ['go back', 'later', 'get me a human', 'it is fixed', 'start over'])
      expect(understand(text, { step: 'internet', offered, labels: {} })).not.toMatchObject({
        kind: 'answer',
      });
  });

  test('a wish for a person at the ticket itself asks whether to send it', () =>
    expect(at('escalate', 'get me a human')).toMatchObject({ kind: 'likely', answers: ['send', 'not-now'] }));
});

describe('what ends the help is believed only when it is said plainly', () => {
  const frames = [
    'not {}',
    'it is not {}',
    "isn't {} at all",
    "I doubt it's {}",
    'is it {}',
    'when will it be {}',
    'please get it {}',
    'it was {} yesterday but not now',
    'hardly {}',
    'you said it would be {}',
    "my colleague's is {}",
    'teams is {}',
    'the opposite of {}',
    'anything but {}',
    "it's {}... for ten seconds",
    "it's {} lol no",
    '{}? no',
    'so much for {}',
    "it ain't {}",
    "I thought it's {}",
    "IT says it's {}",
    'get it {}',
    'everything is {} except onedrive',
    "it's {} on the other laptop",
    "it's {} until I reboot",
    'it stopped being {}',
    "it's {} again. no wait, it isn't",
    "how do I know it's {}",
    "it's half {}",
    'un{}',
  ];
  const news = ['fixed', 'working', 'solved', 'connected', 'syncing again', 'sorted', 'back to normal'];
  test.each(frames)('"%s" is never taken for fixed', (frame) => {
    for (const word of news) expect(answers('restart', frame.replace('{}', word))).not.toBe('fixed');
  });

  test.each([
    ['backup', 'I have not copied everything'],
    ['backup', 'no files copied'],
    ['backup', "they're not all on the web"],
    ['backup', 'ok'],
    ['put-back', "it's not back on"],
    ['put-back', 'yes'],
    ['escalate', 'I will send it later'],
    ['escalate', 'yes'],
    ['winsock', 'should I restart'],
    ['winsock', "can't restart"],
    ['rejoin', 'done'],
    ['rejoin-ready', 'yes'],
    ['evidence', 'is that right'],
    ['resolved', 'works but slow'],
    ['admin-rights', 'yes but not on this one'],
    ['admin-rights', 'i used to have admin rights'],
    ['internet', "I don't use the web version"],
    ['restart', 'my colleague restarted his and it worked'],
  ] as const)('at %s, "%s" changes nothing', (step, text) => expect(at(step, text).kind).not.toBe('answer'));
});

describe('a typed version of OneDrive', () => {
  const said = (text: string) => {
    const got = at('client-age', text);
    return got.kind === 'likely' ? got.answers : got.kind === 'answer' ? got.answer : got.kind;
  };
  test('is dated by its year, month and day', () => {
    expect(said('23.038.0219.0001')).toBe('old');
    expect(said('version 26.180.0923.0002')).toBe('recent');
    expect(said('25.222.1113.0003')).toBe('old');
    expect(said('25.238.1204.0001')).toBe('recent');
  });

  test('is asked back where the date is missing or in the future', () => {
    expect(said('25.222')).toEqual(['old', 'recent']);
    expect(said('29.100.0101.0001')).toEqual(['recent', 'old']);
    expect(said('22.012')).toBe('old');
  });

  test('is not taken out of an address', () => expect(said('10.25.222.1')).not.toBe('old'));
});

describe('the form for the computer', () => {
  test('is filled by a plain sentence, which is no question about privacy', () =>
    expect(at('device', 'it is my private one and I use it myself')).toMatchObject({ answer: 'continue' }));
});

describe('first messages', () => {
  test('the sentence alone answers the next card too', () =>
    expect(
      understand('There was a problem connecting to OneDrive', {
        step: 'welcome',
        offered: ['code-40', 'other-code', 'no-code', 'human'],
        labels: {},
      }),
    ).toMatchObject({ kind: 'answer', answer: 'no-code', also: ['connection-wording'] }));

  test('without a case and without a list, the first answers are assumed', () =>
    expect(understand('a human please', { step: null, offered: [], labels: {} })).toMatchObject({
      answer: 'human',
    }));

  test('the ladder code leads when several are named', () =>
    expect(at(null, '0x80070002 0x8004deef 0x8004de40')).toMatchObject({
      codes: ['0x8004de40', '0x8004deef', '0x80070002'],
    }));

  test('markup, mentions and typographic quotes of Teams do not matter', () => {
    expect(at('restart', '<div><at>OneDrive Help</at>&nbsp;it doesn’t work</div>')).toMatchObject({
      answer: 'not-fixed',
    });
    expect(at('restart', '<p>it’s&nbsp;fixed</p>')).toMatchObject({ answer: 'fixed' });
  });
});
