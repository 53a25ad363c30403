import { type Answer, ladder, type Row } from '../answers.ts';
import { startContext, type TriageContext } from '../context.ts';
import { amended, type Fact, type FactName, type Facts, factNames } from '../facts.ts';
import { defaultPolicy } from '../policy.ts';
import type { Answers, Question } from './choices.ts';
import { type Configuration, fresh, type Held, isHeldAt, readings } from './configuration.ts';
import type { Place } from './engine.ts';
import { factValues, recurringRows, switchedOffSets } from './values.ts';

/** A list of which it is open whether it has a member, but for those that are known to be in it. */
class OpenList extends Array<string> {
  #has: (member: string) => boolean = () => false;
  static over(members: readonly string[], has: (member: string) => boolean): OpenList {
    const list = new OpenList();
    list.push(...members);
    list.#has = has;
    return list;
  }
  override includes(member: string): boolean {
    return super.includes(member) || this.#has(member);
  }
  static override get [Symbol.species]() {
    return Array;
  }
}

/** What stands behind an object that has no entries of its own: each of these is asked for when somebody looks at it. */
function behind(names: readonly string[], ask: (name: string) => () => unknown): object {
  const all = {};
  for (const name of names) Object.defineProperty(all, name, { get: ask(name) });
  return all;
}
const asking = <T extends object>(names: readonly string[], ask: (name: string) => () => unknown): T =>
  Object.create(behind(names, ask)) as T;

const question = <T>(name: string, options: readonly T[]): Question<T> => ({ name, options });

/** Where a fact may be from, as far as anybody asks: weaker or stronger than what comes; a colleague's word for rights. */
const origins = ['asked', 'pasted'] as const;
const originsOfAdmin = ['asked', 'handoff', 'pasted'] as const;

const goesOn = { category: null, keepTrying: true, end: false };
const ends = { category: null, keepTrying: false, end: false };
/** Written, and never looked at by a guard; a test holds that. */
const none: never[] = [];

const fields = Object.keys(startContext({}, defaultPolicy));
const questions = {
  reading: question('reading', readings),
  switchedOff: question('switchedOff', switchedOffSets),
  invasive: question('invasive', [false, true]),
  recurring: question<Row | null>('recurring', [null, ...recurringRows]),
  reopened: question('reopened', ['no', 'used']),
  keepTrying: question('keepTrying', [false, true]),
};

/**
 * Contexts of which only the held part is known. Whatever else a guard, an action or a rule looks at is chosen at
 * that moment, so that a run through the machine branches exactly where the machine makes a difference.
 */
export class OpenContexts {
  readonly #choices: Answers;
  readonly #facts: Facts;
  readonly #answered: TriageContext['answered'];
  readonly #wrongReadings: TriageContext['wrongReadings'];
  readonly #behind: object;
  #ownership: Question<Fact | undefined> = question('ownership', []);
  readonly #signals = new Map<string, Question<boolean>>();
  #step: Place = 'begin';
  #held: Held = fresh;
  #known: readonly FactName[] = [];

  constructor(choices: Answers) {
    this.#choices = choices;
    this.#facts = asking(factNames, (name) => this.#asksFact(name as FactName));
    this.#answered = asking(ladder, (row) =>
      this.#asks(question<Answer | undefined>(`answered ${row}`, [undefined, 'done-before'])),
    );
    this.#wrongReadings = asking(ladder, (row) => this.#asks(question(`refused twice ${row}`, [0, 2])));
    this.#behind = behind(fields, (name) => () => this.#field(name));
  }

  #asks = <T>(one: Question<T>) => {
    const choices = this.#choices;
    return () => choices.of(one);
  };

  /** Where a fact is from is asked only when somebody looks. */
  #asksFact(name: FactName): () => Fact | undefined {
    const choices = this.#choices;
    const from = question(`${name} from`, name === 'admin' ? originsOfAdmin : origins);
    const facts = factValues[name].slice(1).map(
      (value = ''): Fact => ({
        value,
        get from() {
          return choices.of(from);
        },
      }),
    );
    const open = question<Fact | undefined>(name, [undefined, ...facts]);
    const known = question<Fact | undefined>(name, facts);
    if (name === 'ownership') this.#ownership = open;
    return () => choices.of(this.#known.includes(name) ? known : open);
  }

  /** Whose computer the run in progress is about, if it has asked. */
  ownership(): string | undefined {
    return this.#choices.given(this.#ownership)?.value;
  }

  /** A context that agrees with what is held; `known` facts have a value. Only the last one given out may be looked at. */
  of({ step, held }: Configuration, known: readonly FactName[] = []): TriageContext {
    this.#step = step;
    this.#held = held;
    this.#known = known;
    return Object.create(this.#behind) as TriageContext;
  }

  /** Lays what an action returned over a context; what it did not write stays open. */
  readonly merge = (context: TriageContext, patch: Partial<TriageContext>): TriageContext =>
    patch.signals
      ? amended(context, { ...patch, signals: this.#openSignals(patch.signals) })
      : amended(context, patch);

  #openSignals(members: readonly string[]): string[] {
    return OpenList.over(members, (signal) => {
      const one = this.#signals.get(signal) ?? question(`signal ${signal}`, [false, true]);
      this.#signals.set(signal, one);
      return this.#choices.of(one);
    });
  }

  #field(name: string): unknown {
    const held = this.#held;
    if (!isHeldAt(this.#step, held, name)) throw new Error(`${name} is not held at ${this.#step}`);
    switch (name) {
      case 'facts':
        return this.#facts;
      case 'answered':
        return this.#answered;
      case 'wrongReadings':
        return this.#wrongReadings;
      case 'signals':
        return this.#openSignals([]);
      case 'reading':
      case 'switchedOff':
      case 'invasive':
      case 'recurring':
        return this.#choices.of<unknown>(questions[name]);
      case 'reopened':
        return held.reopening ? 'now' : this.#choices.of(questions.reopened);
      case 'escalation':
        return this.#keepsTrying() ? goesOn : ends;
      case 'fixesTried':
        return none;
      case 'fixedBy':
      case 'lastRow':
      case 'outcome':
        return null;
      default:
        return held[name as keyof Held];
    }
  }

  /** Held at `escalate`; while `copied-now` opens rows again it is of no concern. */
  #keepsTrying(): boolean {
    const held = this.#held;
    return this.#step === 'escalate' || held.pausedAt === 'escalate'
      ? held.keepTrying
      : this.#choices.of(questions.keepTrying);
  }
}
