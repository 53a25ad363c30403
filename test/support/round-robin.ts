import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What came of one try at one instance. */
type Tried = { kind: 'answered' } | { kind: 'nobody' } | { kind: 'broken' };

/**
 * A load balancer on loopback: each request to the next instance. One that does not listen or says that it is
 * stopping is passed over; where a connection breaks before its answer, the caller gets a 502, since the
 * instance may have done what was asked.
 */
export class RoundRobin {
  url = '';
  /** Addresses of the instances; whoever starts and kills them changes this list. */
  readonly targets: string[] = [];
  readonly counts = { passedOver: 0, broken: 0, nobody: 0 };
  private readonly server: Server;
  private turn = 0;

  constructor() {
    this.server = createServer((req, res) => {
      this.take(req, res).catch(() => res.destroy());
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async take(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = await buffer(req);
    this.turn += 1;
    const first = this.turn;
    for (let n = 0; n < this.targets.length; n += 1) {
      const target = this.targets[(first + n) % this.targets.length] ?? '';
      const tried = await this.pass(target, req, body, res);
      if (tried.kind === 'answered') return;
      if (tried.kind === 'broken') {
        this.counts.broken += 1;
        res.writeHead(502).end();
        return;
      }
      this.counts.passedOver += 1;
    }
    this.counts.nobody += 1;
    res.writeHead(503).end();
  }

  private pass(target: string, req: IncomingMessage, body: Buffer, res: ServerResponse): Promise<Tried> {
    return new Promise((resolve) => {
      const { connection: _own, ...headers } = req.headers;
      const out = request(`${target}${req.url ?? ''}`, {
        method: req.method ?? 'GET',
        headers,
        agent: false,
      });
      out.once('error', (error: NodeJS.ErrnoException) =>
        resolve({ kind: error.code === 'ECONNREFUSED' ? 'nobody' : 'broken' }),
      );
      out.once('response', async (answer) => {
        try {
          const content = await buffer(answer);
          if (answer.statusCode === 503) return resolve({ kind: 'nobody' });
          res.writeHead(answer.statusCode ?? 502, {
            'content-type': answer.headers['content-type'] ?? 'text/plain',
          });
          res.end(content);
          resolve({ kind: 'answered' });
        } catch {
          resolve({ kind: 'broken' });
        }
      });
      out.end(body);
    });
  }
}
