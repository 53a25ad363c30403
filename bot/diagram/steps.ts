import type { StepId } from '../../dialogs/triage/answers.ts';
import { type Block, furtherGuards } from './blocks.ts';
import type { Bracket } from './lanes.ts';
import { ink, left, type Pen, pill, right, side, spine } from './pen.ts';
import { heightOf, heightOfAll, lineHeight, type Port, portsOf, wrapped } from './ports.ts';

export const boxHeight = 38;
const narrow = 16;
const wide = 40;

const ownPorts = (block: Block, id: StepId, onward: StepId | undefined): Port[] =>
  portsOf(
    block.arrows.filter(({ from, to }) => from === id && to !== onward),
    narrow,
  );
const heightFor = (ports: readonly Port[]): number => Math.max(boxHeight, heightOfAll(ports) + 4);

/** The answers in one line, each guard in a line of its own. */
function answersThenGuards(labels: readonly string[]): string[] {
  const isGuard = (label: string) => label.startsWith('[');
  const answers = labels.filter((label) => !isGuard(label)).join(', ');
  return [...(answers ? [answers] : []), ...labels.filter(isGuard)];
}

/** Side steps below each other, the first with its centre at `y`; gives the lower end. */
function drawSides(pen: Pen, block: Block, y: number): number {
  let bottom = y;
  block.sides.forEach((id, i) => {
    const onward = block.sides[i + 1];
    const ports = ownPorts(block, id, onward);
    const height = heightFor(ports);
    const centre = i === 0 ? y : bottom + height / 2;
    pen.box(id, [side.x, centre], side.width, height);
    let top = centre - heightOfAll(ports) / 2;
    for (const port of ports) {
      const at = top + (port.lines.length > 1 ? lineHeight + 4 : heightOf(port) / 2 + 3);
      if (port.to === 'escalate') {
        pen.intoBar(id, [right(side), at], { ...port, lines: [port.lines.join(' ')] });
      } else pen.intoPill(id, [right(side), at], port, pill.x);
      top += heightOf(port);
    }
    bottom = centre + height / 2;
    const labels = block.arrows
      .filter(({ from, to }) => from === id && to === onward)
      .map(({ label }) => label);
    if (!onward || labels.length === 0) return;
    const lines = answersThenGuards(labels);
    const gap = Math.max(28, lines.length * lineHeight + 14);
    pen.draw.arrow(
      id,
      onward,
      [
        [side.x, bottom],
        [side.x, bottom + gap],
      ],
      ink.line,
    );
    pen.draw.text([side.x + 8, bottom + gap / 2 - 2], lines, ink.line);
    bottom += gap;
  });
  return bottom;
}

/** An arrow that turns up to a side step above. */
function turnUp(pen: Pen, from: StepId, y: number, port: Port): void {
  const end = pen.placed.get(port.to);
  const bend = right(side) - 24;
  pen.beside(right(spine) + 8, y, port.lines, ink.line);
  const bottom = (end?.y ?? y) + (end?.height ?? 0) / 2;
  pen.draw.arrow(
    from,
    port.to,
    [
      [right(spine), y],
      [bend, y],
      [bend, bottom],
    ],
    ink.line,
  );
}

/** Where the brackets of a step start, the farthest lane first. */
export interface Leg {
  bracket: Bracket;
  y: number;
}

/** A step of the line with its arrows to the right and its brackets to the left; gives its lower end and its legs. */
export function drawStep(
  pen: Pen,
  block: Block,
  id: StepId,
  top: number,
  brackets: readonly Bracket[],
  onLine: readonly string[],
): { bottom: number; legs: Leg[] } {
  const own = block.arrows.filter(({ from, to }) => from === id && !onLine.includes(to));
  const [first, second] = block.sides;
  const isUp = (port: Port) => pen.placed.has(port.to);
  const ports = portsOf(
    own.filter(({ to }) => to !== first),
    wide,
  ).sort((a, b) => Number(isUp(b)) - Number(isUp(a)));
  const [across] = portsOf(
    own.filter(({ to }) => to === first),
    narrow,
  );
  if (across && first && furtherGuards(first).length > 0) {
    across.lines.push(...wrapped(`[${furtherGuards(first).join(', ')}]`, narrow));
  }
  const acrossHeight =
    across && first
      ? Math.max(heightFor(ownPorts(block, first, second)), across.lines.length * lineHeight)
      : 0;
  const legHeight = ({ labels }: Bracket) => 6 + labels.length * lineHeight;
  const rightHeight = heightOfAll(ports) + acrossHeight;
  const leftHeight = brackets.reduce((sum, one) => sum + legHeight(one), 0);
  const height = Math.max(boxHeight, rightHeight + 4, leftHeight + 6);
  pen.box(id, [spine.x, top + height / 2], spine.width, height);

  let y = top + (height - rightHeight) / 2;
  for (const port of ports) {
    const at = y + heightOf(port) / 2 + 3;
    if (port.to === 'escalate') pen.intoBar(id, [right(spine), at], port);
    else if (isUp(port)) turnUp(pen, id, at, port);
    else pen.intoPill(id, [right(spine), at], port, left(side) + pill.width / 2);
    y += heightOf(port);
  }
  let bottom = top + height;
  if (across && first) {
    const centre = y + acrossHeight / 2;
    pen.beside(right(spine) + 8, centre, across.lines, ink.line);
    bottom = Math.max(bottom, drawSides(pen, block, centre));
    pen.draw.arrow(
      id,
      first,
      [
        [right(spine), centre],
        [left(side), centre],
      ],
      ink.line,
    );
  }
  let leg = top + (height - leftHeight) / 2;
  const legs = [...brackets]
    .sort((a, b) => b.lane - a.lane)
    .map((bracket) => {
      const at = leg + lineHeight + 2;
      pen.beside(left(spine) - 8, at, bracket.labels, ink.forward, true);
      leg += legHeight(bracket);
      return { bracket, y: at };
    });
  return { bottom, legs };
}
