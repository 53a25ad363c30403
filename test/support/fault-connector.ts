import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { say } from '../../cards/texts.ts';
import { Story } from './story.ts';
import type { Card } from './teams.ts';

/**
 * What the connector does with a request. `deaf` takes the message and drops the connection instead of
 * answering; `drop` drops it without taking anything; `slow` takes it and answers late.
 */
export type Fault =
  | 'none'
  | 'slow'
  | 'throttle'
  | 'precondition'
  | 'gateway'
  | 'timeout'
  | 'hang'
  | 'drop'
  | 'deaf';

/** A message that reached its conversation. */
export interface Post {
  id: string;
  conversation: string;
  /** The card or the text, in JSON, without the line that says that it may be there twice. */
  content: string;
  /** It had that line. */
  again: boolean;
  card: Card | undefined;
  /** When it arrived, ms of `performance.now`. */
  at: number;
  /** Which life of the bot sent it, as `epoch` said. */
  epoch: number;
  /** When its answer was written, ms of `performance.now`; `null` if never. */
  answeredAt: number | null;
}

const statuses = { throttle: 429, precondition: 412, gateway: 502, timeout: 504 } as const;

/** A Bot Framework connector on loopback that is as unreliable as it is told to be. */
export class FaultConnector {
  url = '';
  /** Set by whoever starts and kills the bot. */
  epoch = 0;
  /** New messages in the order of their arrival; updates are not among them. */
  readonly posts: Post[] = [];
  readonly story = new Story();
  readonly counts = { posts: 0, updates: 0, faults: 0 };
  /** Requests that came before a 429's Retry-After had passed: conversation and ms too early. */
  readonly early: string[] = [];
  /** Told of every request, before it is answered and after. */
  seen: (moment: 'asked' | 'answered') => void = () => {};
  private readonly server: Server;
  private readonly hanging = new Set<ServerResponse>();
  private readonly notBefore = new Map<string, { at: number; epoch: number }>();
  private readonly fault: () => Fault;
  private readonly delay: () => number;
  private calmed = false;
  private ids = 0;

