import { describe, expect, test } from 'vitest';
import { find, phrase } from '../../../dialogs/understanding/phrases.ts';
import { correct, distance } from '../../../dialogs/understanding/spelling.ts';
import { clean } from '../../../dialogs/understanding/text.ts';

const hits = (source: string, text: string): boolean => find(phrase(source), clean(text).text) !== null;

describe('the language of the vocabularies', () => {
  test('choices, optional words, gaps and beginnings of words', () => {
    expect(hits('(not|never) working', 'it is never working')).toBe(true);
    expect(hits('still very? broken', 'still broken')).toBe(true);
    expect(hits('can not * sign in', "I can't seem to sign in")).toBe(true);
    expect(hits('crash~', 'it crashed')).toBe(true);
    expect(hits('^ (yes|ok)+ done $', 'yes ok done!')).toBe(true);
  });

  test('does not reach over the end of a clause or into a word', () => {
    expect(hits('not * working', 'not today. working now')).toBe(false);
    expect(hits('not * working', 'not me but working')).toBe(false);
    expect(hits('works', 'homeworks')).toBe(false);
  });

  test('refuses a choice that is not closed', () =>
    expect(() => phrase('(one|two').source).toThrow('not closed'));
});

describe('spelling', () => {
  test('counts a swap of neighbours as one slip', () => {
    expect(distance('onedirve', 'onedrive')).toBe(1);
    expect(distance('fixd', 'fixed')).toBe(1);
    expect(distance('', 'abc')).toBe(3);
  });

  test('corrects what is near, and never a real word or the opposite', () => {
    expect(correct('workign')).toBe('working');
    expect(correct('worse')).toBe('worse');
    expect(correct('unconnected')).toBe('unconnected');
  });

  test('a "not" survives every way of losing its apostrophe', () => {
    for (const text of [
      "doesn't work",
      'doesnt work',
      'doesn’t work',
      'dosent work',
      "does'nt work",
      'doesn t work',
      'does nt work',
    ])
      expect(clean(text).text, text).toBe(' . does not work . ');
  });
});
