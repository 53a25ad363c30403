import { endings, ladder, type StepId, stepIds } from '../../dialogs/triage/answers.ts';
import { blocksOf, furtherGuards } from './blocks.ts';
import { type Chart, readChart } from './chart.ts';
import { kindOf, looks } from './looks.ts';

const id = (step: string) => step.replaceAll(/[ -]/g, '_');
const arrow = (from: string, label: string, to: string) =>
  `  ${id(from)} -->${label ? `|"${label}"|` : ''} ${id(to)}`;
const withCategory = (label: string, category: string | undefined) =>
  category ? `${label} (${category})` : label;

/** The vertical line: each step of the intake and each row of the ladder, with its guards on the arrow into it. */
function spine(chart: Chart): string[] {
  const lines: string[] = [];
  let before = 'start';
  for (const block of blocksOf(chart)) {
    const isExit = block.id.startsWith('exit ');
    if (!isExit) {
      lines.push(arrow(before, block.guards.length > 0 ? `[${block.guards.join(', ')}]` : '', block.id));
      before = block.id;
    }
    for (const one of block.arrows) {
      const further =
        one.to === block.sides[0] || block.sides.includes(one.to as StepId)
          ? furtherGuards(one.to as StepId)
          : [];
      const label = further.length > 0 ? `${one.label} [${further.join(', ')}]` : one.label;
      const to = one.to === 'same step' ? 'before' : one.to;
      lines.push(arrow(one.from, withCategory(label, one.category), to));
    }
  }
  return lines;
}

/** Arrows of the steps beside the line, and of every step at once. */
function around(chart: Chart): string[] {
  const onLine = new Set<string>(blocksOf(chart).flatMap((block) => [block.id, ...block.sides]));
  const target = (to: string) => (to === 'next' ? 'next row' : to === 'same step' ? 'before' : to);
  return [
    ...chart.arrows
      .filter(({ from }) => !onLine.has(from))
      .map((one) => arrow(one.from, withCategory(one.label, one.category), target(one.to))),
    ...chart.everywhere.map((one) =>
      arrow('any step', withCategory(one.answer, one.category), target(one.to)),
    ),
  ];
}

/** The statechart as a Mermaid flowchart. */
export function mermaid(): string {
  const chart = readChart();
  const node = (step: string) => `  ${id(step)}["${step}"]`;
  const inLadder = new Set<string>(ladder);
  const isEnding = (step: string) => (endings as readonly string[]).includes(step);
  const classes = new Map<string, string[]>();
  for (const step of stepIds) {
    const kind = kindOf(step);
    classes.set(kind, [...(classes.get(kind) ?? []), id(step)]);
  }
  return [
    'flowchart TB',
    '  start(( ))',
    '  any_step(["from every step"])',
    '  before(["the same step"])',
    '  next_row(["the next row that applies"])',
    'subgraph intake ["Intake and help"]',
    ...stepIds.filter((step) => !inLadder.has(step) && !isEnding(step)).map(node),
    'end',
    'subgraph ladder ["The ladder: the first row whose guard holds"]',
    ...stepIds.filter((step) => inLadder.has(step)).map(node),
    'end',
    'subgraph endings ["Endings"]',
    ...stepIds.filter(isEnding).map((step) => `  ${id(step)}(["${step}"])`),
    'end',
    ...spine(chart),
    ...around(chart),
    ...[...classes].flatMap(([kind, steps]) => [
      `  classDef ${kind} fill:${looks[kind as keyof typeof looks].fill},stroke:${looks[kind as keyof typeof looks].line},color:#1f2328`,
      `  class ${steps.join(',')} ${kind}`,
    ]),
    '',
  ].join('\n');
}
