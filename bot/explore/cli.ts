import { createTriage } from '../../dialogs/triage/machine.ts';
import { defaultPolicy } from '../../dialogs/triage/policy.ts';
import { readPolicyFile } from '../policy/read.ts';
import { cardLine, policyProblems } from './check.ts';
import { brokenCards } from './faces.ts';
import { exploreAll } from './run.ts';

/**
 * `npm run explore`: the default policy and every single change of it, and the policy in force if POLICY_FILE names
 * one. Exits 1 with the shortest path to a violation.
 */
const begun = performance.now();
const report = await exploreAll(2);
const cards = brokenCards({ machine: createTriage(defaultPolicy), policy: defaultPolicy });
const problems = [...report.violations.map(({ lines }) => lines.join('\n')), ...cards.map(cardLine)];
if (process.env.POLICY_FILE) {
  const read = readPolicyFile(process.env.POLICY_FILE);
  problems.push(...(read.ok ? policyProblems(read.policy) : read.problems));
}
const seconds = ((performance.now() - begun) / 1000).toFixed(1);
const line = (label: string, value: string | number) => `${label.padEnd(18)} ${value}\n`;
process.stdout.write(
  line('policies', `${report.policies} (the default and every single change)`) +
    line('configurations', report.configurations) +
    line('transitions', report.transitions) +
    line('longest path', `${report.taps} taps to an end (R10 allows 32)`) +
    line('seconds', seconds) +
    line('violations', problems.length),
);
if (report.taps > 32) problems.push(`R10 is broken: a case can need ${report.taps} taps`);
for (const problem of problems) process.stdout.write(`\n${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
