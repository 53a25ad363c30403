import type { Server } from 'restify';
import { type Rules, revive } from '../../dialogs/triage/advance.ts';
import type { Config } from '../config.ts';
import { chatLink } from '../handoff/link.ts';
import { readJson, reply } from '../http.ts';
import { directoryKey } from '../intake.ts';
import type { Store } from '../store/store.ts';
import { handOver } from '../turn/hand-over.ts';
import { caseView } from './case-view.ts';
import { type Handoff, readHandoff } from './handoff.ts';
import { apiGuard, withRole } from './token.ts';

export interface ApiDeps {
  config: Pick<Config, 'api' | 'credentials'>;
  store: Store;
  rules: Rules;
  now: () => number;
  newId: () => string;
  /** Something was put into the outbox. */
  kick: () => void;
}

const largestBody = 256 * 1024;

/** `POST /api/handoffs` and `GET /api/cases/{case}`, for the help desk's own programs. */
export function apiRoutes(server: Server, deps: ApiDeps): void {
  const guard = apiGuard(deps.config.api);
  const appId = deps.config.credentials?.appId ?? '';

  server.post(
    '/api/handoffs',
    withRole(guard, 'Handoff.Create', async (req, res, caller) => {
      const body = await readJson(req, largestBody);
      if (!body.ok) return reply(res, body.status, { error: body.message });
      const read = readHandoff(body.value);
      if (!read.ok) return reply(res, 400, { error: 'The handoff has faults', faults: read.faults });
      const tenant = caller.tenant ?? deps.config.credentials?.tenantId ?? 'none';
      const link = (handoff: Handoff) => chatLink(appId, handoff.code, handoff.ticket?.id ?? null);
      const user = directoryKey(tenant, read.handoff.user.aadObjectId);
      const answer = await handOver({ ...deps, chatLink: link }, { user }, read.handoff);
      deps.kick();
      reply(res, 202, answer);
    }),
  );

  server.get(
    '/api/cases/:case',
    withRole(guard, 'Cases.Read', async (req, res) => {
      const stored = await deps.store.caseById(String(req.params.case));
      const revived = stored ? revive(deps.rules, stored.record) : null;
      if (!revived?.ok) return reply(res, 404, { error: 'There is no such case' });
      reply(res, 200, caseView(revived.live));
    }),
  );
}
