import type { Server } from 'restify';
import * as z from 'zod';
import { findCodes } from '../../dialogs/knowledge/codes.ts';
import { readJson, reply } from '../http.ts';
import type { Incident } from '../incidents/incident.ts';
import {
  asOf,
  closeIncident,
  type Managed,
  mergeIncident,
  nameIncident,
  openByHand,
} from '../incidents/manage.ts';
import type { Turn } from '../store/store.ts';
import type { ApiDeps } from './routes.ts';
import { type ApiCaller, apiGuard, withRole } from './token.ts';

const largestBody = 16 * 1024;
const name = z.string().trim().min(1).max(200);
const opening = z.strictObject({ code: z.string().max(200), name: name.optional() });
/** One change at a time. */
const change = z.union([
  z.strictObject({ name }),
  z.strictObject({ mergeInto: z.string().min(1).max(40) }),
  z.strictObject({ close: z.literal(true), words: z.string().trim().max(2000).optional() }),
]);

const statuses: { [W in (Managed & { ok: false })['why']]: readonly [status: number, error: string] } = {
  unknown: [404, 'There is no such incident'],
  'not-open': [409, 'The incident is not open'],
  'open-already': [409, 'An incident is open for that code already'],
  another: [
    409,
    'The two together are what another open incident is for already: merge each of them into that one',
  ],
  itself: [400, 'An incident can only be merged into another one'],
};

const viewOf = (one: Incident) => ({
  incident: one.id,
  state: one.state,
  name: one.name,
  codes: one.codes,
  site: one.site ?? null,
  people: one.people,
  openedAt: one.openedAt,
  openedBy: one.openedBy ?? 'bot',
  closedAt: one.closedAt,
  mergedInto: one.mergedInto,
  ticket:
    one.ticket.id === null ? null : { system: one.ticket.system, id: one.ticket.id, url: one.ticket.url },
});

/** `GET` and `POST /api/incidents`, `PATCH /api/incidents/{id}`: IT opens, names, merges and closes by hand. */
export function incidentRoutes(server: Server, deps: ApiDeps): void {
  const guard = apiGuard(deps.config.api);
  const tenantOf = (caller: ApiCaller) => caller.tenant ?? deps.config.credentials?.tenantId ?? null;
  const answer = (res: Parameters<typeof reply>[0], done: Managed, status: number) => {
    if (!done.ok) return reply(res, statuses[done.why][0], { error: statuses[done.why][1] });
    deps.kick();
    reply(res, status, viewOf(done.incident));
  };

  server.get(
    '/api/incidents',
    withRole(guard, 'Incidents.Manage', async (_req, res, caller) => {
      const all = await deps.store.turn((turn) => turn.incidents.list(100, tenantOf(caller)));
      reply(res, 200, { incidents: all.map(viewOf) });
    }),
  );

  server.post(
    '/api/incidents',
    withRole(guard, 'Incidents.Manage', async (req, res, caller) => {
      const body = await readJson(req, largestBody);
      if (!body.ok) return reply(res, body.status, { error: body.message });
      const read = opening.safeParse(body.value);
      const code = read.success
        ? read.data.code === 'unknown'
          ? 'unknown'
          : findCodes(read.data.code)[0]
        : undefined;
      if (!read.success || code === undefined)
        return reply(res, 400, { error: 'Expected {"code": "0x8004de40", "name"?: "…"}' });
      const given = {
        tenant: tenantOf(caller),
        code,
        name: read.data.name ?? '',
        by: 'IT',
      };
      const opened = asOf(deps.store, given.tenant, [], (turn) => openByHand(turn, given, deps.now()));
      answer(res, await opened, 201);
    }),
  );

  server.patch(
    '/api/incidents/:id',
    withRole(guard, 'Incidents.Manage', async (req, res, caller) => {
      const body = await readJson(req, largestBody);
      if (!body.ok) return reply(res, body.status, { error: body.message });
      const read = change.safeParse(body.value);
      if (!read.success)
        return reply(res, 400, { error: 'Expected {"name"}, {"mergeInto"} or {"close": true, "words"?}' });
      const { data } = read;
      const id = String(req.params.id).toUpperCase();
      const ids = 'mergeInto' in data ? [id, data.mergeInto.toUpperCase()] : [id];
      const now = deps.now();
      const carryOut = (turn: Turn): Promise<Managed> => {
        if ('name' in data) return nameIncident(turn, id, data.name, now);
        if ('mergeInto' in data) return mergeIncident(turn, id, data.mergeInto.toUpperCase(), now);
        return closeIncident(turn, id, 'IT', data.words ?? '', now);
      };
      answer(res, await asOf(deps.store, tenantOf(caller), ids, carryOut), 200);
    }),
  );
}
