import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backup } from '../../../bot/store/backup.ts';
import { openStore } from '../../../bot/store/open.ts';
import { advance, caseOf, seed } from './build.ts';

describe('A backup', () => {
  let folder: string;
  let from: string;
  let to: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'store-backup-'));
    [from, to] = [join(folder, 'bot.db'), join(folder, 'copy.db')];
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is one moment of a database in use, and opens as a database of its own', async () => {
    const store = await openStore(`file:${from}`);
    await seed(store, caseOf('c'));
    const during = store.turn(async (turn) => {
      await turn.saveCase(caseOf('c', { rev: 1 }), 0);
      expect(backup(from, to)).toBe(statSync(to).size);
    });
    await during;
    await advance(store, 'c');
    const copy = await openStore(`file:${to}`);
    expect((await copy.caseById('c'))?.record.rev).toBe(0);
    await advance(copy, 'c');
    expect((await store.caseById('c'))?.record.rev).toBe(2);
    await Promise.all([store.close(), copy.close()]);
  });

  it('is readable by its owner only and leaves nothing else behind', async () => {
    await (await openStore(`file:${from}`)).close();
    backup(from, to);
    expect(statSync(to).mode & 0o077).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['bot.db', 'copy.db']);
  });

  it('replaces no file and makes none of a database that is not there', async () => {
    expect(() => backup(from, to)).toThrow('no database');
    expect(existsSync(from)).toBe(false);
    await (await openStore(`file:${from}`)).close();
    writeFileSync(to, 'precious');
    expect(() => backup(from, to)).toThrow('exists already');
    expect(statSync(to).size).toBe(8);
  });

  it('of something else fails and leaves nothing behind', () => {
    writeFileSync(from, 'Dear Sir or Madam, '.repeat(100));
    expect(() => backup(from, to)).toThrow();
    expect(readdirSync(folder)).toEqual(['bot.db']);
  });
});
