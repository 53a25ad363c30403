import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Answer, answers, type StepId, stepIds } from '../../../dialogs/triage/answers.ts';
import { understand } from '../../../dialogs/understanding/understand.ts';
import { situationAt } from './situations.ts';

/** Wishes, and what goes on or aside; all else claims that something was seen, done or decided. */
const claimless: readonly Answer[] = [
  'human',
  'back',
  'pause',
  'why',
  'start-over',
  'use-web',
  'different-code',
  'keep-trying',
  'resume',
  'wait',
  'ok',
  'unsure',
];
const claims = answers.filter((answer) => !claimless.includes(answer));

/** The steps at which a text is acted on as an answer that claims something. */
const claimedAt = (text: string): string[] =>
  stepIds.flatMap((step) => {
    const got = understand(text, situationAt(step));
    return got.kind === 'answer' && claims.includes(got.answer) ? [`${step}: ${got.answer}`] : [];
  });

const smallTalk = `
  it is raining | it is snowing outside | the weather is nice today | what a sunny day | the sun is out today |
  there is fog this morning | what a storm last night | it will rain tomorrow | it is cold in here | it is hot |
  thanks | thank you so much | much obliged | cheers mate | thank you for your patience | okey dokey | ta |
  hm | hmm let me think | erm | mhm | uh | so | wow | oops | ouch | yikes | lol | huh | whatever | interesting |
  please wait | wait a second | wait please | one moment please | just a sec | hang on | give me a minute |
  still loading | loading | still waiting | still busy | still thinking | still here on the phone | please hurry |
  it takes a while | hurry up | I am in a hurry | I need more time | I need this today | my deadline is tomorrow |
  new case | new chat | new question | new problem | start a new case | I have another question | different topic |
  next please | next one | next step | next | move on | go on | proceed | okay next | next topic | next customer please |
  John Smith | my name is Peter | I am Anna from accounting | this is Maria | call me Al | Tim sends his regards |
  Bob said hello | I called bob already | I already told you | I already ate | I already had lunch | we already met |
  I emailed bob yesterday | I talked to my colleague | I asked my boss about it | is Bob in the office |
  42 | 12345 | room 214 | 1984 | extension 4455 | my number is 555 1234 | case number 12 | it is Tuesday |
  I do not understand | I do not get it | I am confused | I am lost | where do I click | what do you mean |
  what time is it | who won the game | can you sing | how are you | do you speak German | when is lunch |
  what is the capital of France | is the canteen open | can I ask you something | I have a question about my salary |
  my phone is ringing | somebody is at the door | the door does not open | the window is open | my chair is broken |
  I cannot find my glasses | I cannot believe it | I can not wait for the weekend | I can't stop laughing |
  I don't like mondays | I don't care | I do not mind | I don't want to be rude | I am not hungry | I am not amused |
  that is not nice | not funny | not bad | that is funny | it is late | it is my birthday | it is noisy |
  I know | I know him | I love this song | I have two kids | I bought a new car | my tea is cold | my dog is sick |
  the coffee machine is broken | the meeting was boring | the lights are on | the cake was good | the lamp is off |
  good luck | good idea | nice try | too bad | bad idea | sorry | no worries | nothing special
`
  .split('|')
  .map((text) => text.trim());

/** How answers and small talk alike begin; what comes after is nothing that a step asks for. */
const frames = [
  'it is {}',
  'it is still {}',
  'that is {}',
  'this is not {}',
  'I am {}',
  'I am not {}',
  'I do not {}',
  'I have a {}',
  'I have no {}',
  'I already {}',
  'I can not {} the {}',
  'there is a {}',
  'there is no {} here',
  'the {} is {}',
  'my {} is not {}',
  'still {}',
  'all {}',
  '{}',
  'please {}',
];

describe('small talk', () => {
  test('is a table of many sentences', () => expect(new Set(smallTalk).size).toBeGreaterThan(120));

  test.each(smallTalk)('"%s" is at no step acted on as if something was seen or done', (text) =>
    expect(claimedAt(text)).toEqual([]),
  );

  test('of words that nobody knows claims nothing either, however it begins', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...frames),
        fc.stringMatching(/^[b-df-hj-np-tv-z]{2}zqv[b-df-hj-np-tv-z]{2}$/),
        (frame, word) => {
          expect(claimedAt(frame.replaceAll('{}', word))).toEqual([]);
        },
      ),
      { numRuns: 60 },
    ));
});

describe('a word that only goes on', () => {
  const onward = ['next', 'next please', 'move on', 'go on', 'proceed', 'ok next', "let's go on"];
  const steps: StepId[] = ['restart', 'tls', 'credentials', 'reinstall'];

  test.each(onward)('"%s" asks back at a fix how it went', (text) => {
    for (const step of steps)
      expect(understand(text, situationAt(step)), step).toMatchObject({
        kind: 'likely',
        answers: ['not-fixed', 'cannot-do'],
      });
  });

  test('resumes what was paused', () =>
    expect(understand('next please', situationAt('paused'))).toMatchObject({
      kind: 'answer',
      answer: 'resume',
    }));
});

describe('an answer', () => {
  test.each<[StepId, string, Answer]>([
    ['internet', 'the page opens without trouble', 'loads'],
    ['internet', 'the page times out', 'not-loads'],
    ['restart', 'I already restarted it', 'done-before'],
    ['restart', 'I cannot find the icon', 'cannot-do'],
    ['restart', 'the error has not gone away', 'not-fixed'],
    ['client-age', 'it is new', 'recent'],
    ['other-account', 'the other account fails too', 'yes'],
    ['admin-rights', 'I do not have admin rights', 'no'],
    ['escalate', 'please wait with that', 'not-now'],
    ['put-back', 'I cannot switch it back on', 'cannot-do'],
  ])('at %s, "%s" is still taken as %s', (step, text, answer) =>
    expect(understand(text, situationAt(step))).toMatchObject({ kind: 'answer', answer, sure: true }),
  );
});
