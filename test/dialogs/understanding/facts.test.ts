import { describe, expect, test } from 'vitest';
import { typedFacts } from '../../../dialogs/understanding/understand.ts';

describe('plain statements are facts', () => {
  test.each([
    ["I'm on a mac", { platform: 'mac' }],
    ['the error is on my iphone', { platform: 'mobile' }],
    ['I work on windows 7', { platform: 'windows-old' }],
    ['windows 11', { platform: 'windows' }],
    ["it's my private laptop", { ownership: 'personal', ownDevice: 'yes' }],
    ['work laptop', { ownership: 'managed' }],
    ['it is my private one and I use it myself', { ownership: 'personal', ownDevice: 'yes' }],
    ['just me', { spread: 'only-me' }],
    ['I moved to another office', { changed: 'network' }],
    ["my neighbour's PC has the same error", { spread: 'others-too' }],
    ["it's my mom's computer", { ownDevice: 'no' }],
    ['I use a MacBook from work', { platform: 'mac', ownership: 'managed' }],
    ['my colleagues have it too', { spread: 'others-too' }],
    ['nobody else has this', { spread: 'only-me' }],
    ['since I changed my password', { changed: 'password' }],
    ['brand new laptop, never worked', { newDevice: 'yes' }],
    ['teams and outlook work fine', { otherAppsFail: 'no' }],
    ['i have no admin rights', { admin: 'no' }],
    ['i use zscaler', { securityProduct: 'Zscaler' }],
    ['version 23.169.0813.0001', { clientVersion: '23.169.0813.0001' }],
    ["I'm on the corporate network", { onCorpNetwork: 'yes' }],
    ['I only know my PIN', { knowsPassword: 'no' }],
  ])('%s', (text, facts) => expect(typedFacts(text)).toEqual(facts));

  test('the computer that shows the error counts, not the phone that is typed on', () =>
    expect(typedFacts('I chat from my phone, the error is on my windows laptop')).toMatchObject({
      platform: 'windows',
    }));
});

describe('what is denied, wished or asked is no fact', () => {
  test.each([
    "I'm not on a mac",
    'is this for windows 7?',
    'wish I had a mac',
    "I don't have Kaspersky",
    'does my colleague see this?',
    "I'm on my phone right now",
    'hello',
    'it works on my hotspot',
  ])('%s', (text) => expect(typedFacts(text)).toEqual({}));

  test('"nothing changed" is one only where it is asked what changed', () => {
    expect(typedFacts('nothing changed', 'restart')).toEqual({});
    expect(typedFacts('nothing changed', 'situation')).toEqual({ changed: 'nothing' });
  });
});
