import { type Answer, answers, type Row } from '../answers.ts';
import type { TriageContext } from '../context.ts';
import { createTriage, type Triage, type TriageEvent } from '../machine.ts';
import { buttons } from '../offers.ts';
import type { Policy } from '../policy.ts';
import { brokenBy, brokenOffers } from '../rules.ts';
import type { EventName, RuleId } from '../rules/move.ts';
import { blank, type Configuration, isKnown, settled } from './configuration.ts';
import { Engine, type Outcome, type Place } from './engine.ts';
import { type Held, type Look, Looks, type Options, Redundant, Runs, type Value } from './looks.ts';
import { allOptions, deviceFacts, factIs, fileFacts, heldFacts, indexOf, kindFacts, recurringRows, yesNo } from './variables.ts';
import { policySwitches, Views } from './views.ts';

interface Step { stamp: number; step: Place; writes: [number, Value | undefined][]; broken: RuleId[] }
const rest: TriageEvent = { type: 'learn', facts: {}, from: 'typed' };

const keep = ['switchedOff', ...heldFacts.map(factIs)];

export class Explorer {
  readonly looks = new Looks();
  readonly views = new Views(this.looks);
  readonly engine: Engine;
  readonly runs = new Map<string, Runs<Step | null>>();
  readonly offers = new Map<string, Runs<RuleId[]>>();
  readonly options: ReadonlyMap<string, readonly Value[]>;
  recurs: Row | null = null;
  readonly interned = new Map<string, Step>();
  stamp = 0;
  count = 0;

  constructor(machine: (policy: Policy) => Triage = createTriage, merged = true) {
    this.options = allOptions(merged);
    this.engine = new Engine(this.openRecurrence(machine(this.views.policy)), { merge: this.views.merge, halting: true });
  }

  openRecurrence(machine: Triage): Triage {
    type Guard = (args: { context: TriageContext; event: TriageEvent }, params: { row: Row }) => boolean;
    const { recurring, recurringTried } = machine.implementations.guards as unknown as Record<'recurring' | 'recurringTried', Guard>;
    const open: { [name: string]: Guard } = {
      recurring: (args, params) => {
        if (args.context.facts.webWorks?.value !== 'yes') return false;
        if (this.looks.at('recurring') !== 'maybe') return recurring(args, params);
        if (this.recurs !== null || !this.looks.yes(`recurs ${params.row}`)) return false;
        this.recurs = params.row;
        if (recurring({ ...args, context: { ...args.context, recurring: params.row } }, params)) return true;
        throw new Redundant();
      },
      recurringTried: (args, params) => {
        if (args.context.facts.webWorks?.value !== 'yes') return false;
        if (this.looks.at('recurring') !== 'maybe') return recurringTried(args, params);
        const row = recurringRows.find((one) => args.context.answered[one] !== undefined);
        if (!row || !this.looks.yes('recurring tried')) return false;
        this.recurs = row;
        return recurringTried({ ...args, context: { ...args.context, recurring: row } }, params);
      },
    };
    return machine.provide({ guards: open } as never) as Triage;
  }

  run(place: Place, name: EventName, go: () => Outcome | null): Step | null {
    this.count++;
    this.recurs = null;
    let out: Outcome | null;
    try { out = go(); } catch (error) { if (error instanceof Redundant) return null; throw error; }
    if (!out) return null;
    const { views, looks } = this;
    const before = { step: place, context: this.recurs ? ({ ...views.base, recurring: this.recurs }) : views.base };
    const broken = brokenBy({ policy: views.policy, before, event: name, after: { step: out.step, context: out.context } });
    if (['pause', 'not-now', 'wait'].includes(name) && out.step === 'paused' && !this.resumes(place as never, out.context)) broken.push('resume');
    const writes = new Map<string, Value | undefined>();
    for (const held of keep) { const seen = looks.seen(held); if (seen != null) writes.set(held, seen); }
    if (looks.seen('fact code') != null) writes.set('codeKnown', 'yes');
    for (const [n, v] of views.writes(out.context)) writes.set(n, v);
    if (writes.get('fact code')) writes.set('codeKnown', 'yes');
    if (this.recurs) writes.set('recurring', this.recurs);
    const step: Step = { stamp: 0, step: out.step, writes: [...writes].map(([n, v]) => [indexOf.get(n) as number, v]), broken };
    const same = JSON.stringify(step, (_, v) => v === undefined ? '?' : v);
    const before2 = this.interned.get(same);
    if (before2) return before2;
    this.interned.set(same, step);
    return step;
  }

