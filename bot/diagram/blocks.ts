import { isRow, ladder, type StepId } from '../../dialogs/triage/answers.ts';
import { conditionLabels } from '../../dialogs/triage/conditions.ts';
import type { Chart, ChartArrow, End } from './chart.ts';

/** One place of the vertical line of the picture: a step, or only a way out, with what stands beside it. */
export interface Block {
  id: StepId | `exit ${string}`;
  /** Guards of the arrow into it. */
  guards: string[];
  /** Steps to its right that only an answer leads to, the second below the first. */
  sides: StepId[];
  arrows: ChartArrow[];
}

const besides: Partial<Record<StepId, StepId[]>> = {
  'ask-code': ['code-help'],
  device: ['other-device'],
  'proxy-needed': ['put-back'],
};
const intake: StepId[] = ['welcome', 'ask-code', 'incident', 'device'];

/** What a row on demand asks for beyond what brought the case to the row before it. */
export function furtherGuards(row: StepId): string[] {
  if (!isRow(row)) return [];
  const before = ladder[ladder.indexOf(row) - 1];
  const known = before ? conditionLabels(before) : [];
  return conditionLabels(row).filter((label) => label !== 'on demand' && !known.includes(label));
}

/** The picture's vertical line: the intake, then the ladder in row order, each with its side steps. */
export function blocksOf(chart: Chart): Block[] {
  const blocks: Block[] = intake.map((id) => ({
    id,
    guards:
      id === 'welcome'
        ? ['says nothing yet']
        : chart.gates.filter(({ to }) => to === id).map(({ guard }) => guard),
    sides: besides[id] ?? [],
    arrows: [],
  }));
  for (const rung of chart.spine) {
    if ('exit' in rung) {
      const arrow = { from: rung.after, to: 'escalate' as const, label: rung.exit, category: rung.category };
      blocks.push({ id: `exit ${rung.after}`, guards: [], sides: [], arrows: [arrow] });
      continue;
    }
    let row = rung.row;
    const sides: StepId[] = [];
    for (;;) {
      const after = ladder[ladder.indexOf(row) + 1];
      if (!after || !chart.onDemand.includes(after)) break;
      sides.push(after, ...(besides[after] ?? []));
      row = after;
    }
    blocks.push({ id: rung.row, guards: rung.guards, sides, arrows: [] });
  }
  for (const block of blocks) {
    const steps: string[] = [block.id, ...block.sides];
    block.arrows.push(...chart.arrows.filter(({ from, to }) => steps.includes(from) && to !== 'next'));
    if (block.id === 'ask-code') block.arrows.push(gateArrow(chart, 'ask-code', 'code-help'));
    if (block.id === 'device') {
      block.arrows.push(
        gateArrow(chart, 'device', 'code-help', true),
        gateArrow(chart, 'device', 'other-device'),
        gateArrow(chart, 'device', 'escalate'),
      );
    }
  }
  return blocks;
}

/** A gate of the intake as an arrow from the step whose answer decides it; a phone is the last that leads to a step. */
function gateArrow(chart: Chart, from: StepId, to: End, last = false): ChartArrow {
  const found = chart.gates.filter((gate) => gate.to === to);
  const gate = last ? found.at(-1) : found[0];
  if (!gate) throw new Error(`Nothing sends a case from ${from} to ${to}.`);
  return { from, to, label: `[${gate.guard}]`, ...(gate.category && { category: gate.category }) };
}
