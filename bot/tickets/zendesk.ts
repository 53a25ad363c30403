import * as z from 'zod';
import type { TicketConfig } from '../config.ts';
import { type Answered, basic, type ConnectorOptions, createHttp, problemOf } from './http.ts';
import type { TicketHandle, TicketResult, TicketSystem } from './port.ts';
import {
  closingWords,
  fileNameOf,
  isKey,
  isMarked,
  isSince,
  marked,
  markOf,
  oneLine,
  utcOf,
} from './reference.ts';
import { ownerOf, statusOf } from './status-words.ts';

const ticketNow = z.object({
  id: z.number(),
  status: z.string(),
  external_id: z.string().nullish(),
  assignee_id: z.number().nullish(),
  requester_id: z.number().nullish(),
});
const one = z.object({
  ticket: ticketNow,
  users: z.array(z.object({ id: z.number(), name: z.string() })).optional(),
});
const many = z.object({ tickets: z.array(ticketNow) });
const paged = { meta: z.object({ has_more: z.boolean(), after_cursor: z.string().nullish() }).optional() };
const comment = z.object({
  id: z.number(),
  author_id: z.number(),
  public: z.boolean(),
  plain_body: z.string().nullish(),
  body: z.string(),
  created_at: z.string(),
});
const comments = z.object({
  comments: z.array(comment),
  users: z.array(z.object({ id: z.number(), name: z.string() })).optional(),
  ...paged,
});
const groups = z.object({ groups: z.array(z.object({ id: z.number(), name: z.string() })), ...paged });
const me = z.object({ user: z.object({ id: z.number().nullable(), role: z.string().nullish() }) });
const upload = z.object({ upload: z.object({ token: z.string() }) });

const pageSize = 100;
const lastPage = 20;
/** What Zendesk says where a key comes back with another body. */
const reused = 'IdempotentRequestError';
/** The first request under this key may still be in work, ms. */
const settleMs = 15_000;

/**
 * Zendesk over the Ticketing API (https://developer.zendesk.com/api-reference/ticketing/introduction/).
 *
 * `Idempotency-Key` is kept for two hours only and refuses another body under the same key with 400, so each
 * attempt looks for the `external_id` as well, which Zendesk does not keep unique. All comments of the bot are
 * internal: a public one would be mailed. TICKET_USER with TICKET_TOKEN is an API token, TICKET_TOKEN alone OAuth.
 */
