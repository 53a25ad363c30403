import type { Canvas, Point } from './canvas.ts';
import { fontSize, widthOf } from './canvas.ts';
import type { Chart, End } from './chart.ts';
import { type Kind, kindNames, looks } from './looks.ts';

const named = (to: End) => (to === 'next' ? 'the next row' : to);
const withCategory = (category: string | undefined) => (category ? ` (${category})` : '');

/** What the colours and signs mean, in one line across the top. */
export function drawHeading(draw: Canvas, top: number): void {
  draw.text([30, top], ['The triage'], '#1f2328', { size: 20 });
  let x = 140;
  for (const kind of Object.keys(looks) as Kind[]) {
    const width = widthOf(kindNames[kind]) + 16;
    draw.box(`key ${kind}`, [x + width / 2, top], width, 24, kindNames[kind], looks[kind]);
    x += width + 8;
  }
  draw.text([x, top], ['✓ offers "fixed"   [guard] passed over where it fails'], '#57606a');
}

/** The box of what is possible at every step, so that it need not be drawn from each. */
export function drawEverywhere(draw: Canvas, chart: Chart, [x, y]: Point): void {
  const lines = chart.everywhere.flatMap(({ answer, to, category }) => {
    const onward = chart.arrows.filter(
      ({ from, label }) =>
        from === to && (['paused', 'roll-back', 'evidence'].includes(from) || label === '[nothing off]'),
    );
    return [
      `${answer} → ${named(to)}${withCategory(category)}`,
      ...onward.map((one) => `      ${one.label} → ${named(one.to)}${withCategory(one.category)}`),
    ];
  });
  const height = lines.length * fontSize * 1.2 + 48;
  draw.box('every step', [x + 118, y + height / 2], 236, height, '', {
    fill: '#f6f8fa',
    line: '#8c959f',
    round: true,
  });
  draw.text([x + 12, y + 18], ['From every step'], '#1f2328', { bold: true });
  draw.text([x + 12, y + height / 2 + 12], lines, '#1f2328');
}

/** What leads on without an arrow of its own. */
export function drawNotes(draw: Canvas, at: Point): void {
  const lines = [
    'An answer without an arrow leads to the next row whose guard holds.',
    'A case that came back starts with the row that fixed it before.',
    'copied-now opens the rows again that were left out for the files.',
  ];
  draw.text(at, lines, '#57606a');
}
