import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conversationLimits, Limits, tenantLimits } from '../../bot/limits.ts';

/** The most calls that fell into any window of `ms`. */
const densest = (times: number[], ms: number) =>
  Math.max(0, ...times.map((start) => times.filter((time) => time >= start && time < start + ms).length));

describe('limits', () => {
  it('never let more calls go than Teams allows, in a conversation and in a tenant', () => {
    const calls = fc.array(fc.tuple(fc.nat(400), fc.nat(3)), { maxLength: 400 });
    fc.assert(
      fc.property(calls, (steps) => {
        const limits = new Limits();
        const went: { at: number; conversation: number }[] = [];
        let now = 0;
        for (const [pause, conversation] of steps) {
          now += pause;
          if (limits.take('t', `c${conversation}`, now).ok) went.push({ at: now, conversation });
        }
        const all = went.map(({ at }) => at);
        for (const { most, ms } of tenantLimits) expect(densest(all, ms)).toBeLessThanOrEqual(most);
        for (let c = 0; c < 4; c++) {
          const times = went.filter((one) => one.conversation === c).map(({ at }) => at);
          for (const { most, ms } of conversationLimits) expect(densest(times, ms)).toBeLessThanOrEqual(most);
        }
      }),
      { numRuns: 60 },
    );
  });
  it('always let a call go after the wait they asked for', () => {
    const limits = new Limits();
    let now = 0;
    for (let n = 0; n < 200; n++) {
      const taken = limits.take('t', 'c', now);
      if (taken.ok) continue;
      now += taken.wait;
      expect(limits.take('t', 'c', now).ok).toBe(true);
    }
  });
  it('book places one after the other, as close as Teams allows', () => {
    const limits = new Limits();
    const at = Array.from({ length: 120 }, (_, n) => limits.book('t', `c${n}`, 7 * n)).map((one, n) =>
      one.ok ? 7 * n + one.after : Number.NaN,
    );
    for (const { most, ms } of tenantLimits) expect(densest(at, ms)).toBe(most);
    expect(at).toEqual(at.toSorted((a, b) => a - b));
    expect(at[119]).toBe(2_000 + 7 * 19);
  });
  it('book nothing that is far away, or that the conversation must wait for', () => {
    const limits = new Limits();
    const booked = Array.from({ length: 200 }, (_, n) => limits.book('t', `c${n}`, 0));
    expect(booked.filter((one) => one.ok)).toHaveLength(150);
    expect(booked.at(-1)).toEqual({ ok: false, wait: 1_000, of: 'tenant' });
    const talk = Array.from({ length: 8 }, () => limits.book('other', 'c', 0));
    expect(talk.at(-1)).toEqual({ ok: false, wait: 1_000, of: 'conversation' });
  });
  it('divide a tenant’s part among instances', () => {
    const limits = new Limits(0.5);
    const went = Array.from({ length: 60 }, (_, n) => limits.take('t', `c${n}`, 0).ok).filter(Boolean);
    expect(went).toHaveLength(25);
  });
});
