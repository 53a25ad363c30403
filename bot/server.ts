import { finished } from 'node:stream/promises';
import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
import type { Request, Response, Server, ServerOptions } from 'restify';
import restify from 'restify';
import type { BotAdapter } from './adapter.ts';
import type { Guard, Refusal } from './auth.ts';
import { createGuard } from './auth.ts';
import type { Config } from './config.ts';
import { codeOf, newReference, StartError } from './errors.ts';
import { healthRoutes } from './health.ts';
import type { JsonBody } from './http.ts';
import { readJson, reply } from './http.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { metricsRoutes } from './metrics.ts';
import type { Store } from './store/store.ts';

declare module 'restify' {
  interface Server {
    /** Runs before everything else; `false` means that the request was answered. */
    first(handler: (req: Request, res: Response) => boolean): Server;
  }
}

/** The pattern of the route, never the address as it was called: that may hold anything. */
const routeOf = (req: Request): string => req.getRoute()?.path?.toString() ?? 'none';

/** A message of 200 KB, with everything that Teams puts around it, still gets a polite answer. */
const largestBody = 512 * 1024;

export interface ServerDeps {
  config: Config;
  log: Log;
  adapter: Pick<BotAdapter, 'run'>;
  /** The bot's logic; what it throws is the adapter's to answer. */
  onTurn: (context: TurnContext) => Promise<void>;
  store: Pick<Store, 'ping'>;
  /** How long the database may take to answer /readyz, in milliseconds. */
  pingMs?: number;
  /** True from the moment the process was asked to stop: no new turn begins. */
  draining: () => boolean;
  metrics: Metrics;
  guard?: Guard;
  /** Further groups of routes, one file each. */
  routes?: readonly ((server: Server) => void)[];
}

export interface BotServer {
  restify: Server;
  /** Turns that have begun and are not answered yet. */
  inFlight: ReadonlySet<Promise<void>>;
}

type Answered = Extract<JsonBody, { ok: false }> | Refusal;

/** `validateAndFixActivity` of the SDK, which does not export it: times are dates inside the bot. */
function withDates(activity: Activity): Activity {
  for (const name of ['timestamp', 'localTimestamp', 'expiration'] as const) {
    const said: unknown = activity[name];
    if (typeof said === 'string') activity[name] = new Date(said);
  }
  return activity;
}

const isAuthentication = (error: unknown): boolean =>
  error instanceof Error &&
  (['JsonWebTokenError', 'NotBeforeError', 'TokenExpiredError'].includes(error.name) ||
    ('statusCode' in error && error.statusCode === 401));

function messageRoutes(server: Server, deps: ServerDeps, inFlight: Set<Promise<void>>): void {
  const { adapter, log, metrics, onTurn } = deps;
  const guard = deps.guard ?? createGuard(deps.config);

  const refuse = (res: Response, { status, code, message }: Answered) => {
    metrics.refused(code);
    log.warn({ status, code }, 'activity refused');
    const headers = { 401: { 'www-authenticate': 'Bearer' }, 503: { 'retry-after': '5' } };
    reply(res, status, { error: message }, headers[status as 401 | 503] ?? {});
  };

  const answer = (res: Response, response: InvokeResponse | undefined) => {
    // The SDK's word for an invoke that nobody handles: a well-formed activity that changes nothing here.
    if (response?.status === 501) return reply(res, 200, response.body ?? {});
    reply(res, response?.status ?? 200, response?.body);
  };

  const turn = async (req: Request, res: Response, activity: Activity) => {
    const { type } = activity;
    const began = performance.now();
    try {
      answer(res, await adapter.run(req.headers.authorization ?? '', withDates(activity), onTurn));
    } catch (error) {
      // Bot Framework looks at the token a second time, and is the stricter one about endorsements.
      if (isAuthentication(error)) {
        return refuse(res, { ok: false, status: 401, code: 'framework', message: 'The token was refused' });
      }
      throw error;
    } finally {
      metrics.turn(type, (performance.now() - began) / 1000);
    }
  };

  const handle = async (req: Request, res: Response) => {
    if (deps.draining()) {
      return reply(res, 503, { error: 'Stopping' }, { 'retry-after': '5', connection: 'close' });
    }
    const caller = await guard.caller(req);
    if (!caller.ok) return refuse(res, caller);
    const body = await readJson(req, largestBody);
    if (!body.ok) return refuse(res, body);
    const checked = guard.activity(caller, body.value);
    if (!checked.ok) return refuse(res, checked);
    await turn(req, res, checked.activity);
  };

  server.post('/api/messages', async (req, res) => {
    const work = handle(req, res).catch((error) => fail(req, res, error, log));
    // A turn goes on when the caller has hung up (Teams does after ten seconds), and still counts.
    const whole = work.then(() => finished(res)).catch(() => undefined);
    inFlight.add(whole);
    whole.finally(() => inFlight.delete(whole));
    await work;
  });
}

