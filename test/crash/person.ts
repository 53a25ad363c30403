import { randomUUID } from 'node:crypto';
import { noticeText } from '../../cards/texts.ts';
import type { Story } from '../support/story.ts';
import { type Card, type CardData, dataOf, verbsOf } from '../support/teams.ts';
import { below, pick, type Random } from './random.ts';

/** An answer that the bot has acknowledged: HTTP 200 with a card of a higher revision. */
export interface Acknowledged {
  case: string;
  step: string;
  answer: string;
  /** Of the card it was given on. */
  rev: number;
}

/** How one request went: answered, refused with a status, or there was nobody. */
export type Went = 'answered' | 'refused' | 'nobody';

type Wish =
  | { kind: 'type'; text: string; answer: string | null }
  | { kind: 'click'; data: CardData; verb: string; inputs: { [id: string]: string } }
  | { kind: 'show' };

interface Pending {
  wish: Wish;
  id: string;
  /** When it was first tried, ms of `performance.now`. */
  at: number;
}

/** How likely an answer is; the rest of them 4. */
const weights: { [verb: string]: number } = {
  why: 1,
  back: 1,
  pause: 1,
  human: 2,
  fixed: 1,
  send: 8,
  'different-code': 0.3,
  'start-over': 0.3,
  'something-broke': 0.5,
  'came-back': 8,
};

/** Answers that move any card that offers them. */
const goingOn = ['back', 'not-fixed', 'human', 'resume', 'continue', 'code-40', 'not-now', 'pause'];

/**
 * An employee who climbs the ladder one request at a time, remembers each acknowledged answer, and gives an
 * answer that nobody acknowledged again: as Teams does, under the same activity id, or as people do, with a new click.
 */
export class Person {
  readonly conversation: string;
  readonly acknowledged: Acknowledged[] = [];
  /** What is wrong with what the bot said; anything here fails the test. */
  readonly complaints: string[] = [];
  typed = 0;
  /** When the last message that the bot has acknowledged was typed, ms of `performance.now`. */
  typedAt = 0;
  /** When each message was sent, every try of it, ms of `performance.now`: any of them may be the one that is taken. */
  readonly typedTimes: number[] = [];
  /** Answers with a status other than 200, e.g. while the bot stops. */
  refused = 0;
  card: Card | null = null;
  private pending: Pending | null = null;
  private readonly random: Random;
  private readonly name: string;
  private readonly objectId: string;
  private readonly serviceUrl: string;
  private readonly inChat: () => string | undefined;
  private readonly tell: (what: string) => void;

  /** `inChat`: the message of the newest card in the conversation, which the client names with each click. */
  constructor(options: {
    name: string;
    objectId: string;
    serviceUrl: string;
    random: Random;
    inChat?: (conversation: string) => string | undefined;
    story?: Story;
  }) {
    this.name = options.name;
    this.objectId = options.objectId;
    this.serviceUrl = options.serviceUrl;
    this.random = options.random;
    this.conversation = `a:${options.name}`;
    this.inChat = () => options.inChat?.(this.conversation);
    this.tell = (what) => options.story?.tell(this.conversation, what);
  }

  /** One request to the bot at this address: the one that failed before, or the next. */
  async act(bot: string): Promise<Went> {
    this.pending ??= begun(this.next());
    const { pending } = this;
    const went = await this.send(bot, pending);
    if (went === 'answered') return went;
    // A click may come again as another activity; what was typed is only delivered again.
    if (pending.wish.kind === 'click' && this.random() < 0.4) pending.id = randomUUID();
    return went;
  }

  /** Gives what is still open, and then one answer that must be taken. */
  async settle(bot: string): Promise<void> {
    if (this.pending) await this.act(bot);
    await this.show(bot);
    if (!this.card) return;
    const before = this.acknowledged.length;
    const data = dataOf(this.card);
    const verbs = verbsOf(this.card);
    if (['resolved', 'closed', 'escalated'].includes(data.step)) return;
    const verb = goingOn.find((one) => verbs.includes(one));
    if (!verb) return this.complain(`cannot go on at ${data.step}: ${verbs.join(' ')}`);
    this.pending = begun({ kind: 'click', data, verb, inputs: this.fill(this.card) });
    await this.act(bot);
    if (this.acknowledged.length === before) this.complain(`"${verb}" was not taken at ${data.step}`);
  }

  /** Types words of the caller's choice. */
  async say(bot: string, text: string): Promise<void> {
    const response = await this.post(
      bot,
      this.activityOf({ kind: 'type', text, answer: null }, randomUUID()),
    );
    if (!response || response.status >= 300) this.complain(`could not say "${text}"`);
  }

  async show(bot: string): Promise<Went> {
    return this.send(bot, begun({ kind: 'show' }));
  }

  private next(): Wish {
    const { card } = this;
    if (!card) return { kind: 'type', text: 'OneDrive says 0x8004de40', answer: null };
    const data = dataOf(card);
    const verbs = verbsOf(card).filter((verb) => verb !== 'rate' && verb !== 'add');
    if (verbs.length === 0 || (data.step === 'escalated' && this.random() < 0.3)) {
      return { kind: 'type', text: 'again 0x8004de40', answer: null };
    }
    if (verbs.includes('not-fixed') && this.random() < 0.2) {
      return { kind: 'type', text: 'still broken', answer: 'not-fixed' };
    }
    const verb = pick(
      this.random,
      verbs.map((one) => [one, weights[one] ?? 4] as const),
    );
    return { kind: 'click', data, verb, inputs: this.fill(card) };
  }

