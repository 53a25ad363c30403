import * as z from 'zod';
import type { TicketConfig } from '../config.ts';
import { type Answered, basic, type ConnectorOptions, createHttp, problemOf } from './http.ts';
import type { TicketHandle, TicketResult, TicketSystem } from './port.ts';
import { closingWords, fileNameOf, isKey, isSince, marked, markOf, oneLine } from './reference.ts';
import { journalReplies } from './servicenow-journal.ts';
import { ownerOf, statusOf } from './status-words.ts';

const record = z.object({ sys_id: z.string().min(1), number: z.string().min(1) }).catchall(z.unknown());
const one = z.object({ result: record });
const many = z.object({ result: z.array(record) });
const named = z.object({ result: z.array(z.object({ sys_id: z.string(), name: z.string() })) });
const both = z.object({ value: z.string(), display_value: z.string() });
const recordNow = z.object({
  result: z.object({ state: both, assigned_to: both.partial().optional(), comments: both.optional() }),
});
const files = z.object({ result: z.array(z.object({ file_name: z.string() })) });

type Place = { table: string; sysId: string };

/** `incident/Service Desk`, `incident` or `Service Desk`: a table and the assignment group. */
function placeOf(queue: string): { table: string; group: string | undefined } {
  const slash = queue.indexOf('/');
  const [first, rest] = slash < 0 ? [queue, undefined] : [queue.slice(0, slash), queue.slice(slash + 1)];
  const isTable = /^[a-z][a-z0-9_]*$/.test(first);
  return {
    table: isTable ? first : 'incident',
    group: rest?.trim() || (isTable ? undefined : first) || undefined,
  };
}

/** States that mean fixed, withdrawn and open, as the base system has them for incidents and for other tasks. */
const statesOf = (table: string) =>
  table === 'incident'
    ? { fixed: '6', withdrawn: '8', open: '2' }
    : { fixed: '3', withdrawn: '4', open: '2' };

/** `^` separates the parts of a query and has no escape. */
const isQueryable = (value: string) => !/[\^\r\n]/.test(value);

/**
 * ServiceNow over its Table API (https://www.servicenow.com/docs, "Table API") and Attachment API.
 *
 * It has no idempotency, so each attempt looks for the key first. A part of `sysparm_query` that it does not
 * understand is ignored and any records come back: every one is compared with what was asked for. Fields that the
 * user may not write are ignored with a 200 as well: notes and states are read back. TICKET_TOKEN is a REST API
 * key (`x-sn-apikey`).
 */
