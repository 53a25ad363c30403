import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import type { TurnContext } from 'botbuilder';
import { pino } from 'pino';
import { createAdapter } from '../../bot/adapter.ts';
import type { Config, Env } from '../../bot/config.ts';
import { readConfig } from '../../bot/config.ts';
import { createLog } from '../../bot/log.ts';
import { createMetrics } from '../../bot/metrics.ts';
import type { BotServer, ServerDeps } from '../../bot/server.ts';
import { createServer as createBotServer, listen, stopServer } from '../../bot/server.ts';

/** A log that writes nothing. */
export const silent = pino({ level: 'silent' });

/** A log whose lines can be read afterwards. */
export function recordedLog(level: Config['logLevel'] = 'info') {
  const written: string[] = [];
  const log = createLog({ logLevel: level }, { write: (line: string) => void written.push(line) });
  return { log, text: () => written.join(''), lines: () => written.map((line): unknown => JSON.parse(line)) };
}

/** A configuration that is known to be right. */
export function configOf(env: Env): Config {
  const result = readConfig(env);
  if (!result.ok) throw new Error(result.problems.join('; '));
  return result.config;
}

/** A plain HTTP server on a free port of this machine. */
export async function serve(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** A Bot Framework connector that accepts everything and remembers it. */
export async function connector() {
  const seen: { method: string; path: string; authorization: string | undefined; body: string }[] = [];
  const server = await serve(async (req, res) => {
    const body = await bodyOf(req);
    seen.push({
      method: req.method ?? '',
      path: req.url ?? '',
      authorization: req.headers.authorization,
      body,
    });
    res.writeHead(201, { 'content-type': 'application/json' });
    res.end(JSON.stringify({ id: `sent-${seen.length}` }));
  });
  return { ...server, seen };
}

export interface RunningBot {
  url: string;
  server: BotServer;
  config: Config;
  /** The activities that reached the bot's logic. */
  turns: TurnContext['activity'][];
  stop(): Promise<void>;
}

/** A server as `main.ts` builds it, on a free port, whose logic only counts unless it is given. */
export async function runBot(
  options: { env?: Env; config?: Config } & Partial<Omit<ServerDeps, 'config'>> = {},
): Promise<RunningBot> {
  const { env = {}, config = configOf(env), log = silent, onTurn, ...rest } = options;
  const metrics = rest.metrics ?? createMetrics();
  const turns: RunningBot['turns'] = [];
  const server = createBotServer({
    config,
    log,
    adapter: createAdapter(config, { log, failed: metrics.failed, newReference: () => 'R-TEST' }),
    onTurn: async (context) => {
      turns.push(context.activity);
      await onTurn?.(context);
    },
    store: { ping: async () => {} },
    draining: () => false,
    ...rest,
    metrics,
  });
  const url = await listen(server, { port: 0, host: '127.0.0.1' });
  const stop = async () => {
    await stopServer(server, { deadlineMs: 2000 });
  };
  return { url, server, config, turns, stop };
}

/** A well-formed message as Teams sends it; the rest overwrites. */
export function message(
  serviceUrl: string,
  rest: { [name: string]: unknown } = {},
): { [name: string]: unknown } {
  return {
    type: 'message',
    id: 'activity-1',
    timestamp: '2026-01-02T03:04:05.000Z',
    channelId: 'msteams',
    serviceUrl,
    from: { id: '29:alex', name: 'Alex', aadObjectId: '00000000-0000-4000-8000-0000000000aa' },
    recipient: { id: '28:bot', name: 'Bot' },
    conversation: { id: 'a:personal', conversationType: 'personal' },
    text: 'hello',
    ...rest,
  };
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

/** Posts to the bot's endpoint: an object as JSON, a text as it is. */
export async function post(
  url: string,
  body: unknown,
  headers: { [name: string]: string } = {},
): Promise<Answer> {
  const response = await fetch(`${url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Sends bytes that no HTTP client would send, and resolves with all that comes back. */
export function raw(url: string, request: string): Promise<string> {
  const { port, hostname } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(request));
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (part) => {
      text += part;
    });
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
  });
}
