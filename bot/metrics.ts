import { createHash, timingSafeEqual } from 'node:crypto';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Server } from 'restify';
import { isLocal } from './auth.ts';
import type { Config } from './config.ts';
import { reply } from './http.ts';

/** What is counted. Labels take few values, all of our own choosing: never ids, never what a caller wrote. */
export interface Metrics {
  /** Others register theirs here. */
  registry: Registry;
  /** A request was answered. */
  request(route: string, status: number): void;
  /** A request to /api/messages went no further. */
  refused(code: string): void;
  /** A turn ended, however it ended. */
  turn(type: string, seconds: number): void;
  /** A turn threw. */
  failed(code: string): void;
}

const turnTypes = ['message', 'invoke', 'conversationUpdate', 'installationUpdate', 'messageReaction'];

/** Counters and Node's own figures, in a registry of their own so that two servers can live in one process. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'bot_http_requests_total',
    help: 'Requests answered, by route and status',
    labelNames: ['route', 'status'],
    registers,
  });
  const refused = new Counter({
    name: 'bot_refused_total',
    help: 'Activities refused before they reached the bot, by reason',
    labelNames: ['code'],
    registers,
  });
  const failed = new Counter({
    name: 'bot_turns_failed_total',
    help: 'Turns that threw, by error code',
    labelNames: ['code'],
    registers,
  });
  const turns = new Histogram({
    name: 'bot_turn_seconds',
    help: 'Duration of turns, by activity type',
    labelNames: ['type'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  return {
    registry,
    request: (route, status) => requests.inc({ route, status: String(status) }),
    refused: (code) => refused.inc({ code }),
    turn: (type, seconds) => turns.observe({ type: turnTypes.includes(type) ? type : 'other' }, seconds),
    failed: (code) => failed.inc({ code }),
  };
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** `GET /metrics`: with METRICS_TOKEN for its bearers, without it for this machine only. */
export function metricsRoutes(
  server: Server,
  deps: { config: Pick<Config, 'metricsToken'>; metrics: Metrics },
): void {
  const { metricsToken } = deps.config;
  server.get('/metrics', async (req, res) => {
    if (metricsToken !== undefined) {
      const given = req.headers.authorization ?? '';
      // Digests have one length, so the comparison tells nothing about the token.
      if (!timingSafeEqual(digest(given), digest(`Bearer ${metricsToken}`))) {
        return reply(res, 401, { error: 'A bearer token is required' }, { 'www-authenticate': 'Bearer' });
      }
    } else if (!isLocal(req)) {
      return reply(res, 403, { error: 'Without METRICS_TOKEN only the own machine is answered' });
    }
    const text = await deps.metrics.registry.metrics();
    return reply(res, 200, text, { 'content-type': deps.metrics.registry.contentType });
  });
}
