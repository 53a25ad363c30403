import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOpen, momentText, nextOpening, type Opening, openingText } from '../../../dialogs/triage/hours.ts';

const zurich: Opening = {
  timeZone: 'Europe/Zurich',
  week: [
    { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '12:00' },
    { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '13:00', to: '18:00' },
    { days: ['sat'], from: '09:00', to: '12:00' },
  ],
  closed: ['2026-12-25', '2026-12-26'],
};
const at = (iso: string) => Date.parse(iso);
const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

test.each([
  ['in the morning', '2026-11-25T08:00:00Z', true],
  ['at lunch', '2026-11-25T11:30:00Z', false],
  ['in the evening', '2026-11-25T17:00:00Z', false],
  ['at eight sharp', '2026-11-25T07:00:00Z', true],
  ['on a Sunday', '2026-11-29T10:00:00Z', false],
  ['on a day off', '2026-12-25T09:00:00Z', false],
])('%s', (_name, time, open) => {
  expect(isOpen(zurich, at(time))).toBe(open);
});

test.each([
  ['while it is open', '2026-11-25T08:00:00Z', '2026-11-25T08:00:00.000Z'],
  ['at lunch', '2026-11-25T11:30:20Z', '2026-11-25T12:00:00.000Z'],
  ['after work', '2026-11-25T19:00:00Z', '2026-11-26T07:00:00.000Z'],
  ['before work', '2026-11-25T03:00:00Z', '2026-11-25T07:00:00.000Z'],
  ['on Friday evening', '2026-11-27T19:00:00Z', '2026-11-28T08:00:00.000Z'],
  ['over Christmas', '2026-12-24T18:00:00Z', '2026-12-28T07:00:00.000Z'],
  ['the night before summer time', '2026-03-28T20:00:00Z', '2026-03-30T06:00:00.000Z'],
  ['the night before winter time', '2026-10-24T20:00:00Z', '2026-10-26T07:00:00.000Z'],
])('opens next %s', (_name, time, next) => {
  expect(iso(nextOpening(zurich, at(time)))).toBe(next);
});

test('is open when it says so, is not open in between, and never looks back', () => {
  const zones = fc.constantFrom(
    'Europe/Zurich',
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'UTC',
  );
  const times = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-12-31T00:00:00Z') });
  fc.assert(
    fc.property(zones, times, (timeZone, now) => {
      const opening = { ...zurich, timeZone };
      const next = nextOpening(opening, now);
      expect(next).not.toBeNull();
      if (next === null || next === now) return;
      expect(isOpen(opening, next)).toBe(true);
      expect(next).toBeGreaterThan(now);
      expect(isOpen(opening, next - 60_000)).toBe(false);
      expect(isOpen(opening, now)).toBe(false);
    }),
  );
});

test('never opens where every day is closed', () => {
  const closed = Array.from({ length: 90 }, (_, n) => new Date(at('2026-11-25T00:00:00Z') + n * 86_400_000));
  const days = closed.map((one) => one.toISOString().slice(0, 10));
  expect(nextOpening({ ...zurich, closed: days }, at('2026-11-25T19:00:00Z'))).toBeNull();
});

test('is put into words', () => {
  expect(openingText(zurich)).toBe('Mon–Fri 08:00–12:00, Mon–Fri 13:00–18:00, Sat 09:00–12:00');
  expect(momentText(at('2026-11-30T07:00:00Z'), 'Europe/Zurich')).toBe('Monday 30 November, 08:00');
});
