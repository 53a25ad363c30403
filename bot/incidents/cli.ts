import { readConfig } from '../config.ts';
import { openStore } from '../store/open.ts';
import { runCommand } from './command.ts';

/**
 * `npm run incidents` lists them; `open <code> [name]`, `name <id> <name>`, `merge <id> <into>` and
 * `close <id> [what was done]` do what IT decides. The running bot tells everyone concerned within seconds.
 */
const read = readConfig({ DATABASE_URL: process.env.DATABASE_URL, DATA_KEY: process.env.DATA_KEY });
if (!read.ok) {
  process.stderr.write(`${read.problems.join('\n')}\n`);
  process.exit(1);
}
const store = await openStore(read.config.databaseUrl, read.config.dataKey);
const args = process.argv.slice(2);
const { ok, text } = await runCommand(store, {
  args,
  by: process.env.USER || 'IT',
  tenant: null,
  now: Date.now(),
});
(ok ? process.stdout : process.stderr).write(`${text}\n`);
if (!ok) process.exitCode = 1;
await store.close();