export function serviceNow(config: TicketConfig, options: ConnectorOptions = {}): TicketSystem {
  const base = config.url ?? '';
  const field = config.correlationField ?? 'correlation_id';
  const home = placeOf(config.queue ?? '');
  const http = createHttp(
    'servicenow',
    `${base}/api/now`,
    config.token
      ? { 'x-sn-apikey': config.token }
      : { authorization: basic(config.user ?? '', config.password ?? '') },
    options,
  );
  const tablePath = (table: string, query: { [name: string]: string }, id = '') =>
    `/table/${table}${id && `/${encodeURIComponent(id)}`}?${new URLSearchParams(query)}`;
  const handleOf = (
    key: string,
    table: string,
    { sys_id, number }: z.infer<typeof record>,
  ): TicketHandle => ({
    key,
    id: number,
    url: `${base}/nav_to.do?uri=${encodeURIComponent(`${table}.do?sys_id=${sys_id}`)}`,
  });

  /** The records of a table whose field has exactly this value, oldest first. */
  async function find(
    table: string,
    name: string,
    value: string,
  ): Promise<Answered<z.infer<typeof record>[]>> {
    if (!isQueryable(value)) return { kind: 'refused', error: 'servicenow cannot look for a value with ^' };
    const query = {
      sysparm_query: `${name}=${value}^ORDERBYsys_created_on`,
      sysparm_fields: `sys_id,number,${name}`,
      sysparm_limit: '10',
    };
    const answer = await http.ask({ method: 'GET', path: tablePath(table, query) }, many);
    if (answer.kind !== 'done') return answer;
    return { ...answer, value: answer.value.result.filter((found) => found[name] === value) };
  }

  /** Our own handles say where the record is; for other people's there is the number. */
  async function where({ id, url }: TicketHandle): Promise<Answered<Place>> {
    const own = /(?:^|[^a-z0-9_])([a-z][a-z0-9_]*)\.do\?sys_id=([^&]+)$/.exec(decodeUri(url ?? ''));
    if (own?.[1] && own[2]) return { kind: 'done', value: { table: own[1], sysId: own[2] }, status: 200 };
    const found = await find(home.table, 'number', id);
    if (found.kind !== 'done') return found;
    const sysId = found.value[0]?.sys_id;
    if (!sysId) return { kind: 'refused', error: 'servicenow has no such ticket' };
    return { ...found, value: { table: home.table, sysId } };
  }

  async function groupId(name: string): Promise<Answered<string | undefined>> {
    if (!isQueryable(name)) return { kind: 'done', value: undefined, status: 200 };
    const query = { sysparm_query: `name=${name}`, sysparm_fields: 'sys_id,name', sysparm_limit: '10' };
    const answer = await http.ask({ method: 'GET', path: tablePath('sys_user_group', query) }, named);
    if (answer.kind !== 'done') return answer;
    return { ...answer, value: answer.value.result.find((group) => group.name === name)?.sys_id };
  }

  /** State, owner and journal as they are; with display values a journal field is all of its entries. */
  async function now({ table, sysId }: Place) {
    const query = { sysparm_fields: 'state,assigned_to,comments', sysparm_display_value: 'all' };
    const answer = await http.ask({ method: 'GET', path: tablePath(table, query, sysId) }, recordNow);
    if (answer.kind !== 'done') return answer;
    const { state, assigned_to, comments } = answer.value.result;
    const owner = ownerOf(assigned_to?.display_value);
    const word = table === 'incident' ? state.value : state.display_value;
    const closed = ['resolved', 'withdrawn'].includes(statusOf(word, undefined));
    const journal = comments?.display_value ?? '';
    return { kind: 'done', value: { status: statusOf(word, owner), owner, closed, journal } } as const;
  }

  /** Writes a comment with its mark once, moves the ticket where it is not there yet, and looks whether both stayed. */
  async function change(
    handle: TicketHandle,
    text: string,
    key: string,
    to?: keyof ReturnType<typeof statesOf>,
  ): Promise<TicketResult<null>> {
    const place = await where(handle);
    if (place.kind !== 'done') return place;
    const before = await now(place.value);
    if (before.kind !== 'done') return before;
    const said = before.value.journal.includes(markOf(key));
    const there = to === undefined || before.value.closed === (to !== 'open');
    if (said && there) return { kind: 'done', value: null };
    const body = {
      ...(!said && { comments: marked(text, key) }),
      ...(!there && { state: statesOf(place.value.table)[to] }),
      ...(!there && to !== 'open' && { close_code: 'Resolved by caller', close_notes: text }),
    };
    const path = tablePath(place.value.table, {}, place.value.sysId);
    const put = await http.ask({ method: 'PATCH', path, body }, z.unknown());
    if (put.kind !== 'done') return put;
    const after = await now(place.value);
    if (after.kind !== 'done') return after;
    if (!after.value.journal.includes(markOf(key)))
      return { kind: 'refused', error: 'servicenow answered 200 and did not keep the comment' };
    if (to !== undefined && after.value.closed !== (to !== 'open'))
      return { kind: 'refused', error: 'servicenow answered 200 and left the state as it was' };
    return { kind: 'done', value: null };
  }

  return {
    name: 'servicenow',
    queue: config.queue ?? 'incident',
    can: { attach: true, status: true },
    async create(ticket, queue) {
      if (!isKey(ticket.key))
        return { kind: 'refused', error: 'the key has characters that servicenow could misread' };
      const wanted = placeOf(queue);
      const table = queue.includes('/') || !wanted.group ? wanted.table : home.table;
      const before = await find(table, field, ticket.key);
      if (before.kind !== 'done') return before;
      if (before.value[0]) return { kind: 'done', value: handleOf(ticket.key, table, before.value[0]) };
      const groupName = wanted.group ?? home.group;
      const group = groupName ? await groupId(groupName) : undefined;
      if (group?.kind === 'retry') return group;
      const body = {
        short_description: oneLine(ticket.subject, 160),
        description: ticket.body,
        [field]: ticket.key,
        correlation_display: 'OneDrive helper',
        ...(group?.kind === 'done' && group.value && { assignment_group: group.value }),
      };
      const made = await http.ask({ method: 'POST', path: tablePath(table, {}), body }, one);
      return made.kind === 'done'
        ? { kind: 'done', value: handleOf(ticket.key, table, made.value.result) }
        : made;
    },
    comment: (handle, text, key) => change(handle, text, key),
    close: (handle, why, key) => change(handle, closingWords[why], key, why),
    reopen: (handle, key) => change(handle, closingWords.reopened, key, 'open'),
    async attach(handle, file, key) {
      const place = await where(handle);
      if (place.kind !== 'done') return place;
      const { table, sysId } = place.value;
      const name = fileNameOf(file.name, key);
      const query = { sysparm_query: `table_sys_id=${sysId}^file_name=${name}`, sysparm_fields: 'file_name' };
      const listed = await http.ask(
        { method: 'GET', path: `/attachment?${new URLSearchParams(query)}` },
        files,
      );
      if (listed.kind !== 'done') return listed;
      if (listed.value.result.some((known) => known.file_name === name)) return { kind: 'done', value: null };
      const target = new URLSearchParams({ table_name: table, table_sys_id: sysId, file_name: name });
      const raw = { content: Buffer.from(file.content), type: file.contentType };
      const put = await http.ask({ method: 'POST', path: `/attachment/file?${target}`, raw }, z.unknown());
      return put.kind === 'done' ? { kind: 'done', value: null } : put;
    },
    async status(handle, since) {
      const place = await where(handle);
      if (place.kind !== 'done') return place;
      const read = await now(place.value);
      if (read.kind !== 'done') return read;
      const { status, owner, journal } = read.value;
      const replies = journalReplies(journal).filter((reply) => isSince(reply.at, since));
      return { kind: 'done', value: { status, ...(owner && { owner }), replies } };
    },
    async check(queues = []) {
      const probe = {
        sysparm_query: `${field}=case:none:0`,
        sysparm_fields: `sys_id,number,${field}`,
        sysparm_limit: '1',
      };
      const answer = await http.ask({ method: 'GET', path: tablePath(home.table, probe) }, many);
      if (answer.kind !== 'done') {
        return [problemOf(answer, `TICKET_QUEUE: there is no table "${home.table}" that this user may read`)];
      }
      const ignored = answer.value.result.length > 0;
      const missing: string[] = [];
      for (const queue of new Set([config.queue ?? '', ...queues])) {
        const { group } = placeOf(queue);
        const found = group ? await groupId(group) : undefined;
        const where = queue === config.queue ? 'TICKET_QUEUE' : 'routing';
        if (found?.kind === 'done' && !found.value)
          missing.push(`${where}: there is no assignment group "${group}" that this user may read`);
      }
      return [
        ...(ignored
          ? [`TICKET_CORRELATION_FIELD: the table has no field "${field}" that this user may read`]
          : []),
        ...missing,
      ];
    },
  };
}

/** An address that somebody else wrote may be no address. */
function decodeUri(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
