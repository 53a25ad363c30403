import { answers } from '../answers.ts';
import type { TriageContext } from '../context.ts';
import type { FactName } from '../facts.ts';
import { createTriage, type Triage, type TriageEvent } from '../machine.ts';
import { buttonOf } from '../offers.ts';
import type { Policy } from '../policy.ts';
import { type EventName, isStage, type Move, type RuleId, type Stage } from '../rules/move.ts';
import { brokenOffers } from '../rules/offers.ts';
import { brokenBy, moveRules } from '../rules.ts';
import { Choices } from './choices.ts';
import { type Configuration, configuration, fresh, heldOf } from './configuration.ts';
import { Engine, type Outcome, type Place } from './engine.ts';
import { filledIn, happeningsAt } from './events.ts';
import { OpenContexts } from './open.ts';
import { knownPolicy, type OpenPolicy, openPolicy } from './open-policy.ts';

/** One move between two configurations. */
export interface Edge {
  from: Configuration;
  event: EventName;
  /** The event in words; `null` as event: the machine goes on by itself. */
  says: string;
  given: TriageEvent | null;
  to: Configuration;
  /** Under which change of the policy and for whose computers it was seen: `change/ownership`, both open where empty. */
  kinds: Set<string>;
}
/** A move of a path with everything that has to be so for it to be taken. */
export interface Link extends Edge {
  looks: ReadonlyMap<string, unknown>;
}
export interface Violation {
  rule: RuleId;
  /** From the beginning of a case to the move that breaks the rule: no other path is shorter. */
  path: Link[];
}

export interface Explored {
  configurations: readonly Configuration[];
  /** Moves that differ in their configurations or their event. */
  edges: readonly Edge[];
  /** Ways through the machine that were run: moves that differ in anything that was looked at. */
  transitions: number;
  /** One for each rule that is broken. */
  violations: Violation[];
}

interface Visit {
  at: Configuration;
  before: Visit | null;
  link: Link | null;
}
interface Run {
  event: EventName;
  says: string;
  given: TriageEvent | null;
  /** Facts that are known, whatever their value, as soon as it happens. */
  form?: readonly FactName[];
  run: (context: TriageContext) => Outcome | null;
}

/** What is to be explored. */
export interface Assignment {
  build?: (policy: Policy) => Triage;
  /** The policy in force; without it the default and its single changes, one of them being open. */
  policy?: Policy;
  /** Of these changes, those that are open. */
  changes?: (change: string) => boolean;
  /** Stop as soon as this rule is broken. */
  until?: RuleId;
}

/**
 * Explores every configuration that a case can reach under a policy, breadth first, and holds every move and every
 * card against the rules. A configuration holds what steers; facts, answered rows and the rest are open, so one
 * configuration stands for all cases that agree in what is held, however they came there: by answers in any order,
 * by facts learnt in between, handed over, taken back or left from an earlier case. Opening only adds cases: if no
 * rule is broken here, none is broken in any case, however long.
 */
export const explore = (assignment: Assignment = {}): Explored => new Exploration(assignment).run();

class Exploration {
  readonly #choices = new Choices();
  readonly #contexts = new OpenContexts(this.#choices);
  readonly #open: OpenPolicy;
  readonly #policy: Policy;
  readonly #engine: Engine;
  readonly #visits = new Map<string, Visit>();
  readonly #edges = new Map<string, Edge>();
  readonly #violations = new Map<RuleId, Violation>();
  readonly #queue: Visit[] = [];
  readonly #until: RuleId | null;
  #transitions = 0;

  constructor({ build = createTriage, policy, changes = () => true, until }: Assignment) {
    this.#open = policy ? knownPolicy(policy) : openPolicy(this.#choices, changes);
    this.#policy = this.#open.policy;
    this.#engine = new Engine(build(this.#policy), this.#contexts.merge);
    this.#until = until ?? null;
  }

