import { readFileSync, writeFileSync } from 'node:fs';
import { variables } from './config.ts';
import { mermaid } from './diagram/mermaid.ts';
import { givenWhenThen } from './explore/table.ts';

const file = new URL('../README.md', import.meta.url);

const escaped = (text: string) => text.replaceAll('|', '\\|');

const environment = (): string =>
  [
    '| variable | default | what it is |',
    '|---|---|---|',
    ...variables
      .filter(({ name }) => name !== 'NODE_ENV')
      .map(
        (one) =>
          `| \`${one.name}\` | ${one.default ? `\`${one.default}\`` : ''} | ${escaped(one.what)}${one.secret ? ' (secret)' : ''} |`,
      ),
  ].join('\n');

const diagram = (): string =>
  [
    '![The triage as a statechart: the ladder as the spine, conditions as labels](manifest/triage.svg)',
    '',
    '<details><summary>The same as Mermaid</summary>',
    '',
    '```mermaid',
    mermaid().trimEnd(),
    '```',
    '',
    '</details>',
  ].join('\n');

/** The README's generated parts, by the name of their markers. */
const parts: Record<string, () => string> = { environment, diagram, table: givenWhenThen };

/** The README as it should be: every generated part made anew from the code. */
export function readme(current: string): string {
  let text = current;
  for (const [name, make] of Object.entries(parts)) {
    const pattern = new RegExp(`<!-- ${name} -->[^]*?<!-- /${name} -->`);
    text = text.replace(pattern, () => `<!-- ${name} -->\n${make()}\n<!-- /${name} -->`);
  }
  return text;
}

export const readReadme = (): string => readFileSync(file, 'utf8');

if (import.meta.main) writeFileSync(file, readme(readReadme()));
