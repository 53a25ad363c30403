import { describe, expect, it } from 'vitest';
import { answerText } from '../../../cards/texts.ts';
import {
  advance,
  type CaseEvent,
  canGoBack,
  type LiveCase,
  openCase,
  type Rules,
  revive,
} from '../../../dialogs/triage/advance.ts';
import type { Answer } from '../../../dialogs/triage/answers.ts';
import type { CaseRecord } from '../../../dialogs/triage/case.ts';
import { createTriage } from '../../../dialogs/triage/machine.ts';
import { defaultPolicy } from '../../../dialogs/triage/policy.ts';

const rules: Rules = { machine: createTriage(defaultPolicy), policy: defaultPolicy };
const at = '2026-11-23T10:00:00.000Z';
const live = (record: CaseRecord): LiveCase => {
  const revived = revive(rules, record);
  if (!revived.ok) throw new Error(revived.why);
  return revived.live;
};
const opened = () =>
  openCase(rules, {
    id: 'c-1',
    user: 'u',
    n: 1,
    at,
    locale: 'en',
    input: { facts: { code: { value: '0x8004de40', from: 'typed' } } },
  });
const answer = (record: CaseRecord, verb: Answer, inputs?: { [id: string]: string }): CaseRecord => {
  const event: CaseEvent = { kind: 'answer', answer: verb, from: 'asked', at, ...(inputs && { inputs }) };
  const result = advance(rules, live(record), event);
  if (result.kind === 'rejected') throw new Error(`${verb} was not taken`);
  return result.record;
};
const device = { platform: 'windows', ownDevice: 'yes', ownership: 'personal' };
const situation = {
  spread: 'only-me',
  newDevice: 'no',
  changed: 'nothing',
  accountType: 'work',
  otherAppsFail: 'no',
};
const atUnlink = () =>
  answer(
    answer(answer(answer(answer(opened(), 'continue', device), 'loads'), 'not-fixed'), 'continue', situation),
    'done',
  );

describe('going back', () => {
  it('shows nothing again that was really done, however far back it goes, and knows that it was', () => {
    const end = answer(answer(atUnlink(), 'not-fixed'), 'not-fixed');
    expect(live(end).step).toBe('proxy');
    const back = live(answer(answer(end, 'back'), 'back'));
    expect(back.step).toBe('unlink');
    expect(back.context.answered.unlink).toBeUndefined();
    expect(back.context.answered.tls).toBe('done-before');
    expect(live(answer(back.record, 'done-before')).step).toBe('proxy');
  });
  it('withdraws the answer and its facts, and keeps what was really done', () => {
    const after = answer(atUnlink(), 'not-fixed');
    const back = live(answer(after, 'back'));
    expect(back.step).toBe('unlink');
    expect(back.context.answered.unlink).toBeUndefined();
    expect(back.context.fixesTried).toContain('unlink');
  });
  it('never shows a fix again that was done, when the way leads forward past it', () => {
    let record = answer(atUnlink(), 'not-fixed');
    record = answer(answer(answer(record, 'back'), 'back'), 'done');
    expect(live(record).step).toBe('tls');
  });
  it('keeps what was switched off in sight', () => {
    let record = answer(answer(atUnlink(), 'not-fixed'), 'not-fixed');
    expect(live(record).step).toBe('proxy');
    record = answer(record, 'back');
    expect(live(record).context.switchedOff).toEqual(['proxy']);
  });
  it.each(['fixed', 'something-broke', 'human'] as const)(
    'is offered after %s only where a repair may follow',
    (verb) => {
      expect(canGoBack(live(answer(atUnlink(), verb)))).toBe(verb === 'human');
    },
  );
  it('is not offered on the first card', () => {
    expect(canGoBack(live(opened()))).toBe(false);
  });
});

describe('the trail', () => {
  it('keeps what was chosen in a form, and never free text', () => {
    const [first] = answer(opened(), 'continue', device).trail;
    expect(first).toEqual({ step: 'device', answer: 'continue', at, from: 'asked', values: device });
    const sent = answer(answer(atUnlink(), 'human'), 'send', { surface: 'tray-icon', comment: 'call me' });
    expect(sent.trail.at(-1)).toMatchObject({ answer: 'send', values: { surface: 'tray-icon' } });
    expect(JSON.stringify(sent.trail)).not.toContain('call me');
  });
  it('says what a paste corrected, and which row it answered', () => {
    const facts = { tls12: 'off' } as const;
    const typed = advance(rules, live(atUnlink()), { kind: 'learn', facts, from: 'typed', at });
    if (typed.kind === 'rejected') throw new Error('nothing was learnt');
    const atTls = answer(typed.record, 'not-fixed');
    expect(live(atTls).step).toBe('tls');
    const read = advance(rules, live(atTls), {
      kind: 'paste',
      facts: { tls12: 'on' },
      signals: ['reg-tls'],
      at,
    });
    if (read.kind === 'rejected') throw new Error('the paste was not taken');
    const after = answer(read.record, 'right');
    expect(live(after).step).toBe('proxy');
    expect(after.trail.slice(-2)).toEqual([
      {
        step: 'evidence',
        answer: 'right',
        at,
        from: 'asked',
        values: { tls12: 'on' },
        corrected: { tls12: 'off' },
      },
      { step: 'tls', answer: 'was-on', at, from: 'pasted' },
    ]);
    expect(after.trail.slice(-2).map(answerText)).toEqual([
      'confirmed (TLS 1.2: on instead of off)',
      'was on already',
    ]);
    expect(after.skipped.map((one) => one.step)).not.toContain('tls');
  });
});

describe('a snapshot of another version', () => {
  it('goes on with what was known and tried, and asks or does nothing twice', () => {
    const record = answer(atUnlink(), 'not-fixed');
    const old = { ...record, snapshot: record.snapshot.replace('"v":1', '"v":0') };
    const again = live(old);
    expect(again.step).toBe('tls');
    expect(again.context.fixesTried).toEqual(['restart', 'unlink']);
  });
  it('that is no JSON at all is said to be unreadable', () => {
    expect(revive(rules, { ...opened(), snapshot: '{' }).ok).toBe(false);
  });
});

describe('what a fix is put down to', () => {
  const fixedBy = (record: CaseRecord) => live(record).context.fixedBy;

  it('is the row at which it was seen', () => {
    expect(fixedBy(answer(atUnlink(), 'fixed'))).toBe('unlink');
  });

  it.each([
    ['a question', answer(answer(opened(), 'continue', device), 'fixed')],
    ['a row that was left for a person', answer(answer(atUnlink(), 'human'), 'fixed')],
    [
      'a row before a person had it',
      answer(answer(answer(answer(atUnlink(), 'not-fixed'), 'human'), 'send'), 'fixed'),
    ],
  ])('is never %s', (_what, record) => {
    expect(live(record).context.fixed).toBe(true);
    expect(fixedBy(record)).toBeNull();
  });
});
