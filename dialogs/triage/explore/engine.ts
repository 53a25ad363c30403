import type { StepId } from '../answers.ts';
import type { TriageContext } from '../context.ts';
import type { Triage, TriageEvent } from '../machine.ts';

type Args = { context: TriageContext; event: TriageEvent };
type Guard = (args: Args, params: unknown) => boolean;
type Assignment = (args: Args, params: unknown) => Partial<TriageContext>;

/** What the engine uses of an xstate machine: its state nodes and the implementations of their names. */
interface Named {
  type: string;
  params?: unknown;
}
interface Edge {
  guard: string | Named | undefined;
  target: readonly Node[] | undefined;
  actions: readonly (string | Named)[];
}
interface Node {
  key: string;
  entry: (string | Named)[];
  exit: unknown[];
  always: Edge[] | undefined;
  transitions: Map<string, Edge[]>;
  states: object;
}

interface Move {
  guard: { test: Guard; params: unknown } | null;
  target: State | null;
  actions: { name: string; assign: Assignment | null; params: unknown }[];
}
interface State {
  key: Place;
  entry: Move['actions'];
  always: Move[];
  on: Map<string, Move[]>;
}

/** Where a case is: at a step's card, or between two cards, where the next one is chosen. */
export type Place = StepId | 'next';

/** Where a run came to rest, and what happened on the way. */
export interface Outcome {
  step: Place;
  context: TriageContext;
  effects: string[];
  /** The transitions taken, as text: two runs with the same chain differ in their data only. */
  chain: string;
}

type Merge = (context: TriageContext, patch: Partial<TriageContext>) => TriageContext;

export interface EngineOptions {
  /** Lays what an action returned over the context. */
  merge?: Merge;
  /** Rest at `next` too, before its entry; `show` goes on from there. */
  halting?: boolean;
}

/** More transitions without rest than any run can need. */
const restless = 200;

/**
 * The same transitions as xstate's `transition`, with the machine's own states, guards and actions, but without
 * building an actor for each of them: twenty times faster. Right for a flat machine without actors, delays and
 * exit actions, which the constructor checks; a test holds it against xstate on every kind of transition.
 */
export class Engine {
  readonly #states = new Map<string, State>();
  readonly #guards: Record<string, Guard>;
  readonly #actions: Record<string, unknown>;
  readonly #merge: Merge;
  readonly #halting: boolean;

  constructor(machine: Triage, options: EngineOptions = {}) {
    this.#merge = options.merge ?? ((context, patch) => ({ ...context, ...patch }));
    this.#halting = options.halting ?? false;
    const { guards, actions } = machine.implementations as unknown as {
      guards: Record<string, Guard>;
      actions: Record<string, unknown>;
    };
    this.#guards = guards;
    this.#actions = actions;
    const nodes = Object.values(machine.states as unknown as Record<string, Node>);
    for (const { key } of nodes) {
      this.#states.set(key, { key: key as Place, entry: [], always: [], on: new Map() });
    }
    for (const node of nodes) this.#connect(node);
  }

