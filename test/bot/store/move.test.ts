import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { moveToPostgres } from '../../../bot/store/move.ts';
import { openStore } from '../../../bot/store/open.ts';
import type { Store } from '../../../bot/store/store.ts';
import { doneOrWaiting, startPostgres, withClient } from '../../support/postgres.ts';
import { add, caseOf, leasedKeys, noon, sayOf, seed, ticketOf, userOf } from './build.ts';

const server = await startPostgres();
const folder = await mkdtemp(join(tmpdir(), 'store-move-'));
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Some of everything, and more cases than are copied at a time. */
async function fill(store: Store): Promise<void> {
  for (let i = 0; i < 450; i += 1) {
    const text = `Ω ${i} 😀`;
    await store.turn(async (turn) => {
      await turn.claim('conversation', `${i}`, noon);
      await turn.saveUser(userOf(`user ${i}`, { name: text }));
      const notes = [{ kind: 'comment' as const, text, at: '' }];
      await turn.saveCase(
        caseOf(`${i}`, { user: `user ${i}`, rev: i, notes }, i % 2 ? 'ended' : 'open'),
        null,
      );
    });
  }
  await store.turn(async (turn) => {
    await turn.createTicket(ticketOf('case:1:1'));
    await turn.createTicket(ticketOf('case:2:1'));
    await turn.updateTicket('case:2:1', { status: 'taken', comment: { at: '', text: '\\ é' } });
  });
  await add(store, sayOf('done'));
  for (const row of await store.lease('one', noon, 60_000, 1)) await store.complete(row.id, 'one');
  await add(store, sayOf('dead'));
  for (const row of await store.lease('one', noon, 60_000, 1)) await store.bury(row.id, 'one', 'no');
  await add(store, sayOf('waiting', { coalesce: 'card', dueAt: noon + 1 }), sayOf('dropped'));
  await store.drop((await store.outboxRows({}, 10)).at(-1)?.id ?? 0);
}

describe.skipIf(!server)('Moving to PostgreSQL', { timeout: 30_000 }, () => {
  let count = 0;
  let from: string;
  let to: string;
  beforeEach(async () => {
    count += 1;
    from = `file:${join(folder, `${count}.db`)}`;
    to = (await server?.newDatabase()) ?? '';
  });

  it('copies every row, and the bot goes on there as before', async () => {
    let old = await openStore(from);
    await fill(old);
    await old.close();
    expect(await moveToPostgres(from, to)).toEqual({
      users: 450,
      cases: 450,
      claims: 450,
      outbox: 3,
      tickets: 2,
      handoffs: 0,
      it_cards: 0,
      incidents: 0,
      affected: 0,
      sightings: 0,
      ticket_ids: 0,
      data_keys: 0,
    });
    old = await openStore(from);
    const moved = await openStore(to);
    for (let i = 0; i < 450; i += 50) {
      expect(await moved.caseById(`${i}`)).toEqual(await old.caseById(`${i}`));
      expect(await moved.user(`user ${i}`)).toEqual(await old.user(`user ${i}`));
    }
    expect(await moved.tickets(10)).toEqual(await old.tickets(10));
    expect(await moved.outboxRows({}, 10)).toEqual(await old.outboxRows({}, 10));
    expect(await moved.turn((turn) => turn.claim('conversation', '7', noon))).toBe(false);
    // Numbers and keys that were used before are not used again.
    await add(moved, sayOf('done'), sayOf('new'));
    const rows = await moved.outboxRows({ state: 'waiting' }, 10);
    expect(rows.map((row) => row.key)).toEqual(['waiting', 'new']);
    expect(rows.at(-1)?.id).toBeGreaterThan(4);
    expect((await moved.turn((turn) => turn.createTicket(ticketOf('case:3:1')))).id).toBe('OD-1003');
    expect(await leasedKeys(moved, noon + 1)).toEqual(['new', 'waiting']);
    await Promise.all([old.close(), moved.close()]);
  });

  it('moves an empty database, whose first ticket is then OD-1001', async () => {
    await (await openStore(from)).close();
    await moveToPostgres(from, to);
    const moved = await openStore(to);
    expect((await moved.turn((turn) => turn.createTicket(ticketOf('case:1:1')))).id).toBe('OD-1001');
    await moved.close();
  });

  it('refuses a target that holds something, and changes nothing there', async () => {
    const [old, target] = [await openStore(from), await openStore(to)];
    await seed(old, caseOf('c', { rev: 1 }));
    await old.close();
    await target.turn((turn) => turn.createTicket(ticketOf('case:1:1')));
    await expect(moveToPostgres(from, to)).rejects.toThrow('tickets is not empty');
    expect(await target.caseById('c')).toBeUndefined();
    await target.close();
  });

  it('refuses a file that a bot has open, idle or not, and copies nothing: its next answers would be lost', async () => {
    const running = await openStore(from);
    await seed(running, caseOf('c', { rev: 1 }));
    await expect(moveToPostgres(from, to)).rejects.toThrow('Stop the bot');
    await running.turn((turn) => turn.claim('conversation', 'a', noon));
    expect(await running.caseById('c')).toBeDefined();
    await running.close();
    const target = await openStore(to);
    expect(await target.caseById('c')).toBeUndefined();
    await target.close();
    expect(await moveToPostgres(from, to)).toMatchObject({ cases: 1, claims: 1 });
  });

  it('lets nobody open the file while it copies', async () => {
    await (await openStore(from)).close();
    await (await openStore(to)).close();
    let moving: Promise<unknown> = Promise.resolve();
    await withClient(to, async (client) => {
      await client.query('begin');
      await client.query('lock table cases in access exclusive mode');
      moving = moveToPostgres(from, to);
      await doneOrWaiting(to, moving);
      const other = new DatabaseSync(from.slice('file:'.length), { timeout: 0 });
      expect(() => other.exec("insert into claims values ('c', 'lost', 1)")).toThrow('locked');
      other.close();
      await client.query('rollback');
    });
    expect(await moving).toMatchObject({ claims: 0 });
  });

  it('notices a row that comes back different, and copies nothing', async () => {
    await (await openStore(from)).close();
    const file = new DatabaseSync(from.slice('file:'.length));
    // SQLite keeps bytes in a text column; PostgreSQL makes text of them.
    file.exec("insert into claims values ('c', cast(x'61' as blob), 1)");
    file.close();
    await expect(moveToPostgres(from, to)).rejects.toThrow('came back different in activity_id');
    const target = await openStore(to);
    expect(await target.turn((turn) => turn.claim('c', 'a', noon))).toBe(true);
    await target.close();
  });

  it('wants an embedded database that is there, and PostgreSQL as its target', async () => {
    await expect(moveToPostgres(from, to)).rejects.toThrow('no embedded database');
    await expect(moveToPostgres(to, to)).rejects.toThrow('no embedded database');
    await (await openStore(from)).close();
    await expect(moveToPostgres(from, from)).rejects.toThrow('postgres://');
  });
});
