import type { ChartArrow } from './chart.ts';

export const lineHeight = 15;

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

/** Arrows of one step that end at the same place, drawn as one with a line for each. */
export interface Port {
  to: ChartArrow['to'];
  category: string | undefined;
  lines: string[];
}

export function portsOf(arrows: readonly ChartArrow[], most: number): Port[] {
  const ports = new Map<string, Port>();
  for (const { to, category, label } of arrows) {
    const key = `${to} ${category}`;
    const port = ports.get(key) ?? { to, category, lines: [] };
    port.lines.push(...wrapped(label, most));
    ports.set(key, port);
  }
  return [...ports.values()];
}

/** The room an arrow takes at the side of its box. */
export const heightOf = ({ lines }: Port): number => 10 + Math.max(1, lines.length) * lineHeight;
export const heightOfAll = (ports: readonly Port[]): number =>
  ports.reduce((sum, port) => sum + heightOf(port), 0);
