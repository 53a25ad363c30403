import { configMessage, readConfig } from './config.ts';
import { backup } from './store/backup.ts';
import { moveToPostgres } from './store/move.ts';
import { filePath, openStore } from './store/open.ts';

/**
 * `npm run migrate` brings the schema up to date, safe while several instances start. `npm run backup <file>`
 * copies the embedded database while the bot runs. `npm run move-to-postgres postgres://…` copies it over, checked
 * row by row, and refuses while a bot has it open. `npm run encrypt` encrypts what is stored with the current `DATA_KEY`.
 */
const config = readConfig({ DATABASE_URL: process.env.DATABASE_URL, DATA_KEY: process.env.DATA_KEY });
if (!config.ok) {
  process.stderr.write(`${configMessage(config.problems)}\n`);
  process.exit(1);
}
const { databaseUrl, dataKey } = config.config;
const [command, target] = process.argv.slice(2);
const say = (text: string) => process.stdout.write(`${text}\n`);

const commands: Record<string, () => Promise<void>> = {
  async migrate() {
    const store = await openStore(databaseUrl, dataKey);
    await store.ping();
    await store.close();
    say('The schema is up to date.');
  },
  async encrypt() {
    if (dataKey === undefined) throw new Error('Say with which key: DATA_KEY is not set');
    const store = await openStore(databaseUrl, dataKey);
    const rewritten = await store.encrypt(true);
    // Only a second look that finds nothing shows that no value needs an earlier key.
    const left = rewritten > 0 ? await store.encrypt(true) : 0;
    await store.close();
    say(`${rewritten} values were encrypted with the current key.`);
    if (left > 0)
      throw new Error('Something still writes with another key: set DATA_KEY on every instance first');
    say('No value needs an earlier key: DATA_KEY may be the current one alone.');
  },
  async backup() {
    if (!target) throw new Error('Say where the copy goes: npm run backup <file>');
    say(`Copied to ${target}, ${backup(filePath(databaseUrl) ?? '', target)} bytes.`);
  },
  async move() {
    if (!target) throw new Error('Say where to: npm run move-to-postgres postgres://…');
    const moved = await moveToPostgres(databaseUrl, target);
    say(
      `Moved and compared: ${Object.entries(moved)
        .map(([table, rows]) => `${rows} ${table}`)
        .join(', ')}.`,
    );
    say(
      'Set DATABASE_URL to that address before the bot is started again: what it writes to the file is not moved.',
    );
  },
};

try {
  await (commands[command ?? ''] ?? (() => Promise.reject(new Error('Unknown command'))))();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : 'It failed'}\n`);
  process.exitCode = 1;
}
