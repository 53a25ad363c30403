import * as z from 'zod';
import type { TicketConfig } from '../config.ts';
import { type Answered, basic, type ConnectorOptions, createHttp, type Http, problemOf } from './http.ts';
import type { TicketFile, TicketHandle, TicketResult, TicketSystem } from './port.ts';
import { closingWords, fileNameOf, isKey, markOf, oneLine } from './reference.ts';
import { readReplies } from './request-tracker-replies.ts';
import { ownerOf, statusOf } from './status-words.ts';

/** Request Tracker sends ids as numbers and as text. */
export const rtId = z.union([z.string(), z.number()]).transform(String);
const named = z.object({ id: rtId });
const created = z.object({ id: rtId });
const messages = z.array(z.string());
const fields = z.array(z.object({ name: z.string(), values: z.array(z.unknown()) }));
const found = z.object({ items: z.array(z.object({ id: rtId, CustomFields: fields.optional() })) });
const ticketNow = z.object({ id: rtId, Status: z.string(), Owner: named, Creator: named });
const subjects = z.object({ items: z.array(z.object({ Subject: z.string().nullish() })) });
const queueNow = z.object({ Name: z.string(), TicketCustomFields: z.array(z.object({ name: z.string() })) });

/** A file as Request Tracker takes it in JSON. */
const attachmentOf = ({ name, contentType, content }: TicketFile, as = name) => ({
  FileName: as,
  FileType: contentType,
  FileContent: Buffer.from(content).toString('base64'),
});

const pageSize = 100;
const lastPage = 20;

/**
 * Request Tracker 5 over REST 2.0 (https://docs.bestpractical.com/rt/5.0.3/RT/REST2.html).
 *
 * It has no idempotency: two creates make two tickets, and a custom field with unique values silently leaves
 * the second one's field empty. So each attempt searches for the key, creates, searches again and merges a
 * duplicate into the oldest. A `PUT` answers 200 where it refused, in the user's language: states are read back.
 */
