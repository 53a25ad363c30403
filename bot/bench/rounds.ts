import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connector } from './connector.ts';
import { Contender, type Crowd, dataOf, type Phase } from './contender.ts';
import type { Card } from './people.ts';
import { Target } from './target.ts';

/** How much is measured. */
export interface Size {
  rounds: number;
  warmUp: Crowd;
  alone: Crowd;
  together: Crowd;
  /** No further round begins later than this, ms. */
  limitMs: number;
}
export const fullSize: Size = {
  rounds: 8,
  warmUp: { people: 48, concurrency: 16, atMostMs: 4_000 },
  alone: { people: 5, concurrency: 1, atMostMs: 500 },
  together: { people: 20, concurrency: 16, atMostMs: 1_000 },
  limitMs: 55_000,
};
export const quickSize: Size = {
  rounds: 1,
  warmUp: { people: 1, concurrency: 1, atMostMs: 500 },
  alone: { people: 1, concurrency: 1, atMostMs: 500 },
  together: { people: 2, concurrency: 2, atMostMs: 500 },
  limitMs: 5_000,
};

/** One contender's phases, one of each kind a round. */
export interface Measured {
  name: string;
  alone: Phase[];
  together: Phase[];
}
export interface Result {
  ours: Measured;
  bare: Measured;
  durable: Measured;
  /** Processor time of bringing one stored message up to date after ten quiet seconds, ms. */
  updateCpuMs: number;
  cardBytes: number;
}

/** The bots of one run and what they need, on this machine only; `stop` leaves nothing behind. */
export async function lineUp() {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const connector = new Connector();
  await connector.start();
  const ours = new Contender(
    'this bot',
    await Target.start('ours', [`file:${join(folder, 'ours.db')}`]),
    connector,
  );
  const targets = [ours.target];
  return {
    ours,
    connector,
    /** The peer, answering with `card`; with `durable` it also commits. */
    async peer(name: string, card: Card, durable: boolean): Promise<Contender> {
      const file = join(folder, 'card.json');
      await writeFile(file, JSON.stringify(card));
      const target = await Target.start('bare', [file, ...(durable ? [join(folder, 'bare.db')] : [])]);
      targets.push(target);
      return new Contender(name, target, connector, dataOf(card));
    },
    async stop(): Promise<void> {
      await Promise.all(targets.map((target) => target.stop()));
      connector.stop();
      await rm(folder, { recursive: true });
    },
  };
}

/** Measures all three in turns; the order changes from round to round, so that a slow minute hits each. */
export async function measure(size: Size, progress: (words: string) => void): Promise<Result> {
  const began = performance.now();
  const started = await lineUp();
  try {
    const card = await started.ours.sampleCard();
    const ours: Measured & { bot: Contender } = { ...empty(started.ours), bot: started.ours };
    const bareBot = await started.peer('bare restify + CloudAdapter', card, false);
    const durableBot = await started.peer('bare + one SQLite commit', card, true);
    const bare = { ...empty(bareBot), bot: bareBot };
    const durable = { ...empty(durableBot), bot: durableBot };
    const all = [ours, bare, durable];
    for (const { bot } of all) await bot.phase(size.warmUp);
    for (let round = 0; round < size.rounds && performance.now() - began < size.limitMs; round++) {
      progress(`round ${round + 1} of ${size.rounds}`);
      const order = round % 2 === 0 ? all : all.toReversed();
      for (const one of order) one.together.push(await one.bot.phase(size.together));
      for (const one of order) one.alone.push(await one.bot.phase(size.alone));
    }
    const updateCpuMs = await updates(started.ours, started.connector);
    return { ours, bare, durable, updateCpuMs, cardBytes: JSON.stringify(card).length };
  } finally {
    await started.stop();
  }
}

const empty = (bot: Contender): Measured => ({ name: bot.name, alone: [], together: [] });

/** Lets the ten quiet seconds pass for everybody at once, and measures what follows. */
async function updates({ target }: Contender, connector: Connector): Promise<number> {
  await target.quiet();
  const updatesBefore = connector.updates;
  const cpuBefore = await target.cpu();
  await target.advance(60_000);
  do await target.quiet();
  while (connector.updates === updatesBefore);
  return (await target.cpu(cpuBefore)).total / (connector.updates - updatesBefore);
}
