import { isEnding } from '../answers.ts';
import { isStage } from '../rules/move.ts';
import type { Configuration } from './configuration.ts';
import { begins, isCounted, isLeftAside } from './events.ts';
import type { Edge, Explored } from './explore.ts';

/** A card as R10 counts it: the step that is shown or waits, and whether anything is still repaired. */
const cardOf = ({ step, held }: Configuration): string =>
  [
    held.pausedAt === 'evidence' ? held.readAt : (held.pausedAt ?? held.readAt ?? step),
    held.fixed && 'fixed',
    held.broke && 'broke',
    held.keepTrying && 'keep-trying',
  ]
    .filter(Boolean)
    .join(' ');

/**
 * The most taps that a case can need from its first card to its end, counted as R10 counts them. No card is answered
 * twice (the rules R8, `recorded` and `progress` hold that), so a path is as long as the cards on it are many: cards
 * that can follow each other both ways count all, and groups of such cards follow one way only.
 */
export function longestWay({ edges }: Explored): Way {
  const changes = new Set(edges.flatMap(({ kinds }) => [...kinds].map((kind) => kind.split('/')[0] ?? '')));
  const ways = [...changes].flatMap((change) =>
    ['managed', 'personal'].map((ownership) =>
      longestOf(edges.filter((edge) => isSeen(edge, change, ownership))),
    ),
  );
  return ways.reduce((a, b) => (b.taps > a.taps ? b : a));
}

/** The move is possible under this change of the policy on a computer of this kind. */
const isSeen = ({ kinds }: Edge, change: string, ownership: string): boolean =>
  ['', change].some((one) => ['', ownership].some((whose) => kinds.has(`${one}/${whose}`)));

export interface Way {
  taps: number;
  cards: string[];
}

function longestOf(edges: readonly Edge[]): Way {
  const follows = new Map<string, Set<string>>();
  const taps = new Set<string>();
  const shown = cardsBehind(edges.filter(({ from }) => isStage(from.step) || from.step === 'begin'));
  for (const { from, event, to } of edges) {
    const between = isStage(from.step) || from.step === 'begin';
    if (between || isEnding(from.step) || from.held.reopening || to.held.reopening || isLeftAside(event))
      continue;
    const card = cardOf(from);
    // Whoever is told to keep trying does so without a tap that counts; who does not, ends as at any other `escalate`.
    if (isCounted(event, from.step) && !from.held.keepTrying) taps.add(card);
    const next = follows.get(card) ?? new Set();
    for (const one of isStage(to.step) ? (shown.get(to.key) ?? []) : [cardOf(to)]) {
      // Back from the ladder to the questions before it leads only who says that it is another code or computer.
      if (!intake.includes(one) || [...intake, 'welcome'].includes(card)) next.add(one);
    }
    follows.set(card, next);
  }
  const groups = connected(follows);
  const longest = new Map<number, Way>();
  const from = (group: number): Way => {
    const known = longest.get(group);
    if (known) return known;
    const members = groups.members[group] ?? [];
    const own = members.filter((card) => taps.has(card));
    const onward = members
      .flatMap((card) => [...(follows.get(card) ?? [])])
      .map((card) => groups.of.get(card))
      .filter((next): next is number => next !== undefined && next !== group)
      .map(from);
    const best = onward.reduce((a, b) => (b.taps > a.taps ? b : a), { taps: 0, cards: [] as string[] });
    const result = { taps: own.length + best.taps, cards: [...own, ...best.cards] };
    longest.set(group, result);
    return result;
  };
  const first = begins.flatMap((key) => [...(shown.get(key) ?? [])]);
  return first
    .map((card) => from(groups.of.get(card) ?? -1))
    .reduce((a, b) => (b.taps > a.taps ? b : a), { taps: 0, cards: [] });
}

const intake: readonly string[] = ['ask-code', 'code-help', 'device', 'other-device', 'incident'];

/** Every card without a way on is an ending, or waits for one. */
export const deadEnds = ({ configurations, edges }: Explored): Configuration[] => {
  const left = new Set(edges.filter(({ from, to }) => from.key !== to.key).map(({ from }) => from.key));
  return configurations.filter(({ key, step }) => !isEnding(step) && !left.has(key));
};

/** The cards that may be shown from a stage between two cards. */
function cardsBehind(moves: Explored['edges']): Map<string, Set<string>> {
  const behind = new Map<string, Set<string>>();
  const reach = (key: string, seen: Set<string>): Set<string> => {
    const cards = new Set<string>();
    for (const { from, to } of moves) {
      if (from.key !== key) continue;
      if (!isStage(to.step)) cards.add(cardOf(to));
      else if (!seen.has(to.key)) for (const card of reach(to.key, seen.add(to.key))) cards.add(card);
    }
    return cards;
  };
  for (const { from } of moves)
    if (!behind.has(from.key)) behind.set(from.key, reach(from.key, new Set([from.key])));
  return behind;
}

/** Cards grouped so that those of a group can follow each other both ways (Tarjan's strongly connected components). */
function connected(follows: ReadonlyMap<string, ReadonlySet<string>>): {
  of: Map<string, number>;
  members: string[][];
} {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const of = new Map<string, number>();
  const members: string[][] = [];
  const visit = (card: string): void => {
    index.set(card, index.size);
    low.set(card, index.get(card) ?? 0);
    stack.push(card);
    for (const next of follows.get(card) ?? []) {
      if (!index.has(next)) {
        visit(next);
        low.set(card, Math.min(low.get(card) ?? 0, low.get(next) ?? 0));
      } else if (!of.has(next)) low.set(card, Math.min(low.get(card) ?? 0, index.get(next) ?? 0));
    }
    if (low.get(card) !== index.get(card)) return;
    const group = stack.splice(stack.lastIndexOf(card));
    for (const one of group) of.set(one, members.length);
    members.push(group);
  };
  for (const card of follows.keys()) if (!index.has(card)) visit(card);
  return { of, members };
}
