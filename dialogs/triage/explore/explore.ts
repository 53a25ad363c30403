import { fixRows, ladder, type Row, type StepId } from '../answers.ts';
import { createTriage, type TriageEvent } from '../machine.ts';
import type { Policy } from '../policy.ts';
import { blankPast } from '../rules/past.ts';
import { type Configuration, Contexts, deviceFacts, familyCode, keyOf, otherCode } from './configuration.ts';
import { Engine } from './engine.ts';
import { Unknowns } from './unknowns.ts';

export function explore(policy: Policy, max = Infinity) {
  const unknowns = new Unknowns();
  const contexts = new Contexts(unknowns, policy);
  const recurring =
    (original: (args: never, params: never) => boolean) =>
    (args: { context: object }, params: { row: Row }) =>
      original({ ...args, context: { ...args.context, recurring: params.row } } as never, params as never) &&
      unknowns.perhaps(`recurring ${params.row}`);
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
    for (const type of engine.listens(c.step)) {
      if (type === 'handoff') continue;
      for (const event of events(c.step, type)) {
        if (c.step === 'device' && type === 'continue')
          unknowns.known = new Set([...unknowns.known, ...deviceFacts]);
        unknowns.reset();
        do {
          runs++;
          if (process.env.DBG2 && runs % 1000 === 0)
            console.log(c.step, type, JSON.stringify(unknowns.decisions()));
          if (type !== 'learn') {
            const stay = engine.run(c.step, c.context, rest);
            if (stay && stay.step !== c.step) continue;
          }
          const out = engine.run(c.step, c.context, event);
          if (!out) continue;
          const known = c.deviceKnown || (ladder as readonly string[]).includes(out.step);
          const id = add(contexts.settle(c, out.step, out.context, blankPast, known));
          const edge = `${type} ${id}`;
          if (!edges.has(edge)) {
            edges.add(edge);
            transitions++;
          }
        } while (unknowns.next());
      }
    }
  }
  const bys: Record<string, number> = {};
  for (const c of all) bys[c.step] = (bys[c.step] ?? 0) + 1;
  return { configurations: all.length, transitions, runs, bys };

  function events(step: StepId, type: string): TriageEvent[] {
    if (type === 'learn')
      return [
        rest,
        ...(['code', 'dataAtRisk', 'backupDone'] as const).flatMap((f) =>
          (f === 'code' ? ['0x8004de40', '0x80070005'] : ['yes', 'no']).map(
            (v) => ({ type: 'learn', facts: { [f]: v }, from: 'typed' }) as TriageEvent,
          ),
        ),
      ];
    if (type === 'paste')
      return [{ type: 'paste', facts: contexts.reading.facts, signals: contexts.reading.signals }];
    if (step === 'ask-code' && type === 'continue')
      return ['0x8004de40', '0x80070005'].map((code) => ({ type, inputs: { code } }) as TriageEvent);
    return [{ type } as TriageEvent];
  }
}
