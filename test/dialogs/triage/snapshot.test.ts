import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { advance, revive } from '../../../dialogs/triage/advance.ts';
import { isEnding } from '../../../dialogs/triage/answers.ts';
import type { CaseRecord } from '../../../dialogs/triage/case.ts';
import type { FactName } from '../../../dialogs/triage/facts.ts';
import { createTriage } from '../../../dialogs/triage/machine.ts';
import { buttons } from '../../../dialogs/triage/offers.ts';
import { defaultPolicy } from '../../../dialogs/triage/policy.ts';
import { knownIn, snapshotVersion } from '../../../dialogs/triage/snapshot.ts';

const rules = { machine: createTriage(defaultPolicy), policy: defaultPolicy };
const folder = new URL('snapshots/', import.meta.url);
const at = '2026-03-03T12:00:00.000Z';
const versions = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => Number.parseInt(name, 10));
const recordsOf = (version: number): CaseRecord[] =>
  JSON.parse(readFileSync(new URL(`${version}.json`, folder), 'utf8')) as CaseRecord[];
const live = (record: CaseRecord) => {
  const revived = revive(rules, record);
  if (!revived.ok) throw new Error(`${record.id} rev ${record.rev}: ${revived.why}`);
  return revived.live;
};
const stepIn = ({ snapshot }: CaseRecord) => (JSON.parse(snapshot) as { step: string }).step;

it('there are snapshots of every version that was released', () => {
  expect(versions.toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: snapshotVersion }, (_, n) => n + 1),
  );
});

describe.each(versions)('A case that version %s stored', (version) => {
  const records = recordsOf(version);

  it('is shown at its step with all that was known', () => {
    for (const record of records) {
      const { step, context } = live(record);
      expect(`${record.id} ${record.rev} ${step}`).toBe(`${record.id} ${record.rev} ${stepIn(record)}`);
      expect(context.facts).toEqual(knownIn(record.snapshot));
    }
  });

  it('goes on with every answer that its card offers', () => {
    for (const record of records.filter((one) => !isEnding(live(one).step))) {
      const before = live(record);
      const offered = buttons(before.context, rules.policy, before.step, false);
      const answers = [...offered.primary, ...offered.secondary];
      expect(answers.length).toBeGreaterThan(0);
      const moved = answers.filter(
        (answer) => advance(rules, before, { kind: 'answer', answer, from: 'asked', at }).kind === 'moved',
      );
      // All but what only explains.
      expect(answers.filter((answer) => !moved.includes(answer))).toEqual([]);
    }
  });

  it('that today’s machine can not read begins again with what was known and tried, and nothing is asked twice', () => {
    const running = records.filter((one) => !isEnding(live(one).step) && one.trail.length > 0);
    expect(running.length).toBeGreaterThan(5);
    for (const record of running) {
      const { context, step } = live({ ...record, snapshot: record.snapshot.replace('"v":', '"v":9') });
      for (const [name, fact] of Object.entries(knownIn(record.snapshot) ?? {}))
        expect(`${name} ${context.facts[name as FactName]?.value}`).toBe(`${name} ${fact?.value}`);
      const tried = live(record).context.fixesTried;
      expect(tried.filter((row) => !context.fixesTried.includes(row))).toEqual([]);
      expect(context.answered).not.toHaveProperty(step);
    }
  });
});
