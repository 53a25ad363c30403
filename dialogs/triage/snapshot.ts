import type { SnapshotFrom } from 'xstate';
import { type StepId, stepIds } from './answers.ts';
import { startContext, type TriageContext } from './context.ts';
import { type FactName, type Facts, factNames, factValue, origins } from './facts.ts';
import type { Triage } from './machine.ts';
import { defaultPolicy } from './policy.ts';

export type TriageSnapshot = SnapshotFrom<Triage>;

/** Raised with every change of the context's shape or the steps' names; `thaw` migrates what is older. */
export const snapshotVersion = 1;

interface Frozen {
  v: number;
  step: string;
  /** Without what is still as in `blank`: a case keeps a snapshot for every answer, and all of them are written. */
  context: Partial<TriageContext>;
}

/** A context of which nothing is known. */
const blank = startContext({}, defaultPolicy);

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

function said(context: TriageContext): Partial<TriageContext> {
  const known = Object.entries(context).filter(([name, value]) => {
    const before = blank[name as keyof TriageContext];
    return value !== before && !(isEmpty(value) && isEmpty(before));
  });
  return Object.fromEntries(known);
}

/** The step whose card a snapshot shows. */
export const stepOf = (snapshot: TriageSnapshot): StepId => String(snapshot.value) as StepId;

/** A snapshot as it is stored: versioned JSON. */
export const freeze = (snapshot: TriageSnapshot): string =>
  JSON.stringify({
    v: snapshotVersion,
    step: stepOf(snapshot),
    context: said(snapshot.context),
  } satisfies Frozen);

/** The facts in a stored snapshot of any version, as far as they are facts of today; `null` where there are none. */
export function knownIn(stored: string): Facts | null {
  try {
    const { context } = JSON.parse(stored) as { context?: { facts?: Facts } };
    const read = Object.entries(context?.facts ?? {}).flatMap(([name, fact]) => {
      const known =
        factNames.includes(name as FactName) && fact ? factValue(name as FactName, fact.value) : null;
      return known !== null && fact && origins.includes(fact.from)
        ? [[name, { value: known, from: fact.from }]]
        : [];
    });
    return Object.fromEntries(read) as Facts;
  } catch {
    return null;
  }
}

export type Thawed =
  | { ok: true; snapshot: TriageSnapshot }
  | { ok: false; why: 'not-json' | 'unknown-version' | 'unknown-step' };

/** Reads a stored snapshot; a stored row is never trusted to fit the machine of today. */
export function thaw(machine: Triage, stored: string): Thawed {
  let frozen: Partial<Frozen>;
  try {
    frozen = JSON.parse(stored) as Partial<Frozen>;
  } catch {
    return { ok: false, why: 'not-json' };
  }
  if (frozen.v !== snapshotVersion || !frozen.context) return { ok: false, why: 'unknown-version' };
  if (!stepIds.includes(frozen.step as StepId)) return { ok: false, why: 'unknown-step' };
  const context = { ...blank, ...frozen.context };
  const snapshot = machine.resolveState({ value: frozen.step as never, context });
  return { ok: true, snapshot };
}
