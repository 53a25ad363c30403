import { readFileSync } from 'node:fs';

export const fixture = (name: string) =>
  readFileSync(new URL(`./fixtures/${name}.txt`, import.meta.url), 'utf8');

/** A fixture with one JSON string a line. */
export const strings = (name: string): string[] =>
  fixture(name)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

/** Lines as dsregcmd prints them. */
export const status = (lines: Record<string, string>) =>
  Object.entries(lines)
    .map(([name, value]) => `${name.padStart(26)} : ${value}`)
    .join('\n');

const escaped = (line: string) =>
  line.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/** Ways a console's text looks after it went through mail, chat and clipboards. */
export const pasted: Record<string, (text: string) => string> = {
  'as printed': (text) => text,
  'with Windows line ends': (text) => text.replace(/\n/g, '\r\n'),
  'as paragraphs of HTML': (text) =>
    text
      .split('\n')
      .map((line) => `<p>${escaped(line).replace(/ {2}/g, '&nbsp; ')}</p>`)
      .join(''),
  'as one block of HTML with breaks': (text) =>
    `<div><div>${text.split('\n').map(escaped).join('<br>')}</div></div>`,
  'as a code block of HTML': (text) =>
    `<codeblock class="Powershell"><code>${text.split('\n').map(escaped).join('<br/>')}</code></codeblock>`,
  'collapsed into one line': (text) => text.replace(/\s+/g, ' '),
  'with single spaces': (text) => text.replace(/[ \t]+/g, ' '),
  'wrapped at 40 columns': (text) =>
    text
      .split('\n')
      .map((line) => line.trim().replace(/(.{1,40})(?: |$)/g, '$1\n'))
      .join('\n'),
  'quoted like a mail': (text) => text.replace(/^/gm, '> '),
  'with typographic quotes and no-break spaces': (text) =>
    text
      .replace(/"([^"\n]*)"/g, '“$1”')
      .replace(/'/g, '’')
      .replace(/ {2}/g, '\u00a0 '),
};
export const ways = Object.entries(pasted);
