import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { caseQueries } from '../../../bot/store/case-queries.ts';
import { openStore } from '../../../bot/store/open.ts';
import { outboxQueries } from '../../../bot/store/outbox.ts';
import { rowsWith } from '../../../bot/store/rows.ts';
import type { Tables } from '../../../bot/store/schema.ts';
import { sealOf } from '../../../bot/store/seal.ts';
import { sqliteFlavour } from '../../../bot/store/sqlite.ts';
import type { StepId } from '../../../dialogs/triage/answers.ts';
import { caseOf } from './build.ts';

const folder = await mkdtemp(join(tmpdir(), 'store-plans-'));
const path = join(folder, 'bot.db');
await (await openStore(`file:${path}`)).close();
const file = new DatabaseSync(path);
const db = new Kysely<Tables>({ dialect: sqliteFlavour(path).dialect });
afterAll(async () => {
  file.close();
  await db.destroy();
  await rm(folder, { recursive: true, force: true });
});

const { caseById, latestCase, user, ...others } = caseQueries(db, false);
const statements = {
  caseById: caseById.plain,
  latestCase: latestCase.plain,
  user: user.plain,
  ...others,
  ...outboxQueries(db, false),
};

const plan = (statement: string): string[] =>
  file
    .prepare(`explain query plan ${statement}`)
    .all()
    .map((row) => String(row.detail));

describe('A turn costs the same however many cases there are, so', () => {
  it.each(Object.entries(statements))('the statement %s goes through an index', (_, statement) => {
    for (const detail of plan(statement.sql)) {
      // `picked` are the few rows of a lease.
      expect(detail).not.toMatch(/^SCAN (?!picked|.* USING (COVERING )?INDEX)/);
    }
  });

  it.each(['latestCase', 'earlierCases', 'lease', 'nextDue', 'nextPriority', 'nextLeaseEnd'] as const)(
    'the statement %s finds its rows in order',
    (name) => {
      expect(plan(statements[name].sql).join('\n')).not.toContain('TEMP B-TREE');
    },
  );
});

describe('A closed case', () => {
  it('takes at most 2 KB, its entries in every index included', () => {
    const cases = 400;
    const insert = file.prepare(
      `insert into cases (id, user_key, n, state, step, code, outcome, category, rev, packed, opened_at, moved_at)
       values (?, ?, 1, 'ended', 'escalated', '0x8004de40', 'escalated', 'tls', 40, ?, ?, ?)`,
    );
    const before = pages();
    for (let i = 0; i < cases; i += 1) {
      const id = `${String(i).padStart(8, '0')}-8f14-4e45-8f6b-3d0c5a1b2c3d`;
      const userKey = `72f988bf-86f1-41af-91ab-2d7cd011db47/${id}`;
      const { record } = caseOf(id, { user: userKey, ...longCase(i) });
      const row = rowsWith(sealOf(undefined)).caseRow({
        record,
        state: 'ended',
        step: 'escalated',
        code: '0x8004de40',
      });
      insert.run(id, userKey, row.packed, row.opened_at, row.moved_at);
    }
    expect((pages() - before) / cases).toBeLessThan(2048);
  });
});

const pages = () =>
  Number(file.prepare('pragma page_count').get()?.page_count) *
  Number(file.prepare('pragma page_size').get()?.page_size);

/** A whole ladder's worth: thirty answers, and a way back that was never taken. */
function longCase(seed: number) {
  const steps: StepId[] = ['device', 'internet', 'restart', 'situation', 'backup', 'tls', 'proxy', 'winsock'];
  const at = (i: number) => new Date(Date.UTC(2026, 2, 2, 8, 0, i * 97 + seed)).toISOString();
  const trail = Array.from({ length: 30 }, (_, i) => ({
    step: steps[(i + seed) % steps.length] ?? ('device' as const),
    answer: 'not-fixed' as const,
    at: at(i),
    from: 'asked' as const,
  }));
  const context = (i: number) => ({
    facts: { platform: { value: 'windows', from: 'asked' }, code: { value: '0x8004de40', from: 'typed' } },
    answered: Object.fromEntries(trail.slice(0, i).map((line, n) => [`${line.step} ${n}`, line.answer])),
  });
  const frozen = (i: number) => JSON.stringify({ v: 1, step: steps[i % steps.length], context: context(i) });
  return {
    rev: 40,
    trail,
    snapshot: frozen(30),
    history: Array.from({ length: 12 }, (_, i) => frozen(i + 10)),
  };
}