  private async send(bot: string, { wish, id, at }: Pending): Promise<Went> {
    const before = this.card ? dataOf(this.card) : null;
    if (wish.kind === 'type') this.typedTimes.push(performance.now());
    this.tell(`${id.slice(0, 4)}: ${wish.kind === 'click' ? wish.verb : wish.kind}`);
    const response = await this.post(bot, this.activityOf(wish, id));
    this.tell(`${id.slice(0, 4)}: ${response?.status ?? 'nobody'}`);
    if (!response) return 'nobody';
    if (response.status >= 300) {
      this.refused += 1;
      if (response.status < 500) this.complain(`got a ${response.status}`);
      return 'refused';
    }
    if (wish.kind === 'type') {
      this.pending = null;
      this.typed += 1;
      this.typedAt = at;
      const shown = await this.show(bot);
      // Whether the words were taken shows with the next card.
      if (shown === 'answered' && wish.answer && before) this.acknowledge(before, wish.answer);
      return 'answered';
    }
    const { body } = response;
    if (body?.type !== 'application/vnd.microsoft.card.adaptive') {
      this.refused += 1;
      return 'refused';
    }
    this.see(body.value);
    if (wish.kind === 'click') {
      this.pending = null;
      const outdated = JSON.stringify(body.value).includes(noticeText('outdated'));
      if (!outdated) this.acknowledge(wish.data, wish.verb);
    }
    return 'answered';
  }

  /** The card must never be older than one that was seen before. */
  private see(card: Card): void {
    const now = dataOf(card);
    if (this.card) {
      const before = dataOf(this.card);
      const older = nOf(now) < nOf(before) || (now.case === before.case && now.rev < before.rev);
      if (older) this.complain(`was at ${before.case} rev ${before.rev}, then at ${now.case} rev ${now.rev}`);
    }
    this.card = card;
  }

  private acknowledge(given: CardData, answer: string): void {
    const now = this.card && dataOf(this.card);
    if (!now || now.case !== given.case || now.rev <= given.rev) return;
    this.acknowledged.push({ case: given.case, step: given.step, answer, rev: given.rev });
  }

  private complain(what: string): void {
    this.complaints.push(`${this.name} ${what}`);
  }

  private activityOf(wish: Wish, id: string): object {
    const common = {
      id,
      channelId: 'msteams',
      serviceUrl: this.serviceUrl,
      from: { id: `29:${this.name}`, name: 'Kim Tester', aadObjectId: this.objectId },
      recipient: { id: '28:bot', name: 'bot' },
      conversation: { id: this.conversation, conversationType: 'personal', tenantId: 'tenant-1' },
      channelData: { tenant: { id: 'tenant-1' } },
    };
    if (wish.kind === 'type') return { ...common, type: 'message', text: wish.text };
    const [verb, data] = wish.kind === 'show' ? ['show', {}] : [wish.verb, { ...wish.data, ...wish.inputs }];
    const value = { action: { type: 'Action.Execute', verb, data } };
    const replyToId = this.inChat();
    return {
      ...common,
      type: 'invoke',
      name: 'adaptiveCard/action',
      value,
      ...(replyToId !== undefined && { replyToId }),
    };
  }

  private async post(bot: string, activity: object) {
    try {
      const response = await fetch(`${bot}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(activity),
        signal: AbortSignal.timeout(15_000),
      });
      const text = await response.text();
      const body = text.startsWith('{') ? (JSON.parse(text) as { type?: string; value: Card }) : null;
      return { status: response.status, body };
    } catch {
      return null;
    }
  }

  /** Something for every field of the card's form. */
  private fill(card: Card): { [id: string]: string } {
    const filled: { [id: string]: string } = {};
    const walk = (node: unknown): void => {
      if (Array.isArray(node)) for (const one of node) walk(one);
      else if (typeof node === 'object' && node !== null) {
        const { type, id, choices } = node as { type?: string; id?: string; choices?: { value: string }[] };
        if (type?.startsWith('Input.') && id) {
          const chosen = choices?.[below(this.random, choices.length)]?.value;
          filled[id] = chosen ?? (id === 'code' ? '0x8004de40' : id === 'evidence' ? '' : 'please');
        }
        for (const value of Object.values(node)) walk(value);
      }
    };
    walk(card.body);
    // Most people have a computer that the ladder is for.
    if ('platform' in filled && this.random() < 0.8) {
      Object.assign(filled, { platform: 'windows', ownership: 'personal', ownDevice: 'yes' });
    }
    return filled;
  }
}

const begun = (wish: Wish): Pending => ({ wish, id: randomUUID(), at: performance.now() });

/** The number of a case, from its id. */
const nOf = ({ case: id }: CardData): number => Number(id.slice(id.lastIndexOf('-') + 1));

/** When the person of a conversation sent what was typed. */
export const typedBy =
  (people: readonly Person[]) =>
  (conversation: string): readonly number[] =>
    people.find((person) => person.conversation === conversation)?.typedTimes ?? [];
