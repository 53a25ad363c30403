import { ladder, type Row } from '../answers.ts';
import { type Reading, startContext, type TriageContext } from '../context.ts';
import { type FactName, type Facts, factNames } from '../facts.ts';
import { defaultPolicy, type Policy } from '../policy.ts';
import type { Looks, Value } from './looks.ts';
import { answeredIs, factIs, factOf, familyCode, flags, heldFacts, names } from './variables.ts';

const family = [familyCode, '0x8004de88', 'unknown'];

/** Stands for something in a copy until somebody looks into it. A copy of a thing that was not looked at is that thing. */
class Unseen {
  readonly name: FactName;
  readonly #looks: Looks;
  constructor(looks: Looks, name: FactName) {
    this.#looks = looks;
    this.name = name;
  }
  get value(): string | undefined {
    return factOf(this.#looks.at(factIs(this.name)))?.value;
  }
  /** Where it is from; but for what the policy answers and a handed-over yes that makes no difference. */
  get from(): string | undefined {
    if (this.#looks.yes(`policy answers ${this.name}`)) return 'policy';
    return this.#looks.seen(factIs(this.name)) === undefined ? 'asked' : factOf(this.#looks.at(factIs(this.name)))?.from;
  }
}

const rowUnseen: { [row: string]: symbol } = Object.fromEntries(ladder.map((row) => [row, Symbol(row)]));

type Read = (found: unknown, name: string) => unknown;

/** An object of which a plain read is a look, while copying it is not. */
function shy<T extends object>(target: T, read: Read, copy: Read = (found) => found): T {
  let copying: PropertyKey | null = null;
  return new Proxy(target, {
    get(all, name) {
      const found = Reflect.get(all, name) as unknown;
      if (typeof name !== 'string') return found;
      if (copying !== name) return read(found, name);
      copying = null;
      return copy(found, name);
    },
    getOwnPropertyDescriptor(all, name) {
      copying = name;
      return Reflect.getOwnPropertyDescriptor(all, name);
    },
  });
}

/** A list of names of which nothing is known before somebody looks. */
function openSet(has: (member: string) => boolean): string[] {
  return Object.assign([] as string[], { includes: has });
}

/** Contexts for the machine that say what was looked at, and what a run wrote. */
export class Views {
  readonly looks: Looks;
  readonly base: TriageContext;
  readonly reading: Reading;
  readonly policy: Policy;
  /** The row whose card is on the screen: what `lastRow` is. */
  row: Row | null = null;
  readonly #template: TriageContext;
  readonly #raw = new WeakMap<object, object>();
  readonly #patches = new WeakMap<object, Map<string, unknown>>();
  readonly #objects: { readonly [field: string]: unknown };

  constructor(looks: Looks) {
    this.looks = looks;
    this.#template = startContext({}, defaultPolicy);
    this.policy = policyView(looks);
    const said: { [name: string]: string } = { deviceAuth: 'disabled', prt: 'wrong-password' };
    this.reading = {
      facts: new Proxy(
        {},
        { get: (_, name) => (looks.yes(`the paste says ${said[String(name)]}`) ? said[String(name)] : undefined) },
      ),
      signals: openSet((signal) => looks.yes(`the paste says ${signal}`)),
    };
    this.#objects = {
      facts: this.#facts(Object.fromEntries(factNames.map((name) => [name, new Unseen(looks, name)]))),
      answered: this.#answered(rowUnseen),
      fixesTried: [],
      switchedOff: new Proxy([] as string[], {
        get: (_, name) => Reflect.get((looks.at('switchedOff') ?? '').split(',').filter(Boolean), name) as unknown,
      }),
      signals: openSet((signal) => looks.yes(`signal ${signal}`)),
      wrongReadings: new Proxy({}, { get: (_, row) => (looks.yes(`refused twice at ${String(row)}`) ? 2 : 0) }),
      escalation: {
        category: null,
        end: false,
        get keepTrying() {
          return looks.yes('keepTrying');
        },
      },
      outcome: null,
      fixedBy: null,
    };
    this.base = this.#view(new Map());
  }

  #view(patch: Map<string, unknown>): TriageContext {
    const context = shy(
      this.#template,
      (_, field) => (patch.has(field) ? patch.get(field) : this.#look(field)),
      // A copy has the parts that are looked at on their own, and what was written; nobody reads the rest of it.
      (_, field) => (patch.has(field) ? patch.get(field) : this.#objects[field]),
    );
    this.#patches.set(context, patch);
    return context;
  }

  #look(field: string): unknown {
    if (field in this.#objects) return this.#objects[field];
    if (field === 'lastRow') return this.row;
    if (field === 'reading') return this.looks.yes('reading') ? this.reading : null;
    if ((flags as readonly string[]).includes(field)) return this.looks.yes(field);
    const value = this.looks.at(field);
    return field === 'recurring' && value === 'maybe' ? null : value;
  }

  #facts(target: object): Facts {
    const view = shy(target as Facts, (found) =>
      found instanceof Unseen ? factOf(this.looks.at(factIs(found.name))) : found,
    );
    this.#raw.set(view, target);
    return view;
  }

  #answered(target: object): TriageContext['answered'] {
    const view = shy(target as TriageContext['answered'], (found, row) =>
      typeof found === 'symbol' ? answerOf(this.looks.at(answeredIs(row as Row))) : found,
    );
    this.#raw.set(view, target);
    return view;
  }

