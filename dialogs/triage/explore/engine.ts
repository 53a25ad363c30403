import type { StepId } from '../answers.ts';
import type { TriageContext } from '../context.ts';
import type { Triage, TriageEvent } from '../machine.ts';

/**
 * The same transitions as xstate's `transition`, with the machine's own states, guards and actions, but without
 * building an actor for each of them: twenty times faster. Right for a flat machine without actors, delays and
 * exit actions, which the constructor checks; that both agree on every kind of transition is a test.
 */

type Args = { context: TriageContext; event: TriageEvent };
type Guard = (args: Args, params: unknown) => boolean;
type Assignment = (args: Args, params: unknown) => Partial<TriageContext>;

interface Named {
  type: string;
  params?: unknown;
}
/** What the engine uses of an xstate state node. */
interface Node {
  key: string;
  entry: (string | Named)[];
  exit: unknown[];
  always: Edge[] | undefined;
  transitions: Map<string, Edge[]>;
  states: object;
}
interface Edge {
  guard: string | Named | undefined;
  target: readonly Node[] | undefined;
  actions: readonly (string | Named)[];
}

interface Move {
  guard: { test: Guard; params: unknown } | null;
  target: State | null;
  actions: { name: string; assign: Assignment | null; params: unknown }[];
}
interface State {
  key: string;
  entry: Move['actions'];
  always: Move[];
  on: Map<string, Move[]>;
}

/** A configuration at rest and what happened on the way to it. */
export interface Outcome {
  step: StepId;
  context: TriageContext;
  effects: string[];
  /** The transitions taken, as text: two runs with the same chain differ in their data only. */
  chain: string;
}

/** More transitions without rest than any run can need. */
const restless = 200;

export class Engine {
  readonly #states = new Map<string, State>();
  readonly #guards: Record<string, Guard>;
  readonly #actions: Record<string, unknown>;
  readonly #lens: (context: TriageContext) => TriageContext;

  /** `lens` is put before every context that an action returned; without it contexts stay as they are. */
  constructor(machine: Triage, lens: (context: TriageContext) => TriageContext = (context) => context) {
    this.#lens = lens;
    const { guards, actions } = machine.implementations as unknown as {
      guards: Record<string, Guard>;
      actions: Record<string, unknown>;
    };
    this.#guards = guards;
    this.#actions = actions;
    const nodes = Object.values(machine.states as unknown as Record<string, Node>);
    for (const { key } of nodes) this.#states.set(key, { key, entry: [], always: [], on: new Map() });
    for (const node of nodes) {
      if (node.exit.length > 0 || Object.keys(node.states).length > 0) {
        throw new Error(`${node.key}: nested states and exit actions are not explored`);
      }
      const state = this.#state(node.key);
      state.entry = node.entry.map((action) => this.#action(action));
      state.always = (node.always ?? []).map((edge) => this.#move(edge));
      for (const [event, edges] of node.transitions)
        state.on.set(
          event,
          edges.map((edge) => this.#move(edge)),
        );
    }
  }

  /** What leads to the first card of a case. */
  begin(context: TriageContext): Outcome {
    const event = { type: 'xstate.init' } as unknown as TriageEvent;
    return this.#rest(this.#state('begin'), context, event, [], []);
  }

  /** One event; `null` where the machine does not take it. */
  run(step: StepId, context: TriageContext, event: TriageEvent): Outcome | null {
    const state = this.#state(step);
    const move = this.#pick(state.on.get(event.type) ?? [], context, event);
    if (!move || (!move.target && move.actions.length === 0)) return null;
    const effects: string[] = [];
    const chain = [`${step} ${event.type} ${state.on.get(event.type)?.indexOf(move)}`];
    let next = this.#act(move.actions, context, event, effects);
    if (move.target && move.target !== state) next = this.#act(move.target.entry, next, event, effects);
    return this.#rest(move.target ?? state, next, event, effects, chain);
  }

  /** The machine takes the event here. */
  can(step: StepId, context: TriageContext, event: TriageEvent): boolean {
    const move = this.#pick(this.#state(step).on.get(event.type) ?? [], context, event);
    return move !== null && (move.target !== null || move.actions.length > 0);
  }

  /** Every event that some transition of the step listens to. */
  listens(step: StepId): string[] {
    return [...this.#state(step).on.keys()];
  }

  #rest(from: State, given: TriageContext, event: TriageEvent, effects: string[], chain: string[]): Outcome {
    let state = from;
    let context = given;
    for (let i = 0; i < restless; i++) {
      const move = this.#pick(state.always, context, event);
      if (!move) return { step: state.key as StepId, context, effects, chain: chain.join(' > ') };
      chain.push(`${state.key} ${state.always.indexOf(move)}`);
      context = this.#act(move.actions, context, event, effects);
      if (move.target && move.target !== state) {
        state = move.target;
        context = this.#act(state.entry, context, event, effects);
      }
    }
    throw new Error(`the machine never comes to rest: ${chain.slice(-6).join(' > ')}`);
  }

  #pick(moves: readonly Move[], context: TriageContext, event: TriageEvent): Move | null {
    for (const move of moves) {
      if (!move.guard || move.guard.test({ context, event }, move.guard.params)) return move;
    }
    return null;
  }

  #act(actions: Move['actions'], given: TriageContext, event: TriageEvent, effects: string[]): TriageContext {
    let context = given;
    for (const action of actions) {
      if (action.assign)
        context = this.#lens({ ...context, ...action.assign({ context, event }, action.params) });
      else effects.push(action.name);
    }
    return context;
  }

  #state(key: string): State {
    const state = this.#states.get(key);
    if (!state) throw new Error(`no state ${key}`);
    return state;
  }

  #move(edge: Edge): Move {
    const guard = typeof edge.guard === 'string' ? { type: edge.guard } : edge.guard;
    const test = guard && this.#guards[guard.type];
    if (guard && !test) throw new Error(`no guard ${guard.type}`);
    return {
      guard: guard && test ? { test, params: (guard as Named).params } : null,
      target: edge.target?.[0] ? this.#state(edge.target[0].key) : null,
      actions: edge.actions.map((action) => this.#action(action)),
    };
  }

  #action(given: string | Named): Move['actions'][number] {
    const { type, params } = typeof given === 'string' ? { type: given, params: undefined } : given;
    const { assignment } = (this.#actions[type] ?? {}) as {
      assignment?: Assignment | Record<string, unknown>;
    };
    if (!(type in this.#actions)) throw new Error(`no action ${type}`);
    if (assignment === undefined) return { name: type, assign: null, params };
    const assign = typeof assignment === 'function' ? assignment : () => assignment as Partial<TriageContext>;
    return { name: type, assign, params };
  }
}
