import type { Row } from './../answers.ts';
import { choiceFacts, type Fact, type FactName, type Facts, factNames } from '../facts.ts';

/**
 * What a configuration leaves open, decided only when somebody looks at it.
 *
 * A guard, an action or a rule that reads a fact gets the first of its possible values; when the run is over,
 * `next` begins it again with the next value, until every combination of what was really read has been tried.
 * What is never read is never tried. This is how facts may be known from the start (handoff, an earlier case),
 * learnt at any step, corrected by stronger evidence, or forgotten, without being part of any configuration.
 */
export class Unknowns {
  /** What the configuration fixes; it is not open. */
  fixed: Partial<Record<FactName, Fact | null>> = {};
  /** Facts whose question was answered: any value, but known. */
  known: ReadonlySet<FactName> = new Set();
  readonly #made: { name: string; options: readonly (string | null)[]; taken: number }[] = [];
  readonly #decided = new Map<string, string | null>();
  #given: readonly Decision[] = [];
  /** This combination behaves like another one that is tried anyway. */
  redundant = false;
  recurring: Row | null = null;
  mayRecur = true;

  /** Begins with the first value of everything that is not given. */
  reset(given: readonly Decision[] = []): void {
    this.#made.length = 0;
    this.#given = given;
    this.#begin();
  }

  #begin(): void {
    this.redundant = false;
    this.#decided.clear();
    for (const [name, value] of this.#given) this.#decided.set(name, value);
  }

