import type { Server } from 'restify';
import { type Rules, revive } from '../../dialogs/triage/advance.ts';
import type { Config } from '../config.ts';
import { readJson, reply } from '../http.ts';
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

/** Opens the chat with the bot in Teams; the text is put into the box, the user sends it. */
function chatLink(appId: string, handoff: Handoff): string {
  const words = [handoff.code ?? '0x8004de40', handoff.ticket ? `(${handoff.ticket.id})` : '']
    .join(' ')
    .trim();
  return `https://teams.microsoft.com/l/chat/0/0?users=28:${appId}&message=${encodeURIComponent(words)}`;
}

/** `POST /api/handoffs` and `GET /api/cases/{case}`, for the help desk's own programs. */
export function apiRoutes(server: Server, deps: ApiDeps): void {
  const guard = apiGuard(deps.config.api);
  const appId = deps.config.credentials?.appId ?? '00000000-0000-0000-0000-000000000000';

  server.post(
    '/api/handoffs',
    withRole(guard, 'Handoff.Create', async (req, res, caller) => {
      const body = await readJson(req, largestBody);
      if (!body.ok) return reply(res, body.status, { error: body.message });
      const read = readHandoff(body.value);
      if (!read.ok) return reply(res, 400, { error: 'The handoff has faults', faults: read.faults });
      const tenant = caller.tenant ?? deps.config.credentials?.tenantId ?? 'none';
      const link = (handoff: Handoff) => chatLink(appId, handoff);
      const answer = await handOver({ ...deps, chatLink: link }, tenant, read.handoff);
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
