import { initialTransition, transition } from 'xstate';
import type { TriageInput } from './context.ts';
import type { Triage, TriageEvent } from './machine.ts';
import type { TriageSnapshot } from './snapshot.ts';

/** What the machine wants done; whoever runs it decides how. */
export const effectNames = [
  'openTicket',
  'commentTicket',
  'closeTicket',
  'withdrawTicket',
  'newCase',
  'explain',
  'remindLater',
  'readPaste',
  'recordRating',
] as const;
export type EffectName = (typeof effectNames)[number];

export type Step =
  | { kind: 'moved'; snapshot: TriageSnapshot; effects: EffectName[] }
  /** The event means nothing here; nothing changed. */
  | { kind: 'rejected' };

/** Begins a case. */
export function start(machine: Triage, input: TriageInput): TriageSnapshot {
  return initialTransition(machine, input)[0];
}

/** One step of the machine: the same snapshot and event always give the same result. */
export function step(machine: Triage, snapshot: TriageSnapshot, event: TriageEvent): Step {
  const [next, actions] = transition(machine, snapshot, event);
  // An event that no transition takes comes back silently with the very same snapshot.
  if (next === snapshot && actions.length === 0) return { kind: 'rejected' };
  const names = (actions as { type: string }[]).map((action) => action.type);
  return { kind: 'moved', snapshot: next, effects: effectNames.filter((name) => names.includes(name)) };
}
