import { createHash } from 'node:crypto';
import type { TicketReply } from './port.ts';
import { isMarked, utcOf } from './reference.ts';

/** `2026-01-02 03:04:05 - Ada Agent (Additional comments)`; date and label are in the API user's format. */
const heading = /^(\d[\d\-./: ]+(?:[AP]M)?) - (.+) \([^()]*\)$/i;

/** ISO 8601 for the format that ServiceNow has by default, else empty: another one can't be told apart safely. */
function isoOf(time: string): string {
  const parts = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$/.exec(time.trim());
  return parts ? utcOf(`${parts[1]}T${parts[2]}Z`) : '';
}

/**
 * The entries of a journal field as its display value shows them, newest first, without the bot's own; oldest
 * first here. The API user's time zone has to be UTC for `at` to be right.
 */
export function journalReplies(journal: string): TicketReply[] {
  const entries: { time: string; by: string; lines: string[] }[] = [];
  for (const line of journal.split(/\r?\n/)) {
    const [, time, by] = heading.exec(line) ?? [];
    if (time && by) entries.push({ time, by, lines: [] });
    else entries.at(-1)?.lines.push(line);
  }
  return entries
    .map(({ time, by, lines }) => ({ time, by, text: lines.join('\n').trim() }))
    .filter(({ text }) => text !== '' && !isMarked(text))
    .map(({ time, by, text }) => {
      const hash = createHash('sha256').update(`${time}\n${by}\n${text}`).digest('hex');
      return { id: `servicenow-${hash.slice(0, 24)}`, at: isoOf(time), by, text };
    })
    .reverse();
}
