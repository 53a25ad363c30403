/** What something looked at has for a value; `null` is "unknown" and "no". */
export type Value = string | null;
export type Look = readonly [name: string, value: Value];

/** Says what a configuration holds; `undefined` means that it is open. */
export type Held = (name: string) => Value | undefined;
/** The values that something open may have. */
export type Options = (name: string) => readonly Value[];

/** A run turned out to behave like another one that is tried anyway. */
export class Redundant extends Error {}

interface Fork<T> {
  name: string;
  children: Map<Value, Fork<T> | Leaf<T>>;
}
interface Leaf<T> {
  result: T;
}

/**
 * Runs something once for every combination of values of what it looks at, and remembers it.
 *
 * What is looked at is either held by the configuration or open; something open is tried with every value it
 * may have. Two configurations that differ only in what was not looked at share their runs, and so do two
 * policies. What a run looked at, in order, is a path in a tree; at its end stands the result.
 */
export class Runs<T> {
  #root: Fork<T> | Leaf<T> | null = null;
  readonly #looks: Looks;
  readonly #run: () => T;

  constructor(looks: Looks, run: () => T) {
    this.#looks = looks;
    this.#run = run;
  }

  /** Every result that is possible where this is held; `path` is what was looked at to come to it. */
  each(held: Held, options: Options, take: (result: T, path: readonly Look[]) => void): void {
    const path: Look[] = [];
    this.#root ??= this.#extend(path, held, options);
    this.#visit(this.#root, path, held, options, take);
  }

  #visit(from: Fork<T> | Leaf<T>, path: Look[], held: Held, options: Options, take: (result: T, path: readonly Look[]) => void): void {
    let node = from;
    const depth = path.length;
    while ('name' in node) {
      const { name, children } = node;
      const value = held(name);
      if (value === undefined) {
        for (const one of options(name)) {
          const look: Look = [name, one];
          path.push(look);
          this.#visit(this.#child(children, look, path, held, options), path, held, options, take);
          path.pop();
        }
        path.length = depth;
        return;
      }
      const look: Look = [name, value];
      path.push(look);
      node = this.#child(children, look, path, held, options);
    }
    take(node.result, path);
    path.length = depth;
  }

  #child(children: Fork<T>['children'], look: Look, path: readonly Look[], held: Held, options: Options): Fork<T> | Leaf<T> {
    let child = children.get(look[1]);
    if (!child) {
      child = this.#extend(path, held, options);
      children.set(look[1], child);
    }
    return child;
  }

  /** Runs with these values given; what else is looked at gets the first value it may have. */
  #extend(given: readonly Look[], held: Held, options: Options): Fork<T> | Leaf<T> {
    const made = this.#looks.begin(given, held, options);
    let node: Fork<T> | Leaf<T> = { result: this.#run() };
    for (const [name, value] of made.slice(given.length).reverse()) {
      node = { name, children: new Map([[value, node]]) };
    }
    return node;
  }
}

/** What the run in progress has looked at. */
export class Looks {
  #made: Look[] = [];
  readonly #values = new Map<string, Value>();
  #held: Held = () => undefined;
  #options: Options = () => [null];

  /** Begins a run; the list that is returned grows with it. */
  begin(given: readonly Look[], held: Held, options: Options): readonly Look[] {
    this.#made = [...given];
    this.#values.clear();
    for (const [name, value] of given) this.#values.set(name, value);
    this.#held = held;
    this.#options = options;
    return this.#made;
  }

  /** The value of something, looked at in this run. */
  at(name: string): Value {
    const before = this.#values.get(name);
    if (before !== undefined) return before;
    const value = this.#held(name) ?? null;
    const chosen = this.#held(name) === undefined ? (this.#options(name)[0] ?? null) : value;
    this.#values.set(name, chosen);
    this.#made.push([name, chosen]);
    return chosen;
  }

  yes(name: string): boolean {
    return this.at(name) === 'yes';
  }

  /** What was looked at so far, without looking. */
  seen(name: string): Value | undefined {
    return this.#values.get(name);
  }
}
