import type { Measured, Result } from './rounds.ts';

/** The value below which the share `p` of all lies. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? Number.NaN;
}
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
};

const cpuOf = ({ together }: Measured): number[] => together.map(({ cpu, turns }) => cpu.total / turns);
const digits = (value: number, after = 2): string => value.toFixed(after);

/** CPU per turn of one over that of the other, one value a round. */
export const ratios = (one: Measured, other: Measured): number[] => {
  const others = cpuOf(other);
  return cpuOf(one).map((cpu, round) => cpu / (others[round] ?? Number.NaN));
};

function row(measured: Measured, bare: Measured): string {
  const { name, alone, together } = measured;
  const cpu = median(cpuOf(measured));
  const inKernel = median(together.map((phase) => phase.cpu.system / phase.turns));
  const cpuAlone = median(alone.map((phase) => phase.cpu.total / phase.turns));
  const perSecond = median(together.map(({ turns, wallMs }) => (turns / wallMs) * 1000));
  const times = (phases: Measured['alone'], p: number) =>
    digits(
      percentile(
        phases.flatMap(({ latencies }) => latencies),
        p,
      ),
      1,
    );
  const ratio = ratios(measured, bare);
  const spread = `${digits(Math.min(...ratio))} to ${digits(Math.max(...ratio))}`;
  const cells = [
    name,
    `${digits(cpu)} (${digits(inKernel)})`,
    digits(cpuAlone),
    digits(perSecond, 0),
    `${times(alone, 0.5)} / ${times(alone, 0.99)}`,
    `${times(together, 0.5)} / ${times(together, 0.99)}`,
    measured === bare ? '1' : `${digits(median(ratio))} (${spread})`,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** The result as a Markdown table, with what it means below. */
export function report({ ours, bare, durable, updateCpuMs, cardBytes }: Result): string {
  const turns = [...ours.alone, ...ours.together].reduce((sum, phase) => sum + phase.turns, 0);
  return [
    '| bot | CPU ms/turn, 16 at a time (in the kernel) | CPU ms/turn, alone | turns/s | p50 / p99 ms, alone | p50 / p99 ms, 16 at a time | CPU against bare, median of rounds |',
    '|---|---|---|---|---|---|---|',
    ...[ours, bare, durable].map((one) => row(one, bare)),
    '',
    `A turn is an adaptiveCard/action invoke over HTTP to the answer's last byte (a card of ${digits(cardBytes / 1024, 1)} KB); ${turns} of this bot's turns were measured in ${ours.together.length} rounds, in turns with the others. Each bot is a process of its own, without credentials, so no token is checked on any side. This bot's turns are committed to a database file (WAL, synchronous FULL) before the answer leaves.`,
    `Not in a turn: bringing the stored message up to date after ten quiet seconds costs ${digits(updateCpuMs)} ms of CPU, once for all clicks before.`,
  ].join('\n');
}
