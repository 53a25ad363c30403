import { type Answer, answers, isRow, type Row } from '../answers.ts';
import type { TriageContext } from '../context.ts';
import { createTriage, type Triage, type TriageEvent } from '../machine.ts';
import { buttons } from '../offers.ts';
import type { Policy } from '../policy.ts';
import type { EventName, RuleId } from '../rules/move.ts';
import { brokenBy, brokenOffers } from '../rules.ts';
import {
  type Configuration,
  Contexts,
  familyCode,
  fileFacts,
  type Held,
  keyOf,
  otherCode,
} from './configuration.ts';
import { Engine, type Outcome } from './engine.ts';
import { Unknowns } from './unknowns.ts';

export interface Found {
  rule: RuleId;
  at: number;
  text: string;
}
const rest: TriageEvent = { type: 'learn', facts: {}, from: 'typed' };

class Redundant extends Error {}
const redundant = new Redundant();

/** recurring is open */
function openRecurrence(machine: Triage, unknowns: Unknowns): Triage {
  type Guard = (args: { context: TriageContext; event: TriageEvent }, params: { row: Row }) => boolean;
  const guards = machine.implementations.guards as unknown as Record<'recurring' | 'recurringTried', Guard>;
  const { recurring, recurringTried } = guards;
  const open: { [name: string]: Guard } = {
    recurring: (args, params) => {
      if (!unknowns.mayRecur) return recurring(args, params);
      if (
        unknowns.recurring !== null ||
        args.context.facts.webWorks?.value !== 'yes' ||
        !unknowns.perhaps(`recurring ${params.row}`)
      )
        return false;
      unknowns.recurring = params.row;
      if (recurring({ ...args, context: { ...args.context, recurring: params.row } }, params)) return true;
      throw redundant;
    },
    recurringTried: (args, params) => {
      if (!unknowns.mayRecur) return recurringTried(args, params);
      const row = (Object.keys(args.context.answered) as Row[]).find((r) =>
        recurringTried({ ...args, context: { ...args.context, recurring: r } }, params),
      );
      if (!row || !unknowns.perhaps('recurring tried')) return false;
      unknowns.recurring = row;
      return true;
    },
  };
  return machine.provide({ guards: open } as never) as Triage;
}

