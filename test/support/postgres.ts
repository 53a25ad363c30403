import pg from 'pg';

export { startPostgres, type TestPostgres } from '../../bot/bench/postgres.ts';

/** A connection of its own to a database, for looking at it from outside. */
export async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** Resolves when `work` is done, or when a statement of the database waits for a lock, whichever comes first. */
export async function doneOrWaiting(url: string, work: Promise<unknown>): Promise<void> {
  const waiting =
    "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
  let done = false;
  const finish = () => {
    done = true;
  };
  work.then(finish, finish);
  await withClient(url, async (client) => {
    while (!done && (await client.query(waiting)).rowCount === 0);
  });
}
