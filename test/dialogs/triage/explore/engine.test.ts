import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answers, type Row } from '../../../../dialogs/triage/answers.ts';
import { startContext, type TriageContext } from '../../../../dialogs/triage/context.ts';
import { configuration, heldOf } from '../../../../dialogs/triage/explore/configuration.ts';
import { Engine } from '../../../../dialogs/triage/explore/engine.ts';
import { explore } from '../../../../dialogs/triage/explore/explore.ts';
import { factValues } from '../../../../dialogs/triage/explore/values.ts';
import { type FactName, factNames } from '../../../../dialogs/triage/facts.ts';
import { createTriage, type TriageEvent } from '../../../../dialogs/triage/machine.ts';
import { defaultPolicy } from '../../../../dialogs/triage/policy.ts';
import { isStage } from '../../../../dialogs/triage/rules/move.ts';
import { stepOf } from '../../../../dialogs/triage/snapshot.ts';
import { start, step } from '../../../../dialogs/triage/step.ts';

const machine = createTriage(defaultPolicy);
const explored = explore({ policy: defaultPolicy });
const configurations = new Set(explored.configurations.map(({ key }) => key));
/** Cards that can follow each other, the stages between them gone through. */
const follows = new Set(
  explored.edges.flatMap(({ from, event, to }) =>
    isStage(to.step) ? [] : [`${from.step} ${event} ${to.step}`],
  ),
);

const fact = fc
  .constantFrom(...factNames.filter((name) => factValues[name].length > 1))
  .chain((name) => fc.constantFrom(...factValues[name].slice(1)).map((value) => ({ [name]: value })));
const facts = fc
  .array(fact, { maxLength: 14 })
  .map((all) => Object.assign({}, ...all) as { [F in FactName]?: string });
const inputs = facts.map((values) => values as { [id: string]: string });
const row = fc.constantFrom<Row>(
  'restart',
  'situation',
  'unlink',
  'tls',
  'proxy',
  'backup',
  'admin-rights',
  'winsock',
);
const stepsDone = fc.array(
  row.map((id) => ({ step: id, answer: 'done-before' as const })),
  { maxLength: 5 },
);
const event: fc.Arbitrary<TriageEvent> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.constantFrom(...answers), inputs)
      .map(([type, given]) => ({ type, inputs: given })),
  },
  {
    weight: 1,
    arbitrary: facts.map((given) => ({
      type: 'learn' as const,
      facts: given as never,
      from: 'typed' as const,
    })),
  },
  {
    weight: 1,
    arbitrary: facts.map((given) => ({
      type: 'paste' as const,
      facts: given as never,
      signals: ['dsregcmd'],
    })),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(facts, stepsDone).map(([given, done]) => ({
      type: 'handoff' as const,
      facts: given as never,
      stepsDone: done,
    })),
  },
);
const family = { code: '0x8004de40', platform: 'windows', ownDevice: 'yes', webWorks: 'yes' };
const begin = fc
  .tuple(facts, stepsDone, fc.constantFrom(undefined, 'welcome' as const, 'human' as const))
  .map(([given, done, wish]) => ({
    facts: Object.fromEntries(
      Object.entries({ ...family, ...given }).map(([name, value]) => [
        name,
        { value, from: 'asked' as const },
      ]),
    ),
    stepsDone: done,
    ...(wish && { wish }),
  }));

/** The same walk by our engine, on plain contexts, resting at no stage. */
function engineStep(engine: Engine, at: { step: string; context: TriageContext }, given: TriageEvent) {
  let outcome = engine.run(at.step as never, at.context, given);
  while (outcome && isStage(outcome.step)) {
    const context = outcome.step === 'next' ? engine.enterNext(outcome.context) : outcome.context;
    outcome = engine.show(outcome.step, context);
  }
  return outcome;
}

describe("the exploration's engine", () => {
  it('takes the same transitions as xstate, on any walk', () => {
    const engine = new Engine(machine);
    fc.assert(
      fc.property(begin, fc.array(event, { maxLength: 40 }), (input, events) => {
        let snapshot = start(machine, input);
        for (const given of events) {
          const here = { step: stepOf(snapshot), context: snapshot.context };
          const ours = engineStep(engine, here, given);
          const theirs = step(machine, snapshot, given);
          if (theirs.kind === 'rejected') {
            expect(ours?.context ?? here.context).toEqual(here.context);
            continue;
          }
          expect(ours?.step).toBe(stepOf(theirs.snapshot));
          expect({ ...ours?.context }).toEqual(theirs.snapshot.context);
          snapshot = theirs.snapshot;
        }
      }),
      { numRuns: 150 },
    );
  });

  it('has no case outside the configurations that were explored, and no move outside their moves', () => {
    fc.assert(
      fc.property(begin, fc.array(event, { maxLength: 40 }), (input, events) => {
        let snapshot = start(machine, input);
        let held = heldOf('begin', startContext({}, defaultPolicy), { reopening: false } as never);
        for (const given of events) {
          const before = stepOf(snapshot);
          held = heldOf(before, snapshot.context, held);
          expect(configurations).toContain(configuration(before, held).key);
          const moved = step(machine, snapshot, given);
          if (moved.kind === 'rejected') continue;
          snapshot = moved.snapshot;
          const after = stepOf(snapshot);
          const direct = follows.has(`${before} ${given.type === 'handoff' ? 'learn' : given.type} ${after}`);
          expect(direct || reachesNext(before, given)).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });
});

const toNext = new Set(
  explored.edges.flatMap(({ from, event: name, to }) => (isStage(to.step) ? [`${from.step} ${name}`] : [])),
);
const reachesNext = (before: string, given: TriageEvent): boolean =>
  toNext.has(`${before} ${given.type === 'handoff' ? 'learn' : given.type}`);
