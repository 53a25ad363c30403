import type { Answer } from '../../dialogs/triage/answers.ts';
import type { TriageInput } from '../../dialogs/triage/context.ts';
import { createTriage, type Triage, type TriageEvent } from '../../dialogs/triage/machine.ts';
import { defaultPolicy, type Policy, policySchema } from '../../dialogs/triage/policy.ts';
import { stepOf, type TriageSnapshot } from '../../dialogs/triage/snapshot.ts';
import { start, step } from '../../dialogs/triage/step.ts';

/** A policy with a few switches changed. */
export const policyWith = (change: object): Policy => policySchema.parse(change);

export const device = (platform = 'windows', ownership = 'personal', ownDevice = 'yes'): TriageEvent => ({
  type: 'continue',
  inputs: { platform, ownership, ownDevice },
});
export const situation = (change: object = {}): TriageEvent => ({
  type: 'continue',
  inputs: {
    spread: 'only-me',
    newDevice: 'no',
    changed: 'nothing',
    accountType: 'work',
    otherAppsFail: 'no',
    ...change,
  },
});

export interface Walk {
  at: string;
  path: string[];
  snapshot: TriageSnapshot;
  machine: Triage;
}

/** Walks the machine from a first message with the code; an event that is not taken ends the walk with its name. */
export function walk(
  events: readonly (Answer | TriageEvent)[],
  options: { policy?: Policy; input?: TriageInput } = {},
): Walk {
  const machine = createTriage(options.policy ?? defaultPolicy);
  const input = options.input ?? { facts: { code: { value: '0x8004de40', from: 'typed' } } };
  let snapshot = start(machine, input);
  const path: string[] = [stepOf(snapshot)];
  for (const event of events) {
    const result = step(machine, snapshot, typeof event === 'string' ? { type: event } : event);
    if (result.kind === 'rejected') {
      const name = typeof event === 'string' ? event : event.type;
      return { at: `rejected: ${name}`, path: [...path, `rejected: ${name}`], snapshot, machine };
    }
    snapshot = result.snapshot;
    path.push(stepOf(snapshot));
  }
  return { at: path.at(-1) ?? '', path, snapshot, machine };
}

/** Events that lead to the row `unlink` on a personal Windows computer. */
export const toUnlink = [device(), 'loads', 'not-fixed', situation(), 'done'] as const;
