import { isEnding, ownAnswers, type StepId } from '../../dialogs/triage/answers.ts';
import { type Block, blocksOf, furtherGuards } from './blocks.ts';
import { canvas, type Point } from './canvas.ts';
import type { Chart, ChartArrow } from './chart.ts';
import { drawEverywhere, drawHeading, drawNotes } from './key.ts';
import { type Bracket, lanesFor } from './lanes.ts';
import { kindOf, looks } from './looks.ts';

/** Columns of the picture: centres and widths. */
const spine = { x: 395, width: 176 };
const side = { x: 668, width: 136 };
const pill = { x: 885, width: 84, height: 24 };
const bar = { x: 1020, width: 116 };
const lane = { first: 168, pitch: 17 };
const left = ({ x, width }: { x: number; width: number }) => x - width / 2;
const right = ({ x, width }: { x: number; width: number }) => x + width / 2;

const ink = {
  spine: '#57606a',
  ticket: looks.ticket.line,
  ending: looks.ending.line,
  forward: '#2f6fb2',
  side: '#57606a',
};
const boxHeight = 38;
const lineHeight = 15;

/** Breaks a label into lines of at most so many characters, between words. */
export function wrapped(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Arrows of one step that end at the same place, drawn as one. */
interface Port {
  to: ChartArrow['to'];
  category: string | undefined;
  lines: string[];
}
function portsOf(arrows: readonly ChartArrow[], most: number): Port[] {
  const ports = new Map<string, Port>();
  for (const { to, category, label } of arrows) {
    const key = `${to} ${category}`;
    const port = ports.get(key) ?? { to, category, lines: [] };
    port.lines.push(...wrapped(label, most));
    ports.set(key, port);
  }
  return [...ports.values()];
}
const heightOf = ({ lines }: Port) => 10 + Math.max(1, lines.length) * lineHeight;
const sum = (all: readonly number[]) => all.reduce((a, b) => a + b, 0);

/** Draws the chart at fixed places and gives the DOT text. */
export function layout(chart: Chart): string {
  const draw = canvas();
  const blocks = blocksOf(chart);
  const onLine = blocks.map(({ id }) => id as string);
  const placed = new Map<string, { y: number; height: number }>();
  const brackets = lanesFor(
    blocks.flatMap(({ id, arrows }, i) =>
      arrows.filter(({ from, to }) => from === id && onLine.includes(to) && to !== onLine[i + 1]),
    ),
    onLine,
  );
  const legs: { bracket: Bracket; y: number }[] = [];
  const toBar: number[] = [];
  let pills = 0;

  const box = (id: StepId, at: Point, width: number, height: number) => {
    placed.set(id, { y: at[1], height });
    const label = (ownAnswers[id] as readonly string[]).includes('fixed') ? `${id}  ✓` : id;
    draw.box(id, at, width, height, label, { ...looks[kindOf(id)], bold: true });
  };
  /** The first line of a label stands above its arrow, the others below. */
  const beside = (x: number, y: number, lines: readonly string[], color: string, right = false) => {
    draw.text([x, y - 9], lines.slice(0, 1), color, { right });
    const rest = lines.slice(1);
    if (rest.length > 0) draw.text([x, y + 2 + (rest.length * lineHeight) / 2], rest, color, { right });
  };
  const intoBar = (from: string, x: number, y: number, port: Port, corners: Point[] = [[x, y]]) => {
    beside(x + 8, y, port.lines, ink.ticket);
    draw.arrow(from, 'escalate', [...corners, [left(bar), y]], ink.ticket);
    draw.text([left(bar) + 10, y], [port.category ?? ''], ink.ticket);
    toBar.push(y);
  };
  /** An ending, or another step that is reached from many places, drawn where the arrow ends. */
  const intoPill = (from: string, x: number, y: number, port: Port, at: number) => {
    pills += 1;
    const name = `${port.to} ${pills}`;
    const ends = isEnding(port.to);
    const color = ends ? ink.ending : ink.side;
    const look = ends ? looks.ending : { fill: '#ffffff', line: ink.side, round: true, dashed: true };
    draw.box(name, [at, y], pill.width, pill.height, port.to === 'next' ? 'next row' : port.to, look);
    const toLeft = at < x;
    const room = toLeft ? at + pill.width / 2 : x;
    beside(room + 8, y, port.lines, color);
    draw.arrow(
      from,
      name,
      [
        [x, y],
        [at + ((toLeft ? 1 : -1) * pill.width) / 2, y],
      ],
      color,
    );
  };

  /** Side steps below each other, the first with its centre at `y`; gives the lower end. */
  const drawSides = (block: Block, y: number): number => {
    let centre = y;
    let bottom = y;
    block.sides.forEach((id, i) => {
      const own = block.arrows.filter(({ from }) => from === id);
      const onward = block.sides[i + 1];
      const ports = portsOf(
        own.filter(({ to }) => to !== onward),
        16,
      );
      const height = Math.max(boxHeight, sum(ports.map(heightOf)) + 4);
      if (i > 0) centre = bottom + height / 2;
      box(id, [side.x, centre], side.width, height);
      let portY = centre - sum(ports.map(heightOf)) / 2;
      for (const port of ports) {
        const at = portY + (port.lines.length > 1 ? lineHeight + 4 : heightOf(port) / 2 + 3);
        if (port.to === 'escalate') intoBar(id, right(side), at, { ...port, lines: [port.lines.join(' ')] });
        else intoPill(id, right(side), at, port, pill.x);
        portY += heightOf(port);
      }
      bottom = centre + height / 2;
      const down = own.filter(({ to }) => to === onward);
      if (onward && down.length > 0) {
        const labels = down.map(({ label }) => label);
        const isGuard = (label: string) => label.startsWith('[');
        const answers = labels.filter((label) => !isGuard(label)).join(', ');
        const lines = [...(answers ? [answers] : []), ...labels.filter(isGuard)];
        const gap = Math.max(28, lines.length * lineHeight + 14);
        draw.arrow(
          id,
          onward,
          [
            [side.x, bottom],
            [side.x, bottom + gap],
          ],
          ink.side,
        );
        draw.text([side.x + 8, bottom + gap / 2 - 2], lines, ink.side);
        bottom += gap;
      }
    });
    return bottom;
  };

  /** A step of the line with its arrows to the right and its brackets to the left; gives the lower end. */
  const drawBlock = (block: Block, top: number): number => {
    const id = block.id as StepId;
    const own = block.arrows.filter(({ from, to }) => from === id && !onLine.includes(to));
    const [first] = block.sides;
    const toSide = own.filter(({ to }) => to === first);
    const ports = portsOf(
      own.filter(({ to }) => to !== first && to !== 'code-help'),
      40,
    );
    const up = portsOf(
      own.filter(({ to }) => to === 'code-help' && to !== first),
      40,
    );
    const [across] = portsOf(toSide, 16);
    if (across && first) {
      const further = furtherGuards(first);
      if (further.length > 0) across.lines.push(...wrapped(`[${further.join(', ')}]`, 16));
    }
    const mine = brackets.filter(({ from }) => from === id).sort((a, b) => b.lane - a.lane);
    const sideOwn = portsOf(
      block.arrows.filter(({ from }) => from === first),
      16,
    ).filter(({ to }) => to !== block.sides[1]);
    const sideHeight = first
      ? Math.max(boxHeight, sum(sideOwn.map(heightOf)) + 4, across ? across.lines.length * lineHeight : 0)
      : 0;
    const rightHeight = sum([...up, ...ports].map(heightOf)) + (across ? sideHeight : 0);
    const leftHeight = sum(mine.map((one) => 6 + one.labels.length * lineHeight));
    const height = Math.max(boxHeight, rightHeight + 4, leftHeight + 6);
    box(id, [spine.x, top + height / 2], spine.width, height);

    let y = top + (height - rightHeight) / 2;
    for (const port of [...up, ...ports]) {
      const at = y + heightOf(port) / 2 + 3;
      const x = right(spine);
      if (port.to === 'escalate') intoBar(id, x, at, port);
      else if (port.to === 'code-help') {
        const help = placed.get('code-help');
        const bend = right(side) - 24;
        beside(x + 8, at, port.lines, ink.side);
        draw.arrow(
          id,
          'code-help',
          [
            [x, at],
            [bend, at],
            [bend, (help?.y ?? 0) + (help?.height ?? 0) / 2],
          ],
          ink.side,
        );
      } else intoPill(id, x, at, port, left(side) + pill.width / 2);
      y += heightOf(port);
    }
    let bottom = top + height;
    if (across && first) {
      const centre = y + sideHeight / 2;
      beside(right(spine) + 8, centre, across.lines, ink.side);
      bottom = Math.max(bottom, drawSides(block, centre));
      draw.arrow(
        id,
        first,
        [
          [right(spine), centre],
          [left(side), centre],
        ],
        ink.side,
      );
    }
    let leg = top + (height - leftHeight) / 2;
    for (const bracket of mine) {
      const at = leg + lineHeight + 2;
      beside(left(spine) - 8, at, bracket.labels, ink.forward, true);
      legs.push({ bracket, y: at });
      leg += 6 + bracket.labels.length * lineHeight;
    }
    return bottom;
  };

  let y = 76;
  let before: { id: string; bottom: number } = { id: 'start', bottom: y + 5 };
  draw.box('start', [spine.x, y], 10, 10, '', { fill: '#1f2328', line: '#1f2328', round: true });
  y += 8;
  blocks.forEach((block, i) => {
    if (block.id.startsWith('exit ')) {
      y += 30;
      const [port] = portsOf(block.arrows, 40);
      const lastOne = i === blocks.length - 1;
      if (port)
        intoBar(
          before.id,
          spine.x,
          y,
          port,
          lastOne
            ? [
                [spine.x, before.bottom],
                [spine.x, y],
              ]
            : [[spine.x, y]],
        );
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
      ink.spine,
    );
    if (lines.length > 0) draw.text([spine.x + 10, y + gap / 2 - 2], lines, ink.spine);
    y = drawBlock(block, top);
    before = { id: block.id, bottom: top + (placed.get(block.id)?.height ?? 0) };
  });

  for (const { bracket, y: start } of legs) {
    const x = left(spine) - lane.first - bracket.lane * lane.pitch;
    const end = placed.get(bracket.to)?.y ?? 0;
    draw.arrow(
      bracket.from,
      bracket.to,
      [
        [left(spine), start],
        [x, start],
        [x, end],
        [left(spine), end],
      ],
      ink.forward,
    );
  }

  const ownOfTicket = portsOf(
    chart.arrows.filter(({ from }) => from === 'escalate'),
    20,
  );
  y += 40;
  for (const port of ownOfTicket) {
    const at = pill.x - 50;
    if (port.to === 'escalated') {
      box('escalated', [at, y], pill.width + 16, boxHeight - 4);
      beside(at + pill.width / 2 + 16, y, port.lines, ink.ending);
      draw.arrow(
        'escalate',
        'escalated',
        [
          [left(bar), y],
          [at + pill.width / 2 + 8, y],
        ],
        ink.ending,
      );
      const after = portsOf(
        chart.arrows.filter(({ from }) => from === 'escalated'),
        20,
      );
      for (const one of after) intoPill('escalated', at - pill.width / 2 - 8, y, one, side.x - 50);
    } else intoPill('escalate', left(bar), y, port, at);
    y += heightOf(port) + 14;
  }
  const top = Math.min(...toBar) - 50;
  draw.box('escalate', [bar.x, (top + y) / 2], bar.width, y - top, '', looks.ticket);
  for (const at of [top + 18, y - 16])
    draw.text([left(bar) + 10, at], ['escalate'], '#1f2328', { bold: true });
  drawNotes(draw, [30, y - 60]);
  drawHeading(draw, 20);
  drawEverywhere(draw, chart, [30, 84]);
  return draw.dot();
}
