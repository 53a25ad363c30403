import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** `late` and `deaf` create the ticket; the one answers after a while, the other drops the connection instead. */
export type TicketFault = 'none' | 'refuse' | 'hang' | 'late' | 'deaf' | 'drop';

export interface Created {
  id: string;
  key: string;
  case: string;
  /** How often it was asked for. */
  asked: number;
}

/** A ticket system of one's own on loopback (`TICKET_SYSTEM=webhook`) that keeps its idempotency keys, and little else. */
export class FaultTickets {
  readonly secret = 'a secret of the tests';
  url = '';
  readonly tickets = new Map<string, Created>();
  readonly counts = { asked: 0, faults: 0, changes: 0 };
  /** Requests without a key or with a wrong signature. */
  readonly wrong: string[] = [];
  /** Told of every request, before it is answered and after. */
  seen: (moment: 'asked' | 'answered') => void = () => {};
  private readonly server: Server;
  private readonly hanging = new Set<ServerResponse>();
  private readonly fault: () => TicketFault;
  private readonly delay: () => number;
  private calmed = false;

  constructor(fault: () => TicketFault = () => 'none', delay: () => number = () => 50) {
    this.fault = fault;
    this.delay = delay;
    this.server = createServer((req, res) => {
      this.take(req, res).catch(() => res.destroy());
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/tickets`;
    return this;
  }

  /** What the bot's environment needs to send its tickets here. */
  env(): Record<string, string> {
    return { TICKET_SYSTEM: 'webhook', TICKET_URL: this.url, WEBHOOK_SECRET: this.secret };
  }

  calm(): void {
    this.calmed = true;
    for (const res of this.hanging) res.destroy();
    this.hanging.clear();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async take(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const raw = await text(req);
    const key = String(req.headers['idempotency-key'] ?? '');
    const signature = `sha256=${createHmac('sha256', this.secret).update(raw).digest('hex')}`;
    // The bot only asks whether it is there.
    if (req.method === 'GET') {
      res.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      return;
    }
    if (key === '' || req.headers['x-signature'] !== signature) this.wrong.push(`${req.method} ${key}`);
    this.counts.asked += 1;
    this.seen('asked');
    const fault = this.calmed ? 'none' : this.fault();
    if (fault !== 'none') this.counts.faults += 1;
    if (fault === 'hang') {
      this.hanging.add(res);
      return;
    }
    if (fault === 'drop') {
      res.destroy();
      return;
    }
    if (fault === 'refuse') {
      res.writeHead(503, { 'content-type': 'application/json' });
      res.end('{}', () => this.seen('answered'));
      return;
    }
    const ticket = req.method === 'POST' ? this.create(key, raw) : null;
    if (!ticket) this.counts.changes += 1;
    if (fault === 'deaf') {
      res.destroy();
      return;
    }
    if (fault === 'late') await new Promise((resolve) => setTimeout(resolve, this.delay()));
    res.writeHead(ticket ? 201 : 200, { 'content-type': 'application/json' });
    res.end(JSON.stringify(ticket ? { id: ticket.id } : {}), () => this.seen('answered'));
  }

  private create(key: string, raw: string): Created {
    const known = this.tickets.get(key);
    if (known) {
      known.asked += 1;
      return known;
    }
    const ticket = JSON.parse(raw) as { case: string };
    const created = { id: `T-${this.tickets.size + 1}`, key, case: ticket.case, asked: 1 };
    this.tickets.set(key, created);
    return created;
  }
}
