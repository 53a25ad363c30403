import { startContext } from './context.ts';
import type { Policy } from './policy.ts';
import { triageSetup } from './setup.ts';
import { states } from './states.ts';
import { doneBefore } from './updates.ts';

export type { TriageEvent } from './setup.ts';

/** The triage as an XState machine for a company's policy. Pure: no clock, no ids, no effects but their names. */
export function createTriage(policy: Policy) {
  return triageSetup(policy).createMachine({
    id: 'triage',
    context: ({ input }) => {
      const fresh = startContext(input ?? {}, policy);
      return { ...fresh, ...doneBefore(fresh, input?.stepsDone ?? []) };
    },
    initial: 'begin',
    states: states(),
  });
}
export type Triage = ReturnType<typeof createTriage>;
