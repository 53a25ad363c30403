import { createHash } from 'node:crypto';

/** The same key is the same message: a Message-ID of our sender's domain, without the key itself (RFC 5322, 3.6.4). */
export function messageIdOf(key: string, from: string): string {
  const domain = /@([^@>\s]+)>?$/.exec(from)?.[1] ?? 'localhost';
  return `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${domain}>`;
}

const escapes: { readonly [sign: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);

const spaces = (text: string) => text.replace(/^ +/gm, (run) => '&nbsp;'.repeat(run.length));

/**
 * The plain text as HTML with the same content: its sections (a heading, then lines set in) with bold headings,
 * everything else paragraph by paragraph. Nothing in the text is taken for markup or made a link.
 */
export function htmlOf(text: string): string {
  const paragraphs = text.split(/\n{2,}/).map((paragraph) => {
    const [first = '', ...rest] = paragraph.split('\n');
    const isSection = rest.length > 0 && rest.every((line) => line.startsWith('  '));
    if (!isSection) return `<p>${spaces(escaped(paragraph)).replaceAll('\n', '<br>')}</p>`;
    const lines = spaces(escaped(rest.map((line) => line.slice(2)).join('\n'))).replaceAll('\n', '<br>');
    return `<p><b>${escaped(first)}</b><br>${lines}</p>`;
  });
  return `<!doctype html><html><body style="font-family:sans-serif">${paragraphs.join('\n')}</body></html>`;
}
