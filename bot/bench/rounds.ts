import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connector } from './connector.ts';
import { Contender, type Crowd, dataOf, type Phase } from './contender.ts';
import { Target } from './target.ts';

/** How much is measured. */
export interface Size {
  rounds: number;
  warmUp: Crowd;
  alone: Crowd;
  together: Crowd;
  /** Later than this only the fewest rounds are made, ms. */
  limitMs: number;
}
const fewestRounds = 3;
export const fullSize: Size = {
  rounds: 8,
  warmUp: { people: 64, concurrency: 16, atMostMs: 8_000 },
  alone: { people: 5, concurrency: 1, atMostMs: 500 },
  together: { people: 20, concurrency: 16, atMostMs: 1_000 },
  limitMs: 45_000,
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
  const cardFile = join(folder, 'card.json');
  const connector = new Connector();
  const targets: Target[] = [];
  const start = async (script: 'ours' | 'bare', ...args: string[]) => {
    const target = await Target.start(script, args);
    targets.push(target);
    return target;
  };
  const stop = async () => {
    await Promise.all(targets.map((target) => target.stop()));
    connector.stop();
    await rm(folder, { recursive: true });
  };
  try {
    const [first, second, third] = await Promise.all([
      start('ours', `file:${join(folder, 'ours.db')}`),
      start('bare', cardFile),
      start('bare', cardFile, join(folder, 'bare.db')),
      connector.start(),
    ]);
    const ours = new Contender('this bot', first, connector);
    const card = await ours.sampleCard();
    await writeFile(cardFile, JSON.stringify(card));
    const bare = new Contender('bare restify + CloudAdapter', second, connector, dataOf(card));
    const durable = new Contender('bare + one SQLite commit', third, connector, dataOf(card));
    return { ours, bare, durable, cardBytes: JSON.stringify(card).length, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Measures all three in turns; the order changes from round to round, so that a slow minute hits each. */
export async function measure(size: Size, progress: (words: string) => void): Promise<Result> {
  const began = performance.now();
  const { ours, bare, durable, cardBytes, stop } = await lineUp();
  try {
    const all = [ours, bare, durable].map((bot) => ({ bot, measured: empty(bot) }));
    for (const { bot } of all) await bot.phase(size.warmUp);
    for (let round = 1; round <= size.rounds; round++) {
      if (round > fewestRounds && performance.now() - began > size.limitMs) break;
      progress(`round ${round} of ${size.rounds}`);
      const order = round % 2 === 1 ? all : all.toReversed();
      for (const { bot, measured } of order) measured.together.push(await bot.phase(size.together));
      for (const { bot, measured } of order) measured.alone.push(await bot.phase(size.alone));
    }
    const updateCpuMs = await ours.update(size.together.people);
    const [one, other, another] = all.map(({ measured }) => measured);
    if (!one || !other || !another) throw new Error('Nothing was measured');
    return { ours: one, bare: other, durable: another, updateCpuMs, cardBytes };
  } finally {
    await stop();
  }
}

const empty = (bot: Contender): Measured => ({ name: bot.name, alone: [], together: [] });
