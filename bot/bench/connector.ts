import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { Card } from './people.ts';

/** A card that is not there by then does not come, ms. */
const longestWait = 20_000;

/** The Bot Framework connector on loopback: takes what the bot sends by itself, and tells who waits for it. */
export class Connector {
  url = '';
  private readonly server: Server;
  private readonly waiting = new Map<string, (card: Card) => void>();
  private readonly texted = new Map<string, () => void>();
  private sent = 0;
  private updates = 0;
  private onUpdate = () => {};

  constructor() {
    this.server = createServer(async (req, res) => {
      const [, conversation = ''] = /\/v3\/conversations\/([^/]+)\//.exec(req.url ?? '') ?? [];
      const activity = (await json(req)) as { attachments?: { content: Card }[] };
      const card = activity.attachments?.[0]?.content;
      this.sent += 1;
      res.setHeader('content-type', 'application/json');
      res.end(JSON.stringify({ id: `message-${this.sent}` }));
      if (req.method === 'PUT') {
        this.updates += 1;
        this.onUpdate();
      } else if (card) this.waiting.get(decodeURIComponent(conversation))?.(card);
      else this.texted.get(decodeURIComponent(conversation))?.();
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The next card that is posted into this conversation, within so many ms. */
  cardIn(conversation: string, withinMs: number = longestWait): Promise<Card> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('The bot posted no card')), withinMs);
      this.waiting.set(conversation, (card) => {
        clearTimeout(late);
        this.waiting.delete(conversation);
        resolve(card);
      });
    });
  }

  /** Calls back with each plain message of this conversation: the bot asks to say it again. */
  onText(conversation: string, then: () => void): void {
    this.texted.set(conversation, then);
  }

  /** Resolves when at least so many messages more were brought up to date; with how many there were. */
  updated(atLeast: number): Promise<number> {
    const before = this.updates;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('The bot brought no message up to date')), longestWait);
      this.onUpdate = () => {
        if (this.updates - before < atLeast) return;
        clearTimeout(late);
        resolve(this.updates - before);
      };
    });
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
