/** One place in the code of a V8 profile's tree. */
interface ProfileNode {
  id: number;
  callFrame: { functionName: string; url: string; lineNumber: number };
  children?: number[];
}
/** What Node's inspector returns as a CPU profile. */
export interface CpuProfile {
  nodes: ProfileNode[];
  samples: number[];
  timeDeltas: number[];
}

/** Time of the main thread in µs. Waiting for the disk inside SQLite is part of it, waiting for the network is not. */
export interface Times {
  /** By package or folder, only what it does itself. */
  byGroup: Map<string, number>;
  /** By function with its place, only what it does itself. */
  byFunction: Map<string, number>;
  /** By function of ours, with everything that it calls. */
  inclusive: Map<string, number>;
}

/** Waiting for the network, and the profiler itself. */
const notWork = ({ callFrame: { functionName, url } }: ProfileNode) =>
  functionName === '(idle)' || url === 'node:inspector';
const nameless = ['(program)', '(garbage collector)', '(root)'];

/** The package or folder that a file belongs to. */
function placeOf(url: string): string {
  const inPackage = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(url)?.[1];
  if (inPackage) return inPackage;
  if (url.startsWith('node:')) return 'node';
  const own = /\/(bot|cards|dialogs)\/(?:([\w-]+)\/)?[\w.-]+$/.exec(url);
  if (own) return own[2] ? `ours: ${own[1]}/${own[2]}` : `ours: ${own[1]}`;
  return 'native';
}

const isOurs = (url: string): boolean => placeOf(url).startsWith('ours');
const fileOf = (url: string): string =>
  url.replace(/^.*node_modules\//, '').replace(/^file:.*\/(bot|cards|dialogs)\//, '$1/');
const labelOf = ({ callFrame: { functionName, url, lineNumber } }: ProfileNode): string => {
  const name = functionName || '(anonymous)';
  return url ? `${name} ${fileOf(url)}:${lineNumber + 1}` : name;
};

/** The time of every node itself, µs. */
function selfTimes({ samples, timeDeltas }: CpuProfile): Map<number, number> {
  const times = new Map<number, number>();
  samples.forEach((id, at) => {
    times.set(id, (times.get(id) ?? 0) + Math.max(0, timeDeltas[at] ?? 0));
  });
  return times;
}

const add = (to: Map<string, number>, key: string, us: number) => to.set(key, (to.get(key) ?? 0) + us);

/** Sums a profile up. Built-in functions without a file (JSON, SQLite, crypto) are named after who called them. */
export function timesOf(profile: CpuProfile): Times {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const times = selfTimes(profile);
  const spent: Times = { byGroup: new Map(), byFunction: new Map(), inclusive: new Map() };

  const visit = (node: ProfileNode, caller: string, above: ReadonlySet<string>): number => {
    const { functionName, url } = node.callFrame;
    if (notWork(node)) return 0;
    const self = times.get(node.id) ?? 0;
    const group = nameless.includes(functionName)
      ? functionName
      : url === ''
        ? nativeGroup(functionName, caller)
        : placeOf(url);
    add(spent.byGroup, group, self);
    add(spent.byFunction, labelOf(node), self);
    const label = labelOf(node);
    const counts = isOurs(url) && !above.has(label);
    const inside = counts ? new Set([...above, label]) : above;
    let whole = self;
    for (const id of node.children ?? []) {
      const child = nodes.get(id);
      if (child) whole += visit(child, url || caller, inside);
    }
    if (counts) add(spent.inclusive, label, whole);
    return whole;
  };
  const root = profile.nodes[0];
  if (root) visit(root, '', new Set());
  return spent;
}

function nativeGroup(name: string, caller: string): string {
  if (name === 'parse' || name === 'stringify') return 'native: JSON';
  if (caller.endsWith('/store/sqlite.ts')) return 'native: SQLite';
  return `native, called by ${placeOf(caller)}`;
}
