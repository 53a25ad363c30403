import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type Explored, explore } from '../../dialogs/triage/explore/explore.ts';
import { deadEnds, longestWay } from '../../dialogs/triage/explore/longest.ts';
import { policyChanges } from '../../dialogs/triage/explore/open-policy.ts';
import { violationLines } from './check.ts';

/** What one worker found: counts, and violations as lines. */
export interface Part {
  configurations: string[];
  transitions: number;
  taps: number;
  violations: { rule: string; lines: string[] }[];
}
interface Share {
  part: number;
  parts: number;
}

/** The default policy and a share of its single changes. */
export function exploreShare({ part, parts }: Share): Part {
  const mine = policyChanges.filter((_, i) => i % parts === part);
  return summary(explore({ changes: (change) => mine.includes(change) }));
}

const summary = (explored: Explored): Part => ({
  configurations: explored.configurations.map(({ key }) => key),
  transitions: explored.transitions,
  taps: longestWay(explored).taps,
  violations: [
    ...explored.violations.map((one) => ({ rule: one.rule as string, lines: violationLines(one) })),
    ...deadEnds(explored).map(({ key }) => ({
      rule: `R10 at ${key}`,
      lines: [`R10 is broken: no way on from ${key}`],
    })),
  ],
});

export interface Report {
  configurations: number;
  transitions: number;
  policies: number;
  taps: number;
  violations: Part['violations'];
}

/** Explores the default policy and every single change of it, on so many cores. */
export async function exploreAll(parts: number): Promise<Report> {
  const shares = Array.from({ length: parts }, (_, part) => inWorker({ part, parts }));
  const found = await Promise.all(shares);
  const violations = new Map(found.flatMap((one) => one.violations).map((one) => [one.rule, one]));
  return {
    configurations: new Set(found.flatMap((one) => one.configurations)).size,
    transitions: found.reduce((sum, one) => sum + one.transitions, 0),
    policies: policyChanges.length + 1,
    taps: Math.max(...found.map((one) => one.taps)),
    violations: [...violations.values()],
  };
}

const inWorker = (share: Share): Promise<Part> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: share });
    worker.once('message', resolve);
    worker.once('error', reject);
  });

if (!isMainThread && parentPort && (workerData as Share | null)?.parts) {
  parentPort.postMessage(exploreShare(workerData as Share));
}
