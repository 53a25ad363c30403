import type { Clean } from './text.ts';

/**
 * A linear classifier, learnt from labelled examples when it is first needed: an averaged perceptron over the
 * words of a message, their neighbours, and the words at that very step. The order of learning is fixed, so
 * the same examples always make the same model. It takes about a tenth of a second.
 */

/** Something to learn: what was said where, the class it belongs to, and the classes that are as right. */
export interface Lesson {
  message: Clean;
  step: string;
  is: string;
  or: ReadonlySet<string>;
  /** What it could be taken for there. */
  candidates: readonly string[];
}

export interface Model {
  features: ReadonlyMap<string, number>;
  classes: ReadonlyMap<string, number>;
  /** A row of classes for each feature. */
  weights: Float32Array;
}

/** Words too common to say anything about a step. */
const common = new Set(['i', 'it', 'is', 'am', 'to', 'of', 'my', 'that', 'this', 'and', 'onedrive', '.']);
const rounds = 8;

/** What a message is described by. */
export function featuresOf(message: Clean, step: string): string[] {
  const words = message.text.trim().split(' ');
  const found = new Set<string>([`at ${step}`]);
  if (message.question) found.add('asked');
  if (message.words <= 2) found.add('short');
  words.forEach((word, i) => {
    if (word !== '.') found.add(`1 ${word}`);
    if (!common.has(word)) found.add(`at ${step} ${word}`);
    if (i > 0) found.add(`2 ${words[i - 1]} ${word}`);
    if (i > 1) found.add(`3 ${words[i - 2]} ${words[i - 1]} ${word}`);
  });
  return [...found];
}

/** Numbers in an order that looks arbitrary and is always the same. */
function* fixedOrder(length: number): Generator<number> {
  const order = Array.from({ length }, (_, i) => i);
  let seed = length;
  for (let i = length - 1; i > 0; i--) {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    const j = seed % (i + 1);
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
  yield* order;
}

/** Learns a model. */
export function learn(lessons: readonly Lesson[]): Model {
  const features = new Map<string, number>();
  const classes = new Map<string, number>();
  const idOf = (map: Map<string, number>, key: string): number => {
    const known = map.get(key);
    if (known !== undefined) return known;
    map.set(key, map.size);
    return map.size - 1;
  };
  const described = lessons.map((lesson) => featuresOf(lesson.message, lesson.step));
  const seen = new Map<string, number>();
  for (const one of described.flat()) seen.set(one, (seen.get(one) ?? 0) + 1);
  const tasks = lessons.map((lesson, i) => ({
    // What occurs in one example only says nothing about other messages.
    rows: Int32Array.from(
      (described[i] ?? []).filter((one) => (seen.get(one) ?? 0) > 1),
      (one) => idOf(features, one),
    ),
    is: idOf(classes, lesson.is),
    others: Int32Array.from(
      lesson.candidates.filter((one) => !lesson.or.has(one)),
      (one) => idOf(classes, one),
    ),
  }));
  const width = classes.size;
  const weights = new Float64Array(features.size * width);
  const sums = new Float64Array(features.size * width);
  let count = 0;
  const score = (rows: Int32Array, at: number): number => {
    let sum = 0;
    for (let i = 0; i < rows.length; i++) sum += weights[(rows[i] ?? 0) * width + at] ?? 0;
    return sum;
  };
  for (let round = 0; round < rounds; round++) {
    for (const i of fixedOrder(tasks.length)) {
      const task = tasks[i];
      if (!task) continue;
      count++;
      let rival = -1;
      let highest = Number.NEGATIVE_INFINITY;
      for (const other of task.others) {
        const value = score(task.rows, other);
        if (value > highest) [rival, highest] = [other, value];
      }
      if (rival < 0 || score(task.rows, task.is) - highest >= 1) continue;
      const change = 1 / Math.sqrt(Math.max(task.rows.length, 1));
      for (const row of task.rows) {
        const [up, down] = [row * width + task.is, row * width + rival];
        weights[up] = (weights[up] ?? 0) + change;
        weights[down] = (weights[down] ?? 0) - change;
        sums[up] = (sums[up] ?? 0) + change * count;
        sums[down] = (sums[down] ?? 0) - change * count;
      }
    }
  }
  const averaged = new Float32Array(weights.length);
  for (let i = 0; i < weights.length; i++) averaged[i] = (weights[i] ?? 0) - (sums[i] ?? 0) / count;
  return { features, classes, weights: averaged };
}

/** What a message may be, the likeliest first, with the words that speak for it; scores are about 0 to 2. */
export function rank(
  { features, classes, weights }: Model,
  message: Clean,
  step: string,
  candidates: readonly string[],
): { is: string; score: number; words: string[] }[] {
  const found = featuresOf(message, step);
  const known = found.flatMap((one) => {
    const row = features.get(one);
    return row === undefined ? [] : [{ one, row }];
  });
  const share = 1 / Math.sqrt(Math.max(found.length, 1));
  const weight = (row: number, at: number): number => weights[row * classes.size + at] ?? 0;
  return candidates
    .flatMap((is) => {
      const at = classes.get(is);
      if (at === undefined) return [];
      const score = share * known.reduce((sum, { row }) => sum + weight(row, at), 0);
      const words = (): string[] =>
        known
          .filter(({ one }) => one.startsWith('1 '))
          .sort((a, b) => weight(b.row, at) - weight(a.row, at))
          .slice(0, 3)
          .map(({ one }) => one.slice(2));
      return [{ is, score, words }];
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, 4)
    .map(({ is, score, words }) => ({ is, score, words: words() }));
}

/** The share of a message's words that the examples have more than once, from 0 to 1. */
export function familiarity({ features }: Model, message: Clean): number {
  const words = message.text.split(' ').filter((word) => /[a-z]/.test(word));
  return words.length === 0 ? 0 : words.filter((word) => features.has(`1 ${word}`)).length / words.length;
}
