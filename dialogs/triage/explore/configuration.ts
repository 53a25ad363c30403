import { isEnding, isFixRow, isRow, ladder, type Row } from '../answers.ts';
import { type Reading, startContext, type TriageContext } from '../context.ts';
import type { Fact, FactName, Facts } from '../facts.ts';
import type { Policy } from '../policy.ts';
import type { Place } from './engine.ts';
import { lazyAgain, lazyFacts, OpenSet, type Unknowns, writtenFact } from './unknowns.ts';

/**
 * A configuration: the step and what the machine remembers. Facts are open (unknowns.ts) but for those below;
 * what no guard reads (who fixed it, which category, what was said in a ticket) is a passenger and left out.
 */
export interface Configuration {
  step: Place;
  context: TriageContext;
  /** Facts that are no longer open: which ladder it is, and what was said about the files. */
  held: Held;
  /** The questions about the computer were answered once; they are never forgotten. */
  deviceKnown: boolean;
  mayRecur: boolean;
}
export type Held = { [F in FactName]?: Fact | null };

const deviceFacts = ['platform', 'ownDevice', 'ownership'] as const satisfies readonly FactName[];
/** What the question about the files settles; an answer later corrects it, it is not forgotten. */
export const fileFacts = ['dataAtRisk', 'backupDone'] as const satisfies readonly FactName[];

const needFiles: readonly Row[] = ['unlink', 'reset-client', 'reinstall', 'rejoin-ready', 'rejoin'];

/** Answers that no guard asks for, only verdicts and tickets do. */
const silentRows: readonly Row[] = ['proxy-needed', 'winsock-check', 'rejoin-check'];

export const familyCode: Fact = { value: '0x8004de40', from: 'asked' };
export const otherCode: Fact = { value: '0x80070005', from: 'asked' };
const family = ['0x8004de40', '0x8004de88', 'unknown'];

/** Makes the contexts of configurations: open where they are open, the same object for the same thing. */
export class Contexts {
  readonly unknowns: Unknowns;
  /** A paste that may say anything. */
  readonly reading: Reading;
  readonly #blank: TriageContext;
  readonly #facts: Facts;
  readonly #signals: string[];
  /** After `fixed` and `something-broke` it is open what was answered. */
  readonly #answered: TriageContext['answered'];
  readonly #wrongReadings: TriageContext['wrongReadings'];
  /** Facts that the policy answers for everybody. */
  readonly #policyFacts: Facts;

