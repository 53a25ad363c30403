import * as z from 'zod';
import type { TicketConfig } from '../config.ts';
import { type Answered, basic, type ConnectorOptions, createHttp, problemOf } from './http.ts';
import { createDesks } from './jira-desks.ts';
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

const created = z.object({ issueKey: z.string().min(1) });
const found = z.object({
  issues: z.array(
    z.object({ id: z.string(), key: z.string(), fields: z.record(z.string(), z.unknown()).optional() }),
  ),
});
const category = z.object({ key: z.string() });
const issueNow = z.object({
  fields: z.object({
    status: z.object({ name: z.string(), statusCategory: category }),
    assignee: z.object({ displayName: z.string() }).nullish(),
  }),
});
const transitions = z.object({
  transitions: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      to: z.object({ name: z.string(), statusCategory: category }),
    }),
  ),
});
const said = z.object({
  id: z.string(),
  body: z.string(),
  public: z.boolean(),
  author: z.object({ displayName: z.string().nullish() }).nullish(),
  created: z.object({ iso8601: z.string() }).nullish(),
});
const page = <T>(value: z.ZodType<T>) => z.object({ values: z.array(value), isLastPage: z.boolean() });
const request = z.object({ serviceDeskId: z.string() });
const temporary = z.object({
  temporaryAttachments: z.array(z.object({ temporaryAttachmentId: z.string() })).min(1),
});

const pageSize = 100;
const lastPage = 20;
/** Jira's search lags behind what was just created; an attempt whose answer was lost waits at least this long. */
const indexMs = 15_000;
/** A longer description is refused. */
const longest = 32_000;
const withdrawnNames = /cancel|withdraw|reject|declin|won.?t/i;

/**
 * Jira Service Management over its request API and Jira's platform API
 * (https://developer.atlassian.com/cloud/jira/service-desk/rest/, https://developer.atlassian.com/cloud/jira/platform/rest/v3/).
 *
 * It has no idempotency: the key goes into a label, or into TICKET_CORRELATION_FIELD (`customfield_10050`), which
 * has to be on the request type's form, and is searched before each create. TICKET_QUEUE is `HELP/Get IT help`:
 * the service desk's id or project key, and the request type's id or name. TICKET_USER with TICKET_TOKEN is an
 * API token, TICKET_TOKEN alone a bearer.
 */
