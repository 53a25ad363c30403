import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readChart } from '../../../bot/diagram/chart.ts';
import { pictureFile, svg } from '../../../bot/diagram/diagram.ts';
import { mermaid } from '../../../bot/diagram/mermaid.ts';
import { guardInWords } from '../../../bot/diagram/words.ts';
import { ladder, type Row, stepIds } from '../../../dialogs/triage/answers.ts';
import { conditionLabels } from '../../../dialogs/triage/conditions.ts';
import { type Arrow, rows } from '../../../dialogs/triage/rows.ts';

const text = mermaid();
const lines = text.split('\n').map((line) => line.trim());
const id = (step: string) => step.replaceAll('-', '_');
const picture = readFileSync(pictureFile, 'utf8');
/** What a reader sees: the texts of the picture. */
const seen = [...picture.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => match[1] ?? '').join(' ');

const arrows = ladder.flatMap((row) =>
  Object.entries(rows[row]).flatMap(([answer, list]) =>
    [list].flat().map((arrow: Arrow) => ({ row, answer, arrow })),
  ),
);
const leaving = arrows.flatMap(({ row, answer, arrow }): [row: Row, answer: string, to: string][] => {
  if (arrow.escalate) return [[row, answer, `escalate (${arrow.escalate.category ?? 'by verdict'})`]];
  if (arrow.deviceTrust) return [[row, answer, 'join-check']];
  if (arrow.forward === 'changed') {
    return ['credentials', 'security-software', 'tls', 'proxy'].map((to) => [row, answer, to]);
  }
  const to = arrow.to ?? arrow.forward;
  return to ? [[row, answer, to]] : [];
});

describe('the picture', () => {
  it('in the repository is the one that the machine makes now (npm run diagram)', async () => {
    expect(await svg()).toBe(picture);
  });
  it.each(stepIds)('shows the step %s', (step) => {
    expect(seen).toMatch(new RegExp(`(?<![\\w-])${step}(?![\\w-])`));
  });
  it.each(ladder)('shows the guards of %s', (row) => {
    const words = conditionLabels(row)
      .filter((label) => label !== 'on demand')
      .flatMap((label) => label.split(' '));
    expect(words.filter((word) => !seen.includes(word))).toEqual([]);
  });
  it('is upright, not wider than a page and nowhere too small to read', () => {
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(picture) ?? [];
    expect(Number(width)).toBeLessThanOrEqual(1400);
    expect(Number(height)).toBeGreaterThan(Number(width));
    const sizes = [...picture.matchAll(/font-size="([\d.]+)"/g)].map((match) => Number(match[1]));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(11);
  });
});

describe('the chart', () => {
  it('has every row of the ladder once, on the spine in row order or on demand', () => {
    const { spine, onDemand } = readChart();
    const onSpine = spine.flatMap((rung) => ('row' in rung ? [rung.row] : []));
    expect(onSpine).toEqual(ladder.filter((row) => !onDemand.includes(row)));
  });
  it('refuses a guard that it has no words for', () => {
    expect(() => guardInWords({ type: 'unheardOf', params: {} })).toThrow('unheardOf');
  });
});

describe('the Mermaid text', () => {
  it.each(leaving)('draws %s %s to %s', (row, answer, to) => {
    const [step = '', category] = to.split(/ \(|\)/);
    const found = lines.filter((line) => {
      const ends =
        line.startsWith(`${id(row)} --`) && (line.includes(`"${to}"`) || line.endsWith(` ${id(step)}`));
      return ends && (answer === 'continue' || line.includes(answer)) && line.includes(category ?? '');
    });
    expect(found).toHaveLength(1);
  });
  it.each(stepIds)('has the step %s with at least one arrow', (step) => {
    expect(lines.some((line) => line.startsWith(`${id(step)}[`) || line.startsWith(`${id(step)}(["`))).toBe(
      true,
    );
    expect(lines.some((line) => new RegExp(`-->.*[ ]${id(step)}(\\(|$)`).test(line))).toBe(true);
  });
  it('has only whole lines: nodes, arrows between known nodes and classes', () => {
    const node = String.raw`\w+(?:\["[^"]+"\]|\(\["[^"]+"\]\)|\(\( \)\))`;
    const arrow = String.raw`(\w+) -->(?:\|"[^"|]+"\|)? (\w+)(?:\(\["[^"]+"\]\))?`;
    const style = String.raw`classDef \w+ \S+|class [\w,]+ \w+`;
    const whole = new RegExp(`^(?:${node}|${arrow}|${style})$`);
    const [first, ...rest] = lines.filter((line) => line !== '');
    expect(first).toBe('flowchart TB');
    expect(rest.filter((line) => !whole.test(line))).toEqual([]);
    const known = new Set(
      rest.flatMap((line) => [...line.matchAll(/(\w+)\(?\(?\[?\[?[" ]/g)].map((one) => one[1])),
    );
    const ends = rest.flatMap((line) => new RegExp(`^${arrow}$`).exec(line)?.slice(1) ?? []);
    expect(ends.filter((end) => end && !known.has(end))).toEqual([]);
  });
  it('is the same every time', () => {
    expect(mermaid()).toBe(text);
  });
});