  #connect(node: Node): void {
    if (node.exit.length > 0 || Object.keys(node.states).length > 0) {
      throw new Error(`${node.key}: nested states and exit actions are not explored`);
    }
    const state = this.#state(node.key);
    state.entry = node.entry.map((action) => this.#action(action));
    state.always = (node.always ?? []).map((edge) => this.#move(edge));
    for (const [event, edges] of node.transitions) {
      const moves = edges.map((edge) => this.#move(edge));
      state.on.set(event, moves);
    }
  }

  /** What leads to the first card of a case. */
  begin(context: TriageContext): Outcome {
    const event = { type: 'xstate.init' } as unknown as TriageEvent;
    return this.#rest(this.#state('begin'), context, event, [], []);
  }

  /** One event; `null` where the machine does not take it. */
  run(place: Place, context: TriageContext, event: TriageEvent): Outcome | null {
    const state = this.#state(place);
    const moves = state.on.get(event.type) ?? [];
    const move = pick(moves, context, event);
    if (!move || (!move.target && move.actions.length === 0)) return null;
    const effects: string[] = [];
    const after = this.#act(move.actions, context, event, effects);
    const chain = [`${place} ${event.type} ${moves.indexOf(move)}`];
    return this.#enter(state, move.target ?? state, after, event, effects, chain);
  }

  /** From between two cards to the next one. */
  show(context: TriageContext): Outcome {
    const event: TriageEvent = { type: 'learn', facts: {}, from: 'typed' };
    const state = this.#state('next');
    return this.#rest(state, this.#act(state.entry, context, event, []), event, [], []);
  }

  /** The machine takes the event here. */
  can(place: Place, context: TriageContext, event: TriageEvent): boolean {
    const move = pick(this.#state(place).on.get(event.type) ?? [], context, event);
    return move !== null && (move.target !== null || move.actions.length > 0);
  }

  /** Every event that some transition of the step listens to. */
  listens(place: Place): string[] {
    return [...this.#state(place).on.keys()];
  }

  #enter(
    from: State,
    to: State,
    context: TriageContext,
    event: TriageEvent,
    effects: string[],
    chain: string[],
  ): Outcome {
    if (to === from) return this.#rest(to, context, event, effects, chain);
    if (this.#halting && to.key === 'next')
      return { step: to.key, context, effects, chain: chain.join(' > ') };
    return this.#rest(to, this.#act(to.entry, context, event, effects), event, effects, chain);
  }

  #rest(from: State, given: TriageContext, event: TriageEvent, effects: string[], chain: string[]): Outcome {
    let state = from;
    let context = given;
    for (let i = 0; i < restless; i++) {
      const move = pick(state.always, context, event);
      if (!move) break;
      if (i + 1 === restless) throw new Error(`no rest: ${chain.slice(-4).join(' > ')}`);
      chain.push(`${state.key} ${state.always.indexOf(move)}`);
      context = this.#act(move.actions, context, event, effects);
      if (!move.target || move.target === state) continue;
      state = move.target;
      if (this.#halting && state.key === 'next') break;
      context = this.#act(state.entry, context, event, effects);
    }
    return { step: state.key, context, effects, chain: chain.join(' > ') };
  }

  #act(actions: Move['actions'], given: TriageContext, event: TriageEvent, effects: string[]): TriageContext {
    let context = given;
    for (const { name, assign, params } of actions) {
      if (assign) context = this.#merge(context, assign({ context, event }, params));
      else effects.push(name);
    }
    return context;
  }

  #state(key: string): State {
    const state = this.#states.get(key);
    if (!state) throw new Error(`no state ${key}`);
    return state;
  }

  #move(edge: Edge): Move {
    const { type, params } =
      typeof edge.guard === 'string' ? { type: edge.guard, params: undefined } : (edge.guard ?? nothing);
    const test = this.#guards[type];
    if (edge.guard && !test) throw new Error(`no guard ${type}`);
    return {
      guard: edge.guard && test ? { test, params } : null,
      target: edge.target?.[0] ? this.#state(edge.target[0].key) : null,
      actions: edge.actions.map((action) => this.#action(action)),
    };
  }

  #action(given: string | Named): Move['actions'][number] {
    const { type, params } = typeof given === 'string' ? { type: given, params: undefined } : given;
    if (!(type in this.#actions)) throw new Error(`no action ${type}`);
    const { assignment } = (this.#actions[type] ?? {}) as {
      assignment?: Assignment | Partial<TriageContext>;
    };
    if (assignment === undefined) return { name: type, assign: null, params };
    return { name: type, assign: typeof assignment === 'function' ? assignment : () => assignment, params };
  }
}

const nothing: Named = { type: '', params: undefined };

function pick(moves: readonly Move[], context: TriageContext, event: TriageEvent): Move | null {
  for (const move of moves) {
    if (!move.guard || move.guard.test({ context, event }, move.guard.params)) return move;
  }
  return null;
}
