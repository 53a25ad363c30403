import type { Row, StepId } from '../answers.ts';
import type { Reading, TriageContext } from '../context.ts';
import type { Place } from './engine.ts';

/** What a paste can say, as far as it steers: the rest of it is facts, and facts are open anyway. */
export const readings: readonly Reading[] = [
  { facts: {}, signals: [] },
  { facts: {}, signals: ['dsregcmd'] },
  { facts: { deviceAuth: 'disabled' }, signals: ['dsregcmd'] },
  { facts: {}, signals: ['sign-in-refused'] },
];

/** The part of a context that is held; everything else is open, that is, may be anything. */
export interface Held {
  forward: Row | null;
  deviceTrustNext: boolean;
  askAgain: boolean;
  keepTrying: boolean;
  /** `copied-now` opens rows again at this moment; whether it is used up otherwise is open. */
  reopening: boolean;
  broke: boolean;
  fixed: boolean;
  putBackFailed: boolean;
  pausedAt: StepId | null;
  readAt: Row | null;
  incident: boolean;
  rated: boolean;
  checking: boolean;
  wish: TriageContext['wish'];
}

/** A step and what is held there: it stands for every case at this step that agrees with what is held. */
export interface Configuration {
  step: Place;
  held: Held;
  key: string;
}

export const fresh: Held = {
  forward: null,
  deviceTrustNext: false,
  askAgain: false,
  keepTrying: false,
  reopening: false,
  broke: false,
  fixed: false,
  putBackFailed: false,
  pausedAt: null,
  readAt: null,
  incident: false,
  rated: false,
  checking: false,
  wish: null,
};

export function configuration(step: Place, held: Held): Configuration {
  const said = Object.entries(held).filter(([name, value]) => value !== fresh[name as keyof Held]);
  return { step, held, key: [step, ...said.map(([name, value]) => `${name}=${value}`)].join(' ') };
}

/** What of a context is held from here on; the rest is opened, which loses nothing that can happen. */
export function heldOf(step: Place, c: TriageContext, before: Held): Held {
  const pausedAt = step === 'paused' ? c.pausedAt : null;
  const card = pausedAt ?? step;
  const held = {
    forward: c.forward,
    deviceTrustNext: c.deviceTrustNext,
    askAgain: c.askAgain,
    reopening: Object.hasOwn(c, 'reopened') ? c.reopened === 'now' : before.reopening,
    broke: c.broke,
    fixed: c.fixed,
    putBackFailed: c.putBackFailed,
    incident: c.incident,
    rated: c.rated,
    checking: c.checking,
  };
  return {
    ...fresh,
    ...held,
    pausedAt,
    ...(step === 'begin' && { wish: c.wish }),
    ...(card === 'escalate' && { keepTrying: c.escalation?.keepTrying ?? false }),
    ...(card === 'evidence' && { readAt: c.readAt }),
  };
}

/** What is looked at only on some cards, and written on every way to them: elsewhere it is not even open. */
export const isHeldAt = (step: Place, held: Held, field: string): boolean => {
  const card = held.pausedAt ?? step;
  switch (field) {
    case 'pausedAt':
      return step === 'paused';
    case 'escalation':
      // `copied-now` comes back with the escalation that it left.
      return card === 'escalate' || held.reopening;
    case 'reading':
    case 'readAt':
      return card === 'evidence';
    case 'wish':
      return step === 'begin';
    default:
      return true;
  }
};
