import { fixRows, ladder, type Row, type StepId } from '../answers.ts';
import { createTriage, type TriageEvent } from '../machine.ts';
import type { Policy } from '../policy.ts';
import { blankPast } from '../rules/past.ts';
import { type Configuration, Contexts, deviceFacts, familyCode, keyOf, otherCode } from './configuration.ts';
import { Engine } from './engine.ts';
import { type Decision, Unknowns } from './unknowns.ts';

export function explore(policy: Policy, max = Infinity) {
  const unknowns = new Unknowns();
  const contexts = new Contexts(unknowns, policy);
  const recurring =
    (original: (args: never, params: never) => boolean) =>
    (args: { context: object }, params: { row: Row }) => {
      if (unknowns.decisions().some(([n, v]) => n.startsWith('recurring') && v === 'yes')) return false;
      if (!unknowns.perhaps(`recurring ${params.row}`)) return false;
      const holds = original(
        { ...args, context: { ...args.context, recurring: params.row } } as never,
        params as never,
      );
      if (!holds) unknowns.redundant = true;
      return holds;
    };
  const machine = createTriage(policy);
  const guards = machine.implementations.guards as unknown as Record<
    string,
    (args: never, params: never) => boolean
  >;
  const m2 = machine.provide({
    guards: {
      recurring: recurring(guards.recurring as never) as never,
      recurringTried: (({ context }: any) =>
        fixRows.some(
          (row) =>
            context.answered[row] !== undefined &&
            (guards.recurringTried as any)({ context: { ...context, recurring: row } }),
        ) && unknowns.perhaps('recurring tried')) as never,
    },
  });
  const engine = new Engine(m2 as never, contexts.lens);
  const found = new Map<string, number>();
  const all: Configuration[] = [];
  let transitions = 0;
  let runs = 0;
  const add = (c: Configuration) => {
    const key = keyOf(c);
    const before = found.get(key);
    if (before !== undefined) return before;
    found.set(key, all.length);
    all.push(c);
    return all.length - 1;
  };
  for (const code of [null, familyCode, otherCode]) {
    for (const incident of [false, true])
      for (const wish of [null, 'welcome', 'human'] as const) {
        unknowns.fixed = { code, dataAtRisk: null, backupDone: null, ...contexts.policyFacts };
        unknowns.known = new Set();
        unknowns.reset();
        do {
          const out = engine.begin(contexts.fresh({ incident, wish }));
          if (unknowns.redundant) continue;
          const held = { code, dataAtRisk: null, backupDone: null };
          const before = { held } as unknown as Configuration;
          add(
            contexts.settle(
              before,
              out.step,
              out.context,
              blankPast,
              (ladder as readonly string[]).includes(out.step),
            ),
          );
        } while (unknowns.next());
      }
  }
  const rest = { type: 'learn', facts: {}, from: 'typed' } as TriageEvent;
  for (let i = 0; i < all.length && i < max; i++) {
    const c = all[i] as Configuration;
    if (process.env.DBG) console.log(i, all.length, keyOf(c), runs);
    contexts.enter(c);
    const edges = new Set<string>();
    const take = (type: string, event: TriageEvent) => {
      runs++;
      if (process.env.DBG2 && runs % Number(process.env.DBG2) === 0)
        console.log(c.step, type, JSON.stringify(unknowns.decisions()));
      const out = attempt(() => engine.run(c.step, c.context, event));
      if (!out || unknowns.redundant) return null;
      const known = c.deviceKnown || (ladder as readonly string[]).includes(out.step);
      const id = add(contexts.settle(c, out.step, out.context, blankPast, known));
      const edge = `${type} ${id}`;
      if (!edges.has(edge)) {
        edges.add(edge);
        transitions++;
      }
      return id;
    };
    const resting: Decision[][] = [];
    unknowns.reset();
    do {
      const id = take('learn', rest);
      if (unknowns.redundant) continue;
      if (id === null || id === i) resting.push(unknowns.decisions());
    } while (unknowns.next());
    for (const type of engine.listens(c.step)) {
      if (type === 'handoff') continue;
      for (const event of events(c.step, type)) {
        if (c.step === 'device' && type === 'continue')
          unknowns.known = new Set([...unknowns.known, ...deviceFacts]);
        unknowns.reset();
        take(type, event);
        if (!unknowns.looked) continue;
        for (const given of c.step === 'device' ? [[]] : resting) {
          unknowns.reset(given);
          do take(type, event);
          while (unknowns.next());
        }
      }
    }
  }
  const bys: Record<string, number> = {};
  for (const c of all) bys[c.step] = (bys[c.step] ?? 0) + 1;
  return { configurations: all.length, transitions, runs, bys };

  function events(step: StepId, type: string): TriageEvent[] {
    if (type === 'learn')
      return (['code', 'dataAtRisk', 'backupDone'] as const).flatMap((f) =>
        (f === 'code' ? ['0x8004de40', '0x80070005'] : ['yes', 'no']).map(
          (v) => ({ type: 'learn', facts: { [f]: v }, from: 'typed' }) as TriageEvent,
        ),
      );
    if (type === 'paste')
      return [{ type: 'paste', facts: contexts.reading.facts, signals: contexts.reading.signals }];
    if (step === 'ask-code' && type === 'continue')
      return ['0x8004de40', '0x80070005'].map((code) => ({ type, inputs: { code } }) as TriageEvent);
    return [{ type } as TriageEvent];
  }
}

const redundant = new Error('redundant');
function attempt<T>(run: () => T): T | null {
  try {
    return run();
  } catch (error) {
    if (error === redundant) return null;
    throw error;
  }
}
