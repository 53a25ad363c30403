import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readme, readReadme } from '../bot/readme.ts';

const root = new URL('..', import.meta.url).pathname;
const rooms = ['bot', 'cards', 'dialogs', 'manifest'] as const;

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}
const importsOf = (path: string) =>
  [...readFileSync(path, 'utf8').matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((match) => match[1] ?? '');

describe('imports point one way', () => {
  it.each([
    ['dialogs', ['bot', 'cards', 'manifest', 'test']],
    ['cards', ['bot', 'manifest', 'test']],
    ['bot', ['test', 'manifest']],
  ])('%s imports nothing of %j', (room, forbidden) => {
    const wrong = sources(room).flatMap((path) =>
      importsOf(path)
        .filter(
          (to) =>
            to.startsWith('.') &&
            forbidden.some((other) => join(path, '..', to).startsWith(join(root, other))),
        )
        .map((to) => `${path.slice(root.length)} imports ${to}`),
    );
    expect(wrong).toEqual([]);
  });
  it('the triage, the knowledge and the cards know no Bot Framework, no database and no network', () => {
    const shell = /^(botbuilder|botframework|restify|kysely|pg|pino|node:(?!util))/;
    const pure = [...sources('dialogs'), ...sources('cards')].filter(
      (path) => !path.endsWith('triage-dialog.ts'),
    );
    const wrong = pure.flatMap((path) =>
      importsOf(path)
        .filter((to) => shell.test(to))
        .map((to) => `${path.slice(root.length)} imports ${to}`),
    );
    expect(wrong).toEqual([]);
  });
  it('the triage reads no clock and no randomness', () => {
    const wrong = sources('dialogs').filter((path) =>
      /Date\.now\(|new Date\(\)|Math\.random|randomUUID/.test(readFileSync(path, 'utf8')),
    );
    expect(wrong).toEqual([]);
  });
});

describe('the README', () => {
  it('has tables that the code made', () => {
    expect(readReadme()).toBe(readme(readReadme()));
  }, 300_000);
  it('names only commands that there are', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
    const named = [...readReadme().matchAll(/npm run ([\w-]+)/g)].map((match) => match[1] ?? '');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe('the tree', () => {
  it('has the rooms of the layout and no others', () => {
    const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n');
    const folders = new Set(tracked.filter((path) => path.includes('/')).map((path) => path.split('/')[0]));
    const known = [...rooms, 'test'] as string[];
    expect([...folders].filter((name) => !name?.startsWith('.') && !known.includes(name ?? ''))).toEqual([]);
  });
  it('keeps files short enough to be read at once', () => {
    const long = rooms
      .flatMap(sources)
      .map((path) => ({ path, lines: readFileSync(path, 'utf8').split('\n').length }))
      .filter(({ lines }) => lines > 300);
    expect(long).toEqual([]);
  });
});