  constructor(unknowns: Unknowns, policy: Policy) {
    this.unknowns = unknowns;
    this.#blank = startContext({}, policy);
    this.#policyFacts = this.#blank.facts;
    this.#facts = lazyFacts(unknowns);
    this.#signals = new OpenSet(unknowns, 'signal');
    const refused = (row: string) => (unknowns.perhaps(`two readings refused at ${row}`) ? 2 : 0);
    this.#wrongReadings = new Proxy({}, { get: (_, row) => refused(String(row)) });
    this.#answered = new Proxy(
      {},
      { get: (_, row) => (unknowns.perhaps(`answered ${String(row)}`) ? 'cannot-do' : undefined) },
    );
    const said: { [name: PropertyKey]: string } = { deviceAuth: 'disabled', prt: 'wrong-password' };
    const read = (name: PropertyKey) =>
      said[name] && unknowns.perhaps(`the paste says ${said[name]}`) ? said[name] : undefined;
    this.reading = {
      facts: new Proxy({}, { get: (_, name) => read(name) }),
      signals: new OpenSet(unknowns, 'the paste says'),
    };
  }

  /** Put before what an action returned: the facts it copied stay open. */
  readonly lens = (context: TriageContext): TriageContext => {
    const facts = lazyAgain(this.unknowns, context.facts);
    const { signals, wrongReadings } = context;
    if (facts === context.facts && signals === this.#signals && wrongReadings === this.#wrongReadings) {
      return context;
    }
    return { ...context, facts, signals: this.#signals, wrongReadings: this.#wrongReadings };
  };

  /** A context in which everything is open that can be. */
  fresh(given: Partial<TriageContext>): TriageContext {
    const open = { facts: this.#facts, signals: this.#signals, wrongReadings: this.#wrongReadings };
    return { ...this.#blank, ...open, ...given };
  }

  /** Tells the unknowns what is not open in this configuration. */
  enter(held: Held, deviceKnown: boolean, adminKnown: boolean): void {
    this.unknowns.fixed = { ...held, ...this.#policyFacts };
    this.unknowns.known = knownFacts[Number(deviceKnown) + 2 * Number(adminKnown)] ?? nothingKnown;
  }

  /** The configuration that the machine came to, without its passengers. */
  settle(
    before: Held,
    step: Place,
    c: TriageContext,
    deviceKnown: boolean,
    mayRecur: boolean,
    recurring: Row | null,
  ): Configuration {
    const over = c.fixed || c.broke;
    const held: Held = over ? {} : { code: heldCode(writtenFact(c.facts, 'code'), before.code) };
    for (const name of isEnding(step) ? [] : fileFacts) {
      const written = writtenFact(c.facts, name);
      const asked = c.answered.backup !== undefined || (needFiles as readonly string[]).includes(step);
      const fact = written === undefined ? (before[name] ?? this.unknowns.decided(name)) : written;
      if (fact && asked && !over) held[name] = { value: fact.value, from: 'asked' };
    }
    const reads = step === 'evidence' || (step === 'paused' && c.pausedAt === 'evidence');
    const context = this.fresh({
      answered: over ? this.#answered : isEnding(step) ? {} : answersOf(c, step),
      fixesTried: over ? [] : c.fixesTried.filter((row) => c.answered[row] === undefined),
      switchedOff: [...c.switchedOff].sort(),
      invasive: c.invasive,
      broke: c.broke,
      fixed: c.fixed,
      lastRow: isRow(step) ? c.lastRow : null,
      forward: over ? null : c.forward,
      deviceTrustNext: c.deviceTrustNext && !over,
      askAgain: c.askAgain && !over,
      escalation: c.escalation?.keepTrying && !over ? { category: null, keepTrying: true, end: false } : null,
      reopened: over ? 'used' : c.reopened,
      putBackFailed: c.putBackFailed,
      pausedAt: step === 'paused' ? c.pausedAt : null,
      reading: reads ? this.reading : null,
      readAt: reads ? c.readAt : null,
      incident: c.incident,
      rated: c.rated,
      checking: c.checking,
      recurring: over ? null : recurringOf(c, recurring),
    });
    return { step, context, held, deviceKnown: deviceKnown && !over, mayRecur: mayRecur && !over };
  }
}

const nothingKnown: ReadonlySet<FactName> = new Set();
const knownFacts = [
  nothingKnown,
  new Set<FactName>(deviceFacts),
  new Set<FactName>(['admin']),
  new Set<FactName>([...deviceFacts, 'admin']),
];

/** Once the row was answered it no longer matters which one it was: any answered row leads to a person. */
function recurringOf(c: TriageContext, now: Row | null): Row | null {
  const row = now ?? c.recurring;
  if (row === null || c.answered[row] === undefined) return row;
  return ladder.find((one) => isFixRow(one) && c.answered[one] !== undefined) ?? row;
}

function heldCode(written: Fact | null | undefined, before: Fact | null | undefined): Fact | null {
  if (written === undefined) return before ?? null;
  return written && (family.includes(written.value) ? familyCode : otherCode);
}

/** Which rows were answered. Only a paste that answered the current row is told from other answers. */
function answersOf(c: TriageContext, step: Place): TriageContext['answered'] {
  const here = c.readAt ?? c.pausedAt ?? step;
  const answered: TriageContext['answered'] = {};
  for (const row of ladder) {
    const given = c.answered[row];
    if (given === undefined || silentRows.includes(row)) continue;
    answered[row] = given === 'continue' && row === here ? 'continue' : 'cannot-do';
  }
  return answered;
}

/** Two configurations with the same key behave the same from here on. */
export function keyOf(
  { step, context: c, held, deviceKnown, mayRecur }: Configuration,
  wayBack: boolean,
): string {
  let rows = 0;
  const open = c.fixed || c.broke;
  for (const [i, row] of ladder.entries()) if (!open && c.answered[row] !== undefined) rows += 2 ** i;
  const flags = [
    deviceKnown,
    mayRecur,
    c.invasive,
    c.broke,
    c.fixed,
    c.deviceTrustNext,
    c.askAgain,
    c.putBackFailed,
    c.incident,
    c.rated,
    c.checking,
    c.escalation !== null,
    c.reading !== null,
    !open && Object.values(c.answered).includes('continue'),
  ];
  let bits = 0;
  for (const [i, flag] of flags.entries()) if (flag) bits += 2 ** i;
  const files = `${held.dataAtRisk?.value},${held.backupDone?.value}`;
  const rest = `${c.switchedOff}|${c.fixesTried}|${c.lastRow}|${c.forward}|${c.reopened}|${c.recurring}`;
  return `${wayBack ? `${c.pausedAt}|${c.readAt}` : ''}${step}|${rows}|${bits}|${held.code?.value}|${files}|${rest}`;
}