  resumes(step: Place, paused: TriageContext): boolean {
    if (step === 'paused') return true;
    const back = this.engine.run('paused', paused, { type: 'resume' });
    const stay = this.engine.run(step, this.views.base, rest);
    if (!back || !stay) return false;
    if (back.step !== stay.step) return false;
    const was = new Map(this.views.writes(stay.context));
    return this.views.writes(back.context).every(([n, v]) => n === 'pausedAt' || (was.has(n) ? was.get(n) === v : n === 'answered' || this.looks.at(n) === v));
  }

  runsOf(place: Place, event: TriageEvent | 'show', id: string): Runs<Step | null> {
    let runs = this.runs.get(id);
    if (!runs) {
      const go = event === 'show' ? () => this.engine.show(this.views.base) : () => this.engine.run(place, this.views.base, event);
      const name = event === 'show' ? 'show' : (event.type as EventName);
      runs = new Runs(this.looks, () => { this.views.row = (place in rowIndex ? place : null) as Row | null; return this.run(place, name, go); });
      this.runs.set(id, runs);
    }
    return runs;
  }
}
const rowIndex: { [row: string]: true } = Object.fromEntries([...indexOf.keys()].filter((n) => n.startsWith('answered ')).map((n) => [n.slice(9), true]));

const waysBack: { [step: string]: string[] } = { paused: ['resume'], evidence: ['right', 'wrong'], escalate: ['keep-trying', 'copied-now'], 'ask-code': ['continue', 'connection-wording', 'keeps-asking', 'not-syncing', 'nothing-of-these'] };

