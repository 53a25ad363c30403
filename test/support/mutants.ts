import type { Answer, Row, StepId } from '../../dialogs/triage/answers.ts';
import { startContext, type TriageContext } from '../../dialogs/triage/context.ts';
import { amended, type FactValues } from '../../dialogs/triage/facts.ts';
import type { Triage, TriageEvent } from '../../dialogs/triage/machine.ts';
import type { Policy } from '../../dialogs/triage/policy.ts';
import { triageSetup } from '../../dialogs/triage/setup.ts';
import { states } from '../../dialogs/triage/states.ts';
import type { Move as Edge, State } from '../../dialogs/triage/transitions.ts';
import { doneBefore } from '../../dialogs/triage/updates.ts';

type Params = { row: Row; step: StepId; answer: Answer; gate: string };
type Guard = (args: { context: TriageContext; event: TriageEvent }, params: Params) => boolean;
type Tamper = (honest: Guard) => Guard;
type States = { [id: string]: State };

/** A machine with one fault in it: guards that lie, actions that do nothing, arrows that lead elsewhere. */
export interface Mutation {
  guards?: { [name: string]: Tamper };
  actions?: { [name: string]: (honest: unknown) => unknown };
  states?: (honest: States) => void;
}

/** Builds the triage for a policy with a fault planted. */
export const mutant =
  ({ guards = {}, actions = {}, states: change }: Mutation) =>
  (policy: Policy): Triage => {
    const all = states() as unknown as States;
    change?.(all);
    const machine = triageSetup(policy).createMachine({
      id: 'triage',
      context: ({ input }) => {
        const fresh = startContext(input ?? {}, policy);
        return { ...fresh, ...doneBefore(fresh, input?.stepsDone ?? []) };
      },
      initial: 'begin',
      states: all as never,
    });
    const honest = machine.implementations as unknown as {
      guards: { [name: string]: Guard };
      actions: object;
    };
    const lies = Object.entries(guards).map(([name, lie]) => [name, lie(honest.guards[name] as Guard)]);
    const idle = Object.entries(actions).map(([name, change]) => [
      name,
      change((honest.actions as { [name: string]: unknown })[name]),
    ]);
    return machine.provide({
      guards: Object.fromEntries(lies),
      actions: Object.fromEntries(idle),
    } as never) as unknown as Triage;
  };

/** The guard is asked about a context in which these facts are so. */
export const supposing =
  (facts: FactValues, where: (params: Params) => boolean = () => true): Tamper =>
  (honest) =>
  ({ context, event }, params) => {
    if (!where(params)) return honest({ context, event }, params);
    const supposed = Object.fromEntries(
      Object.entries(facts).map(([name, value]) => [name, { value, from: 'asked' as const }]),
    );
    return honest({ context: amended(context, { facts: amended(context.facts, supposed) }), event }, params);
  };

/** The guard always says this where it applies. */
export const always =
  (said: boolean, where: (params: Params) => boolean = () => true): Tamper =>
  (honest) =>
  (args, params) =>
    where(params) ? said : honest(args, params);

export const at =
  (...rows: Row[]) =>
  ({ row }: { row: Row }): boolean =>
    rows.includes(row);

/** The arrows of an event, to be bent. */
export const arrowsOf = (all: States, step: StepId, event: string): Edge[] =>
  [all[step]?.on?.[event] ?? []].flat();
