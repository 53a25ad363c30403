import type { Row, StepId } from '../answers.ts';
import type { TriageContext } from '../context.ts';
import { amended } from '../facts.ts';
import type { Triage, TriageEvent } from '../machine.ts';
import { firstRows, isStage, type Stage, stages } from '../rules/move.ts';

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
  guard: { type: string; test: Guard; params: unknown } | null;
  target: State | null;
  actions: { name: string; assign: Assignment | null; params: unknown }[];
}
interface State {
  key: Place;
  entry: Move['actions'];
  always: Move[];
  on: Map<string, Move[]>;
}

/** Where a case is: at a step's card, or between two cards, where the next one is chosen (its stages in a row). */
export type Place = StepId | 'begin' | Stage;

/** Where a run came to rest. */
export interface Outcome {
  step: Place;
  context: TriageContext;
}

type Merge = (context: TriageContext, patch: Partial<TriageContext>) => TriageContext;

/** More transitions without rest than any run can need. */
const restless = 200;

/**
 * The same transitions as xstate's `transition`, with the machine's own states, guards and actions, but without
 * building an actor for each of them: some twenty times faster. It rests at `next` too, before what `next` does.
 * Right for a flat machine without actors, delays and exit actions, which the constructor checks; a test holds it
 * against xstate on random walks.
 */
export class Engine {
  readonly #states = new Map<string, State>();
  readonly #guards: Record<string, Guard>;
  readonly #actions: Record<string, unknown>;
  readonly #merge: Merge;
  /** What the stages before a stage have asked in vain. */
  readonly #passed = new Map<Place, readonly Move[]>();

  constructor(machine: Triage, merge: Merge = amended) {
    this.#merge = merge;
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
    this.#cut();
  }

  /** `next` in stages: where a stage ends, another begins, and between two of them nothing has to be remembered. */
  #cut(): void {
    const next = this.#state('next');
    const rowOf = (move: Move) => (move.guard?.params as { row?: Row } | undefined)?.row;
    const all = next.always;
    const ladderAt = all.findIndex((move) => move.guard?.type === 'applies');
    const start = (stage: Stage) =>
      all.findIndex((move, i) => i >= ladderAt && rowOf(move) === firstRows[stage]);
    const starts = stages.map((stage) => (stage === 'next' ? 0 : start(stage)));
    for (const [i, key] of stages.entries()) {
      const always = all.slice(starts[i], starts[i + 1]);
      const state: State = i === 0 ? next : { key, entry: [], always, on: new Map() };
      state.always = always;
      this.#states.set(key, state);
      this.#passed.set(key, all.slice(0, starts[i]));
    }
    for (const [i, key] of stages.entries()) {
      const following = stages[i + 1];
      if (following)
        this.#state(key).always.push({ guard: null, target: this.#state(following), actions: [] });
    }
  }

  /**
   * No case is here with this context: the machine would have gone on by itself, or elsewhere before. With a form
   * that is being answered, what it asks is known already and does not count.
   */
  elsewhere(place: Place, context: TriageContext, answering = false): boolean {
    if (place === 'begin') return false;
    const all = this.#passed.get(place) ?? this.#state(place).always;
    const ways = answering ? all.filter(({ guard }) => !settles.includes(guard?.type ?? '')) : all;
    return pick(ways, context, nothing) !== null;
  }

  #connect(node: Node): void {
    if (node.exit.length > 0 || Object.keys(node.states).length > 0) {
      throw new Error(`${node.key}: nested states and exit actions are not explored`);
    }
    const state = this.#state(node.key);
    state.entry = node.entry.map((action) => this.#action(action));
    state.always = (node.always ?? []).map((edge) => this.#move(edge));
    for (const [event, edges] of node.transitions) {
      state.on.set(
        event,
        edges.map((edge) => this.#move(edge)),
      );
    }
  }

  /** One event; `null` where the machine does not take it. */
  run(place: Place, context: TriageContext, event: TriageEvent): Outcome | null {
    const state = this.#state(place);
    const move = this.#taken(state, context, event);
    if (!move) return null;
    const target = move.target ?? state;
    const after = this.#act(move.actions, context, event);
    if (target === state) return this.#rest(state, after, event);
    if (isStage(target.key)) return { step: target.key, context: after };
    return this.#rest(target, this.#act(target.entry, after, event), event);
  }

  /** What the entry of `next` makes of a context; where that is nothing, `show` may go on. */
  enterNext(context: TriageContext): TriageContext {
    return this.#act(this.#state('next').entry, context, nothing);
  }

  /** From the beginning of a case, or from a stage between two cards, to what comes then. */
  show(place: 'begin' | Stage, context: TriageContext): Outcome {
    return this.#rest(this.#state(place), context, nothing);
  }

  /** The machine takes the event here. */
  can(place: Place, context: TriageContext, event: TriageEvent): boolean {
    return this.#taken(this.#state(place), context, event) !== null;
  }

  #taken(state: State, context: TriageContext, event: TriageEvent): Move | null {
    const move = pick(state.on.get(event.type) ?? [], context, event);
    return move && (move.target || move.actions.length > 0) ? move : null;
  }

  #rest(from: State, given: TriageContext, event: TriageEvent): Outcome {
    let state = from;
    let context = given;
    for (let i = 0; i < restless; i++) {
      const move = pick(state.always, context, event);
      if (!move) return { step: state.key, context };
      context = this.#act(move.actions, context, event);
      if (!move.target || move.target === state) continue;
      state = move.target;
      if (isStage(state.key)) return { step: state.key, context };
      context = this.#act(state.entry, context, event);
    }
    throw new Error(`no rest at ${state.key}`);
  }

  #act(actions: Move['actions'], given: TriageContext, event: TriageEvent): TriageContext {
    let context = given;
    for (const { assign, params } of actions) {
      if (assign) context = this.#merge(context, assign({ context, event }, params));
    }
    return context;
  }

  #state(key: string): State {
    const state = this.#states.get(key);
    if (!state) throw new Error(`no state ${key}`);
    return state;
  }

  #move(edge: Edge): Move {
    const named = typeof edge.guard === 'string' ? { type: edge.guard, params: undefined } : edge.guard;
    const test = named && this.#guards[named.type];
    if (named && !test) throw new Error(`no guard ${named.type}`);
    return {
      guard: named && test ? { type: named.type, test, params: named.params } : null,
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

/** Guards by which a form's facts take a step's answer in the user's place. */
const settles = ['settled', 'deviceAsked'];

/** Going on by itself: no guard and no action on the way looks at the event. */
const nothing: TriageEvent = { type: 'learn', facts: {}, from: 'typed' };

function pick(moves: readonly Move[], context: TriageContext, event: TriageEvent): Move | null {
  for (const move of moves) {
    if (!move.guard || move.guard.test({ context, event }, move.guard.params)) return move;
  }
  return null;
}
