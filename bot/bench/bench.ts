import { parseArgs } from 'node:util';
import { report } from './report.ts';
import { fullSize, measure, quickSize } from './rounds.ts';

/**
 * `npm run bench`: a whole durable turn of this bot beside the bare framework.
 * `npm run bench -- --quick`: the same, too short to mean anything, in a few seconds.
 * `npm run bench -- profile`: where the processor time of a turn goes.
 */
const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const size = values.quick ? quickSize : fullSize;
const progress = (words: string) => process.stderr.write(`${words}\n`);

if (positionals[0] === 'profile') {
  const { profile } = await import('./profile.ts');
  console.log(await profile(size));
} else {
  console.log(report(await measure(size, progress)));
}
