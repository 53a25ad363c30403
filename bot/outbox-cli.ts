import { readConfig } from './config.ts';
import { openStore } from './store/open.ts';

/**
 * `npm run outbox` lists what waits and what was given up; `npm run outbox retry 17` makes a row due again,
 * `npm run outbox drop 17` deletes it.
 */
const config = readConfig({ DATABASE_URL: process.env.DATABASE_URL, DATA_KEY: process.env.DATA_KEY });
if (!config.ok) {
  process.stderr.write(`${config.problems.join('\n')}\n`);
  process.exit(1);
}
const store = await openStore(config.config.databaseUrl, config.config.dataKey);
const [command, id] = process.argv.slice(2);
const time = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

if (command === 'retry' || command === 'drop') {
  const row = Number(id);
  const found =
    Number.isInteger(row) && (await (command === 'retry' ? store.revive(row, Date.now()) : store.drop(row)));
  process.stdout.write(
    found ? `${command}: ${row}\n` : `There is no such row. "npm run outbox" lists them.\n`,
  );
  if (!found) process.exitCode = 1;
} else {
  const rows = await store.outboxRows({}, 500);
  for (const row of rows) {
    const tries = `${row.attempts} tries`.padEnd(9);
    process.stdout.write(
      `${String(row.id).padStart(6)}  ${row.state.padEnd(7)}  ${row.effect.kind.padEnd(14)}  ${tries}  due ${time(row.dueAt)}  ${row.error ?? ''}\n`,
    );
  }
  const { waiting, dead } = await store.outboxCounts();
  process.stdout.write(`${waiting} waiting, ${dead} given up\n`);
}
await store.close();
