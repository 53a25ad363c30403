import { randomUUID } from 'node:crypto';
import { defaultPolicy } from '../../dialogs/triage/policy.ts';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { run } from '../run.ts';
import { serve } from './child.ts';

/**
 * Our bot as it runs in production (log, metrics, database file with synchronous FULL), without credentials.
 * `node ours.ts <database url>`, started by the bench. Its clock stands still until the bench moves it, so that
 * no update of a stored message, which comes after ten quiet seconds, falls into a measured round; with `live`
 * behind the database it runs.
 */
const read = readConfig({ DATABASE_URL: process.argv[2] });
if (!read.ok) throw new Error(read.problems.join('\n'));
const live = process.argv[3] === 'live';
let now = Date.now();
const running = await run({
  config: { ...read.config, port: 0 },
  policy: defaultPolicy,
  log: createLog(read.config),
  now: live ? Date.now : () => now,
  random: Math.random,
  newId: randomUUID,
});
serve(running.url, {
  advance: (ms) => {
    now += ms;
  },
  stop: () => running.stop(),
});
