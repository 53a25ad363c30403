import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it arrived. */
export interface Recorded {
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: string;
  /** The body as JSON, or `undefined` where it is none. */
  json: unknown;
}

/**
 * What the recorder says to a request: an answer, `drop` (the connection breaks, whatever the request has done),
 * or `hang` (nothing comes back until the caller gives up).
 */
export type Reply =
  | { status?: number; headers?: { [name: string]: string }; body?: unknown }
  | 'drop'
  | 'hang';

async function read(request: IncomingMessage): Promise<Recorded> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString('utf8');
  const url = new URL(request.url ?? '/', 'http://recorder');
  let json: unknown;
  try {
    json = JSON.parse(body) as unknown;
  } catch {
    json = undefined;
  }
  return {
    method: request.method ?? '',
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    headers: request.headers,
    body,
    json,
  };
}

/** An HTTP server on a free port of this machine that remembers every request and answers as it is told. */
export async function recorder(answer: (request: Recorded, number: number) => Reply | Promise<Reply>) {
  const seen: Recorded[] = [];
  const server = createServer(async (request, response) => {
    const recorded = await read(request).catch(() => undefined);
    if (!recorded) return;
    seen.push(recorded);
    const reply = await answer(recorded, seen.length);
    if (reply === 'drop') request.socket.destroy();
    if (typeof reply === 'string') return;
    const { status = 200, headers = {}, body } = reply;
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    /** `METHOD /path` of everything that arrived, in order. */
    lines: () => seen.map(({ method, path }) => `${method} ${path}`),
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

export type Recorder = Awaited<ReturnType<typeof recorder>>;

/**
 * A recorder in front of a real server: `fault` sees each request with the real answer, which is already true
 * over there, and returns what the caller gets instead, or `undefined` to let the answer through.
 */
export const proxyOf = (target: string, fault: (request: Recorded, number: number) => Reply | undefined) =>
  recorder(async (request, number) => {
    const { authorization, 'content-type': type } = request.headers;
    const response = await fetch(`${target}${encodeURI(request.path)}${query(request)}`, {
      method: request.method,
      headers: { ...(authorization && { authorization }), ...(type && { 'content-type': type }) },
      ...(request.body && { body: request.body }),
    });
    const real = { status: response.status, body: await response.text() };
    return fault(request, number) ?? real;
  });

const query = ({ query: given }: Recorded) => (given.size > 0 ? `?${given}` : '');
