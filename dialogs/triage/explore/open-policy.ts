import { type FixRow, fixRows } from '../answers.ts';
import { defaultPolicy, type Policy } from '../policy.ts';
import type { Choices, Question } from './choices.ts';

/** The switches of the policy that a guard may look at, each with what it can be besides the default. */
const switches = {
  admin: ['never'],
  proxyRequired: ['yes', 'no'],
  managedProxyTest: ['yes'],
  legacyTls: ['yes'],
  rejoin: ['it-only'],
  rejoinEntra: ['guided'],
  reinstall: ['user'],
  personalDevices: ['advise'],
} as const satisfies { [S in keyof Policy]?: readonly string[] };
type Switch = keyof typeof switches;

/** Every single change of the default policy that steers, by name. */
export const policyChanges: readonly string[] = [
  ...Object.entries(switches).flatMap(([name, values]) => values.map((value) => `${name} ${value}`)),
  ...fixRows.map((row) => `off ${row}`),
];

/** What of a policy steers and is not as by default; all else in it is words, times and names. */
export const changesIn = (policy: Policy): string[] => [
  ...Object.keys(switches).flatMap((name) => {
    const value = policy[name as Switch];
    return value === defaultPolicy[name as Switch] ? [] : [`${name} ${value}`];
  }),
  ...policy.steps.off.map(({ step }) => `off ${step}`),
];

export interface OpenPolicy {
  policy: Policy;
  /** The change that the run in progress has come upon, `null` as long as all it looked at is as by default. */
  changed(): string | null;
}

/** A policy that is known. */
export const knownPolicy = (policy: Policy): OpenPolicy => ({ policy, changed: () => null });

/**
 * The default policy with at most one switch changed, which one being open: whoever looks at a switch finds it as it
 * is by default or changed, and once one is changed all others are as they are by default. Only the changes that
 * `includes` names are open.
 */
export function openPolicy(choices: Choices, includes: (change: string) => boolean): OpenPolicy {
  let run = -1;
  let change: Question<string> | null = null;
  const ask = (question: Question<string>): string => {
    if (run !== choices.run) change = null;
    run = choices.run;
    const byDefault = question.options[0] ?? '';
    if (question.options.length === 1 || (change !== null && change !== question)) return byDefault;
    const value = choices.of(question);
    if (value !== byDefault) change = question;
    return value;
  };
  const open = (name: string, byDefault: string, values: readonly string[]): Question<string> => ({
    name: `policy ${name}`,
    options: [
      byDefault,
      ...values.filter((value) => includes(name.startsWith('off ') ? name : `${name} ${value}`)),
    ],
  });
  const offs = new Map<FixRow, Question<string>>(
    fixRows.map((row) => [row, open(`off ${row}`, 'no', ['yes'])]),
  );
  const off = Object.assign([] as Policy['steps']['off'], {
    some: (test: (entry: { step: FixRow; why: string }) => unknown) =>
      [...offs].some(([step, question]) => test({ step, why: '' }) && ask(question) === 'yes'),
  });
  const asked = Object.entries(switches).map(([name, values]) => {
    const question = open(name, defaultPolicy[name as Switch], values);
    return [name, { get: () => ask(question) }];
  });
  return {
    policy: Object.defineProperties(
      { ...defaultPolicy, steps: { off } },
      Object.fromEntries(asked),
    ) as Policy,
    changed: () => (run === choices.run && change ? `${change.name} ${choices.given(change)}` : null),
  };
}