export function explore(policy: Policy, explorer = new Explorer(), max = Infinity) {
  const started = process.cpuUsage().user;
  const { engine, views } = explorer;
  const count0 = explorer.count;
  const policyLooks = new Map<string, Value>(policySwitches.map((n) => [`policy ${n}`, policy[n]]));
  for (const { step } of policy.steps.off) policyLooks.set(`policy off ${step}`, 'yes');
  if (policy.admin === 'never') policyLooks.set('fact admin', 'no (policy)');
  if (policy.proxyRequired !== 'unsure') policyLooks.set('fact proxyRequired', `${policy.proxyRequired} (policy)`);
  const found = new Map<string, number>();
  const all: Configuration[] = [];
  const parent: number[] = [];
  const sides = new Set<string>(); const sideOnly: boolean[] = [];
  const label: string[] = [];
  const violations = new Map<RuleId, { at: number; text: string }>();
  let transitions = 0;
  let leaves = 0; const stat: Record<string, number> = {};
  let current: Configuration;
  let telling = false;
  let correcting = false;
  const held: Held = (name) => {
    const p = policyLooks.get(name);
    if (p !== undefined) return p;
    if (name.startsWith('policy off')) return null;
    if (name.startsWith('policy answers')) return policyLooks.has(`fact ${name.slice(15)}`) ? 'yes' : null;
    const i = indexOf.get(name);
    return i === undefined ? undefined : current.values[i];
  };
  const known = new Map<string, readonly Value[]>();
  const options: Options = (name) => {
    const all = explorer.options.get(name) ?? yesNo;
    if (!(isKnown(current, name) || (telling && (deviceFacts as readonly string[]).some((f) => factIs(f as never) === name)))) return all;
    let some = known.get(name);
    if (!some) { some = all.slice(1); known.set(name, some); }
    return some;
  };
  const add = (c: Configuration, from: number, text: () => string) => {
    const before = found.get(c.key) ?? (c.plain === c.key ? undefined : found.get(c.plain));
    if (before !== undefined) return before;
    found.set(c.key, all.length);
    const side = c.side; sideOnly.push(side !== c.key && sides.has(side)); sides.add(side);
    all.push(c); parent.push(from); label.push(text());
    return all.length - 1;
  };
  const blame = (ids: RuleId[], at: number, text: string) => { for (const r of ids) if (!violations.has(r)) violations.set(r, { at, text }); };
  const say = (path: readonly Look[]) => path.filter(([n]) => !n.startsWith('policy') && !n.startsWith('answered')).map(([n, v]) => `${n}=${v}`).join(' ');
  for (const codeKnown of [null, 'yes']) for (const incident of [null, 'yes']) for (const wish of [null, 'welcome', 'human'])
    add(blank('begin' as Place, { incident, wish, reopened: 'no', recurring: process.env.NOREC ? null : 'maybe', codeKnown, ...Object.fromEntries(heldFacts.map((f) => [factIs(f), undefined])), switchedOff: undefined }), -1, () => 'start');
  for (let i = 0; i < all.length && i < max; i++) {
    const c = all[i] as Configuration;
    current = c;
    const edges = new Set<string>();
    const take = (id: string, event: TriageEvent | 'show', name: string, run?: Runs<Step | null>) => {
      const stamp = ++explorer.stamp;
      (run ?? explorer.runsOf(c.step, event, `${c.step} ${id}`)).each(held, options, (out, path) => {
        leaves++; if (!out || out.stamp === stamp) return; out.stamp = stamp; if (process.env.STAT) { const k = `${c.step} ${id}`; stat[k] = (stat[k] ?? 0) + 1; if (k === process.env.STAT) console.log(say(path)); }
        if (!out) return;
        const values = [...c.values];
        for (const [j, v] of out.writes) values[j] = v;
        if (name === 'start-over') values[indexOf.get('recurring') as number] = null;
        if (telling) values[indexOf.get('deviceKnown') as number] = 'yes';
        if (correcting) values[indexOf.get('corrected') as number] = 'yes';
        const after = settled(out.step, values);
        if (out.broken.length) blame(out.broken, i, `${name} ${say(path)} → ${out.step}`);
        const to = add(after, i, () => `${name} ${say(path)}`);
        const edge = `${name} ${to}`;
        if (!edges.has(edge)) { edges.add(edge); transitions++; }
      });
    };
    if ((c.step as string) === 'begin') {
      let runs = explorer.runs.get('begin');
      if (!runs) { runs = new Runs(explorer.looks, () => explorer.run('begin' as Place, 'begin', () => engine.begin(views.base))); explorer.runs.set('begin', runs); }
      take('begin', rest, 'begin', runs);
      continue;
    }
    if (c.values[indexOf.get('corrected') as number] && c.step !== 'next') continue;
    if (c.step === 'next') { take('show', 'show', 'show'); continue; }
    for (const type of sideOnly[i] ? (waysBack[c.step] ?? []) : engine.listens(c.step)) {
      if (type === 'handoff') continue;
      telling = c.step === 'device' && type === 'continue';
      for (const [id, event] of events(c, type)) { correcting = /platform|ownership/.test(id); take(id, event, type); correcting = false; }
      telling = false;
    }
    if (sideOnly[i]) continue;
    let offers = explorer.offers.get(c.step);
    if (!offers) {
      const step = c.step;
      offers = new Runs(explorer.looks, () => {
        const { primary, secondary } = buttons(views.base, views.policy, step, false);
        const accepted = answers.filter((type) => engine.can(step, views.base, { type }));
        return brokenOffers({ policy: views.policy, card: { step, context: views.base }, offered: [...primary, ...secondary], accepted });
      });
      explorer.offers.set(c.step, offers);
    }
    offers.each(held, options, (broken, path) => { if (broken.length) blame(broken, i, `offers ${say(path)}`); });
  }
  if (process.env.DIM) {
    const some = all.filter((c) => c.step === process.env.DIM);
    console.log(process.env.DIM, some.length, 'corrected', some.filter((c) => c.values[indexOf.get('corrected') as number]).length);
    const plain = some.filter((c) => !c.values[indexOf.get('corrected') as number]);
    for (const [n, i] of indexOf) { const set = new Set(plain.map((c) => c.values.map((v, j) => (j === i ? '' : v)).join('|'))); const vals = new Set(plain.map((c) => c.values[i])); if (vals.size > 1) console.log(n, [...vals].join('/'), plain.length, '->', set.size); }
    const rowsOnly = new Set(plain.map((c) => c.values.slice(0, 26).join('|'))); console.log('rows only', rowsOnly.size);
  }
  if (process.env.STAT) console.log(Object.entries(stat).sort((a, b) => b[1] - a[1]).slice(0, 40));
  const bys: Record<string, number> = {};
  for (const c of all) bys[c.step] = (bys[c.step] ?? 0) + 1;
  const path = (i: number): string[] => { const out: string[] = []; for (let j = i; j >= 0; j = parent[j] as number) out.unshift(`   ${label[j]} → ${all[j]?.step}`); return out; };
  return { configurations: all.length, transitions, leaves, runs: explorer.count - count0, bys, shown: [...violations].map(([r, v]) => `${r}\n${path(v.at).join('\n')}\n   !! ${v.text}`), seconds: (process.cpuUsage().user - started) / 1e6 };

  function events(c: Configuration, type: string): [string, TriageEvent][] {
    if (type === 'learn') {
      const facts = [...fileFacts, ...kindFacts].flatMap((f) => {
        const now = c.values[indexOf.get(factIs(f)) as number];
        return now == null ? [] : (explorer.options.get(factIs(f)) ?? []).filter((v) => v !== null && v !== now).map((v) => [f, v as string] as const);
      });
      return [['learn', rest], ...facts.map(([f, v]): [string, TriageEvent] => [`learn ${f} ${v}`, { type: 'learn', facts: { [f]: v }, from: 'typed' }])];
    }
    if (type === 'paste') return [['paste', { type: 'paste', ...views.reading }]];
    if (c.step === 'ask-code' && type === 'continue') return ['0x8004de40', '0x80070005'].map((code) => [`continue ${code}`, { type, inputs: { code } } as TriageEvent]);
    return [[type, { type: type as Answer }]];
  }
}
