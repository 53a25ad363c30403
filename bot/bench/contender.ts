import { Client } from './client.ts';
import type { Connector } from './connector.ts';
import { type Card, type CardData, ladder, Person } from './people.ts';
import type { Cpu, Target } from './target.ts';

/** To a card without a field to type in: such a card's message is brought up to date while it is the current one. */
const answersToUnlink = 5;

/** Somebody on the ladder: the card they see and how many answers they have given. */
interface Climber {
  person: Person;
  data: CardData;
  given: number;
}
/** Who climbs in one measured phase. */
export interface Crowd {
  people: number;
  /** So many of them at a time. */
  concurrency: number;
  /** On a busy machine they stop before the end of the ladder, and go on from there in the next phase. */
  atMostMs: number;
}
/** What one measured phase came to. */
export interface Phase {
  turns: number;
  cpu: Cpu;
  wallMs: number;
  /** Of every turn, ms. */
  latencies: number[];
}

/** A bot under measurement with the people who use it. */
export class Contender {
  readonly name: string;
  readonly target: Target;
  private readonly connector: Connector;
  private readonly still: CardData | null;
  private climbers: Climber[] = [];

  /** `still` is the data of the one card that the bot always answers with, `null` for a bot that moves on. */
  constructor(name: string, target: Target, connector: Connector, still: CardData | null = null) {
    this.name = name;
    this.target = target;
    this.connector = connector;
    this.still = still;
  }

  /** Has people climb the ladder; only their clicks are measured. */
  async phase({ people, concurrency, atMostMs }: Crowd): Promise<Phase> {
    const client = new Client(this.target.url, concurrency);
    await this.gather(client, people);
    const measured = await this.clicks(client, concurrency, atMostMs);
    client.close();
    return measured;
  }

  /** The same under the profiler: the V8 profile as JSON besides. */
  async profile({ people, concurrency, atMostMs }: Crowd): Promise<{ phase: Phase; profile: string }> {
    const client = new Client(this.target.url, concurrency);
    await this.gather(client, people);
    await this.target.startProfile();
    const phase = await this.clicks(client, concurrency, atMostMs);
    const profile = await this.target.stopProfile();
    client.close();
    return { phase, profile };
  }

  private async clicks(client: Client, concurrency: number, atMostMs: number): Promise<Phase> {
    const latencies: number[] = [];
    const cpuBefore = await this.target.cpu();
    const began = performance.now();
    const until = began + atMostMs;
    await inParallel(concurrency, this.climbers, (climber) => this.climb(client, climber, until, latencies));
    const wallMs = performance.now() - began;
    const cpu = await this.target.cpu(cpuBefore);
    this.climbers = this.climbers.filter(({ given }) => given < ladder.length);
    return { turns: latencies.length, cpu, wallMs, latencies };
  }

  /** The first card of a case, as the bot posts it into the chat. */
  private async open(client: Client, person: Person): Promise<Card> {
    const posted = this.connector.cardIn(person.conversation);
    await client.post(person.message('OneDrive says 0x8004de40'));
    return posted;
  }

  /** Lets as many begin as are missing from the crowd. */
  private async gather(client: Client, people: number): Promise<void> {
    const missing = Math.max(0, people - this.climbers.length);
    const crowd = Array.from({ length: missing }, () => new Person(this.connector.url));
    await inParallel(8, crowd, async (person) => {
      const data = this.still ?? dataOf(await this.open(client, person));
      this.climbers.push({ person, data, given: 0 });
    });
    await this.target.quiet();
  }

  private async climb(client: Client, climber: Climber, until: number, latencies: number[]): Promise<void> {
    for (const [verb, inputs] of ladder.slice(climber.given)) {
      if (performance.now() > until) return;
      const { person, data } = climber;
      const { text, ms } = await client.post(person.click(data, verb, inputs));
      latencies.push(ms);
      climber.given += 1;
      if (this.still) continue;
      climber.data = dataOf((JSON.parse(text) as { value: Card }).value);
      if (climber.data.rev !== data.rev + 1) throw new Error(`"${verb}" at "${data.step}" moved nothing`);
    }
  }

  /** Lets somebody begin and give so many answers; the card they then see. */
  private async walk(client: Client, person: Person, answers: number): Promise<Card> {
    let card = await this.open(client, person);
    for (const [verb, inputs] of ladder.slice(0, answers)) {
      const { text } = await client.post(person.click(dataOf(card), verb, inputs));
      card = (JSON.parse(text) as { value: Card }).value;
    }
    return card;
  }

  /** A card from the middle of the ladder, for bots that show nothing else. */
  async sampleCard(): Promise<Card> {
    const client = new Client(this.target.url, 1);
    const card = await this.walk(client, new Person(this.connector.url), ladder.length / 2);
    client.close();
    return card;
  }

  /** Processor time of bringing one stored message up to date once its case has been quiet for ten seconds, ms. */
  async update(people: number): Promise<number> {
    const client = new Client(this.target.url, 8);
    const crowd = Array.from({ length: people }, () => new Person(this.connector.url));
    await inParallel(8, crowd, async (person) => {
      await this.walk(client, person, answersToUnlink);
    });
    await this.target.quiet();
    const before = await this.target.cpu();
    const updated = this.connector.updated(people);
    await this.target.advance(60_000);
    // One message, so that the bot does not wait for the next time it looks by itself.
    await this.open(client, new Person(this.connector.url));
    const updates = await updated;
    await this.target.quiet();
    client.close();
    return (await this.target.cpu(before)).total / updates;
  }
}

export function dataOf(card: Card): CardData {
  if (!card.refresh) throw new Error('The card names no case');
  const { case: id, step, rev } = card.refresh.action.data;
  return { case: id, step, rev };
}

/** Does `work` for every item, `width` at a time; the next one begins as soon as one is done. */
async function inParallel<T>(
  width: number,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const lane = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: width }, lane));
}
