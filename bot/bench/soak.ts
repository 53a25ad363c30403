import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from './client.ts';
import { Connector } from './connector.ts';
import { dataOf } from './contender.ts';
import { type Card, ladder, Person } from './people.ts';
import { Target } from './target.ts';

const people = 200;
const concurrency = 8;
const looks = 10;

/** A case from the first word to a ticket that is taken back; then the next one. */
const whole: typeof ladder = [...ladder, ['send', { reachBy: 'teams' }], ['withdraw']];

interface Look {
  turns: number;
  heap: number;
  rss: number;
  cpu: number;
}

const mb = (bytes: number) => (bytes / 1_048_576).toFixed(0);
const rowOf = ({ turns, heap, rss, cpu }: Look) =>
  `| ${turns} | ${mb(heap)} | ${mb(rss)} | ${cpu.toFixed(2)} |`;

/** The same people have one case after the other; returns Markdown with what memory and a turn come to meanwhile. */
export async function soak(turns: number, progress: (words: string) => void): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'soak-'));
  const connector = new Connector();
  await connector.start();
  const target = await Target.start('ours', [`file:${join(folder, 'bot.db')}`, 'live'], ['--expose-gc']);
  const client = new Client(target.url, concurrency);
  const crowd = Array.from({ length: people }, () => new Person(connector.url));
  let done = 0;
  let wanted = 0;
  const taken: Look[] = [];
  const oneCase = async (person: Person) => {
    const posted = connector.cardIn(person.conversation, 60_000);
    await client.post(person.message('OneDrive says 0x8004de40'));
    done += 1;
    let data = dataOf(await posted);
    for (const [verb, inputs] of whole) {
      if (done >= wanted) return;
      const { text } = await client.post(person.click(data, verb, inputs));
      done += 1;
      data = dataOf((JSON.parse(text) as { value: Card }).value);
    }
  };
  try {
    let cpu = await target.cpu();
    for (let look = 0; look <= looks; look += 1) {
      const before = done;
      // The first look comes when everything that is only done once is done.
      wanted = look === 0 ? turns / looks / 4 : (turns * look) / looks;
      const lane = async (n: number) => {
        for (let i = n; done < wanted; i += concurrency) await oneCase(crowd[i % people] as Person);
      };
      await Promise.all(Array.from({ length: concurrency }, (_, n) => lane(n)));
      const { heap, rss } = await target.memory();
      const used = await target.cpu(cpu);
      taken.push({ turns: done, heap, rss, cpu: used.total / (done - before) });
      cpu = await target.cpu();
      progress(rowOf(taken.at(-1) as Look));
    }
  } finally {
    client.close();
    await target.stop();
    connector.stop();
    await rm(folder, { recursive: true, force: true });
  }
  return [
    '| turns | heap after collection, MB | resident, MB | CPU ms/turn since the line before |',
    '|---|---|---|---|',
    ...taken.map(rowOf),
    '',
    `${people} people have one whole case after the other over HTTP, ${concurrency} at a time, on one bot with the embedded database; cards, tickets and updates are sent.`,
  ].join('\n');
}
