import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  codeIds,
  codeInfo,
  codeTextId,
  familyCodes,
  findCodes,
  isFamily,
  normaliseCode,
} from '../../../dialogs/knowledge/codes.ts';

const texts: Record<string, { meaning: string; who: string; first: string }> = JSON.parse(
  readFileSync(new URL('../../../cards/locales/en/codes.json', import.meta.url), 'utf8'),
);

describe('a code is found however it is written', () => {
  const spellings: [string, string][] = [
    ['0x8004de40', '0x8004de40'],
    ['OX8OO4DE4O', '0x8004de40'],
    ['ox8004def7', '0x8004def7'],
    ['8004DE40', '0x8004de40'],
    ['error8004de40', '0x8004de40'],
    ['08004de40', '0x8004de40'],
    ['x8004de40', '0x8004de40'],
    ['0x 8004 de 40', '0x8004de40'],
    ['0x8004 de40', '0x8004de40'],
    ['0x8004-de40', '0x8004de40'],
    ['<b>0x8004</b><b>de40</b>', '0x8004de40'],
    ['0x8004dе40', '0x8004de40'],
    ['0x8004de40\u200b', '0x8004de40'],
    ['-2147164608', '0x8004de40'],
    ['2147802688', '0x8004de40'],
    ['\u22122147164608', '0x8004de40'],
    ['CAA50021', 'CAA50021'],
    ['0xCAA50021', 'CAA50021'],
    ['caa 5OO21', 'CAA50021'],
    ['caa70007', '0xCAA70007'],
    ['AADSTS 135011', 'AADSTS135011'],
    ['aadsts5O155:', 'AADSTS50155'],
    ['80070005', '0x80070005'],
  ];
  test.each(spellings)('%s is %s', (raw, code) => expect(normaliseCode(raw)).toBe(code));

  test('in addresses, logs and brackets', () => {
    expect(findCodes('https://help.example/error%200x8004de40?src=1')).toEqual(['0x8004de40']);
    expect(findCodes('see /onedrive-error-0x8004de40-in-windows')).toEqual(['0x8004de40']);
    expect(findCodes('2026-11-20T08:12:44Z hr=0x8004DE40 ex(0x8004deef)')).toEqual([
      '0x8004de40',
      '0x8004deef',
    ]);
  });

  test('several in one text, in order, each once', () =>
    expect(findCodes('0x8004de88 then 0x8004de40/0x8004de88 and AADSTS50020.')).toEqual([
      '0x8004de88',
      '0x8004de40',
      'AADSTS50020',
    ]));
});

describe('what is near a code is not that code', () => {
  test.each([
    ['0x8004de81', '0x8004de81'],
    ['CAA20002', '0xCAA20002'],
    ['3399614467', '0xCAA20003'],
    ['0x8004de41', '0x8004de41'],
  ])('%s is another code, and unknown', (raw, code) => {
    expect(findCodes(raw)).toEqual([code]);
    expect(codeInfo(code)).toMatchObject({ known: false, family: false, who: 'it' });
    expect(codeTextId(code)).toBe('unknown');
  });

  test.each([
    '0x8004de4',
    '0x8004de401',
    '0x8004de4 a friend',
    '80004de40',
    'de40',
    '8004de40-1234-5678-9abc-8004de408004',
    'call 2145551234 or 80041234',
    '19.152.0927.0012',
    '135011',
    '',
  ])('%j holds no code', (raw) => expect(findCodes(raw)).toEqual([]));

  test('changing one digit of the ladder codes never gives a ladder code', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...familyCodes),
        fc.integer({ min: 2, max: 9 }),
        fc.constantFrom(...'0123456789abcdef'),
        (code, at, digit) => {
          const near = code.slice(0, at) + digit + code.slice(at + 1);
          return findCodes(near).every((found) => found === near);
        },
      ),
    ));
});

describe('every code has its words', () => {
  test('the texts and the table name the same codes', () =>
    expect(Object.keys(texts).sort()).toEqual([...codeIds].sort()));

  test.each(codeIds)('%s is explained in one to three short sentences a part', (id) => {
    const text = texts[id];
    for (const part of [text?.meaning, text?.who, text?.first]) {
      expect(part).toMatch(/^[A-Z].*\.$/);
      expect((part?.match(/[.!?](?: |$)/g) ?? []).length).toBeLessThanOrEqual(3);
      expect(part?.length).toBeLessThan(240);
    }
  });

  test('none asks for a password, goes round UAC or names a repair tool', () =>
    expect(JSON.stringify(texts)).not.toMatch(/(send|type|tell) .{0,12}password|UAC|repair tool|psexec/i));

  test('only the two ladder codes are family, and every known one has a source', () => {
    expect(familyCodes).toEqual(['0x8004de40', '0x8004de88']);
    for (const id of codeIds.filter((code) => code !== 'unknown')) expect(codeInfo(id).source).not.toBe('');
    expect(isFamily('constructor')).toBe(false);
  });
});

test('any text is searched without failing, and each code found is found again by itself', () =>
  fc.assert(
    fc.property(fc.string({ maxLength: 300, unit: 'grapheme' }), (text) => {
      for (const code of findCodes(text)) expect(normaliseCode(code)).toBe(code);
    }),
  ));
