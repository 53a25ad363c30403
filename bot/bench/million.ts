import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createTriage } from '../../dialogs/triage/machine.ts';
import { defaultPolicy } from '../../dialogs/triage/policy.ts';
import { clickOf, type Intake, senderOf } from '../intake.ts';
import { openStore } from '../store/open.ts';
import { rowsWith } from '../store/rows.ts';
import { sealOf } from '../store/seal.ts';
import type { Store, StoredCase, UserRow } from '../store/store.ts';
import { runTurn } from '../turn/turn.ts';
import { ladder, Person } from './people.ts';
import { median } from './report.ts';

const rules = { machine: createTriage(defaultPolicy), policy: defaultPolicy };
const rows = rowsWith(sealOf(undefined));
const few = 1_000;
const rounds = 15;
const peopleARound = 12;

/** One user's turns: typed words, then every answer of the ladder; `more` after that. */
async function climb(store: Store, person: Person, more: readonly (typeof ladder)[number][] = []) {
  const turn = (intake: Intake) =>
    runTurn({ store, rules, now: Date.now, faqText: () => '', ticketSystem: 'builtin' }, intake);
  const sender = senderOf(person.message(''));
  if (!sender) throw new Error('The activity is malformed');
  let result = await turn({ ...sender, kind: 'text', text: 'OneDrive says 0x8004de40' });
  const steps = [...ladder, ...more];
  for (const [verb, inputs] of steps) {
    const { live } = result;
    if (!live) throw new Error('There is no case');
    const data = { case: live.record.id, step: live.step, rev: live.record.rev, ...inputs };
    const again = senderOf(person.message(''));
    result = await turn(clickOf(again ?? sender, { action: { verb, data } }, 'invoke'));
    if (result.live?.record.rev !== live.record.rev + 1) throw new Error(`"${verb}" moved nothing`);
  }
  return { turns: steps.length + 1, result };
}

/** A case that went the whole way to a ticket, and its user, as they are stored. */
async function example(): Promise<{ stored: StoredCase; user: UserRow }> {
  const store = await openStore('file::memory:');
  const { result } = await climb(store, new Person('http://127.0.0.1:9'), [['send', { reachBy: 'teams' }]]);
  const stored = await store.caseById(result.live?.record.id ?? '');
  await store.close();
  if (!stored) throw new Error('There is no case');
  return { stored, user: result.user };
}

/** Puts so many closed cases of as many users into a fresh database. */
async function seed(path: string, cases: number, like: { stored: StoredCase; user: UserRow }): Promise<void> {
  await (await openStore(`file:${path}`)).close();
  const db = new DatabaseSync(path);
  db.exec('pragma synchronous = off; pragma cache_size = -400000');
  const values = (names: readonly string[]) =>
    `(${names.join(', ')}) values (${names.map(() => '?').join(', ')})`;
  const names = Object.keys(rows.caseRow(like.stored)) as (keyof ReturnType<typeof rows.caseRow>)[];
  const addCase = db.prepare(`insert into cases ${values(names)}`);
  const addUser = db.prepare(`insert into users ${values(['key', 'body'])}`);
  for (let n = 0; n < cases; n += 1) {
    if (n % 10_000 === 0) db.exec(n === 0 ? 'begin' : 'commit; begin');
    const id = crypto.randomUUID();
    const key = `72f988bf-86f1-41af-91ab-2d7cd011db47/${id}`;
    const caseId = `${id.replaceAll('-', '').slice(0, 16)}-1`;
    const record = {
      ...like.stored.record,
      id: caseId,
      user: key,
      ticket: { ...like.stored.record.ticket, key: `case:${caseId}:1` },
    };
    const row = rows.caseRow({ ...like.stored, record: record as never, dueAt: null });
    addCase.run(...names.map((name) => row[name]));
    const user = rows.userTableRow({
      ...like.user,
      key,
      conversationId: `a:1${id}`,
      channelUserId: `29:${id}`,
    });
    addUser.run(user.key, user.body);
  }
  db.exec('commit; pragma wal_checkpoint(truncate)');
  db.close();
}

function bytesOf(path: string, table: string): number {
  const db = new DatabaseSync(path, { readOnly: true });
  const size = db
    .prepare(
      `select sum(pgsize) as bytes from dbstat where name = ? or name in
       (select name from sqlite_schema where tbl_name = ? and type = 'index')`,
    )
    .get(table, table);
  db.close();
  return Number(size?.bytes);
}

/** What turns of new users cost beside many stored cases and beside few, in turns; returns Markdown. */
export async function million(cases: number, progress: (words: string) => void): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'million-'));
  try {
    const like = await example();
    const sizes = [few, cases];
    const stores: { path: string; store: Store; cpu: number[]; ms: number[] }[] = [];
    for (const size of sizes) {
      progress(`storing ${size} closed cases`);
      const path = join(folder, `${size}.db`);
      await seed(path, size, like);
      stores.push({ path, store: await openStore(`file:${path}`), cpu: [], ms: [] });
    }
    for (let round = 0; round < rounds; round += 1) {
      for (const { store, cpu, ms } of round % 2 ? stores.toReversed() : stores) {
        const before = process.cpuUsage();
        const began = performance.now();
        let turns = 0;
        for (let n = 0; n < peopleARound; n += 1)
          turns += (await climb(store, new Person('http://127.0.0.1:9'))).turns;
        const used = process.cpuUsage(before);
        // The first rounds pay for what is only done once.
        if (round < 3) continue;
        cpu.push((used.user + used.system) / 1000 / turns);
        ms.push((performance.now() - began) / turns);
      }
    }
    for (const { store } of stores) await store.close();
    const [less, more] = stores;
    const ratio = (of: 'cpu' | 'ms') => median(more?.[of] ?? []) / median(less?.[of] ?? []);
    const bytes = bytesOf(more?.path ?? '', 'cases') / cases;
    return [
      '| closed cases stored | CPU ms/turn | ms/turn |',
      '|---|---|---|',
      ...stores.map(
        ({ cpu, ms }, n) => `| ${sizes[n]} | ${median(cpu).toFixed(2)} | ${median(ms).toFixed(2)} |`,
      ),
      `| ratio | ${ratio('cpu').toFixed(2)} | ${ratio('ms').toFixed(2)} |`,
      '',
      `A turn is \`runTurn\` on the embedded database, without HTTP and card; medians of ${rounds - 3} rounds in turns, ${peopleARound * (ladder.length + 1)} turns each. A closed case that went the whole ladder takes ${Math.round(bytes)} bytes, its entries in every index included.`,
    ].join('\n');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
