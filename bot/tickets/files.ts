import words from '../../cards/locales/en/ticket.json' with { type: 'json' };
import { originText, seenText, stepName } from '../../cards/texts.ts';
import type { LiveCase } from '../../dialogs/triage/advance.ts';
import { mask } from '../../dialogs/understanding/evidence/mask.ts';
import type { TicketFile } from './port.ts';

/** What goes with a ticket as a file. */
export const fileKinds = ['transcript', 'evidence'] as const;
export type FileKind = (typeof fileKinds)[number];

/** Most of a file that is sent, in characters: mail servers and ticket systems refuse what is large. */
const longest = 200_000;

/** The files of a case that there are: its course in order, and what was pasted, masked. */
export function ticketFiles(live: LiveCase): { kind: FileKind; file: TicketFile }[] {
  return fileKinds.flatMap((kind) => {
    const content = kind === 'transcript' ? transcript(live) : evidence(live);
    return content ? [{ kind, file: { name: `${kind}.txt`, contentType: 'text/plain', content } }] : [];
  });
}

/** Every line of the conversation with its time in UTC: what was asked, what was answered, what else was said. */
function transcript({ record }: LiveCase): string {
  const steps = record.trail.map(({ at, step, answer, from }) => {
    const origin = originText(from);
    return { at, text: `${stepName(step)}: ${seenText(step, answer)}${origin && ` (${origin})`}` };
  });
  const notes = record.notes.map(({ at, kind, text, by }) => {
    const who = kind === 'reply' ? by || words.transcript.it : words.transcript[kind];
    return { at, text: kind === 'evidence' ? who : `${who}: ${indented(text)}` };
  });
  const handed = record.handoff?.note
    ? [{ at: record.openedAt, text: `${words.transcript.handoff}: ${indented(record.handoff.note)}` }]
    : [];
  return [...handed, ...steps, ...notes]
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map(({ at, text }) => `${at.slice(0, 19).replace('T', ' ')} UTC  ${text}`)
    .join('\n')
    .slice(0, longest);
}

/** What was pasted; masked again, since that costs nothing and a ticket is read by many. */
const evidence = ({ record }: LiveCase): string =>
  record.notes
    .filter(({ kind }) => kind === 'evidence')
    .map(({ at, text }) => `--- ${at.slice(0, 19).replace('T', ' ')} UTC\n${mask(text)}`)
    .join('\n\n')
    .slice(0, longest);

const indented = (text: string) => text.replaceAll('\n', '\n    ');
