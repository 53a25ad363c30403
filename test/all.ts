import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Every check there is, in the order of their speed; closes with one line that counts them. */
const bin = (name: string) => fileURLToPath(new URL(`../node_modules/.bin/${name}`, import.meta.url));

const run = (title: string, command: string, args: string[]): boolean => {
  process.stdout.write(`\n== ${title}\n`);
  return spawnSync(bin(command), args, { stdio: 'inherit' }).status === 0;
};

const folder = mkdtempSync(join(tmpdir(), 'checks-'));
const report = join(folder, 'vitest.json');
const checks = [run('types', 'tsc', ['--noEmit']), run('lint and format', 'biome', ['check', '.'])];
const green = run('tests', 'vitest', [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...process.argv.slice(2),
]);

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
}
const counted: Report = existsSync(report)
  ? (JSON.parse(readFileSync(report, 'utf8')) as Report)
  : { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0 };
rmSync(folder, { recursive: true, force: true });

const passed = checks.filter(Boolean).length + counted.numPassedTests;
// A test file that can't even be loaded has no failed test of its own.
const failed = checks.filter((ok) => !ok).length + (green ? 0 : Math.max(1, counted.numFailedTests));
const skipped = counted.numPendingTests > 0 ? `, ${counted.numPendingTests} skipped` : '';
process.stdout.write(`\n${passed} passed, ${failed} failed${skipped}\n`);
process.exitCode = failed === 0 ? 0 : 1;