  run(): Explored {
    for (const wish of [null, 'welcome', 'human'] as const) {
      for (const incident of [false, true]) {
        this.#visit(configuration('begin', { ...fresh, wish, incident }), null, null);
      }
    }
    for (let visit = this.#queue.shift(); visit; visit = this.#queue.shift()) {
      this.#leave(visit);
      if (this.#until && this.#violations.has(this.#until)) break;
    }
    return {
      configurations: [...this.#visits.values()].map(({ at }) => at),
      edges: [...this.#edges.values()],
      transitions: this.#transitions,
      violations: [...this.#violations.values()],
    };
  }

  #leave(visit: Visit): void {
    const { step } = visit.at;
    if (step === 'begin' || isStage(step)) {
      const event = step === 'begin' ? 'begin' : 'show';
      this.#every(visit, { event, says: step, given: null, run: (c) => this.#show(step, c) });
      return;
    }
    for (const { event, says, form } of happeningsAt(step)) {
      const run = (c: TriageContext) => this.#engine.run(step, c, event);
      this.#every(visit, { event: event.type, says, given: event, form, run });
    }
    for (const { answer, name, value } of filledIn(step)) {
      const event: TriageEvent = { type: answer, inputs: { [name]: value } };
      this.#recorded(visit, event, { [name]: value });
    }
    for (const answer of answers) this.#button(visit, answer);
  }

  #show(step: 'begin' | Stage, context: TriageContext): Outcome {
    if (step !== 'next') return this.#engine.show(step, context);
    const entered = this.#engine.enterNext(context);
    // What was brought forward is dropped: from there on it is the configuration without it.
    return entered.forward === context.forward
      ? this.#engine.show(step, entered)
      : { step, context: entered };
  }

  /**
   * Runs something on every context of a configuration, and takes down where it leads and which rules it breaks. One
   * path is enough for a rule: one that is broken is not looked for again.
   */
  #every(visit: Visit, { event, says, given, form = [], run }: Run): void {
    const { at } = visit;
    // The same rules for all runs: what they look at is part of the way that a run takes.
    const rules = moveRules.filter((rule) => !this.#violations.has(rule));
    const once = () => {
      const context = this.#contexts.of(at, form);
      const after = run(context);
      if (!after) return null;
      this.#transitions++;
      const broken = brokenBy(this.#move(at.step, context, event, after), rules);
      const to = configuration(after.step, heldOf(after.step, after.context, at.held));
      const name = `${at.key} > ${says} > ${to.key}`;
      const known = this.#edges.get(name);
      if (known && broken.length === 0) {
        known.kinds.add(this.#kind());
        return null;
      }
      // Whether a case can be here at all is asked only where it matters; with `learn` it says nothing, since what is
      // looked at are the facts that came with it.
      const elsewhere = event !== 'learn' && this.#engine.elsewhere(at.step, context, form.length > 0);
      return elsewhere ? null : { name, to, broken };
    };
    for (const result of this.#choices.all(once)) {
      if (!result) continue;
      const edge: Edge = { from: at, event, says, given, to: result.to, kinds: new Set([this.#kind()]) };
      this.#edges.set(result.name, edge);
      const link: Link = { ...edge, looks: this.#choices.made() };
      for (const rule of result.broken) this.#report(rule, visit, link);
      this.#visit(result.to, visit, link);
    }
  }

  /** What a form says is known afterwards. */
  #recorded(visit: Visit, event: TriageEvent, said: NonNullable<Move['said']>): void {
    const { at } = visit;
    const once = () => {
      const context = this.#contexts.of(at);
      const after = this.#engine.run(at.step, context, event);
      if (!after) return [];
      this.#transitions++;
      return brokenBy({ ...this.#move(at.step, context, event.type, after), said }, ['recorded']);
    };
    this.#look(visit, event, once);
  }

  /** What the card offers and what the machine takes, for one answer. */
  #button(visit: Visit, answer: (typeof answers)[number]): void {
    const { step } = visit.at;
    if (step === 'begin' || isStage(step)) return;
    const event = happeningsAt(step).find((one) => one.event.type === answer)?.event ?? { type: answer };
    const once = () => {
      const context = this.#contexts.of(visit.at);
      const offered = buttonOf(context, this.#policy, step, answer, false) !== null;
      const accepted = this.#engine.can(step, context, event);
      this.#transitions++;
      const card = { step, context };
      const broken = brokenOffers({ policy: this.#policy, card, answer, offered, accepted });
      return broken.length > 0 && this.#engine.elsewhere(step, context) ? [] : broken;
    };
    this.#look(visit, event, once);
  }

  /** Something that leads nowhere new and may break a rule. */
  #look(visit: Visit, given: TriageEvent, once: () => RuleId[]): void {
    const { at } = visit;
    for (const broken of this.#choices.all(once)) {
      for (const rule of broken) {
        const looks = this.#choices.made();
        const edge: Edge = { from: at, event: given.type, says: given.type, given, to: at, kinds: new Set() };
        this.#report(rule, visit, { ...edge, looks });
      }
    }
  }

  #kind(): string {
    return `${this.#open.changed() ?? ''}/${this.#contexts.ownership() ?? ''}`;
  }

  #move(step: Place, context: TriageContext, event: EventName, after: Outcome): Move {
    return { policy: this.#policy, before: { step, context }, event, after };
  }

  #visit(at: Configuration, before: Visit | null, link: Link | null): void {
    if (this.#visits.has(at.key)) return;
    const visit = { at, before, link };
    this.#visits.set(at.key, visit);
    this.#queue.push(visit);
  }

  #report(rule: RuleId, visit: Visit, last: Link): void {
    if (this.#violations.has(rule)) return;
    const path = [last];
    for (let one: Visit | null = visit; one?.link; one = one.before) path.unshift(one.link);
    this.#violations.set(rule, { rule, path });
  }
}
