/** A point in pixels, the y axis downwards. */
export type Point = readonly [x: number, y: number];

export interface Look {
  fill: string;
  line: string;
  ink?: string;
  round?: boolean;
  bold?: boolean;
  dashed?: boolean;
}

export const fontSize = 13;
/** A safe estimate of a line's width. */
export const widthOf = (text: string, size = fontSize): number => Math.ceil(text.length * size * 0.56) + 4;

const quoted = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
const inches = (pixels: number) => (pixels / 72).toFixed(4);
const place = ([x, y]: Point) => `${Math.round(x * 10) / 10},${Math.round(-y * 10) / 10}`;

const between = ([ax, ay]: Point, [bx, by]: Point, share: number): Point => [
  ax + (bx - ax) * share,
  ay + (by - ay) * share,
];
/** The point so many pixels from `from` towards `to`. */
function towards(from: Point, to: Point, pixels: number): Point {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  return between(from, to, length === 0 ? 0 : Math.min(pixels / length, 0.5));
}

/** A Graphviz spline along the corners given, each of them rounded, that ends where an arrowhead begins. */
function spline(corners: readonly Point[]): string {
  const end = corners.at(-1) as Point;
  const start = corners[0] as Point;
  const tip = towards(end, corners.at(-2) as Point, 8);
  const path: Point[] = [start];
  const lineTo = (to: Point) => {
    const from = path.at(-1) as Point;
    path.push(between(from, to, 1 / 3), between(from, to, 2 / 3), to);
  };
  corners.slice(1, -1).forEach((corner, i) => {
    const after = corners[i + 2] as Point;
    lineTo(towards(corner, corners[i] as Point, 8));
    path.push(corner, corner, towards(corner, after, 8));
  });
  lineTo(tip);
  return `e,${place(end)} ${path.map(place).join(' ')}`;
}

/** Collects boxes, texts and arrows at fixed places as a DOT graph for Graphviz's `nop2`, which only draws. */
export function canvas() {
  const lines: string[] = [];
  let texts = 0;
  const attributes = (all: Record<string, string>) =>
    Object.entries(all)
      .map(([name, value]) => `${name}=${name === 'label' ? value : quoted(value)}`)
      .join(' ');

  return {
    /** A box with its centre, size and label. */
    box(id: string, [x, y]: Point, width: number, height: number, label: string, look: Look): void {
      const style = ['filled', ...(look.round ? ['rounded'] : []), ...(look.dashed ? ['dashed'] : [])];
      const all = {
        pos: place([x, y]),
        width: inches(width),
        height: inches(height),
        label: quoted(label),
        style: style.join(','),
        fillcolor: look.fill,
        color: look.line,
        fontcolor: look.ink ?? '#1f2328',
        fontname: look.bold ? 'Helvetica-Bold' : 'Helvetica',
        fontsize: String(look.bold ? fontSize + 1 : fontSize),
      };
      lines.push(`${quoted(id)} [${attributes(all)}];`);
    },
    /** Lines of text; the point is the middle of their left edge, or of the right one. */
    text(
      [x, y]: Point,
      text: readonly string[],
      ink: string,
      more: { right?: boolean; size?: number; bold?: boolean } = {},
    ): void {
      const size = more.size ?? fontSize;
      const width = Math.max(...text.map((line) => widthOf(line, size)));
      const all = {
        shape: 'plaintext',
        style: 'solid',
        margin: '0',
        pos: place([more.right ? x - width / 2 : x + width / 2, y]),
        width: inches(width),
        height: inches(text.length * size * 1.2),
        label: `"${text.map((line) => `${quoted(line).slice(1, -1)}${more.right ? '\\r' : '\\l'}`).join('')}"`,
        fontcolor: ink,
        fontname: more.bold ? 'Helvetica-Bold' : 'Helvetica',
        fontsize: String(size),
      };
      texts += 1;
      lines.push(`${quoted(`text ${texts}`)} [${attributes(all)}];`);
    },
    /** An arrow from box to box along these corners, from edge to edge. */
    arrow(from: string, to: string, corners: readonly Point[], color: string, dashed = false): void {
      const style = dashed ? ' style="dashed"' : '';
      lines.push(`${quoted(from)} -> ${quoted(to)} [pos="${spline(corners)}" color="${color}"${style}];`);
    },
    dot: (): string =>
      [
        'digraph triage {',
        'graph [bgcolor="white" pad="0.15"];',
        `node [shape=box fixedsize=true penwidth=1.2 fontname="Helvetica" fontsize=${fontSize}];`,
        'edge [arrowsize=0.7 penwidth=1.2];',
        ...lines,
        '}',
      ].join('\n'),
  };
}
export type Canvas = ReturnType<typeof canvas>;
