import type { StepId } from '../../dialogs/triage/answers.ts';
import { blocksOf } from './blocks.ts';
import type { Point } from './canvas.ts';
import type { Chart } from './chart.ts';
import { drawEverywhere, drawHeading, drawNotes } from './key.ts';
import { lanesFor } from './lanes.ts';
import { looks } from './looks.ts';
import { bar, ink, lane, left, type Pen, pen, pill, side, spine } from './pen.ts';
import { heightOf, lineHeight, portsOf, wrapped } from './ports.ts';
import { boxHeight, drawStep, type Leg } from './steps.ts';

const isExit = (id: string) => id.startsWith('exit ');

/** The vertical line from the start to the end of the ladder; gives its lower end and where brackets start. */
function drawLine(picture: Pen, chart: Chart, start: number): { y: number; legs: Leg[] } {
  const { draw, placed } = picture;
  const blocks = blocksOf(chart);
  const onLine = blocks.map(({ id }) => id as string);
  const brackets = lanesFor(
    blocks.flatMap(({ id, arrows }, i) =>
      arrows.filter(({ from, to }) => from === id && onLine.includes(to) && to !== onLine[i + 1]),
    ),
    onLine,
  );
  const legs: Leg[] = [];
  let before = { id: 'start', bottom: start + 5 };
  let y = start + 8;
  draw.box('start', [spine.x, start], 10, 10, '', { fill: ink.title, line: ink.title, round: true });
  blocks.forEach((block, i) => {
    if (isExit(block.id)) {
      y += 30;
      const [port] = portsOf(block.arrows, 40);
      const corners: Point[] = i === blocks.length - 1 ? [[spine.x, before.bottom]] : [];
      if (port) picture.intoBar(before.id, [spine.x, y], port, [...corners, [spine.x, y]]);
      return;
    }
    const lines = block.guards.length > 0 ? wrapped(`[${block.guards.join(', ')}]`, 66) : [];
    const gap = Math.max(26, lines.length * lineHeight + 16);
    const top = y + gap;
    draw.arrow(
      before.id,
      block.id,
      [
        [spine.x, before.bottom],
        [spine.x, top],
      ],
      ink.line,
    );
    if (lines.length > 0) draw.text([spine.x + 10, y + gap / 2 - 2], lines, ink.line);
    const mine = brackets.filter(({ from }) => from === block.id);
    const drawn = drawStep(picture, block, block.id as StepId, top, mine, onLine);
    legs.push(...drawn.legs);
    y = drawn.bottom;
    before = { id: block.id, bottom: top + (placed.get(block.id)?.height ?? 0) };
  });
  return { y, legs };
}

/** What is brought forward: around the rows between, into the left side of the row. */
function drawBrackets({ draw, placed }: Pen, legs: readonly Leg[]): void {
  for (const { bracket, y } of legs) {
    const x = left(spine) - lane.first - bracket.lane * lane.pitch;
    const end = placed.get(bracket.to)?.y ?? y;
    const corners: Point[] = [
      [left(spine), y],
      [x, y],
      [x, end],
      [left(spine), end],
    ];
    draw.arrow(bracket.from, bracket.to, corners, ink.forward);
  }
}

/** The ticket as a bar along the whole ladder, with its own answers at the lower end. */
function drawTicket(picture: Pen, chart: Chart, from: number): number {
  const { draw } = picture;
  const own = (step: StepId) =>
    portsOf(
      chart.arrows.filter((one) => one.from === step),
      20,
    );
  const x = pill.x - 50;
  const half = pill.width / 2 + 8;
  let y = from;
  for (const port of own('escalate')) {
    if (port.to === 'escalated') {
      picture.box('escalated', [x, y], 2 * half, boxHeight - 4);
      picture.beside(x + half + 8, y, port.lines, ink.ending);
      draw.arrow(
        'escalate',
        'escalated',
        [
          [left(bar), y],
          [x + half, y],
        ],
        ink.ending,
      );
      for (const one of own('escalated')) picture.intoPill('escalated', [x - half, y], one, side.x - 50);
    } else picture.intoPill('escalate', [left(bar), y], port, x);
    y += heightOf(port) + 14;
  }
  const top = Math.min(...picture.arrivals) - 50;
  draw.box('escalate', [bar.x, (top + y) / 2], bar.width, y - top, '', looks.ticket);
  for (const at of [top + 18, y - 16])
    draw.text([left(bar) + 10, at], ['escalate'], ink.title, { bold: true });
  return y;
}

/** The whole picture as DOT text, everything at its place. */
export function layout(chart: Chart): string {
  const picture = pen();
  const { y, legs } = drawLine(picture, chart, 76);
  drawBrackets(picture, legs);
  const bottom = drawTicket(picture, chart, y + 40);
  drawNotes(picture.draw, [30, bottom - 60]);
  drawHeading(picture.draw, 20);
  drawEverywhere(picture.draw, chart, [30, 84]);
  return picture.draw.dot();
}