export function zendesk(config: TicketConfig, options: ConnectorOptions = {}): TicketSystem {
  const base = config.url ?? '';
  const { token, user = '', password = '' } = config;
  const authorization = token
    ? user
      ? basic(`${user}/token`, token)
      : `Bearer ${token}`
    : basic(user, password);
  const http = createHttp('zendesk', `${base}/api/v2`, { authorization }, options);
  const handleOf = (key: string, id: number): TicketHandle => ({
    key,
    id: String(id),
    url: `${base}/agent/tickets/${id}`,
  });
  const ticketPath = ({ id }: TicketHandle) => `/tickets/${encodeURIComponent(id)}`;

  /** The oldest ticket with this key; compared here, as a filter that is not understood lists everything. */
  async function find(key: string): Promise<Answered<number | undefined>> {
    const path = `/tickets?${new URLSearchParams({ external_id: key })}`;
    const answer = await http.ask({ method: 'GET', path }, many);
    if (answer.kind !== 'done') return answer;
    const ids = answer.value.tickets.filter((found) => found.external_id === key).map(({ id }) => id);
    return { ...answer, value: ids.length > 0 ? Math.min(...ids) : undefined };
  }

  async function groupId(name: string): Promise<Answered<number | undefined>> {
    let cursor: string | undefined;
    for (let page = 1; ; page += 1) {
      const query = new URLSearchParams({
        'page[size]': String(pageSize),
        ...(cursor && { 'page[after]': cursor }),
      });
      const answer = await http.ask({ method: 'GET', path: `/groups?${query}` }, groups);
      if (answer.kind !== 'done') return answer;
      const { meta } = answer.value;
      const value = answer.value.groups.find((group) => group.name === name || String(group.id) === name)?.id;
      cursor = meta?.has_more ? (meta.after_cursor ?? undefined) : undefined;
      if (value !== undefined || !cursor || page === lastPage) return { ...answer, value };
    }
  }

  async function allComments(handle: TicketHandle) {
    const found: (z.infer<typeof comment> & { by: string })[] = [];
    let cursor: string | undefined;
    for (let page = 1; ; page += 1) {
      const query = new URLSearchParams({
        include: 'users',
        'page[size]': String(pageSize),
        ...(cursor && { 'page[after]': cursor }),
      });
      const answer = await http.ask(
        { method: 'GET', path: `${ticketPath(handle)}/comments?${query}` },
        comments,
      );
      if (answer.kind !== 'done') return answer;
      const { users = [], meta } = answer.value;
      for (const each of answer.value.comments) {
        found.push({ ...each, by: users.find(({ id }) => id === each.author_id)?.name ?? '' });
      }
      cursor = meta?.has_more ? (meta.after_cursor ?? undefined) : undefined;
      if (!cursor || page === lastPage) return { kind: 'done', value: found } as const;
    }
  }

  /** Changes the ticket with a comment that carries the key's mark; what was said before is not said again. */
  async function write(
    handle: TicketHandle,
    text: string,
    key: string,
    rest: { status?: 'solved' | 'open'; upload?: () => Promise<Answered<string>> } = {},
  ): Promise<TicketResult<null>> {
    const there = await allComments(handle);
    if (there.kind !== 'done') return there;
    const said = there.value.some(({ body }) => body.includes(markOf(key)));
    if (said && rest.status === undefined) return { kind: 'done', value: null };
    const uploaded = said ? undefined : await rest.upload?.();
    if (uploaded && uploaded.kind !== 'done') return uploaded;
    const change = {
      ...(!said && {
        comment: { body: marked(text, key), public: false, ...(uploaded && { uploads: [uploaded.value] }) },
      }),
      ...(rest.status && { status: rest.status }),
    };
    const put = await http.ask({ method: 'PUT', path: ticketPath(handle), body: { ticket: change } }, one);
    if (put.kind !== 'done') return put;
    const now = statusOf(put.value.ticket.status, undefined);
    return rest.status && (now === 'resolved') !== (rest.status === 'solved')
      ? { kind: 'refused', error: 'zendesk answered 200 and left the status as it was' }
      : { kind: 'done', value: null };
  }

  /** A closed ticket, unlike a solved one, can't be changed any more; where it is closed already, nothing need be. */
  async function move(handle: TicketHandle, note: string, key: string, status: 'solved' | 'open') {
    const answer = await http.ask({ method: 'GET', path: ticketPath(handle) }, one);
    if (answer.kind !== 'done') return answer;
    const now = answer.value.ticket.status;
    if (now === 'closed' && status === 'solved') return { kind: 'done', value: null } as const;
    const isThere = (statusOf(now, undefined) === 'resolved') === (status === 'solved');
    return write(handle, note, key, isThere ? {} : { status });
  }

  return {
    name: 'zendesk',
    queue: config.queue ?? '',
    can: { attach: true, status: true },
    async create(ticket, queue) {
      const { key } = ticket;
      if (!isKey(key)) return { kind: 'refused', error: 'the key has characters that zendesk could misread' };
      const before = await find(key);
      if (before.kind !== 'done') return before;
      if (before.value !== undefined) return { kind: 'done', value: handleOf(key, before.value) };
      const group = queue ? await groupId(queue) : undefined;
      if (group?.kind === 'retry') return group;
      const body = {
        ticket: {
          subject: oneLine(ticket.subject, 150),
          comment: { body: ticket.body, public: false },
          external_id: key,
          tags: ['onedrive-helper', ticket.category],
          ...(group?.kind === 'done' && group.value !== undefined && { group_id: group.value }),
        },
      };
      const call = { method: 'POST', path: '/tickets', body, headers: { 'idempotency-key': key } } as const;
      const made = await http.ask({ ...call, words: [reused] }, one);
      if (made.kind === 'done') return { kind: 'done', value: handleOf(key, made.value.ticket.id) };
      if (made.kind === 'retry' || made.status !== 400) return made;
      // Perhaps the key of an attempt that went through after our look-up, whose text was an older one.
      const after = await find(key);
      if (after.kind === 'done' && after.value !== undefined) {
        return { kind: 'done', value: handleOf(key, after.value) };
      }
      return made.says === reused
        ? { kind: 'retry', error: 'zendesk still has another request under this key', afterMs: settleMs }
        : made;
    },
    comment: (handle, text, key) => write(handle, text, key),
    close: (handle, why, key) => move(handle, closingWords[why], key, 'solved'),
    reopen: (handle, key) => move(handle, closingWords.reopened, key, 'open'),
    attach(handle, file, key) {
      const name = fileNameOf(file.name, key);
      return write(handle, name, key, {
        async upload() {
          const raw = { content: Buffer.from(file.content), type: file.contentType };
          const path = `/uploads?${new URLSearchParams({ filename: name })}`;
          const answer = await http.ask({ method: 'POST', path, raw }, upload);
          return answer.kind === 'done' ? { ...answer, value: answer.value.upload.token } : answer;
        },
      });
    },
    async status(handle, since) {
      const answer = await http.ask({ method: 'GET', path: `${ticketPath(handle)}?include=users` }, one);
      if (answer.kind !== 'done') return answer;
      const { ticket, users = [] } = answer.value;
      const said = await allComments(handle);
      if (said.kind !== 'done') return said;
      const owner = ownerOf(users.find(({ id }) => id === ticket.assignee_id)?.name);
      const replies = said.value
        .filter((each) => each.public && each.author_id !== ticket.requester_id && !isMarked(each.body))
        .filter((each) => isSince(each.created_at, since))
        .map(({ id, created_at: at, by, plain_body, body }) => {
          return { id: `zendesk-comment-${id}`, at: utcOf(at), by, text: (plain_body ?? body).trim() };
        });
      return {
        kind: 'done',
        value: { status: statusOf(ticket.status, owner), ...(owner && { owner }), replies },
      };
    },
    async check(queues = []) {
      const answer = await http.ask({ method: 'GET', path: '/users/me' }, me);
      if (answer.kind !== 'done') return [problemOf(answer, 'TICKET_URL is not the address of a Zendesk')];
      const { id, role } = answer.value.user;
      // A wrong password is answered 200 here, with an anonymous user.
      if (id === null)
        return ['TICKET_TOKEN, or TICKET_USER and TICKET_PASSWORD, are wrong: zendesk knows nobody by them'];
      if (role === 'end-user') return ['TICKET_USER: this user is no agent'];
      const problems: string[] = [];
      for (const name of new Set([...(config.queue ? [config.queue] : []), ...queues])) {
        const group = await groupId(name);
        const where = name === config.queue ? 'TICKET_QUEUE' : 'routing';
        if (group.kind !== 'done') problems.push(problemOf(group, `${where}: the groups cannot be read`));
        else if (group.value === undefined) problems.push(`${where}: there is no group "${name}"`);
      }
      return problems;
    },
  };
}