export function requestTracker(config: TicketConfig, options: ConnectorOptions = {}): TicketSystem {
  const web = (config.url ?? '').replace(/\/REST\/2\.0$/, '');
  const field = config.correlationField ?? 'Bot Correlation ID';
  const queueName = config.queue ?? '';
  const authorization = config.token
    ? `token ${config.token}`
    : basic(config.user ?? '', config.password ?? '');
  const http: Http = createHttp('rt', `${web}/REST/2.0`, { authorization }, options);
  const handleOf = (key: string, id: string): TicketHandle => ({
    key,
    id,
    url: `${web}/Ticket/Display.html?id=${encodeURIComponent(id)}`,
  });

  /** Ids of the tickets with this key, oldest first. The values are compared here: an unknown field finds anything. */
  async function find(key: string): Promise<Answered<string[]>> {
    const query = new URLSearchParams({ query: `'CF.{${field}}' = '${key}'`, fields: 'CustomFields' });
    const answer = await http.ask({ method: 'GET', path: `/tickets?${query}` }, found);
    if (answer.kind !== 'done') return answer;
    const value = answer.value.items
      .filter(({ CustomFields = [] }) =>
        CustomFields.some((one) => one.name === field && one.values.includes(key)),
      )
      .map(({ id }) => id)
      .sort((a, b) => Number(a) - Number(b));
    return { ...answer, value };
  }

  /** Makes the newer of two tickets of one escalation disappear in the older. */
  async function merge(newer: string, older: string): Promise<TicketResult<null>> {
    const put = await http.ask(
      { method: 'PUT', path: `/ticket/${newer}`, body: { MergeInto: Number(older) } },
      messages,
    );
    if (put.kind !== 'done') return put;
    const after = await http.ask({ method: 'GET', path: `/ticket/${newer}` }, ticketNow);
    if (after.kind !== 'done') return after;
    // Without the right to merge, the copy is at least out of the technicians' way.
    return after.value.id === older
      ? { kind: 'done', value: null }
      : setStatus(newer, ['rejected', 'resolved']);
  }

  /** Sets the first of these states that the ticket's lifecycle takes, and reads it back. */
  async function setStatus(id: string, wanted: readonly string[]): Promise<TicketResult<null>> {
    const read = () => http.ask({ method: 'GET', path: `/ticket/${id}` }, ticketNow);
    let now = await read();
    for (const status of wanted) {
      if (now.kind !== 'done') return now;
      if (wanted.includes(now.value.Status)) return { kind: 'done', value: null };
      const put = await http.ask(
        { method: 'PUT', path: `/ticket/${id}`, body: { Status: status } },
        messages,
      );
      if (put.kind !== 'done') return put;
      now = await read();
    }
    if (now.kind !== 'done') return now;
    if (wanted.includes(now.value.Status)) return { kind: 'done', value: null };
    return { kind: 'refused', error: 'rt answered 200 and left the status as it was' };
  }

  /** Whether the comment with this mark is there already. */
  async function has(id: string, mark: string): Promise<Answered<boolean>> {
    for (let page = 1; ; page += 1) {
      const query = new URLSearchParams({
        fields: 'Subject',
        per_page: String(pageSize),
        page: String(page),
      });
      const path = `/ticket/${encodeURIComponent(id)}/attachments?${query}`;
      const answer = await http.ask({ method: 'GET', path }, subjects);
      if (answer.kind !== 'done') return answer;
      const { items } = answer.value;
      const value = items.some(({ Subject }) => Subject?.includes(mark));
      if (value || items.length < pageSize || page === lastPage) return { ...answer, value };
    }
  }

  async function write(
    handle: TicketHandle,
    key: string,
    body: { [name: string]: unknown },
  ): Promise<TicketResult<null>> {
    if (!isKey(key)) return { kind: 'refused', error: 'the key has characters that rt could misread' };
    const there = await has(handle.id, markOf(key));
    if (there.kind !== 'done') return there;
    if (there.value) return { kind: 'done', value: null };
    const path = `/ticket/${encodeURIComponent(handle.id)}/comment`;
    const comment = { Subject: `OneDrive helper ${markOf(key)}`, ContentType: 'text/plain', ...body };
    const posted = await http.ask({ method: 'POST', path, body: comment }, messages);
    return posted.kind === 'done' ? { kind: 'done', value: null } : posted;
  }

  /** The note first: in a closed ticket it would open it again in some lifecycles. */
  async function move(handle: TicketHandle, note: string, states: string[], key: string) {
    const said = await write(handle, key, { Content: note });
    return said.kind === 'done' ? setStatus(encodeURIComponent(handle.id), states) : said;
  }

  return {
    name: 'rt',
    queue: queueName,
    can: { attach: 'with', status: true },
    async create(ticket, queue) {
      if (!isKey(ticket.key))
        return { kind: 'refused', error: 'the key has characters that rt could misread' };
      const before = await find(ticket.key);
      if (before.kind !== 'done') return before;
      if (before.value[0]) return { kind: 'done', value: handleOf(ticket.key, before.value[0]) };
      const body = {
        Queue: queue || queueName,
        Subject: oneLine(ticket.subject, 200),
        Content: ticket.body,
        ContentType: 'text/plain',
        CustomFields: { [field]: ticket.key },
        ...(ticket.files?.length && { Attachments: ticket.files.map((file) => attachmentOf(file)) }),
      };
      const made = await http.ask({ method: 'POST', path: '/ticket', body }, created);
      if (made.kind === 'refused' && made.status === 403) {
        return {
          kind: 'refused',
          error: 'rt answered 403: no such queue, or no right to create tickets in it',
        };
      }
      if (made.kind !== 'done') return made;
      const own = made.value.id;
      const after = await find(ticket.key);
      if (after.kind === 'retry') return after;
      const oldest = after.kind === 'done' ? after.value[0] : undefined;
      if (oldest === undefined || oldest === own) return { kind: 'done', value: handleOf(ticket.key, own) };
      const merged = await merge(own, oldest);
      return merged.kind === 'retry' ? merged : { kind: 'done', value: handleOf(ticket.key, oldest) };
    },
    comment: (handle, text, key) => write(handle, key, { Content: text }),
    close: (handle, why, key) =>
      move(handle, closingWords[why], why === 'fixed' ? ['resolved'] : ['rejected', 'resolved'], key),
    reopen: (handle, key) => move(handle, closingWords.reopened, ['open'], key),
    attach(handle, file, key) {
      const attachment = attachmentOf(file, fileNameOf(file.name, key));
      return write(handle, key, { Content: attachment.FileName, Attachments: [attachment] });
    },
    async status(handle, since) {
      const path = `/ticket/${encodeURIComponent(handle.id)}`;
      const answer = await http.ask({ method: 'GET', path }, ticketNow);
      if (answer.kind !== 'done') return answer;
      const { id, Status, Owner, Creator } = answer.value;
      const replies = await readReplies(http, id, Creator.id, since);
      if (replies.kind !== 'done') return replies;
      const owner = ownerOf(Owner.id);
      return {
        kind: 'done',
        value: { status: statusOf(Status, owner), ...(owner && { owner }), replies: replies.value },
      };
    },
    async check(queues = []) {
      const alive = await http.ask({ method: 'GET', path: '/rt' }, z.object({ Version: z.string() }));
      if (alive.kind !== 'done')
        return [problemOf(alive, 'TICKET_URL is not the address of a Request Tracker 5')];
      if (!queueName) return ['TICKET_QUEUE is missing: expected the name of the queue'];
      const problems: string[] = [];
      for (const name of new Set([queueName, ...queues])) {
        const own = name === queueName;
        const path = `/queue/${encodeURIComponent(name)}`;
        const queue = await http.ask({ method: 'GET', path }, queueNow);
        const where = own ? 'TICKET_QUEUE' : 'routing';
        if (queue.kind !== 'done') {
          problems.push(problemOf(queue, `${where}: there is no queue "${name}" that this user may see`));
        } else if (!queue.value.TicketCustomFields.some((one) => one.name === field)) {
          const which = own ? 'the queue' : `the queue "${name}"`;
          problems.push(
            `TICKET_CORRELATION_FIELD: ${which} has no custom field "${field}" that this user may see`,
          );
        }
      }
      return problems;
    },
  };
}
