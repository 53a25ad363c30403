import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { timesOf } from '../../../bot/bench/groups.ts';
import { median, percentile } from '../../../bot/bench/report.ts';

const bench = fileURLToPath(new URL('../../../bot/bench/bench.ts', import.meta.url));
const run = async (...args: string[]) =>
  (await promisify(execFile)(process.execPath, [bench, ...args], { timeout: 110_000 })).stdout;

/** The rows of a Markdown table as lists of cells. */
const cells = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[-\s|]*\|$/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );

describe('the benchmark', () => {
  it('measures this bot beside its peers and ends', { timeout: 120_000 }, async () => {
    const output = await run('--quick');
    const [head, ...rows] = cells(output);
    expect(rows.map(([name]) => name)).toEqual([
      'this bot',
      'bare restify + CloudAdapter',
      'bare + one SQLite commit',
    ]);
    for (const row of rows) expect(row).toHaveLength(head?.length ?? 0);
    expect(output).not.toMatch(/NaN|undefined|Infinity/);
    expect(output).toMatch(/bringing the stored message up to date .* costs \d+\.\d+ ms/);
  });

  it('says in a profile where the time of a turn goes', { timeout: 120_000 }, async () => {
    const output = await run('profile', '--quick');
    expect(cells(output).map(([what]) => what)).toContain('botbuilder-core');
    expect(output).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe('its figures', () => {
  it('take the middle, between the two in the middle where there are two', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
  });

  it('find the value that few exceed', () => {
    const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);
    expect(percentile(hundred, 0.5)).toBe(51);
    expect(percentile(hundred, 0.99)).toBe(100);
    expect(percentile([7], 0.99)).toBe(7);
  });

  it('sum a profile up by package, folder and function, without waiting', () => {
    const frame = (functionName: string, url = '') => ({ functionName, url, lineNumber: 6 });
    const times = timesOf({
      nodes: [
        { id: 1, callFrame: frame('(root)'), children: [2, 3] },
        { id: 2, callFrame: frame('(idle)') },
        { id: 3, callFrame: frame('turn', 'file:///app/bot/turn/turn.ts'), children: [4, 5] },
        { id: 4, callFrame: frame('transition', 'file:///app/node_modules/xstate/dist/xstate.js') },
        { id: 5, callFrame: frame('stringify') },
      ],
      samples: [2, 3, 4, 5, 4],
      timeDeltas: [1000, 10, 20, 30, 5],
    });
    expect(Object.fromEntries(times.byGroup)).toEqual({
      '(root)': 0,
      'ours: bot/turn': 10,
      xstate: 25,
      'native: JSON': 30,
    });
    expect(times.inclusive.get('turn bot/turn/turn.ts:7')).toBe(65);
  });
});
