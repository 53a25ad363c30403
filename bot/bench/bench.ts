import { parseArgs } from 'node:util';
import { report } from './report.ts';
import { fullSize, measure, quickSize } from './rounds.ts';

/**
 * `npm run bench`: a whole durable turn of this bot beside the bare framework.
 * `npm run bench -- --quick`: the same, too short to mean anything, in a few seconds.
 * `npm run bench profile`: where the processor time of a turn goes.
 * `npm run bench million`: a turn beside a million stored cases and beside a thousand; `--cases 10000` for fewer.
 * `npm run bench soak`: 200,000 turns, and whether memory or a turn grows; `--turns 2000` for fewer.
 * `npm run bench outage`: a company's bad morning on one instance, then on two; `--employees 1000` for a smaller one.
 */
const { values, positionals } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    employees: { type: 'string', default: '10000' },
    cases: { type: 'string', default: '1000000' },
    turns: { type: 'string', default: '200000' },
  },
  allowPositionals: true,
});
const size = values.quick ? quickSize : fullSize;
const progress = (words: string) => process.stderr.write(`${words}\n`);

if (positionals[0] === 'profile') {
  const { profile } = await import('./profile.ts');
  console.log(await profile(size));
} else if (positionals[0] === 'outage') {
  const { outages } = await import('./outage.ts');
  console.log(await outages(Number(values.employees), progress));
} else if (positionals[0] === 'million') {
  const { million } = await import('./million.ts');
  console.log(await million(Number(values.cases), progress));
} else if (positionals[0] === 'soak') {
  const { soak } = await import('./soak.ts');
  console.log(await soak(Number(values.turns), progress));
} else {
  console.log(report(await measure(size, progress)));
}
