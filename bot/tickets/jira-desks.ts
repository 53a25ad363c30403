import * as z from 'zod';
import { type Answered, type Http, problemOf } from './http.ts';

const deskNow = z.object({ id: z.union([z.string(), z.number()]).transform(String) });
const types = z.object({
  values: z.array(z.object({ id: z.string(), name: z.string() })),
  isLastPage: z.boolean(),
});
const form = z.object({
  requestTypeFields: z.array(z.object({ fieldId: z.string(), required: z.boolean() })),
});

/** What a customer request needs to know of its place. */
export interface Desk {
  serviceDeskId: string;
  requestTypeId: string;
}

const pageSize = 100;
const lastPage = 10;

/** Finds service desks and request types by `<desk>/<type>`, each once; what was not found is asked again. */
export function createDesks(http: Http) {
  const known = new Map<string, Desk>();
  const path = (desk: string) => `/rest/servicedeskapi/servicedesk/${encodeURIComponent(desk)}`;

  async function typeId(desk: string, wanted: string): Promise<Answered<string | undefined>> {
    for (let start = 0, page = 1; ; page += 1) {
      const call = { path: `${path(desk)}/requesttype?start=${start}&limit=${pageSize}` };
      const answer = await http.ask({ method: 'GET', ...call }, types);
      if (answer.kind !== 'done') return answer;
      const { values, isLastPage } = answer.value;
      const fits = (one: { id: string; name: string }) => one.id === wanted || one.name === wanted;
      // A desk with one kind of request needs no choice.
      const only = wanted === '' && isLastPage && page === 1 && values.length === 1;
      const value = (only ? values[0] : values.find(fits))?.id;
      if (value !== undefined || isLastPage || values.length === 0 || page === lastPage)
        return { ...answer, value };
      start += values.length;
    }
  }

  /** Refused where there is no such desk or request type; `status` 404 tells the desk's case. */
  async function resolve(queue: string): Promise<Answered<Desk>> {
    const before = known.get(queue);
    if (before) return { kind: 'done', value: before, status: 200 };
    if (!queue)
      return {
        kind: 'refused',
        error: 'expected TICKET_QUEUE as <service desk>/<request type>',
        status: 404,
      };
    const slash = queue.indexOf('/');
    const [desk, type] = slash < 0 ? [queue, ''] : [queue.slice(0, slash), queue.slice(slash + 1)];
    const found = await http.ask({ method: 'GET', path: path(desk.trim()) }, deskNow);
    if (found.kind === 'refused') return { ...found, error: `${found.error}: no service desk "${desk}"` };
    if (found.kind !== 'done') return found;
    const id = await typeId(found.value.id, type.trim());
    if (id.kind !== 'done') return id;
    if (id.value === undefined) {
      return { kind: 'refused', error: `jira has no request type "${type}" at the service desk "${desk}"` };
    }
    const value = { serviceDeskId: found.value.id, requestTypeId: id.value };
    known.set(queue, value);
    return { ...found, value };
  }

  /** Whether requests can be created there, with the field that carries the key, and without asking for more. */
  async function check(queue: string, field: string): Promise<string[]> {
    const desk = await resolve(queue);
    if (desk.kind !== 'done') {
      const known = desk.status !== undefined && desk.status !== 404;
      return [
        known || desk.kind === 'retry' ? problemOf(desk, 'TICKET_QUEUE') : `TICKET_QUEUE: ${desk.error}`,
      ];
    }
    const { serviceDeskId, requestTypeId } = desk.value;
    const call = { path: `${path(serviceDeskId)}/requesttype/${encodeURIComponent(requestTypeId)}/field` };
    const answer = await http.ask({ method: 'GET', ...call }, form);
    if (answer.kind !== 'done')
      return [problemOf(answer, 'TICKET_QUEUE: the form of the request type cannot be read')];
    const fields = answer.value.requestTypeFields;
    const ours = ['summary', 'description', field];
    return [
      ...ours
        .filter((name) => !fields.some((one) => one.fieldId === name))
        .map((name) => `TICKET_QUEUE: the form of the request type has no field "${name}"`),
      ...fields
        .filter((one) => one.required && !ours.includes(one.fieldId))
        .map((one) => `TICKET_QUEUE: the form of the request type demands the field "${one.fieldId}"`),
    ];
  }

  return { resolve, check };
}