export function jira(config: TicketConfig, options: ConnectorOptions = {}): TicketSystem {
  const base = config.url ?? '';
  const { token, user, password = '', correlationField: field = 'labels' } = config;
  const authorization = token && !user ? `Bearer ${token}` : basic(user ?? '', token ?? password);
  const http = createHttp('jira', base, { authorization }, options);
  const desks = createDesks(http);
  const keyed = (key: string): unknown => (field === 'labels' ? [key] : key);
  const clause = field.replace(/^customfield_(\d+)$/, 'cf[$1]');
  const handleOf = (key: string, issue: string): TicketHandle => ({
    key,
    id: issue,
    url: `${base}/browse/${issue}`,
  });
  const requestPath = ({ id }: TicketHandle) => `/rest/servicedeskapi/request/${encodeURIComponent(id)}`;
  const issuePath = ({ id }: TicketHandle) => `/rest/api/2/issue/${encodeURIComponent(id)}`;

  /** The oldest issue with this key. Text fields match by words, so the values are compared here. */
  async function find(key: string): Promise<Answered<string | undefined>> {
    const jql = `${clause} ${field === 'labels' ? '=' : '~'} "${field === 'labels' ? key : `\\"${key}\\"`}"`;
    const body = { jql, fields: [field], maxResults: 50 };
    let answer = await http.ask({ method: 'POST', path: '/rest/api/3/search/jql', body }, found);
    if (answer.kind === 'refused' && (answer.status === 404 || answer.status === 405)) {
      // Data Center has only the older address.
      answer = await http.ask({ method: 'POST', path: '/rest/api/2/search', body }, found);
    }
    if (answer.kind !== 'done') return answer;
    const matching = answer.value.issues.filter(({ fields }) => {
      const value = fields?.[field];
      return Array.isArray(value) ? value.includes(key) : value === key;
    });
    const [oldest] = matching.sort((a, b) => Number(a.id) - Number(b.id));
    return { ...answer, value: oldest?.key };
  }

  /** All of a paged listing. */
  async function all<T>(path: string, schema: z.ZodType<T>): Promise<Answered<T[]>> {
    const values: T[] = [];
    for (let number = 0; ; number += 1) {
      const query = `start=${values.length}&limit=${pageSize}`;
      const answer = await http.ask({ method: 'GET', path: `${path}?${query}` }, page(schema));
      if (answer.kind !== 'done') return answer;
      values.push(...answer.value.values);
      if (answer.value.isLastPage || answer.value.values.length === 0 || number === lastPage) {
        return { ...answer, value: values };
      }
    }
  }

  async function write(handle: TicketHandle, text: string, key: string): Promise<TicketResult<null>> {
    const there = await all(`${requestPath(handle)}/comment`, said);
    if (there.kind !== 'done') return there;
    if (there.value.some(({ body }) => body.includes(markOf(key)))) return { kind: 'done', value: null };
    const call = { path: `${requestPath(handle)}/comment`, body: { body: marked(text, key), public: true } };
    const posted = await http.ask({ method: 'POST', ...call }, z.unknown());
    return posted.kind === 'done' ? { kind: 'done', value: null } : posted;
  }

  const now = async (handle: TicketHandle) =>
    http.ask({ method: 'GET', path: `${issuePath(handle)}?fields=status,assignee` }, issueNow);

  /** Names and languages differ from workflow to workflow; what is common is whether a status counts as done. */
  async function move(handle: TicketHandle, note: string, key: string, to: 'fixed' | 'withdrawn' | 'open') {
    const written = await write(handle, note, key);
    if (written.kind !== 'done') return written;
    const isThere = (one: z.infer<typeof category>) => (one.key === 'done') === (to !== 'open');
    const before = await now(handle);
    if (before.kind !== 'done') return before;
    if (isThere(before.value.fields.status.statusCategory)) return { kind: 'done', value: null } as const;
    const path = `${issuePath(handle)}/transitions`;
    const possible = await http.ask({ method: 'GET', path }, transitions);
    if (possible.kind !== 'done') return possible;
    const fitting = possible.value.transitions.filter((one) => isThere(one.to.statusCategory));
    const best =
      fitting.find((one) => withdrawnNames.test(one.to.name) === (to === 'withdrawn')) ?? fitting[0];
    if (!best)
      return { kind: 'refused', error: 'jira has no transition from here that this user may make' } as const;
    const made = await http.ask({ method: 'POST', path, body: { transition: { id: best.id } } }, z.unknown());
    if (made.kind !== 'done') return made;
    const after = await now(handle);
    if (after.kind !== 'done') return after;
    return isThere(after.value.fields.status.statusCategory)
      ? ({ kind: 'done', value: null } as const)
      : ({
          kind: 'refused',
          error: 'jira made the transition and the status is not what it should be',
        } as const);
  }

  return {
    name: 'jira',
    queue: config.queue ?? '',
    can: { attach: true, status: true },
    async create(ticket, queue) {
      if (!isKey(ticket.key))
        return { kind: 'refused', error: 'the key has characters that jira could misread' };
      const before = await find(ticket.key);
      if (before.kind !== 'done') return before;
      if (before.value) return { kind: 'done', value: handleOf(ticket.key, before.value) };
      const desk = await desks.resolve(queue || config.queue || '');
      if (desk.kind !== 'done') return desk;
      const { body: text } = ticket;
      const description = text.length <= longest ? text : `${text.slice(0, longest)}\n…`;
      const body = {
        ...desk.value,
        requestFieldValues: {
          summary: oneLine(ticket.subject, 250),
          description,
          [field]: keyed(ticket.key),
        },
      };
      const made = await http.ask({ method: 'POST', path: '/rest/servicedeskapi/request', body }, created);
      if (made.kind === 'done') return { kind: 'done', value: handleOf(ticket.key, made.value.issueKey) };
      return made.kind === 'retry' ? { ...made, afterMs: Math.max(made.afterMs ?? 0, indexMs) } : made;
    },
    comment: write,
    close: (handle, why, key) => move(handle, closingWords[why], key, why),
    reopen: (handle, key) => move(handle, closingWords.reopened, key, 'open'),
    async attach(handle, file, key) {
      const name = fileNameOf(file.name, key);
      const there = await all(`${requestPath(handle)}/attachment`, z.object({ filename: z.string() }));
      if (there.kind !== 'done') return there;
      if (there.value.some(({ filename }) => filename === name)) return { kind: 'done', value: null };
      const desk = await http.ask({ method: 'GET', path: requestPath(handle) }, request);
      if (desk.kind !== 'done') return desk;
      const form = new FormData();
      form.append('file', new Blob([Buffer.from(file.content)], { type: file.contentType }), name);
      const path = `/rest/servicedeskapi/servicedesk/${encodeURIComponent(desk.value.serviceDeskId)}/attachTemporaryFile`;
      // Jira's protection against forged forms, and its sign that this part of the API may change.
      const headers = { 'x-atlassian-token': 'no-check', 'x-experimentalapi': 'opt-in' };
      const sent = await http.ask({ method: 'POST', path, raw: { content: form }, headers }, temporary);
      if (sent.kind !== 'done') return sent;
      const body = {
        temporaryAttachmentIds: sent.value.temporaryAttachments.map((one) => one.temporaryAttachmentId),
        public: true,
        additionalComment: { body: marked(name, key) },
      };
      const put = await http.ask(
        { method: 'POST', path: `${requestPath(handle)}/attachment`, body },
        z.unknown(),
      );
      return put.kind === 'done' ? { kind: 'done', value: null } : put;
    },
    async status(handle, since) {
      const answer = await now(handle);
      if (answer.kind !== 'done') return answer;
      const { status: state, assignee } = answer.value.fields;
      const owner = ownerOf(assignee?.displayName);
      const done = state.statusCategory.key === 'done';
      const there = await all(`${requestPath(handle)}/comment`, said);
      if (there.kind !== 'done') return there;
      const replies = there.value
        .filter((one) => one.public && !isMarked(one.body) && isSince(one.created?.iso8601 ?? '', since))
        .map(({ id, body, author, created: at }) => {
          return {
            id: `jira-comment-${id}`,
            at: utcOf(at?.iso8601),
            by: author?.displayName ?? '',
            text: body.trim(),
          };
        });
      const word = done && withdrawnNames.test(state.name) ? 'withdrawn' : state.statusCategory.key;
      return { kind: 'done', value: { status: statusOf(word, owner), ...(owner && { owner }), replies } };
    },
    async check(queues = []) {
      const me = await http.ask(
        { method: 'GET', path: '/rest/api/2/myself' },
        z.object({ displayName: z.string() }),
      );
      if (me.kind !== 'done') return [problemOf(me, 'TICKET_URL is not the address of a Jira')];
      const problems: string[] = [];
      for (const queue of new Set([config.queue ?? '', ...queues])) {
        const found = await desks.check(queue, field);
        const own = queue === config.queue || !queue;
        problems.push(
          ...found.map((one) => (own ? one : one.replace(/^TICKET_QUEUE/, `routing, "${queue}"`))),
        );
      }
      return problems;
    },
  };
}
