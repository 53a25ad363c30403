import { createHash } from 'node:crypto';

/** Without vowels and look-alikes, so that no word comes out. */
const alphabet = '23456789BCDFGHJKMNPQRSTVWXZ';

/** What a key may consist of: nothing that any system's query language or header would read as its own. */
export const isKey = (key: string): boolean => /^[A-Za-z0-9:-]{1,200}$/.test(key);

/** A short reference made of a key, always the same for the same key: `K3F7-9QWX-2M`. */
export function referenceOf(key: string): string {
  const bytes = createHash('sha256').update(key).digest();
  const letters = Array.from({ length: 10 }, (_, at) => alphabet[(bytes[at] ?? 0) % alphabet.length]).join(
    '',
  );
  return `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`;
}

/** What marks a comment as the bot's own and as this one; looked for before the same is written again. */
export const markOf = (key: string): string => `[ref ${referenceOf(key)}]`;

/** The text with its mark. */
export const marked = (text: string, key: string): string => `${text}\n\n${markOf(key)}`;

/** Whether the bot wrote this text, whatever its key was. */
export const isMarked = (text: string): boolean => /\[ref [2-9B-Z]{4}-[2-9B-Z]{4}-[2-9B-Z]{2}\]/.test(text);

/** The file's name with the key's reference before its ending: systems that keep no key know a file by its name. */
export function fileNameOf(name: string, key: string): string {
  const clean = name.replace(/[^\w. -]+/g, '_').replace(/^\.+/, '') || 'file';
  const dot = clean.lastIndexOf('.');
  const at = dot > 0 ? dot : clean.length;
  return `${clean.slice(0, at)}-${referenceOf(key)}${clean.slice(at)}`;
}

/** A subject is one line, and most systems limit it. */
export function oneLine(text: string, limit: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= limit ? line : `${line.slice(0, limit - 1)}…`;
}

/** What the bot writes when the user ends or reopens a ticket. */
export const closingWords = {
  fixed: 'Solved: it works again.',
  withdrawn: 'The user has withdrawn this ticket.',
  reopened: 'Opened again: it is not fixed.',
} as const;

/** Whether something of `at` belongs to what is asked for; without a `since`, or with a time nobody can read, it does. */
export const isSince = (at: string, since: string | undefined): boolean =>
  !since || !(Date.parse(at) < Date.parse(since));

/** A time as every system writes it differently, in UTC; empty where it is none. */
export function utcOf(time: string | null | undefined): string {
  const ms = Date.parse(time ?? '');
  return Number.isNaN(ms) ? '' : new Date(ms).toISOString();
}
