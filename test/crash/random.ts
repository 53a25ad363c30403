/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
export type Random = () => number;

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const below = (random: Random, n: number): number => Math.floor(random() * n);

/** One of the values, each as likely as its weight says. */
export function pick<T>(random: Random, weighted: readonly (readonly [T, number])[]): T {
  let left = random() * weighted.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [value, weight] of weighted) {
    left -= weight;
    if (left < 0) return value;
  }
  const last = weighted.at(-1);
  if (!last) throw new Error('Nothing to pick from');
  return last[0];
}

/** The seed of this run: CRASH_SEED, or a fresh one. */
export const seedOfRun = (): number => Number(process.env.CRASH_SEED) || (Date.now() % 1_000_000) + 1;

/** Runs `work` and names the seed in the message of what it throws. */
export async function withSeed(seed: number, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${message}\nCRASH_SEED=${seed} plays the same plan again`, { cause: error });
  }
}
