import type { StepView } from '../dialogs/triage/view.ts';
import type { Labelled } from './models.ts';
import { harmless, say } from './texts.ts';

/** What the lines may take of a card's 28 KB; the fixed texts and buttons need the rest. */
const mostBytes = 5000;
const mostLines = 40;

/** Bytes on the wire; an umlaut, a quote or a bracket of a person takes more than one. */
const sizeOf = (text: string): number => Buffer.byteLength(JSON.stringify(harmless(text))) - 2;

function cut(text: string, bytes: number): string {
  let kept = text;
  for (let size = sizeOf(kept); size > bytes; size = sizeOf(kept)) {
    kept = kept.slice(0, Math.floor((kept.length * bytes) / (size + 1))).toWellFormed();
  }
  return kept;
}

/** The label of a line that belongs to the one above it. */
export const point = '–';

/** One line each; the label stands at the first. A line that is a point of the one above brings its own dash. */
const split = ({ label, text }: { label: string; text: string }): Labelled[] =>
  text
    .split(/\r?\n/)
    .filter((part) => part.trim() !== '')
    .map((part, at) => {
      if (at === 0) return { label: `${label}:`, text: part };
      const belongs = part.trimStart().startsWith('- ');
      return belongs ? { label: point, text: part.trimStart().slice(2) } : { label: '·', text: part };
    });

/** The lines of a step, harmless and within the card's size. What does not fit is cut, and the card says so. */
export const stepLines = (
  lines: StepView['lines'],
  most = { bytes: mostBytes, lines: mostLines },
): Labelled[] => within(lines.flatMap(split), most);

/** Lines as they are, harmless and within a size; the last one says where something is missing. */
export function within(lines: readonly Labelled[], most: { bytes: number; lines: number }): Labelled[] {
  const kept: Labelled[] = [];
  let left = most.bytes;
  for (const { label, text } of lines) {
    const shown = cut(text, left - sizeOf(label));
    if ((shown === '' && text !== '') || kept.length === most.lines) {
      kept.push({ label: '…', text: say('shortened') });
      break;
    }
    left -= sizeOf(label) + sizeOf(shown);
    kept.push({
      label: harmless(label),
      text: harmless(shown) + (shown.length < text.length ? `… ${say('shortened')}` : ''),
    });
    if (shown.length < text.length) break;
  }
  return kept;
}
