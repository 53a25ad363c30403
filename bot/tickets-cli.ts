import { readConfig } from './config.ts';
import { openStore } from './store/open.ts';
import type { TicketRow } from './store/store.ts';

/** `npm run tickets` lists the built-in queue, newest first; `npm run tickets OD-1001` shows one as a technician reads it. */
const config = readConfig({ DATABASE_URL: process.env.DATABASE_URL, DATA_KEY: process.env.DATA_KEY });
if (!config.ok) {
  process.stderr.write(`${config.problems.join('\n')}\n`);
  process.exit(1);
}
const store = await openStore(config.config.databaseUrl, config.config.dataKey);
const wanted = process.argv[2];
const minute = (at: string) => at.slice(0, 16).replace('T', ' ');

const inList = (ticket: TicketRow) =>
  `${ticket.id}  ${minute(ticket.createdAt)}  ${ticket.status.padEnd(9)}  ${ticket.category.padEnd(17)}  ${ticket.subject}`;

const inFull = (ticket: TicketRow) =>
  [
    `${ticket.id}  ${ticket.subject}`,
    `${ticket.status}, ${ticket.category}, queue ${ticket.queue}, from ${ticket.requester}, ${minute(ticket.createdAt)} UTC`,
    `key ${ticket.key}`,
    '',
    ticket.body,
    ...ticket.comments.map((comment) => `\n-- ${minute(comment.at)} UTC\n${comment.text}`),
  ].join('\n');

if (wanted) {
  const ticket = await store.ticket(wanted.toUpperCase());
  process.stdout.write(
    `${ticket ? inFull(ticket) : `There is no ticket ${wanted}. "npm run tickets" lists them.`}\n`,
  );
  if (!ticket) process.exitCode = 1;
} else {
  const tickets = await store.tickets(100);
  process.stdout.write(`${tickets.map(inList).join('\n') || 'The queue is empty.'}\n`);
}
await store.close();
