import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type TicketChange, takeChange } from '../../../bot/turn/ticket-news.ts';
import type { CaseRecord, TicketRef } from '../../../dialogs/triage/case.ts';
import { recordOf } from '../store/build.ts';

const ticket: TicketRef = { system: 'rt', key: 'case:a-1:1', id: '7', url: null, status: 'new' };
const record = (change: Partial<TicketRef> = {}): CaseRecord =>
  recordOf('a-1', { ticket: { ...ticket, ...change } });
const change = (rest: Partial<TicketChange>): TicketChange => ({ replies: [], ...rest });

const reply = fc.record({
  id: fc.constantFrom('r1', 'r2', 'r3'),
  at: fc.constant('2026-03-02T12:00:00.000Z'),
  by: fc.constantFrom('Robin', ''),
  text: fc.constantFrom('Which floor?', 'Please restart.', 'Done <at>you</at> {x}'),
});
const anyChange: fc.Arbitrary<TicketChange> = fc.record(
  {
    status: fc.constantFrom('new', 'open', 'taken', 'resolved', 'withdrawn'),
    owner: fc.constantFrom('Robin', 'Sam'),
    actor: fc.constant('Alex'),
    replies: fc.uniqueArray(reply, { maxLength: 3, selector: ({ id }) => id }),
  },
  { requiredKeys: ['replies'] },
);

test('What was taken once says nothing when it comes again, by whichever way', () => {
  fc.assert(
    fc.property(fc.array(anyChange, { maxLength: 5 }), anyChange, fc.boolean(), (before, last, waiting) => {
      const started = before.reduce((now, one) => takeChange(now, waiting, one).record, record());
      const once = takeChange(started, waiting, last);
      const twice = takeChange(once.record, waiting, last);
      expect(twice.says).toEqual([]);
      expect(twice.record).toEqual(once.record);
    }),
  );
});

test('A ticket that its user has ended is news only where somebody wrote', () => {
  fc.assert(
    fc.property(anyChange, (one) => {
      const { says } = takeChange(record(), false, one);
      expect(says.length).toBeLessThanOrEqual(one.replies.length);
    }),
  );
});

test.each([
  ['an owner', {}, change({ status: 'taken', owner: 'Robin' }), ['Robin has taken your ticket.']],
  [
    'another owner',
    { status: 'taken', owner: 'Robin' },
    change({ owner: 'Sam' }),
    ['Sam has taken your ticket.'],
  ],
  ['the same owner', { status: 'taken', owner: 'Robin' }, change({ status: 'taken', owner: 'Robin' }), []],
  ['a system that moves it by itself', {}, change({ status: 'open' }), []],
  ['work without a name', {}, change({ status: 'taken' }), ['Somebody from IT has taken your ticket.']],
  ['an end', {}, change({ status: 'resolved' }), [expect.stringContaining('Did it help?')]],
  ['a refusal', {}, change({ status: 'withdrawn' }), [expect.stringContaining('without a fix')]],
  [
    'a second thought',
    { status: 'resolved' },
    change({ status: 'open' }),
    ['IT has opened your ticket again.'],
  ],
  [
    'an older event',
    { eventAt: '2026-03-02T13:00:00Z' },
    change({ at: '2026-03-02T12:00:00Z', status: 'resolved' }),
    [],
  ],
] as const)('Of %s the user hears what it means', (_name, before, after, says) => {
  expect(takeChange(record(before as Partial<TicketRef>), true, after as TicketChange).says).toEqual(says);
});

test('Who has it is said first, what they wrote next, and how it ended last', () => {
  const replies = [{ id: 'r1', at: '2026-03-02T12:00:00Z', by: 'Robin', text: 'It was the proxy.' }];
  const { says, record: after } = takeChange(record(), true, { status: 'resolved', owner: 'Robin', replies });
  expect(says.map((text) => text.slice(0, 12))).toEqual(['Robin writes', 'IT says your']);
  expect(after.notes).toEqual([
    { kind: 'reply', text: 'It was the proxy.', at: '2026-03-02T12:00:00Z', by: 'Robin' },
  ]);
});

test('The same words by webhook and by poll under two ids are told once, and later once more', () => {
  const words = (id: string, at: string) =>
    change({ replies: [{ id, at, by: 'Robin', text: 'Please restart.' }] });
  const first = takeChange(record(), true, words('hook-1', '2026-03-02T12:00:00Z'));
  const second = takeChange(first.record, true, words('journal-9', '2026-03-02T12:00:01Z'));
  expect(second.says).toEqual([]);
  expect(takeChange(second.record, true, words('hook-2', '2026-03-02T15:00:00Z')).says).toHaveLength(1);
});

test('No secret that IT writes is kept, but the user reads it', () => {
  const written = change({ replies: [{ id: 'r1', at: '', by: '', text: 'New password: Sommer-2026-x!' }] });
  const { record: after, says } = takeChange(record(), true, written);
  expect(JSON.stringify(after)).not.toContain('Sommer-2026-x!');
  expect(says[0]).toContain('Sommer-2026-x!');
});
