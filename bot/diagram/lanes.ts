/** A bracket at the left of the spine: from one row down to another. */
export interface Bracket {
  from: string;
  to: string;
  labels: string[];
  /** 0 is the lane next to the spine. Brackets to the same row share theirs. */
  lane: number;
}

/** Gives each target the innermost lane that is free between its sources and itself; nearer targets first. */
export function lanesFor(
  arrows: readonly { from: string; to: string; label: string }[],
  order: readonly string[],
): Bracket[] {
  const at = (id: string) => order.indexOf(id);
  const targets = [...new Set(arrows.map(({ to }) => to))].sort((a, b) => at(a) - at(b));
  const taken: { lane: number; first: number; last: number }[] = [];
  return targets.flatMap((to) => {
    const sources = [...new Set(arrows.filter((one) => one.to === to).map(({ from }) => from))];
    // The nearest source decides: a bracket from farther up may cross others' first legs, but needs no lane more.
    const first = Math.max(...sources.map(at));
    const last = at(to);
    let lane = 0;
    while (taken.some((one) => one.lane === lane && one.first <= last && first <= one.last)) lane += 1;
    taken.push({ lane, first, last });
    return sources.map((from) => ({
      from,
      to,
      lane,
      labels: arrows.filter((one) => one.from === from && one.to === to).map(({ label }) => label),
    }));
  });
}