/** The answer to a fault of ours: a reference that the log has too, and nothing of the error. */
function fail(req: Request, res: Response, error: unknown, log: Log): void {
  const reference = newReference();
  log.error({ reference, code: codeOf(error), route: routeOf(req), err: error }, 'request failed');
  reply(res, 500, { error: 'Something went wrong', reference });
}

/** Errors that restify found itself (no route, wrong method), and whatever a handler threw. */
function errorRoutes(server: Server, log: Log): void {
  const words = { 404: 'There is nothing here', 405: 'This method is not possible here' };
  // Its last argument is not called on purpose: it would make restify send an answer of its own.
  server.on('restifyError', (req: Request, res: Response, error: unknown) => {
    const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500;
    if (status === 404 || status === 405) reply(res, status, { error: words[status] });
    else fail(req, res, error, log);
  });
}

/** An address or Host header that is no URL would otherwise be thrown through the whole process. */
function firstCheck(req: Request, res: Response): boolean {
  try {
    decodeURIComponent(req.getUrl().pathname ?? '/');
    return true;
  } catch {
    reply(res, 400, { error: 'This is no valid address' });
    return false;
  }
}

/**
 * The HTTP server with every route, not listening yet.
 * `POST /api/messages` is guarded, then handed to the adapter; see `health.ts` and `metrics.ts` for the rest.
 */
export function createServer(deps: ServerDeps): BotServer {
  const { log, metrics } = deps;
  // restify's types know an older logger; it calls nothing that pino has not.
  const options: ServerOptions = { name: '', log: log as unknown as NonNullable<ServerOptions['log']> };
  const server = restify.createServer(options);
  const inFlight = new Set<Promise<void>>();
  Object.assign(server.server, { requestTimeout: 30_000, headersTimeout: 15_000, keepAliveTimeout: 65_000 });

  server.first(firstCheck);
  errorRoutes(server, log);
  // restify hands the socket's errors on, and an error event without a listener ends the process.
  server.on('error', (error: unknown) => log.error({ code: codeOf(error), err: error }, 'server error'));
  server.on('after', (req: Request, res: Response) => {
    metrics.request(routeOf(req), res.statusCode);
    log.debug({ method: req.method, route: routeOf(req), status: res.statusCode }, 'request');
  });
  messageRoutes(server, deps, inFlight);
  healthRoutes(server, deps);
  metricsRoutes(server, deps);
  for (const group of deps.routes ?? []) group(server);
  return { restify: server, inFlight };
}

/**
 * Listens; resolves with the address (`http://127.0.0.1:3978`).
 * Rejects with a `StartError`: `port_taken`, or `cannot_listen` for any other reason.
 */
export async function listen(server: BotServer, at: { port: number; host: string }): Promise<string> {
  const http = server.restify.server;
  const listening = Promise.withResolvers<void>();
  const failed = (error: NodeJS.ErrnoException) =>
    listening.reject(
      error.code === 'EADDRINUSE'
        ? new StartError(
            'port_taken',
            `Port ${at.port} is taken. Stop what uses it, or set PORT to another one.`,
          )
        : new StartError('cannot_listen', `Cannot listen on ${at.host} port ${at.port} (${codeOf(error)}).`),
    );
  http.once('error', failed);
  http.listen(at.port, at.host, () => listening.resolve());
  await listening.promise;
  http.off('error', failed);
  return server.restify.url;
}

/**
 * Stops accepting, waits for the turns in flight, then closes every connection.
 * Resolves with the number of turns that were cut off because `deadlineMs` had passed.
 */
export async function stopServer(
  server: BotServer,
  options: { deadlineMs: number },
): Promise<{ cutOff: number }> {
  const http = server.restify.server;
  const closed = new Promise<void>((resolve) => http.close(() => resolve()));
  const idle = async () => {
    while (server.inFlight.size > 0) await Promise.all(server.inFlight);
  };
  const deadline = Promise.withResolvers<void>();
  const timer = setTimeout(deadline.resolve, options.deadlineMs);
  await Promise.race([idle(), deadline.promise]);
  clearTimeout(timer);
  const cutOff = server.inFlight.size;
  http.closeAllConnections();
  await closed;
  return { cutOff };
}