export function explore(policy: Policy, options: { machine?: Triage; max?: number } = {}) {
  const started = performance.now();
  const unknowns = new Unknowns();
  const contexts = new Contexts(unknowns, policy);
  const engine = new Engine(openRecurrence(options.machine ?? createTriage(policy), unknowns), {
    lens: contexts.lens,
    halting: true,
  });
  const found = new Map<string, number>();
  const all: Configuration[] = [];
  const parent: number[] = [];
  const sides = new Set<string>();
  const sideOnly: boolean[] = [];
  const label: string[] = [];
  const violations = new Map<RuleId, Found>();
  const stat: Record<string, number> = {};
  let transitions = 0;
  let runs = 0;
  const text = (event: string) =>
    `${event} ${unknowns
      .decisions()
      .map(([n, v]) => `${n}=${v}`)
      .join(' ')}`;
  const add = (c: Configuration, from: number, event: string) => {
    const key = keyOf(c, true);
    const before = found.get(key);
    if (before !== undefined) return before;
    found.set(key, all.length);
    const side = keyOf(c, false);
    sideOnly.push((c.step === 'paused' || c.step === 'evidence') && sides.has(side));
    sides.add(side);
    all.push(c);
    parent.push(from);
    label.push(text(event));
    return all.length - 1;
  };
  const attempt = (run: () => Outcome | null): Outcome | null => {
    runs++;
    unknowns.recurring = null;
    try {
      return run();
    } catch (error) {
      if (error === redundant) return null;
      throw error;
    }
  };
  const blame = (ids: RuleId[], at: number, event: string) => {
    for (const rule of ids) if (!violations.has(rule)) violations.set(rule, { rule, at, text: text(event) });
  };

  for (const code of [null, familyCode, otherCode])
    for (const incident of [false, true])
      for (const wish of [null, 'welcome', 'human'] as const) {
        const held = { code };
        contexts.enter(held, false, false);
        unknowns.mayRecur = !process.env.NOREC;
        unknowns.reset();
        do {
          const out = attempt(() => engine.begin(contexts.fresh({ incident, wish })));
          if (out)
            add(
              contexts.settle(held, out.step, out.context, isRow(out.step), !process.env.NOREC, null),
              -1,
              `begin`,
            );
        } while (unknowns.next());
      }
  for (let i = 0; i < all.length && i < (options.max ?? Infinity); i++) {
    const c = all[i] as Configuration;
    if (process.env.DBG) console.log(i, all.length, keyOf(c, true), runs);
    const edges = new Set<string>();
    unknowns.mayRecur = c.mayRecur;
    const take = (name: EventName, known: boolean, run: () => Outcome | null) => {
      contexts.enter(c.held, known, c.context.answered['admin-rights'] !== undefined);
      unknowns.reset();
      do {
        const k = `${c.step} ${name}`;
        stat[k] = (stat[k] ?? 0) + 1;
        const out = attempt(run);
        if (!out) continue;
        const after = contexts.settle(
          c.held,
          out.step,
          out.context,
          known || isRow(out.step),
          c.mayRecur && unknowns.recurring === null && name !== 'start-over',
          unknowns.recurring,
        );
        const recurring = unknowns.recurring;
        const broken = brokenBy({
          policy,
          before: { step: c.step, context: recurring ? { ...c.context, recurring } : c.context },
          event: name,
          after: { step: out.step, context: out.context },
        });
        if (broken.length) blame(broken, i, `${name} -> ${out.step}`);
        const id = add(after, i, name);
        const edge = `${name} ${id}`;
        if (!edges.has(edge)) {
          edges.add(edge);
          transitions++;
        }
      } while (unknowns.next());
    };
    if (c.step === 'next') {
      take('show', c.deviceKnown, () => engine.show(c.context));
      continue;
    }
    for (const type of sideOnly[i]
      ? c.step === 'paused'
        ? ['resume']
        : ['right', 'wrong']
      : engine.listens(c.step))
      for (const event of events(c, type)) {
        take(type as EventName, c.deviceKnown || (c.step === 'device' && type === 'continue'), () =>
          engine.run(c.step, c.context, event),
        );
      }
    if (sideOnly[i]) continue;
    unknowns.reset();
    contexts.enter(c.held, c.deviceKnown, c.context.answered['admin-rights'] !== undefined);
    do {
      const step = c.step;
      const { primary, secondary } = buttons(c.context, policy, step, false);
      const accepted = answers.filter((type) => engine.can(step, c.context, { type }));
      const broken = brokenOffers({ policy, card: c, offered: [...primary, ...secondary], accepted });
      if (broken.length) blame(broken, i, 'offers');
    } while (unknowns.next());
  }
  if (process.env.KEYS)
    for (const c of all) if (c.step === process.env.KEYS) console.log('K', keyOf(c, true));
  if (process.env.STAT)
    console.log(
      Object.entries(stat)
        .sort((a, b) => b[1] - a[1])
        .slice(0, 40),
    );
  const bys: Record<string, number> = {};
  for (const c of all) bys[c.step] = (bys[c.step] ?? 0) + 1;
  const path = (i: number): string[] => {
    const out: string[] = [];
    for (let j = i; j >= 0; j = parent[j] as number) out.unshift(`   ${label[j]} → ${all[j]?.step}`);
    return out;
  };
  const shown = [...violations.values()].map((v) => `${v.rule}\n${path(v.at).join('\n')}\n   !! ${v.text}`);
  return {
    configurations: all.length,
    transitions,
    runs,
    bys,
    shown,
    seconds: (performance.now() - started) / 1000,
  };

  function events(c: Configuration, type: string): TriageEvent[] {
    if (type === 'handoff') return [];
    if (type === 'learn') {
      const facts: [keyof Held, string][] = [
        ['code', '0x8004de40'],
        ['code', '0x80070005'],
      ];
      for (const f of fileFacts) if (c.held[f]) facts.push([f, 'yes'], [f, 'no']);
      return [
        rest,
        ...facts.map(([f, v]) => ({ type: 'learn', facts: { [f]: v }, from: 'typed' }) as TriageEvent),
      ];
    }
    if (type === 'paste') return [{ type: 'paste', ...contexts.reading }];
    if (c.step === 'ask-code' && type === 'continue')
      return ['0x8004de40', '0x80070005'].map((code) => ({ type, inputs: { code } }) as TriageEvent);
    return [{ type: type as Answer }];
  }
}
