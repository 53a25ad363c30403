import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Store } from '../../bot/store/store.ts';
import type { CaseRecord } from '../../dialogs/triage/case.ts';
import type { FaultConnector } from '../support/fault-connector.ts';
import type { FaultTickets } from '../support/fault-tickets.ts';
import type { Person } from './person.ts';

/** Waits until nothing is left to do but what is not due yet, card updates and looks at tickets; fails if anything was given up. */
export async function drained(store: Store, withinMs: number): Promise<void> {
  const until = performance.now() + withinMs;
  for (;;) {
    const rows = await store.outboxRows({}, 10_000);
    const dead = rows.filter((row) => row.state === 'dead');
    expect(dead.map((row) => `${row.effect.kind} ${row.key}: ${row.error}`)).toEqual([]);
    const left = rows.filter(({ effect: { kind } }) => kind !== 'update-card' && kind !== 'poll-ticket');
    if (left.length === 0) return;
    if (performance.now() > until) {
      const list = left.map((row) => `${row.effect.kind} ${row.key}: ${row.attempts} tries, ${row.error}`);
      expect(list).toEqual([]);
    }
    await delay(25);
  }
}

/** `more`: ids of cases in which nothing may have been acknowledged. */
async function casesOf(
  store: Store,
  people: readonly Person[],
  more: readonly string[] = [],
): Promise<CaseRecord[]> {
  const ids = new Set([...people.flatMap((person) => person.acknowledged.map((one) => one.case)), ...more]);
  const found: CaseRecord[] = [];
  for (const id of ids) {
    const stored = await store.caseById(id);
    if (!stored) throw new Error(`Case ${id} is gone`);
    found.push(stored.record);
  }
  return found;
}

/** Every acknowledged answer is in the trail of its case, in order and only once. */
export async function expectNothingLost(store: Store, people: readonly Person[]): Promise<void> {
  const lost: string[] = [];
  for (const record of await casesOf(store, people)) {
    const answers = people.flatMap((person) => person.acknowledged.filter((one) => one.case === record.id));
    const left = record.trail.map(({ step, answer }) => `${step}: ${answer}`);
    if (left.length > record.rev) lost.push(`${record.id} has more answers than revisions`);
    for (const { step, answer, rev } of answers) {
      const at = left.indexOf(`${step}: ${answer}`);
      if (at < 0) lost.push(`${record.id} rev ${rev}: ${step}: ${answer}`);
      else left.splice(0, at + 1);
    }
  }
  expect(lost).toEqual([]);
  expect(people.flatMap((person) => person.complaints)).toEqual([]);
}

/** Whoever typed something got a card below it. */
export function expectAllAnswered(connector: FaultConnector, people: readonly Person[]): void {
  const silent = people.filter(
    ({ conversation, typedAt }) =>
      typedAt > 0 && !connector.posts.some((post) => post.conversation === conversation && post.at > typedAt),
  );
  expect(silent.map(({ conversation }) => `${conversation} typed and got nothing`)).toEqual([]);
}

/**
 * One escalation is one ticket: those of the ticket system are those of the cases, each under its own key, or an entry
 * in the open ticket of an earlier case.
 */
export async function expectOneTicketEach(
  store: Store,
  people: readonly Person[],
  tickets: FaultTickets,
): Promise<number> {
  const records = await casesOf(
    store,
    people,
    [...tickets.tickets.values()].map((one) => one.case),
  );
  const wrong: string[] = [];
  for (const record of records) {
    const made = [...tickets.tickets.values()].filter((one) => one.case === record.id);
    const sends = record.trail.filter((one) => one.answer === 'send').length;
    if (record.escalations !== sends)
      wrong.push(`${record.id}: ${sends} sends, ${record.escalations} escalations`);
    const has = made.length > 0 || (record.ticket && tickets.tickets.has(record.ticket.key));
    if (sends > 0 && !has) wrong.push(`${record.id} was sent and has no ticket`);
    if (made.length > sends) wrong.push(`${record.id}: ${sends} sends, ${made.length} tickets`);
    const { ticket } = record;
    // One that was added to an earlier case's ticket learns its number from there.
    const own = ticket?.key.startsWith(`case:${record.id}:`);
    if (ticket && own && tickets.tickets.get(ticket.key)?.id !== ticket.id) {
      wrong.push(`${record.id} shows ticket ${ticket.id} for ${ticket.key}`);
    }
  }
  for (const { key } of tickets.tickets.values()) {
    if (!/^case:[a-z0-9]+-\d+:\d+$/.test(key)) wrong.push(`a ticket under ${key}`);
  }
  expect(wrong).toEqual([]);
  expect(tickets.wrong).toEqual([]);
  return tickets.tickets.size;
}
