import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeIds, codeInfo, findCodes, normaliseCode } from '../../../dialogs/knowledge/codes.ts';

const known = codeIds.filter((id) => /\d{3}/.test(id));
const knownHex = known.filter((id) => !id.startsWith('AADSTS'));
/** The eight digits of a hexadecimal code. */
const digitsOf = (code: string): string => code.replace(/^0x/i, '').toLowerCase();

const anyCode = fc.constantFrom(...known);
const anyHex = fc.constantFrom(...knownHex);

/** Upper and lower case at random, and an O for some of the zeros. */
const spelt = (text: string, choices: readonly boolean[]): string =>
  [...text]
    .map((letter, i) => {
      const other = choices[i % choices.length] ?? false;
      if (letter === '0') return other ? (i % 2 ? 'O' : 'o') : '0';
      return other ? letter.toUpperCase() : letter.toLowerCase();
    })
    .join('');
const choices = fc.array(fc.boolean(), { minLength: 3, maxLength: 14 });

/** Where codes stand in what people write and paste. */
const places = [
  (code: string) => code,
  (code: string) => `Error code: ${code}.`,
  (code: string) => `(${code})`,
  (code: string) => `https://learn.example.com/errors/error-${code}-in-onedrive?x=1`,
  (code: string) => `https://help.example/find?q=error%20${code}`,
  (code: string) => `2026-11-20T08:14:22.113Z WARN Auth failed hr=${code}, retry in 30s`,
  (code: string) => `<div>OneDrive says <b>${code}</b>&nbsp;again</div>`,
  (code: string) => `"${code}" came up at 10:15, ticket 48213, call 555-0199`,
];

describe('every known code', () => {
  test('is found in any case, with letters O for zeros, wherever it stands', () =>
    fc.assert(
      fc.property(anyCode, choices, fc.constantFrom(...places), (code, random, place) => {
        expect(findCodes(place(spelt(code, random)))).toEqual([code]);
      }),
    ));

  test('is found without its 0x, with spaces in it, and as a number with or without sign', () => {
    for (const code of knownHex) {
      const digits = digitsOf(code);
      const number = Number.parseInt(digits, 16);
      const spaced = `0x${digits.slice(0, 4)} ${digits.slice(4)}`;
      const forms = [digits, digits.toUpperCase(), String(number), String(number - 2 ** 32)];
      for (const form of digits.startsWith('caa') ? forms : [...forms, spaced])
        expect(normaliseCode(form), form).toBe(code);
    }
  });

  test('is found beside others, each once, in order', () =>
    fc.assert(
      fc.property(
        fc.uniqueArray(anyCode, { minLength: 2, maxLength: 5 }),
        fc.constantFrom(', ', ' and then ', '\n', ' / ', '; '),
        (codes, between) => {
          expect(findCodes([...codes, ...codes].join(between))).toEqual(codes);
        },
      ),
    ));
});

describe('a digit that is wrong, missing or too many', () => {
  test('never makes a text hold a known code that is not there', () =>
    fc.assert(
      fc.property(
        anyHex,
        fc.nat({ max: 7 }),
        fc.constantFrom(...'0123456789abcdef'),
        fc.constantFrom('changed', 'missing', 'added'),
        fc.constantFrom(...places),
        (code, at, digit, slip, place) => {
          const digits = digitsOf(code);
          const near =
            digits.slice(0, at) +
            (slip === 'missing' ? '' : digit) +
            digits.slice(slip === 'added' ? at : at + 1);
          const there = knownHex.filter((one) => digitsOf(one) === near);
          const found = findCodes(place(`0x${near}`)).filter((one) => codeInfo(one).known);
          expect(found).toEqual(there);
        },
      ),
      { numRuns: 400 },
    ));

  test('is another sign-in error, too', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...known.filter((id) => id.startsWith('AADSTS'))),
        fc.nat({ max: 5 }),
        fc.constantFrom(...'0123456789'),
        (code, at, digit) => {
          const near = code.slice(0, 6 + at) + digit + code.slice(6 + at + 1);
          expect(findCodes(near).filter((one) => codeInfo(one).known)).toEqual(
            known.includes(near) ? [near] : [],
          );
        },
      ),
    ));
});
