import type { LiveCase } from './advance.ts';
import { isRow, ladder, type Row } from './answers.ts';
import { blocked, tried } from './conditions.ts';
import type { TriageContext } from './context.ts';
import type { FactName } from './facts.ts';
import type { Policy } from './policy.ts';
import { stepOf, type TriageSnapshot } from './snapshot.ts';
import type { Skipped } from './view.ts';

/** Rows that only another row's answer leads to: not being shown says nothing. */
const onDemand: readonly Row[] = [
  'connection',
  'backup',
  'proxy-needed',
  'admin-rights',
  'winsock-check',
  'rejoin',
  'rejoin-check',
];

/** What a row would have found out. */
const asks: { [R in Row]?: readonly FactName[] } = {
  internet: ['webWorks'],
  tls: ['tls12'],
  proxy: ['vpnOrProxyOrFilter'],
  'other-network': ['otherNetworkWorks'],
  'client-age': ['clientAge'],
  'join-check': ['joinType', 'deviceAuth', 'prt'],
};

/** Known already; from a paste, if that is where it comes from. */
const knownFrom = (c: TriageContext, row: Row): 'known' | 'read' =>
  row === 'cipher-suites' || asks[row]?.some((fact) => c.facts[fact]?.from === 'pasted') ? 'read' : 'known';

/** The rows passed over so far, each with its reason; rows that known facts answered are among them. */
export function passedOver(
  policy: Policy,
  before: LiveCase | null,
  snapshot: TriageSnapshot,
  known: Skipped[],
): Skipped[] {
  const c: TriageContext = snapshot.context;
  const now = stepOf(snapshot);
  const end = isRow(now) ? ladder.indexOf(now) : c.escalation?.end ? ladder.length : 0;
  const skipped = known.filter(({ step }) => step !== now);
  const add = (step: Row, why: Skipped['why']) => {
    if (!skipped.some((one) => one.step === step)) skipped.push({ step, why });
  };
  for (const row of ladder.slice(0, end)) {
    if (onDemand.includes(row) || tried(c, row)) continue;
    const why = blocked(c, policy, row);
    if (why !== null && why !== 'not-needed') add(row, why === 'known' ? knownFrom(c, row) : why);
  }
  if (before) {
    // The row that a paste was read at was not passed over: the paste is its answer.
    const here = [before.step, before.context.readAt];
    for (const row of ladder) {
      if (tried(c, row) && !tried(before.context, row) && !here.includes(row)) add(row, knownFrom(c, row));
    }
  }
  return skipped;
}
