import type { Answer, Row } from '../answers.ts';
import type { TriageContext } from '../context.ts';
import { type Fact, type FactName, type Facts, factNames } from '../facts.ts';
import type { Triage } from '../machine.ts';
import { type Policy, policySchema } from '../policy.ts';
import { isStage } from '../rules/move.ts';
import { stepOf, type TriageSnapshot } from '../snapshot.ts';
import { start, step } from '../step.ts';
import type { Link, Violation } from './explore.ts';

/** A path as a person reads it, and whether xstate itself went the same way. */
export interface Told {
  lines: string[];
  confirmed: boolean;
}

/** What happened at one card until the next one was shown, with everything that had to be so for it. */
interface Stretch {
  links: Link[];
  looks: ReadonlyMap<string, unknown>;
}

/** From card to card: what the machine goes through by itself belongs to what came before it. */
function stretches(path: readonly Link[]): Stretch[] {
  const all: Link[][] = [];
  for (const link of path) {
    const last = all.at(-1);
    if (last && isStage(link.from.step)) last.push(link);
    else all.push([link]);
  }
  return all.map((links) => ({ links, looks: new Map(links.flatMap((link) => [...link.looks])) }));
}

const factsIn = (looks: ReadonlyMap<string, unknown>): Facts =>
  Object.fromEntries(
    factNames.flatMap((name) => {
      const fact = looks.get(name) as Fact | undefined;
      const from = (looks.get(`${name} from`) as Fact['from'] | undefined) ?? 'asked';
      return fact ? [[name, { value: fact.value, from }]] : [];
    }),
  );

const answeredIn = (looks: ReadonlyMap<string, unknown>): TriageContext['answered'] =>
  Object.fromEntries(
    [...looks].flatMap(([name, value]) => {
      const row = /^answered (.*)$/.exec(name)?.[1];
      return row && value !== undefined ? [[row, value as Answer]] : [];
    }),
  );

/** The policy that a path needs: the one in force, or the default with what was looked at as it was found. */
function policyOf(path: readonly Link[], inForce: Policy | undefined): Policy {
  if (inForce) return inForce;
  const changes: { [name: string]: unknown } = {};
  const off: { step: string; why: string }[] = [];
  for (const [name, value] of path.flatMap((link) => [...link.looks])) {
    const [, row] = /^policy off (.*)$/.exec(name) ?? [];
    const [, key] = /^policy (?!off )(.*)$/.exec(name) ?? [];
    if (row && value === true && !off.some((one) => one.step === row))
      off.push({ step: row, why: 'not here' });
    if (key) changes[key] = value;
  }
  return policySchema.parse({ ...changes, steps: { off } });
}

const say = (facts: Facts): string =>
  Object.entries(facts)
    .map(([name, fact]) => `${name} ${fact?.value}${fact?.from === 'handoff' ? ' (a colleague says)' : ''}`)
    .join(', ');

/** The context with everything in it that the next stretch looks at. */
function suited(c: TriageContext, { looks }: Stretch): { context: TriageContext; news: Facts; done: Row[] } {
  const facts = factsIn(looks);
  const changed = Object.entries(facts).filter(
    ([name, fact]) => c.facts[name as FactName]?.value !== fact?.value,
  );
  const answered = answeredIn(looks);
  const done = (Object.keys(answered) as Row[]).filter((row) => c.answered[row] === undefined);
  const open = new Set([...looks].flatMap(([name, value]) => (value === undefined ? [name] : [])));
  const left = Object.fromEntries(Object.entries(c.facts).filter(([name]) => !open.has(name)));
  const rows = Object.fromEntries(Object.entries(c.answered).filter(([row]) => !open.has(`answered ${row}`)));
  const set = <K extends keyof TriageContext>(name: K): Partial<TriageContext> =>
    looks.has(name) ? { [name]: looks.get(name) as TriageContext[K] } : {};
  const signals = [...looks].flatMap(([name, value]) =>
    value === true && name.startsWith('signal ') ? [name.slice(7)] : [],
  );
  return {
    context: {
      ...c,
      facts: { ...left, ...facts },
      answered: { ...rows, ...answered },
      signals: [...new Set([...c.signals, ...signals])],
      ...set('switchedOff'),
      ...set('invasive'),
      ...set('recurring'),
      ...set('reading'),
      ...set('reopened'),
    },
    news: Object.fromEntries(changed) as Facts,
    done,
  };
}

const asExplored = (path: readonly Link[]): string[] =>
  path.map(({ from, says, to, looks }) => {
    const known = [say(factsIn(looks)), ...Object.keys(answeredIn(looks)).map((row) => `${row} done`)];
    return `${from.key}: ${says} → ${to.key} (${known.filter(Boolean).join(', ')})`;
  });

/** Goes a violation's path on the real machine, with xstate's own `transition`, and writes it down. */
export function tell(violation: Violation, build: (policy: Policy) => Triage, inForce?: Policy): Told {
  // The real machine would go in circles with it for ever.
  if (violation.rule === 'progress') return { lines: asExplored(violation.path), confirmed: false };
  const policy = policyOf(violation.path, inForce);
  const machine = build(policy);
  const lines: string[] = [];
  let snapshot: TriageSnapshot | null = null;
  let confirmed = true;
  for (const stretch of stretches(violation.path)) {
    const [link] = stretch.links;
    const target = stretch.links.at(-1)?.to;
    if (!link || !target) continue;
    const before: TriageSnapshot = snapshot ?? start(machine, { wish: link.from.held.wish ?? 'welcome' });
    const { context, news, done } = suited(before.context, stretch);
    const known = [news && say(news), done.length > 0 && `done: ${done.join(', ')}`]
      .filter(Boolean)
      .join('; ');
    if (link.event === 'begin') {
      const { wish, incident } = link.from.held;
      const recurring = stretch.looks.get('recurring') as Row | null | undefined;
      const stepsDone = done.map((row) => ({ step: row, answer: 'done-before' as const }));
      const facts = factsIn(stretch.looks);
      snapshot = start(machine, {
        facts,
        stepsDone,
        incident,
        ...(wish && { wish }),
        ...(recurring && { recurring }),
      });
      const came = recurring ? [`it came back after ${recurring}`] : [];
      lines.push(
        `a case begins${[...came, known]
          .filter(Boolean)
          .map((one) => `, ${one}`)
          .join('')}`,
      );
    } else {
      if (known) lines.push(`meanwhile: ${known}`);
      lines.push(`${link.from.step}: ${link.says}`);
      const here = machine.resolveState({ value: link.from.step as never, context });
      const result = link.given ? step(machine, here, link.given) : { kind: 'rejected' as const };
      snapshot = result.kind === 'moved' ? result.snapshot : here;
    }
    lines.push(`  → ${stepOf(snapshot)}`);
    confirmed &&= isStage(target.step) || stepOf(snapshot) === target.step;
  }
  return { lines, confirmed };
}
