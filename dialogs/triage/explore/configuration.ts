import { isEnding, isRow, ladder, type Row, type StepId } from '../answers.ts';
import type { Reading, TriageContext } from '../context.ts';
import { startContext } from '../context.ts';
import type { Fact, FactName, Facts } from '../facts.ts';
import type { Policy } from '../policy.ts';
import type { Past } from '../rules/past.ts';
import { lazyAgain, lazyFacts, OpenSet, type Unknowns, writtenFact } from './unknowns.ts';

/**
 * A configuration: the step and what must be remembered of the context. Everything else is open (unknowns.ts)
 * or is a passenger: carried for tickets and cards, read by no guard.
 */
export interface Configuration {
  step: StepId;
  context: TriageContext;
  past: Past;
  /** The facts that are part of the configuration: which ladder it is, and what stands about the files. */
  held: Partial<Record<FactName, Fact | null>>;
  /** The questions about the computer were answered once; they are never forgotten. */
  deviceKnown: boolean;
}

/** The facts a configuration holds on to; of the code only whether it belongs to the ladder. */
export const heldFacts = ['code', 'dataAtRisk', 'backupDone'] as const satisfies readonly FactName[];
export const deviceFacts = ['platform', 'ownDevice', 'ownership'] as const satisfies readonly FactName[];

/** Answers that no guard asks for, only verdicts and tickets do. */
const silentRows: readonly Row[] = ['backup', 'proxy-needed', 'winsock-check', 'rejoin-check'];

const family = ['0x8004de40', '0x8004de88', 'unknown'];
export const otherCode: Fact = { value: '0x80070005', from: 'asked' };
export const familyCode: Fact = { value: '0x8004de40', from: 'asked' };

/** Makes the context of a configuration from what the machine returned, open again where it is open. */
export class Contexts {
  readonly unknowns: Unknowns;
  readonly #blank: TriageContext;
  readonly #facts: Facts;
  readonly #signals: string[];
  readonly #wrongReadings: TriageContext['wrongReadings'];
  readonly reading: Reading;
  /** Facts that the policy answers for everybody. */
  readonly policyFacts: Partial<Record<FactName, Fact>>;

  constructor(unknowns: Unknowns, policy: Policy) {
    this.unknowns = unknowns;
    this.#blank = startContext({}, policy);
    this.policyFacts = this.#blank.facts;
    this.#facts = lazyFacts(unknowns);
    this.#signals = new OpenSet(unknowns, 'signal');
    this.#wrongReadings = new Proxy(
      {},
      {
        get: (_, row) => (unknowns.perhaps(`read wrong twice at ${String(row)}`) ? 2 : 0),
      },
    );
    const open = (name: FactName) =>
      name === 'deviceAuth' || name === 'prt'
        ? (unknowns.decide(`read ${name}`, name === 'prt' ? [null, 'wrong-password'] : [null, 'disabled']) ??
          undefined)
        : undefined;
    this.reading = {
      facts: new Proxy({}, { get: (_, name) => open(name as FactName) }),
      signals: new OpenSet(unknowns, 'read signal'),
    };
  }

  /** What every guard and action is given: the facts stay open after an action copied them. */
  lens = (context: TriageContext): TriageContext => {
    const facts = lazyAgain(this.unknowns, context.facts);
    const open = context.signals instanceof OpenSet && context.wrongReadings === this.#wrongReadings;
    if (facts === context.facts && open) return context;
    return { ...context, facts, signals: this.#signals, wrongReadings: this.#wrongReadings };
  };

  /** A case that has not begun, with every fact open. */
  fresh(given: Partial<TriageContext>): TriageContext {
    return {
      ...this.#blank,
      facts: this.#facts,
      signals: this.#signals,
      wrongReadings: this.#wrongReadings,
      ...given,
    };
  }

  /** Lets the unknowns know what this configuration fixes. */
  enter(c: Configuration): void {
    this.unknowns.fixed = { ...c.held, ...this.policyFacts };
    this.unknowns.known =
      knownSets[(c.deviceKnown ? 1 : 0) + (c.context.answered['admin-rights'] ? 2 : 0)] ?? none;
  }

  /** Forgets the passengers of what the machine returned. */
  settle(
    before: Configuration | null,
    step: StepId,
    c: TriageContext,
    past: Past,
    deviceKnown: boolean,
  ): Configuration {
    const held: Configuration['held'] = {};
    for (const name of heldFacts) {
      const written = writtenFact(c.facts, name);
      const fact = written === undefined ? (before?.held[name] ?? null) : written;
      held[name] =
        name !== 'code' || !fact
          ? fact && { value: fact.value, from: 'asked' }
          : family.includes(fact.value)
            ? familyCode
            : otherCode;
    }
    const over = isEnding(step);
    const at = c.readAt ?? c.pausedAt ?? step;
    const answered: TriageContext['answered'] = {};
    if (!over) {
      for (const row of ladder) {
        const given = c.answered[row];
        if (given === undefined || silentRows.includes(row)) continue;
        answered[row] = given === 'continue' && (row === step || row === at) ? 'continue' : 'cannot-do';
      }
    }
    const keepTrying = c.escalation?.keepTrying ?? false;
    const context = this.fresh({
      answered,
      fixesTried: c.fixesTried.filter((row) => c.answered[row] === undefined),
      switchedOff: [...c.switchedOff].sort(),
      invasive: c.invasive,
      broke: c.broke,
      fixed: c.fixed,
      lastRow: isRow(step) ? c.lastRow : null,
      forward: c.forward,
      deviceTrustNext: c.deviceTrustNext,
      askAgain: c.askAgain,
      escalation: c.escalation && { category: null, keepTrying, end: false },
      reopened: c.reopened,
      putBackFailed: c.putBackFailed,
      pausedAt: step === 'paused' ? c.pausedAt : null,
      reading: c.reading && this.reading,
      readAt: c.reading ? c.readAt : null,
      incident: c.incident,
      rated: c.rated,
      ...('checking' in c && { checking: c.checking }),
    });
    return { step, context, past, held, deviceKnown };
  }
}

const none: ReadonlySet<FactName> = new Set();
const knownSets = [
  none,
  new Set(deviceFacts),
  new Set<FactName>(['admin']),
  new Set<FactName>([...deviceFacts, 'admin']),
];

/** Two configurations with the same key can't be told apart by any guard or rule from here on. */
export function keyOf({ step, context: c, past, held, deviceKnown }: Configuration): string {
  let rows = 0;
  for (let i = 0; i < ladder.length; i++) {
    const row = ladder[i];
    if (row && c.answered[row] !== undefined) rows += 2 ** i;
  }
  const at = c.readAt ?? step;
  const continued = isRow(at) && c.answered[at] === 'continue';
  return [
    step,
    rows,
    continued ? 1 : 0,
    c.fixesTried.join(),
    c.switchedOff.join(),
    Number(c.invasive) +
      2 * Number(c.broke) +
      4 * Number(c.fixed) +
      8 * Number(c.deviceTrustNext) +
      16 * Number(c.askAgain) +
      32 * Number(c.putBackFailed) +
      64 * Number(c.incident) +
      128 * Number(c.rated) +
      256 * Number(deviceKnown) +
      512 * Number(c.escalation?.keepTrying ?? false) +
      1024 * Number(c.reading !== null),
    c.lastRow,
    c.forward,
    c.reopened,
    c.pausedAt,
    c.readAt,
    held.code?.value,
    held.dataAtRisk?.value,
    held.backupDone?.value,
    past.key,
  ].join('|');
}
