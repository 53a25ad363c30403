import type { Response, Server } from 'restify';

const page = (title: string, paragraphs: readonly string[]): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><body style="font:16px/1.5 system-ui;max-width:40em;margin:2em auto;padding:0 1em">
<h1>${title}</h1>${paragraphs.map((text) => `<p>${text}</p>`).join('')}</body></html>`;

const privacy = page('Privacy', [
  'The bot stores what you answer, what you paste (ids, names and addresses are masked first), and where your chat is, so that it can go on with your case and hand it to your IT department.',
  'Only your IT department reads it, in the ticket that you see before you send it.',
  'It never asks for passwords, codes or tokens, and strips what looks like one.',
  'Personal data of closed cases is deleted after the time that your company has set.',
]);
const terms = page('Terms', [
  'The bot gives advice on connection faults of a file-sync app. Your company runs it and decides what it may suggest on your computer.',
  'It comes without any warranty.',
]);

/** The two pages that the Teams app package has to point to. */
export function pageRoutes(server: Server): void {
  const show = (html: string) => async (_req: unknown, res: Response) => {
    res.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'x-content-type-options': 'nosniff' });
    res.end(html);
  };
  server.get('/privacy', show(privacy));
  server.get('/terms', show(terms));
}