  /** `fault` decides on each request, `delay` (ms) on how late a slow answer is. */
  constructor(fault: () => Fault = () => 'none', delay: () => number = () => 50) {
    this.fault = fault;
    this.delay = delay;
    this.server = createServer((req, res) => {
      this.take(req, res).catch(() => res.destroy());
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  /** No fault from now on; what hangs is dropped. */
  calm(): void {
    this.calmed = true;
    for (const res of this.hanging) res.destroy();
    this.hanging.clear();
    this.notBefore.clear();
  }

  /** The bot's clock was moved: it has waited as long as it was told to. */
  waited(): void {
    this.notBefore.clear();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async take(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const [, encoded = '', activity] =
      /\/v3\/conversations\/([^/]+)\/activities(?:\/([^/?]+))?/.exec(req.url ?? '') ?? [];
    const conversation = decodeURIComponent(encoded);
    const body = (await json(req)) as { text?: string; attachments?: { content: Card }[] };
    this.isEarly(conversation);
    this.seen('asked');
    const fault = this.calmed ? 'none' : this.fault();
    this.story.tell(conversation, `${req.method} ${activity ?? ''} life ${this.epoch}: ${fault}`);
    if (fault !== 'none') this.counts.faults += 1;
    if (fault === 'hang') {
      this.hanging.add(res);
      return;
    }
    if (fault === 'drop') {
      res.destroy();
      return;
    }
    if (fault !== 'none' && fault !== 'slow' && fault !== 'deaf') {
      if (fault === 'throttle') this.throttled(conversation);
      res.writeHead(statuses[fault], {
        'content-type': 'application/json',
        ...(fault === 'throttle' && { 'retry-after': '1' }),
      });
      res.end(JSON.stringify({ error: { code: 'Test' } }), () => this.seen('answered'));
      return;
    }
    const post = req.method === 'POST' ? this.deliver(conversation, body) : null;
    if (!post) this.counts.updates += 1;
    if (fault === 'deaf') {
      res.destroy();
      return;
    }
    if (fault === 'slow') await new Promise((resolve) => setTimeout(resolve, this.delay()));
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(JSON.stringify({ id: post?.id ?? decodeURIComponent(activity ?? '') }), () => {
      if (post) post.answeredAt = performance.now();
      this.seen('answered');
    });
  }

  private deliver(conversation: string, body: { text?: string; attachments?: { content: Card }[] }): Post {
    const card = body.attachments?.[0]?.content;
    const at = performance.now();
    this.ids += 1;
    const id = `message-${this.ids}`;
    const said = withoutLine(card, body.text ?? '');
    const post: Post = { id, conversation, ...said, card, at, epoch: this.epoch, answeredAt: null };
    this.counts.posts += 1;
    this.posts.push(post);
    this.story.tell(
      conversation,
      `has ${id}: ${card?.fallbackText ?? said.content}${said.again ? ' (again)' : ''}`,
    );
    return post;
  }

  /** The message with the newest card of a conversation: what a client shows, and asks the bot for by itself. */
  newestCard(conversation: string): string | undefined {
    return this.posts.findLast((post) => post.conversation === conversation && post.card)?.id;
  }

  private throttled(conversation: string): void {
    this.notBefore.set(conversation, { at: performance.now() + 1000, epoch: this.epoch });
  }

  private isEarly(conversation: string): void {
    const wait = this.notBefore.get(conversation);
    this.notBefore.delete(conversation);
    if (!wait || wait.epoch !== this.epoch) return;
    const early = Math.round(wait.at - performance.now());
    // Timers count whole milliseconds, and each side has its own.
    if (early > 10) this.early.push(`${conversation}: ${early} ms`);
  }
}

function withoutLine(card: Card | undefined, text: string): Pick<Post, 'content' | 'again'> {
  const line = say('again');
  if (!card)
    return { content: JSON.stringify(text.replace(`${line}\n\n`, '')), again: text.startsWith(line) };
  const again = (card.body[0] as { text?: string } | undefined)?.text === line;
  return { content: JSON.stringify(again ? { ...card, body: card.body.slice(1) } : card), again };
}

/** What came twice without need, each with what happened before it. */
export function needlessly(connector: FaultConnector, twice: Twice): string[] {
  return [...twice.answered, ...twice.unsaid].map(({ conversation, at }) => {
    return `${conversation} got the same twice:\n${connector.story.until(conversation, at + 1)}`;
  });
}

/** Messages that came twice in a row into one conversation, by what the bot knew of the first one. */
export interface Twice {
  /** The first was answered, and the bot that sent it lived on: never its right. */
  answered: Post[];
  /** The first was answered, but the bot was killed then. */
  killed: Post[];
  /** The first was never answered: nobody can know. */
  unanswered: Post[];
  /** Of the last two, those that did not say that they may be there twice. */
  unsaid: Post[];
}

/** `typed`: when the people of a conversation sent what they had typed (ms of `performance.now`); each gets a card for it. */
export function twiceInARow(
  posts: readonly Post[],
  typed: (conversation: string) => readonly number[],
): Twice {
  const twice: Twice = { answered: [], killed: [], unanswered: [], unsaid: [] };
  const last = new Map<string, Post>();
  for (const post of posts) {
    const before = last.get(post.conversation);
    last.set(post.conversation, post);
    if (before?.content !== post.content) continue;
    const known = before.answeredAt !== null && before.epoch === post.epoch;
    // Whoever writes the same again, because the bot was gone before its card was seen, gets the card again.
    const asked = typed(post.conversation).some((at) => before.at < at && at < post.at);
    if (asked) continue;
    if (!known && !post.again) twice.unsaid.push(post);
    if (before.answeredAt === null) twice.unanswered.push(post);
    else if (before.epoch !== post.epoch) twice.killed.push(post);
    else twice.answered.push(post);
  }
  return twice;
}
