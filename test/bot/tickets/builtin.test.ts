import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore } from '../../../bot/store/open.ts';
import type { Store } from '../../../bot/store/store.ts';
import { builtinTickets } from '../../../bot/tickets/builtin.ts';
import { ticketOf } from './samples.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore('file::memory:');
});
afterAll(() => store.close());

it('does everything once for each key, so that a crash between doing and noting it doubles nothing', async () => {
  const tickets = builtinTickets(store, () => Date.UTC(2026, 10, 25, 9));
  const ticket = ticketOf('case:builtin:1');
  const created = await tickets.create(ticket, 'OneDrive');
  expect(await tickets.create(ticket, 'OneDrive')).toEqual(created);
  if (created.kind !== 'done') throw new Error(created.kind);
  const handle = created.value;
  const file = { name: 'transcript.txt', contentType: 'text/plain', content: 'all of it' };
  const twice = async (work: () => Promise<{ kind: string }>) => {
    expect((await work()).kind).toBe('done');
    expect((await work()).kind).toBe('done');
  };
  await twice(() => tickets.comment(handle, 'It is the office on the second floor.', 'k:add:4'));
  await twice(() => tickets.attach(handle, file, 'k:file:1'));
  await twice(() => tickets.close(handle, 'fixed', 'k:close:5'));
  await twice(() => tickets.reopen(handle, 'k:reopen:6'));
  const kept = await store.ticket(handle.id);
  expect(kept?.status).toBe('new');
  expect(kept?.comments.map(({ text }) => text)).toEqual([
    'It is the office on the second floor.',
    'transcript.txt\nall of it',
    'Solved: it works again.',
    'Opened again: it is not fixed.',
  ]);
});

it('refuses what is about no ticket of the queue', async () => {
  const tickets = builtinTickets(store, Date.now);
  const nowhere = { key: 'case:nowhere:1', id: 'OD-9', url: null };
  expect((await tickets.comment(nowhere, 'x', 'k')).kind).toBe('refused');
  expect((await tickets.status(nowhere)).kind).toBe('refused');
});
