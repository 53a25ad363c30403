import { mkdirSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { readChart } from './chart.ts';
import { layout } from './layout.ts';
import { mermaid } from './mermaid.ts';

/** Where the picture stands in the repository. */
export const pictureFile = new URL('../../manifest/triage.svg', import.meta.url);
const textFile = new URL('../../dist/triage.mmd', import.meta.url);

/** The statechart as SVG, the same for the same machine. One unit is one pixel. */
export async function svg(): Promise<string> {
  const graphviz = await Graphviz.load();
  const drawn = graphviz.layout(layout(readChart()), 'svg', 'nop2');
  return drawn
    .replaceAll(/<!--[\s\S]*?-->\n?/g, '')
    .replaceAll('&#45;', '-')
    .replace(/width="(\d+)pt" height="(\d+)pt"/, 'width="$1" height="$2"')
    .replaceAll('font-family="Helvetica,sans-Serif"', 'font-family="Helvetica,Arial,sans-serif"');
}

if (import.meta.main) {
  writeFileSync(pictureFile, await svg());
  mkdirSync(new URL('.', textFile), { recursive: true });
  writeFileSync(textFile, mermaid());
  const root = fileURLToPath(new URL('../..', import.meta.url));
  process.stdout.write(mermaid());
  for (const file of [pictureFile, textFile]) {
    process.stdout.write(`%% written: ${relative(root, fileURLToPath(file))}\n`);
  }
}