  /** Lays what an action returned over a context. */
  readonly merge = (context: TriageContext, patch: Partial<TriageContext>): TriageContext => {
    const fields = Object.entries(patch);
    if (fields.length === 0) return context;
    const next = new Map(this.#patches.get(context));
    for (const [field, value] of fields) {
      if (value === this.#objects[field]) next.delete(field);
      else if (field === 'facts' && !this.#raw.has(value as object)) next.set(field, this.#facts(value as object));
      else if (field === 'answered' && !this.#raw.has(value as object)) next.set(field, this.#answered(value as object));
      else next.set(field, value);
    }
    return this.#view(next);
  };

  /** What a run wrote to the variables of a configuration. */
  writes(context: TriageContext): [string, Value | undefined][] {
    const patch = this.#patches.get(context) ?? new Map<string, unknown>();
    return [...patch].flatMap(([field, value]) => this.#written(field, value));
  }

  #written(field: string, value: unknown): [string, Value | undefined][] {
    if (field === 'facts') {
      const raw = this.#raw.get(value as object) as Facts;
      return heldFacts.flatMap((name): [string, Value | undefined][] => {
        const held = raw[name];
        if (held instanceof Unseen) return [];
        const code = held && name === 'code' ? (family.includes(held.value) ? familyCode : '0x80070005') : held?.value;
        return [[factIs(name), code ?? null]];
      });
    }
    if (field === 'answered') {
      const raw = this.#raw.get(value as object) as { [row: string]: unknown };
      return ladder.flatMap((row): [string, Value][] => {
        const held = raw[row];
        if (typeof held === 'symbol') return [];
        return [[answeredIs(row), held === undefined ? null : held === 'continue' ? 'continue' : 'yes']];
      });
    }
    if (field === 'switchedOff') return [[field, [...(value as string[])].sort().join()]];
    if (field === 'escalation') {
      const keepTrying = (value as TriageContext['escalation'])?.keepTrying ?? false;
      return [['keepTrying', keepTrying ? 'yes' : null]];
    }
    if (field === 'reading') return [[field, value === null ? null : 'yes']];
    if ((flags as readonly string[]).includes(field)) return [[field, value === true ? 'yes' : null]];
    return (names as readonly string[]).includes(field) ? [[field, value as Value]] : [];
  }
}

const answerOf = (value: Value) => (value === null ? undefined : value === 'continue' ? 'continue' : 'cannot-do');

/** The switches of the policy that any guard reads. */
export const policySwitches = [
  'admin',
  'proxyRequired',
  'managedProxyTest',
  'legacyTls',
  'rejoin',
  'rejoinEntra',
  'reinstall',
  'personalDevices',
] as const;

/** The policy, of which only what is looked at is known. */
function policyView(looks: Looks): Policy {
  const off = Object.assign([] as Policy['steps']['off'], {
    some: (test: (entry: { step: Row; why: string }) => boolean) =>
      ladder.some((step) => test({ step, why: '' }) && looks.yes(`policy off ${step}`)),
  });
  return new Proxy(defaultPolicy, {
    get(all, name) {
      if (name === 'steps') return { off };
      const known = (policySwitches as readonly PropertyKey[]).includes(name);
      return known ? looks.at(`policy ${String(name)}`) : Reflect.get(all, name);
    },
  });
}
