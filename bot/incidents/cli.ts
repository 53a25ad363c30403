import { readConfig } from '../config.ts';
import { openStore } from '../store/open.ts';
import { titleOf } from './incident.ts';
import { closeIncident, type Managed, mergeIncident, nameIncident, openIncident } from './manage.ts';

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
const [command, first = '', ...rest] = process.argv.slice(2);
const words = rest.join(' ');
const now = Date.now();
const by = process.env.USER || 'IT';

const faults: { [W in (Managed & { ok: false })['why']]: string } = {
  unknown: 'There is no such incident. "npm run incidents" lists them.',
  'not-open': 'That incident is not open.',
  'open-already': 'An incident is open for that code already.',
  itself: 'An incident can only be merged into another one.',
};
const usage =
  'Say: incidents open <code> [name] | name <id> <name> | merge <id> <into> | close <id> [what was done]';

const run = (): Promise<Managed> | null => {
  const id = first.toUpperCase();
  switch (command) {
    case 'open':
      return first
        ? store.turn((turn) =>
            openIncident(
              turn,
              { tenant: null, code: first.toLowerCase(), name: words, by, detection: null, affected: [] },
              now,
            ),
          )
        : null;
    case 'name':
      return words ? store.turn((turn) => nameIncident(turn, id, words, now)) : null;
    case 'merge':
      return words ? store.turn((turn) => mergeIncident(turn, id, words.toUpperCase(), now)) : null;
    case 'close':
      return first ? store.turn((turn) => closeIncident(turn, id, by, words, now)) : null;
    default:
      return null;
  }
};

if (command === undefined) {
  const all = await store.turn((turn) => turn.incidents.list(50));
  const lines = all.map(
    (one) =>
      `${one.id.padEnd(8)}  ${one.state.padEnd(6)}  ${one.openedAt.slice(0, 16).replace('T', ' ')}  ${String(one.people).padStart(5)} people  ${(one.ticket.id ?? '').padEnd(8)}  ${titleOf(one)}`,
  );
  process.stdout.write(`${lines.join('\n') || 'There are no incidents.'}\n`);
} else {
  const done = await run();
  if (done?.ok)
    process.stdout.write(`${done.incident.id}: ${done.incident.state}, ${titleOf(done.incident)}\n`);
  else process.stderr.write(`${done ? faults[done.why] : usage}\n`);
  if (!done?.ok) process.exitCode = 1;
}
await store.close();
