import { isEnding, type StepId, stepIds } from '../../dialogs/triage/answers.ts';
import { blocksOf, furtherGuards } from './blocks.ts';
import { type Chart, type End, readChart } from './chart.ts';
import { type Kind, kindOf, looks } from './looks.ts';

interface Line {
  from: string;
  to: string;
  label: string;
  category?: string | undefined;
}

const id = (step: string) => step.replaceAll(/[ -]/g, '_');
const endOf = (to: End) => (to === 'next' ? 'next row' : to);
const guarded = (guards: readonly string[]) => (guards.length > 0 ? `[${guards.join(', ')}]` : '');
const everyStep = 'every step';

/** Steps that many arrows reach: only those from here are drawn to them, each other ends in a copy of the name. */
const homes: Record<string, string[]> = {
  'ask-code': ['welcome'],
  'put-back': ['proxy-needed'],
  paused: [everyStep],
  resolved: ['put-back', 'proxy-needed'],
  escalate: ['rejoin-ready'],
  escalated: ['escalate'],
  closed: ['escalated'],
  'next row': [],
  'same step': [],
};

/** The vertical line: each step of the intake and each row of the ladder, with its guards on the arrow into it. */
function spine(chart: Chart): Line[] {
  const lines: Line[] = [];
  let before = 'start';
  for (const { id: to, guards, arrows, sides } of blocksOf(chart)) {
    if (!to.startsWith('exit ')) {
      lines.push({ from: before, to, label: guarded(guards) });
      before = to;
    }
    for (const one of arrows) {
      const further = sides.includes(one.to as StepId) ? guarded(furtherGuards(one.to as StepId)) : '';
      lines.push({ ...one, to: endOf(one.to), label: [one.label, further].join(' ').trim() });
    }
  }
  return lines;
}

/** Arrows of the steps beside the line, and of every step at once. */
function around(chart: Chart): Line[] {
  const onLine = new Set<string>(blocksOf(chart).flatMap((block) => [block.id, ...block.sides]));
  return [
    ...chart.arrows.filter(({ from }) => !onLine.has(from)).map((one) => ({ ...one, to: endOf(one.to) })),
    ...chart.everywhere.map((one) => ({ ...one, from: everyStep, to: endOf(one.to), label: one.answer })),
  ];
}

/** Arrows as Mermaid lines; those between the same two ends are one, their labels below each other. */
function merged(lines: readonly Line[]): string[] {
  const arrows = new Map<string, { one: Line; labels: string[] }>();
  for (const one of lines) {
    const key = [one.from, one.to, one.category].join();
    const arrow = arrows.get(key) ?? { one, labels: [] };
    if (one.label) arrow.labels.push(one.label);
    arrows.set(key, arrow);
  }
  return [...arrows.values()].map(({ one: { from, to, category }, labels }) => {
    const home = homes[to];
    const name = category ? `${to} (${category})` : to;
    const copy = `${id([from, to, ...(category ? [category] : [])].join(' '))}(["${name}"])`;
    const end = !home || home.includes(from) ? id(to) : copy;
    const label = home?.includes(from) && category ? labels.map((text) => `${text} (${category})`) : labels;
    return `  ${id(from)} -->${label.length > 0 ? `|"${label.join('<br/>')}"|` : ''} ${end}`;
  });
}

/** The statechart as a Mermaid flowchart. */
export function mermaid(): string {
  const chart = readChart();
  const node = (step: StepId) => (isEnding(step) ? `  ${id(step)}(["${step}"])` : `  ${id(step)}["${step}"]`);
  const kinds = Object.keys(looks) as Kind[];
  return [
    'flowchart TB',
    '  start(( ))',
    ...stepIds.map(node),
    `  ${id(everyStep)}(["from every step"])`,
    ...merged([...spine(chart), ...around(chart)]),
    ...kinds.flatMap((kind) => [
      `  classDef ${kind} fill:${looks[kind].fill},stroke:${looks[kind].line},color:#1f2328`,
      `  class ${stepIds
        .filter((step) => kindOf(step) === kind)
        .map(id)
        .join(',')} ${kind}`,
    ]),
    '',
  ].join('\n');
}
