import type { Server } from 'restify';
import { codeOf } from './errors.ts';
import { reply } from './http.ts';
import type { Log } from './log.ts';
import type { Store } from './store/store.ts';

export interface HealthDeps {
  store: Pick<Store, 'ping'>;
  /** True from the moment the process was asked to stop. */
  draining: () => boolean;
  log: Log;
  /** How long the database may take to answer, in milliseconds. */
  pingMs?: number;
}

/** Rejects when the database does not answer in time: an orchestrator's probe waits a second or two at most. */
async function pingWithin(store: Pick<Store, 'ping'>, ms: number): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(Object.assign(new Error('No answer in time'), { code: 'late' })),
    ms,
  );
  try {
    await Promise.race([store.ping(), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** `GET /healthz`: the process is up. `GET /readyz`: it can do its work and is not about to stop. */
export function healthRoutes(server: Server, deps: HealthDeps): void {
  server.get('/healthz', async (_req, res) => reply(res, 200, { status: 'up' }));
  server.get('/readyz', async (_req, res) => {
    if (deps.draining()) return reply(res, 503, { status: 'draining' });
    try {
      await pingWithin(deps.store, deps.pingMs ?? 1500);
    } catch (error) {
      deps.log.warn({ code: codeOf(error), err: error }, 'database not ready');
      return reply(res, 503, { status: 'database' });
    }
    return reply(res, 200, { status: 'ready' });
  });
}
