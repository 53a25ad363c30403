import * as z from 'zod';
import type { Answered, Http } from './http.ts';
import type { TicketReply } from './port.ts';
import { isSince, utcOf } from './reference.ts';

const rtId = z.union([z.string(), z.number()]).transform(String);
const history = z.object({
  items: z.array(
    z.object({ id: rtId, Type: z.string(), Created: z.string(), Creator: z.object({ id: rtId }) }),
  ),
});
const parts = z.object({
  items: z.array(
    z.object({
      id: rtId,
      TransactionId: rtId,
      ContentType: z.string().nullish(),
      Filename: z.string().nullish(),
    }),
  ),
});
const part = z.object({ Content: z.string().nullish() });

const pageSize = 100;
const lastPage = 20;

/** More than these are not fetched at once; the newest are. Each costs a call. */
const most = 10;

/** Reads a listing to its end; `pages` and `total` are null for most of Request Tracker's listings. */
async function all<T>(http: Http, path: string, schema: z.ZodType<{ items: T[] }>): Promise<Answered<T[]>> {
  const items: T[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await http.ask(
      { method: 'GET', path: `${path}&per_page=${pageSize}&page=${page}` },
      schema,
    );
    if (answer.kind !== 'done') return answer;
    items.push(...answer.value.items);
    if (answer.value.items.length < pageSize || page === lastPage) return { ...answer, value: items };
  }
}

/** HTML as somebody would read it aloud: enough for a chat message, and no markup left in it. */
export function plainOf(html: string): string {
  const entities: { readonly [name: string]: string } = {
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    nbsp: ' ',
    '#39': "'",
  };
  return html
    .replace(/<(style|script)[^>]*>[\s\S]*?<\/\1>/gi, '')
    .replace(/<br[^>]*>|<\/(p|div|li|tr|h\d)>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|nbsp|#39);/g, (_all, name: string) => entities[name] ?? '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/**
 * What others than the ticket's creator, which is the bot, wrote for its requestor ("Correspond"; comments are
 * among technicians). The id is the one that the webhook rule in the README reports.
 */
export async function readReplies(
  http: Http,
  ticket: string,
  bot: string,
  since: string | undefined,
): Promise<Answered<TicketReply[]>> {
  const base = `/ticket/${encodeURIComponent(ticket)}`;
  const listed = await all(http, `${base}/history?fields=Type,Created,Creator`, history);
  if (listed.kind !== 'done') return listed;
  const written = listed.value
    .filter((one) => one.Type === 'Correspond' && one.Creator.id !== bot && isSince(one.Created, since))
    .slice(-most);
  if (written.length === 0) return { ...listed, value: [] };
  const attached = await all(http, `${base}/attachments?fields=TransactionId,ContentType,Filename`, parts);
  if (attached.kind !== 'done') return attached;
  const value: TicketReply[] = [];
  for (const one of written) {
    const own = attached.value.filter((item) => item.TransactionId === one.id && !item.Filename);
    const text =
      own.find((item) => item.ContentType === 'text/plain') ??
      own.find((item) => item.ContentType === 'text/html');
    if (!text) continue;
    const read = await http.ask({ method: 'GET', path: `/attachment/${encodeURIComponent(text.id)}` }, part);
    if (read.kind !== 'done') return read;
    const content = Buffer.from(read.value.Content ?? '', 'base64').toString('utf8');
    const plain = text.ContentType === 'text/html' ? plainOf(content) : content.trim();
    value.push({ id: `rt-transaction-${one.id}`, at: utcOf(one.Created), by: one.Creator.id, text: plain });
  }
  return { ...listed, value };
}
