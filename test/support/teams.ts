import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A card as Teams would get it; tests look into it freely. */
export interface Card {
  type: string;
  version: string;
  body: object[];
  actions?: { type: string; title: string; verb: string; mode?: string; data: CardData }[];
  refresh?: { action: { verb: string; data: CardData }; userIds: string[] };
  speak: string;
  fallbackText: string;
}
export interface CardData {
  case: string;
  step: string;
  rev: number;
  verb?: string;
}
/** What the bot sent to the connector. */
export interface Sent {
  method: 'POST' | 'PUT';
  conversation: string;
  activityId: string;
  type: string;
  text: string | undefined;
  /** Whom a text mentions. */
  mentions?: { id: string; name: string }[];
  /** Of an event. */
  name?: string;
  value?: unknown;
  card: Card | undefined;
}

interface Outgoing {
  type?: string;
  name?: string;
  value?: unknown;
  text?: string;
  entities?: { mentioned: { id: string; name: string } }[];
  attachments?: { content: Card }[];
}
/** Begins a thread in a channel. */
interface NewThread {
  activity?: Outgoing;
  channelData?: { channel: { id: string } };
}

const read = async (req: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

/** A Bot Framework connector on loopback: takes what the bot sends and lets tests wait for it. */
export class FakeConnector {
  readonly sent: Sent[] = [];
  /** Set to answer with something else than success, e.g. `{ status: 429, headers: { 'retry-after': '1' } }`. */
  answer: (sent: Sent) => { status: number; headers?: Record<string, string> } | null = () => null;
  private readonly waiting = new Set<() => void>();
  private server: Server | null = null;
  url = '';

  async start(): Promise<this> {
    this.server = createServer(async (req, res) => {
      if (req.method === 'GET') return this.roster(req.url ?? '', res);
      const match = /\/v3\/conversations\/([^/]+)\/activities(?:\/([^/?]+))?/.exec(req.url ?? '');
      const body = JSON.parse((await read(req)) || '{}') as Outgoing & NewThread;
      const activity = body.activity ?? body;
      const id = req.method === 'PUT' ? decodeURIComponent(match?.[2] ?? '') : randomUUID();
      const thread = body.activity ? `${body.channelData?.channel.id};messageid=${id}` : null;
      const sent: Sent = {
        method: req.method as Sent['method'],
        conversation: thread ?? decodeURIComponent(match?.[1] ?? ''),
        activityId: id,
        type: activity.type ?? 'message',
        text: activity.text,
        card: activity.attachments?.[0]?.content,
        ...(activity.entities && { mentions: activity.entities.map((one) => one.mentioned) }),
        ...(activity.name !== undefined && { name: activity.name, value: activity.value }),
      };
      const other = this.answer(sent);
      if (!other) this.sent.push(sent);
      res.writeHead(other?.status ?? 200, { 'content-type': 'application/json', ...other?.headers });
      const made = thread ? { id: thread, activityId: id } : { id };
      res.end(JSON.stringify(other ? { error: { code: 'Test' } } : made));
      for (const check of this.waiting) check();
    });
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  /** Who is in a team, by the channel's id of them, as its channels know it. */
  readonly members = new Set<string>();
  /** What is answered to questions about members, where it is something else. */
  rosterStatus: number | null = null;

  private roster(url: string, res: ServerResponse): void {
    const id = decodeURIComponent(/\/members\/([^/?]+)/.exec(url)?.[1] ?? '');
    const known = id === '' || this.members.has(id);
    const status = this.rosterStatus ?? (known ? 200 : 404);
    res.writeHead(status, { 'content-type': 'application/json' });
    res.end(
      JSON.stringify(status === 200 ? { id, name: 'Robin', members: [] } : { error: { code: 'Test' } }),
    );
  }

  /** The first thing sent after `from` (a length of `sent`) for which `wanted` holds; waits for it. */
  async next(wanted: (sent: Sent) => boolean, from = 0): Promise<Sent> {
    const find = () => this.sent.slice(from).find(wanted);
    const now = find();
    if (now) return now;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(check);
        reject(new Error(`Nothing of the kind was sent; sent so far: ${this.sent.length}`));
      }, 10_000);
      const check = () => {
        const found = find();
        if (!found) return;
        clearTimeout(timer);
        this.waiting.delete(check);
        resolve(found);
      };
      this.waiting.add(check);
    });
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise<void>((resolve) => (this.server ? this.server.close(() => resolve()) : resolve()));
  }
}

export interface InvokeAnswer {
  status: number;
  body: { statusCode: number; type: string; value: Card };
}

/** One employee in Teams: types, clicks and refreshes over real HTTP. */
export class TeamsUser {
  readonly id: string;
  readonly conversation: string;
  readonly objectId: string;
  /** The time zone that the client tells. */
  localTimezone?: string;
  private readonly bot: string;
  private readonly connector: FakeConnector;

  constructor(bot: string, connector: FakeConnector, name: string = randomUUID()) {
    this.bot = bot;
    this.connector = connector;
    this.id = `29:${name}`;
    this.objectId = randomUUID();
    this.conversation = `a:${name}`;
  }

  activity(change: object): object {
    return {
      type: 'message',
      id: randomUUID(),
      channelId: 'msteams',
      serviceUrl: this.connector.url,
      from: { id: this.id, name: 'Kim Tester', aadObjectId: this.objectId },
      recipient: { id: '28:bot', name: 'bot' },
      conversation: { id: this.conversation, conversationType: 'personal', tenantId: 'tenant-1' },
      channelData: { tenant: { id: 'tenant-1' } },
      ...(this.localTimezone && { localTimezone: this.localTimezone }),
      ...change,
    };
  }

  post(body: object | string): Promise<Response> {
    return fetch(`${this.bot}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  /** Types a message and gets the living card that is posted below it. */
  async type(text: string): Promise<{ card: Card; activityId: string }> {
    const from = this.connector.sent.length;
    const response = await this.post(this.activity({ text }));
    if (response.status >= 300) throw new Error(`The message was refused: ${response.status}`);
    const mine = (sent: Sent) =>
      sent.conversation === this.conversation && sent.method === 'POST' && sent.card !== undefined;
    const sent = await this.connector.next(mine, from);
    return { card: sent.card as Card, activityId: sent.activityId };
  }

  /** Clicks a button of a card by its verb and gets the invoke's answer. */
  async click(card: Card, verb: string, inputs: object = {}, change: object = {}): Promise<Card> {
    const { body } = await this.invoke(dataOf(card), verb, inputs, change);
    return body.value;
  }

  async invoke(data: object, verb: string, inputs: object = {}, change: object = {}): Promise<InvokeAnswer> {
    const value = { action: { type: 'Action.Execute', verb, data: { ...data, ...inputs } } };
    const response = await this.post(
      this.activity({ type: 'invoke', name: 'adaptiveCard/action', value, replyToId: 'card-1', ...change }),
    );
    return { status: response.status, body: (await response.json()) as InvokeAnswer['body'] };
  }
}

export const dataOf = (card: Card): CardData => {
  const data = card.refresh?.action.data ?? card.actions?.[0]?.data;
  if (!data) throw new Error('The card names no case');
  return { case: data.case, step: data.step, rev: data.rev };
};
export const stepOfCard = (card: Card): string => dataOf(card).step;
export const verbsOf = (card: Card): string[] => (card.actions ?? []).map((action) => action.verb);
