import { describe, expect, it } from 'vitest';
import type { TriageContext } from '../../../../dialogs/triage/context.ts';
import { type Answers, Choices, type Question } from '../../../../dialogs/triage/explore/choices.ts';
import {
  type Configuration,
  configuration,
  fresh,
} from '../../../../dialogs/triage/explore/configuration.ts';
import { OpenContexts } from '../../../../dialogs/triage/explore/open.ts';
import { alike } from '../../../../dialogs/triage/explore/values.ts';
import type { Fact, FactName } from '../../../../dialogs/triage/facts.ts';
import { createTriage } from '../../../../dialogs/triage/machine.ts';
import { forwardRows } from '../../../../dialogs/triage/rows.ts';
import { policyWith } from '../../../support/walk.ts';

/** With everything allowed, every guard looks at everything that it can look at. */
const machine = createTriage(
  policyWith({ legacyTls: 'yes', rejoinEntra: 'guided', reinstall: 'user', managedProxyTest: 'yes' }),
);

type Named = { type: string; params?: unknown };
const named = (one: string | Named): Named => (typeof one === 'string' ? { type: one } : one);
interface Node {
  key: string;
  entry: (string | Named)[];
  always?: Edge[];
  transitions: Map<string, Edge[]>;
}
interface Edge {
  guard?: string | Named;
  actions: (string | Named)[];
}
const nodes = Object.values(machine.states) as unknown as Node[];
const edgesOf = (node: Node): Edge[] => [...(node.always ?? []), ...[...node.transitions.values()].flat()];
const distinct = (all: Named[]): Named[] => [
  ...new Map(all.map((one) => [JSON.stringify(one), one])).values(),
];
const guardsOf = (node: Node) =>
  distinct(edgesOf(node).flatMap(({ guard }) => (guard ? [named(guard)] : [])));
const actionsOf = (node: Node) =>
  distinct([...node.entry, ...edgesOf(node).flatMap(({ actions }) => actions)].map(named));

type Run = (context: TriageContext) => unknown;
const { guards, actions } = machine.implementations as unknown as {
  guards: { [name: string]: (args: object, params: unknown) => boolean };
  actions: { [name: string]: { assignment?: ((args: object, params: unknown) => object) | object } };
};
const event = { type: 'continue' };
const guardRun =
  ({ type, params }: Named): Run =>
  (context) =>
    guards[type]?.({ context, event }, params);
/** What an action writes, but for facts: they are open afterwards anyway. */
const actionRun =
  ({ type, params }: Named): Run =>
  (context) => {
    const assignment = actions[type]?.assignment;
    if (typeof assignment !== 'function') return null;
    const { facts: _facts, ...patch } = assignment({ context, event }, params) as Partial<TriageContext>;
    return patch;
  };

/** The answers of an earlier run, but for one fact; nothing more may be asked. */
class Replaced implements Answers {
  #made: ReadonlyMap<string, unknown> = new Map();
  #name: FactName = 'code';
  #value: string | undefined;
  now(made: ReadonlyMap<string, unknown>, name: FactName, value: string | undefined): void {
    this.#made = made;
    this.#name = name;
    this.#value = value;
  }
  of<T>(question: Question<T>): T {
    if (question.name === this.#name) {
      const fact = this.#made.get(this.#name) as Fact | undefined;
      const from = fact ? () => this.of({ name: `${this.#name} from`, options: ['asked'] }) : () => 'asked';
      const value = this.#value;
      return (
        value === undefined
          ? undefined
          : {
              value,
              get from() {
                return from();
              },
            }
      ) as T;
    }
    if (!this.#made.has(question.name))
      throw new Error(`${this.#name} ${this.#value}: asks for ${question.name}`);
    return this.#made.get(question.name) as T;
  }
  given<T>(): T | undefined {
    return undefined;
  }
}

const groups = Object.entries(alike).flatMap(([name, lists]) =>
  lists.map((members) => ({ name: name as FactName, first: members[0], others: members.slice(1) })),
);

/** Every way through a run, each with every value that is said to be like the one that was looked at. */
function differences(at: Configuration, run: Run): string[] {
  const choices = new Choices();
  const contexts = new OpenContexts(choices);
  const replaced = new Replaced();
  const again = new OpenContexts(replaced);
  const found: string[] = [];
  const once = () => ({ result: JSON.stringify(run(contexts.of(at))), made: choices.made() });
  for (const { result, made } of choices.all(once)) {
    for (const { name, first, others } of groups) {
      if (!made.has(name) || (made.get(name) as Fact | undefined)?.value !== first) continue;
      for (const other of others) {
        replaced.now(made, name, other);
        if (JSON.stringify(run(again.of(at))) !== result) found.push(`${name}: ${first} and ${other}`);
      }
    }
  }
  return [...new Set(found)];
}

const places = (node: Node): Configuration[] => {
  if (node.key !== 'next') return [configuration(node.key as never, fresh)];
  const forward = forwardRows.map((row) => configuration('next', { ...fresh, forward: row }));
  const plain = [configuration('next', fresh), configuration('next', { ...fresh, reopening: true })];
  return [...plain, ...forward];
};

describe('values that stand for each other', () => {
  it.each(nodes.filter(({ key }) => key !== 'returning').map((node) => [node.key, node] as const))(
    'no guard and no action of %s tells them apart',
    { timeout: 300_000 },
    (_key, node) => {
      for (const place of places(node)) {
        for (const guard of guardsOf(node)) {
          if (place.held.forward !== null && guard.type !== 'forward') continue;
          expect(
            differences(place, guardRun(guard)),
            `${guard.type} ${JSON.stringify(guard.params)}`,
          ).toEqual([]);
        }
        for (const action of actionsOf(node)) {
          expect(
            differences(place, actionRun(action)),
            `${action.type} ${JSON.stringify(action.params)}`,
          ).toEqual([]);
        }
      }
    },
  );

  it('what the exploration leaves out is looked at by no guard', () => {
    const choices = new Choices();
    const contexts = new OpenContexts(choices);
    for (const node of nodes.filter(({ key }) => key !== 'returning')) {
      for (const guard of guardsOf(node)) {
        const once = () => {
          const context = contexts.of(configuration(node.key as never, fresh));
          for (const name of ['fixesTried', 'fixedBy', 'lastRow', 'outcome']) {
            const get = () => {
              throw new Error(`${guard.type} looks at ${name}`);
            };
            Object.defineProperty(context, name, { get });
          }
          return guardRun(guard)(context);
        };
        expect(() => [...choices.all(once)].length).not.toThrow();
      }
    }
  });
});
