import { isEnding, ownAnswers, type StepId } from '../../dialogs/triage/answers.ts';
import { canvas, type Point } from './canvas.ts';
import { kindOf, looks } from './looks.ts';
import { lineHeight, type Port } from './ports.ts';

interface Column {
  x: number;
  width: number;
}
/** Columns of the picture: centres and widths. */
export const spine: Column = { x: 395, width: 176 };
export const side: Column = { x: 668, width: 136 };
export const pill = { x: 885, width: 84, height: 24 };
export const bar: Column = { x: 1020, width: 116 };
/** The lanes of what is brought forward: how far the first is from the spine, and the next from it. */
export const lane = { first: 168, pitch: 17 };
export const left = ({ x, width }: Column): number => x - width / 2;
export const right = ({ x, width }: Column): number => x + width / 2;

export const ink = {
  line: '#57606a',
  ticket: looks.ticket.line,
  ending: looks.ending.line,
  forward: looks.question.line,
  title: '#1f2328',
};

/** Draws the parts that the picture is made of, and remembers where they are. */
export function pen() {
  const draw = canvas();
  const placed = new Map<string, { y: number; height: number }>();
  const arrivals: number[] = [];
  let pills = 0;

  /** The first line of a label stands above its arrow, the others below. */
  const beside = (x: number, y: number, lines: readonly string[], color: string, toRight = false) => {
    draw.text([x, y - 9], lines.slice(0, 1), color, { right: toRight });
    const below = lines.slice(1);
    if (below.length === 0) return;
    draw.text([x, y + 2 + (below.length * lineHeight) / 2], below, color, { right: toRight });
  };

  return {
    draw,
    placed,
    /** Heights at which arrows reach the ticket. */
    arrivals,
    beside,
    /** A step; the sign says that its own card offers `fixed`. */
    box(id: StepId, at: Point, width: number, height: number): void {
      placed.set(id, { y: at[1], height });
      const label = (ownAnswers[id] as readonly string[]).includes('fixed') ? `${id}  ✓` : id;
      draw.box(id, at, width, height, label, { ...looks[kindOf(id)], bold: true });
    },
    /** An arrow into the ticket at the right, its last leg level. */
    intoBar(from: string, [x, y]: Point, port: Port, corners: Point[] = [[x, y]]): void {
      beside(x + 8, y, port.lines, ink.ticket);
      draw.arrow(from, 'escalate', [...corners, [left(bar), y]], ink.ticket);
      draw.text([left(bar) + 10, y], [port.category ?? ''], ink.ticket);
      arrivals.push(y);
    },
    /** An ending, or another step that is reached from many places, drawn where the arrow ends. */
    intoPill(from: string, [x, y]: Point, port: Port, at: number): void {
      pills += 1;
      const name = `${port.to} ${pills}`;
      const ends = isEnding(port.to);
      const color = ends ? ink.ending : ink.line;
      const look = ends ? looks.ending : { fill: '#ffffff', line: ink.line, round: true, dashed: true };
      draw.box(name, [at, y], pill.width, pill.height, port.to === 'next' ? 'next row' : port.to, look);
      const toLeft = at < x;
      beside((toLeft ? at + pill.width / 2 : x) + 8, y, port.lines, color);
      const end = at + ((toLeft ? 1 : -1) * pill.width) / 2;
      draw.arrow(
        from,
        name,
        [
          [x, y],
          [end, y],
        ],
        color,
      );
    },
  };
}
export type Pen = ReturnType<typeof pen>;
