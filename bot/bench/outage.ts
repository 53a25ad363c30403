import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tenantLimits } from '../limits.ts';
import { openStore } from '../store/open.ts';
import { Client } from './client.ts';
import { Connector } from './connector.ts';
import { type Morning, play, type Seen } from './employees.ts';
import { startPostgres } from './postgres.ts';
import { percentile } from './report.ts';
import { Target } from './target.ts';

/** The whole of a company of ten thousand within two minutes. */
export const morningOf = (employees: number): Morning => ({
  employees,
  arriveMs: 12 * employees,
  answers: 5,
  doubled: 0.03,
  // A handful is for looking whether it runs.
  thinkMs: employees < 100 ? 50 : 1_000,
  patienceMs: 600_000,
});

interface Outage {
  name: string;
  seen: Seen;
  /** Answers that were acknowledged and are not in the store. */
  lost: number;
  /** Of all instances together, MB: before, at most, and after. */
  memory: { before: number; most: number; after: number };
  cpuMs: number;
}

const memoryOf = async (targets: readonly Target[]) => {
  const all = await Promise.all(targets.map((target) => target.memory()));
  return all.reduce((sum, one) => sum + one.rss, 0) / 1_048_576;
};

async function outage(
  name: string,
  morning: Morning,
  databaseUrl: string,
  instances: number,
): Promise<Outage> {
  const connector = new Connector();
  await connector.start();
  const targets: Target[] = [];
  for (let n = 0; n < instances; n += 1) targets.push(await Target.start('ours', [databaseUrl, 'live']));
  const clients = targets.map((target) => new Client(target.url, 256));
  try {
    // So that no measured turn pays for what is only done once.
    await play({ ...morning, employees: 40, arriveMs: 2_000, thinkMs: 50 }, connector, clients, Math.random);
    const before = await memoryOf(targets);
    const cpu = await Promise.all(targets.map((target) => target.cpu()));
    let most = before;
    const watch = setInterval(async () => {
      most = Math.max(most, await memoryOf(targets));
    }, 5_000);
    const seen = await play(morning, connector, clients, Math.random);
    clearInterval(watch);
    const used = await Promise.all(targets.map((target, n) => target.cpu(cpu[n])));
    const after = await memoryOf(targets);
    const store = await openStore(databaseUrl);
    let lost = 0;
    for (const [id, rev] of seen.cases) {
      const stored = await store.caseById(id);
      lost += Math.max(0, rev - (stored?.record.trail.length ?? 0));
    }
    await store.close();
    const cpuMs = used.reduce((sum, one) => sum + one.total, 0);
    return { name, seen, lost, memory: { before, most: Math.max(most, after), after }, cpuMs };
  } finally {
    for (const client of clients) client.close();
    await Promise.all(targets.map((target) => target.stop()));
    connector.stop();
  }
}

const digits = (value: number, after = 0) => value.toFixed(after);

function row({ name, seen, lost, memory, cpuMs }: Outage): string {
  const turns = seen.latencies.length;
  const p = (share: number) => digits(percentile(seen.latencies, share));
  const cells = [
    name,
    `${turns}`,
    digits((turns / seen.wallMs) * 1000),
    `${p(0.5)} / ${p(0.95)} / ${p(0.99)}`,
    `${seen.refused}`,
    `${lost + seen.stuck}`,
    `${seen.miscounted}`,
    `${digits(memory.before)} / ${digits(memory.most)} / ${digits(memory.after)}`,
    digits(Math.max(...seen.waits) / 1000, 1),
    digits(cpuMs / turns, 2),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Plays a bad morning on one instance and then on two with PostgreSQL; returns a Markdown table. */
export async function outages(employees: number, progress: (words: string) => void): Promise<string> {
  const morning = morningOf(employees);
  const folder = await mkdtemp(join(tmpdir(), 'outage-'));
  const done: Outage[] = [];
  const postgres = await startPostgres({ durable: true });
  try {
    progress('one instance, SQLite');
    done.push(await outage('one, SQLite', morning, `file:${join(folder, 'bot.db')}`, 1));
    if (postgres) {
      progress('two instances, PostgreSQL');
      done.push(await outage('two, PostgreSQL', morning, await postgres.newDatabase(), 2));
    }
  } finally {
    await postgres?.close();
    await rm(folder, { recursive: true, force: true });
  }
  const perSecond = tenantLimits[0]?.most ?? 0;
  const least = Math.max(0, employees / perSecond - morning.arriveMs / 1000);
  return [
    '| instances | turns | turns/s | HTTP answer p50 / p95 / p99 ms | refused | lost | doubled clicks counted wrong | memory before / most / after, MB | longest wait for a sent card, s | CPU ms/turn |',
    '|---|---|---|---|---|---|---|---|---|---|',
    ...done.map(row),
    '',
    `${employees} employees within ${morning.arriveMs / 1000} s, each writes once, waits for the card and answers ${morning.answers}, thinking 1 to 3 s a card; ${morning.doubled * 100} % of the clicks come twice at once. Everything runs on one machine: bots, database, connector and employees. Cards that answer what was typed leave at the tenant's ${perSecond} a second, so the last of them waits at least ${digits(least)} s. The CPU is that of the bots, sending and refreshing cards included.`,
  ].join('\n');
}