  /** Sets out for the next combination of values; `false` when there is none. */
  next(): boolean {
    for (;;) {
      const last = this.#made.at(-1);
      if (!last) return false;
      last.taken += 1;
      if (last.taken < last.options.length) break;
      this.#made.pop();
    }
    this.#begin();
    for (const { name, options, taken } of this.#made) this.#decided.set(name, options[taken] ?? null);
    return true;
  }

  /** Something was looked at in this run. */
  get looked(): boolean {
    return this.#made.length > 0;
  }

  /** What this run decided, in the order in which it was looked at. */
  decisions(): Decision[] {
    return [...this.#decided];
  }

  /** The fact if this run has looked at it. */
  decided(name: FactName): Fact | undefined {
    return this.#decided.has(name) ? this.fact(name) : undefined;
  }

  /** The value of something open in this run. */
  decide(name: string, options: readonly (string | null)[]): string | null {
    const before = this.#decided.get(name);
    if (before !== undefined) return before;
    const value = options[0] ?? null;
    this.#decided.set(name, value);
    this.#made.push({ name, options, taken: 0 });
    return value;
  }

  /** A yes or no that is open. */
  perhaps(name: string): boolean {
    return this.decide(name, yesNo) === 'yes';
  }

  /** The fact as this run has it; the same object every time. */
  fact(name: FactName): Fact | undefined {
    const fixed = this.fixed[name];
    if (fixed !== undefined) return fixed ?? undefined;
    const options = possible[name];
    const value = this.decide(name, this.known.has(name) ? options.slice(1) : options);
    return value === null ? undefined : facts[name][value];
  }
}

/** Something open and the value it has in a run. */
export type Decision = readonly [name: string, value: string | null];

const yesNo = ['no', 'yes'] as const;

/** A handed-over yes to administrator rights is asked again, so where it comes from matters for this one alone. */
const handedOver = 'yes (handoff)';

const sameToAll: { [F in FactName]?: string[][] } = {
  joinType: [['unsure', 'registered', 'domain', 'none']],
  platform: [['server', 'windows-old']],
  spread: [['unsure', 'only-me', 'my-other-devices']],
  newDevice: [['unsure', 'no']],
  otherAppsFail: [['unsure', 'no']],
  changed: [['unsure', 'new-computer', 'nothing']],
  otherNetworkWorks: [['unsure', 'yes', 'no']],
  otherAccountFails: [['unsure', 'yes', 'no']],
  clientAge: [['unsure', 'recent']],
  deviceAuth: [['unknown', 'ok', 'disabled', 'no-network']],
  prt: [['unknown', 'yes', 'no', 'wrong-password']],
  accountType: [['work', 'personal']],
};

/** Every value of a fact, unknown first. Free text is read by nobody who decides anything. */
const possible = Object.fromEntries(
  factNames.map((name): [FactName, (string | null)[]] => {
    if (!(name in choiceFacts)) return [name, [null]];
    const alike = sameToAll[name] ?? [];
    const all = choiceFacts[name as keyof typeof choiceFacts] as readonly string[];
    const values: (string | null)[] = [null, ...all.filter((v) => !alike.some((g) => g.indexOf(v) > 0))];
    return [name, name === 'admin' ? [...values, handedOver] : values];
  }),
) as Record<FactName, (string | null)[]>;

const facts = Object.fromEntries(
  factNames.map((name) => [
    name,
    Object.fromEntries(
      possible[name].map((value) => [
        String(value),
        value === handedOver ? { value: 'yes', from: 'handoff' } : { value, from: 'asked' },
      ]),
    ),
  ]),
) as Record<FactName, Record<string, Fact>>;

/** Stands for a fact in a copy of the facts until somebody looks into it. */
class Unread {
  readonly unknowns: Unknowns;
  readonly name: FactName;
  constructor(unknowns: Unknowns, name: FactName) {
    this.unknowns = unknowns;
    this.name = name;
  }
  get value(): string | undefined {
    return this.unknowns.fact(this.name)?.value;
  }
  /** Where it would be from; only for administrator rights does that depend on the value. */
  get from(): string | undefined {
    const held = this.unknowns.fixed[this.name];
    return held || this.name === 'admin' ? this.unknowns.fact(this.name)?.from : 'asked';
  }
}

const isLazy = new WeakSet<object>();

/** The facts of a configuration: each is decided when it is read, and a copy of them stays undecided. */
export function lazyFacts(unknowns: Unknowns): Facts {
  const unread = Object.fromEntries(factNames.map((name) => [name, new Unread(unknowns, name)]));
  return lazy(unknowns, unread as unknown as Facts);
}

/** Makes what an action returned lazy again: what it copied is still undecided, what it wrote is as written. */
export const lazyAgain = (unknowns: Unknowns, given: Facts): Facts =>
  isLazy.has(given) ? given : lazy(unknowns, given);

function lazy(unknowns: Unknowns, target: Facts): Facts {
  let copying: PropertyKey | null = null;
  const proxy = new Proxy(target, {
    get(all, name) {
      const found = all[name as FactName] as Fact | undefined;
      if (copying === name) {
        copying = null;
        return found;
      }
      return found instanceof Unread ? unknowns.fact(found.name) : found;
    },
    getOwnPropertyDescriptor(all, name) {
      copying = name;
      return Reflect.getOwnPropertyDescriptor(all, name);
    },
  });
  isLazy.add(proxy);
  return proxy;
}

/** What an action did to a fact: `undefined` if it was left alone, `null` if it was forgotten. */
export function writtenFact(given: Facts, name: FactName): Fact | null | undefined {
  // Reading the descriptor first is what a copy does: nothing is decided.
  const held = Object.getOwnPropertyDescriptor(given, name) && given[name];
  return held instanceof Unread ? undefined : (held ?? null);
}

/** A set of names of which each is in it or not, decided when asked. */
export class OpenSet extends Array<string> {
  readonly #unknowns: Unknowns;
  readonly #name: string;
  constructor(unknowns: Unknowns, name: string) {
    super();
    this.#unknowns = unknowns;
    this.#name = name;
  }
  static override get [Symbol.species]() {
    return Array;
  }
  override includes(member: string): boolean {
    return this.#unknowns.perhaps(`${this.#name} ${member}`);
  }
}
