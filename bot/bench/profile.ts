import type { Contender, Phase } from './contender.ts';
import { type CpuProfile, type Times, timesOf } from './groups.ts';
import { lineUp, type Size } from './rounds.ts';

/** Lines of a table; the rest is of no use to anybody. */
const longest = 25;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const sorted = (times: Map<string, number>) => [...times].toSorted(([, one], [, other]) => other - one);
const sum = (times: Map<string, number>) => [...times.values()].reduce((total, us) => total + us, 0);

interface Profiled extends Phase {
  times: Times;
}

async function take(bot: Contender, size: Size): Promise<Profiled> {
  await bot.phase(size.warmUp);
  const { phase, profile: taken } = await bot.profile({
    ...size.warmUp,
    people: Math.ceil(size.warmUp.people / 2),
  });
  return { ...phase, times: timesOf(JSON.parse(taken) as CpuProfile) };
}

/** Profiles this bot and the bare one while people climb; returns Markdown tables of where a turn's time goes. */
export async function profile(size: Size): Promise<string> {
  const { ours: bot, bare: peer, stop } = await lineUp();
  try {
    const ours = await take(bot, size);
    const bare = await take(peer, size);
    const perTurn = (us: number, { turns }: Profiled) => (us / turns).toFixed(0);
    const share = (us: number) => ((100 * us) / sum(ours.times.byGroup)).toFixed(1);
    const functions = (times: Map<string, number>) =>
      sorted(times)
        .slice(0, longest)
        .map(([name, us]) => [name, perTurn(us, ours), share(us)]);
    const groups = new Map(
      [...ours.times.byGroup.keys(), ...bare.times.byGroup.keys()].map((name) => [name, 0]),
    );
    for (const [name, us] of ours.times.byGroup) groups.set(name, us);
    const rows = sorted(groups).map(([name, us]) => [
      name,
      perTurn(us, ours),
      perTurn(bare.times.byGroup.get(name) ?? 0, bare),
    ]);
    return [
      `Main thread, µs a turn, under the profiler (CPU then: ${(ours.cpu.total / ours.turns).toFixed(2)} ms a turn, bare ${(bare.cpu.total / bare.turns).toFixed(2)} ms). SQLite's figure includes waiting for the disk.`,
      table(
        ['self time by package or folder', 'this bot', 'bare'],
        [
          ['all', perTurn(sum(ours.times.byGroup), ours), perTurn(sum(bare.times.byGroup), bare)],
          ...rows.slice(0, longest + 10),
        ],
      ),
      table(['self time by function', 'µs', '%'], functions(ours.times.byFunction)),
      table(['our functions with what they call', 'µs', '%'], functions(ours.times.inclusive)),
    ].join('\n\n');
  } finally {
    await stop();
  }
}
