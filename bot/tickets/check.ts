import { readConfig } from '../config.ts';
import { codeOf } from '../errors.ts';
import { channelProblems } from '../it/check.ts';
import { readPolicyFile } from '../policy/read.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { openTickets } from './open.ts';

/** `npm run check`: says what keeps tickets from arriving, a line each, before the first user's ticket does. */
const end = (lines: string[], code: 0 | 1): never => {
  (code === 0 ? process.stdout : process.stderr).write(`${lines.join('\n')}\n`);
  process.exit(code);
};

const read = readConfig(process.env);
if (!read.ok) end(read.problems, 1);
const { config } = read as Extract<typeof read, { ok: true }>;
const policyRead = readPolicyFile(config.policyFile);
if (!policyRead.ok) end(policyRead.problems, 1);
const { policy } = policyRead as Extract<typeof policyRead, { ok: true }>;
const store: Store = await openStore(config.databaseUrl, config.dataKey).catch((error: unknown) =>
  end([`DATABASE_URL: the database cannot be opened (${codeOf(error)})`], 1),
);
const tickets = openTickets(config, { store, now: Date.now });
const problems = [
  ...(await tickets.check(Object.values(policy.routing))),
  ...(await channelProblems(config, store)),
];
await store.close();
if (problems.length > 0) end(problems, 1);
const channel = config.itChannel ? ' Their cards reach the IT channel.' : '';
end(
  [
    `Tickets go to ${tickets.name}${tickets.queue && `, queue ${tickets.queue}`}: no problem found.${channel}`,
  ],
  0,
);
