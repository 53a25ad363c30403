import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from './client.ts';
import type { Connector } from './connector.ts';
import { dataOf } from './contender.ts';
import { type Card, type CardData, ladder, Person } from './people.ts';

/** How a bad morning goes. */
export interface Morning {
  employees: number;
  /** They come evenly spread over this time, ms. */
  arriveMs: number;
  /** Answers that each gives after having written once. */
  answers: number;
  /** Of the clicks, those that come twice. */
  doubled: number;
  /** Between a card and the click on it, ms: from this to three times this. */
  thinkMs: number;
  /** A card that answers what was typed and does not come within this is missed, ms. */
  patienceMs: number;
}

/** What was seen of it from outside. */
export interface Seen {
  /** Of every HTTP request, ms. */
  latencies: number[];
  /** Between what was typed and the card that answers it, ms. */
  waits: number[];
  /** Requests that were not taken and had to be made again: no answer, or the bot asked for it. */
  refused: number;
  /** Doubled clicks of which not exactly one moved the case. */
  miscounted: number;
  /** Who got no card, or whose answer moved nothing. */
  stuck: number;
  /** The last acknowledged revision of each case. */
  cases: Map<string, number>;
  wallMs: number;
}

/** So often somebody taps who is asked to tap once more. */
const mostTries = 20;

/** Plays the morning: everybody writes once, waits for the card and answers as many as they are to. */
export async function play(
  morning: Morning,
  connector: Connector,
  clients: readonly Client[],
  random: () => number,
): Promise<Seen> {
  const seen: Seen = {
    latencies: [],
    waits: [],
    refused: 0,
    miscounted: 0,
    stuck: 0,
    cases: new Map(),
    wallMs: 0,
  };
  const began = performance.now();
  const all: Promise<void>[] = [];
  let turn = 0;
  /** As behind a load balancer: the next instance each time. */
  const post = async (activity: object): Promise<string | null> => {
    turn += 1;
    const client = clients[turn % clients.length];
    const sent = performance.now();
    try {
      const text = (await client?.post(activity))?.text ?? null;
      return text;
    } catch {
      seen.refused += 1;
      return null;
    } finally {
      seen.latencies.push(performance.now() - sent);
    }
  };
  const click = async (person: Person, data: CardData, verb: string, inputs: object | undefined) => {
    const text = await post(person.click(data, verb, inputs));
    const card = text?.startsWith('{') ? (JSON.parse(text) as { value: Card }).value : null;
    if (!card?.refresh) {
      if (text !== null) seen.refused += 1;
      return null;
    }
    return card;
  };
  const employee = async (person: Person) => {
    const coming = connector.cardIn(person.conversation, morning.patienceMs).catch(() => null);
    const typed = performance.now();
    const type = async () => {
      if ((await post(person.message('OneDrive says 0x8004de40'))) !== null) return;
      await delay(morning.thinkMs);
      await type();
    };
    connector.onText(person.conversation, () => {
      seen.refused += 1;
      delay(morning.thinkMs).then(type);
    });
    await type();
    const first = await coming;
    if (!first) {
      seen.stuck += 1;
      return;
    }
    seen.waits.push(performance.now() - typed);
    let data = dataOf(first);
    for (const [verb, inputs] of ladder.slice(0, morning.answers)) {
      await delay(morning.thinkMs * (1 + 2 * random()));
      const twice = random() < morning.doubled;
      const clicks = () =>
        Promise.all(Array.from({ length: twice ? 2 : 1 }, () => click(person, data, verb, inputs)));
      let cards = await clicks();
      for (let tries = 1; cards.every((card) => card === null) && tries < mostTries; tries += 1) {
        await delay(morning.thinkMs);
        cards = await clicks();
      }
      const next = cards.filter((card) => card !== null).map(dataOf);
      // Both clicks see the one step that one of them made.
      if (next.some(({ rev }) => rev !== data.rev + 1)) seen.miscounted += 1;
      const moved = next.find(({ rev }) => rev === data.rev + 1);
      if (!moved) {
        seen.stuck += 1;
        return;
      }
      data = moved;
      seen.cases.set(data.case, data.rev);
    }
  };
  for (let n = 0; n < morning.employees; n += 1) {
    const due = began + (n * morning.arriveMs) / morning.employees;
    const early = due - performance.now();
    if (early > 1) await delay(early);
    all.push(employee(new Person(connector.url, 'tenant-of-all')));
  }
  await Promise.all(all);
  seen.wallMs = performance.now() - began;
  return seen;
}
