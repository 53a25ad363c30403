import { describe, expect, it } from 'vitest';
import { policyProblems, startProblems } from '../../../bot/explore/check.ts';
import { brokenCards } from '../../../bot/explore/faces.ts';
import { readPolicyFile } from '../../../bot/policy/read.ts';
import { changesIn, policyChanges } from '../../../dialogs/triage/explore/open-policy.ts';
import { createTriage } from '../../../dialogs/triage/machine.ts';
import { mutant, supposing } from '../../support/mutants.ts';
import { policyWith } from '../../support/walk.ts';

const example = (name: string) => {
  const read = readPolicyFile(new URL(`../../../bot/policy/${name}.yaml`, import.meta.url).pathname);
  if (!read.ok) throw new Error(read.problems.join());
  return read.policy;
};

describe('a policy', () => {
  it.each(['mandatory-proxy', 'small-firm'])(
    'such as %s.yaml breaks no rule',
    { timeout: 300_000 },
    (name) => {
      expect(policyProblems(example(name))).toEqual([]);
    },
  );

  it('that breaks a rule is refused with the path that shows it', { timeout: 300_000 }, () => {
    // A machine that takes the policy's word for old TLS to mean any computer.
    const mac = supposing({ platform: 'windows' }, ({ row }) => row === 'tls-legacy');
    const build = mutant({ guards: { applies: mac, noLongerApplies: mac } });
    const [problem] = policyProblems(policyWith({ legacyTls: 'yes' }), build);
    expect(problem).toMatch(/^R17 is broken:\n {2}a case begins/);
    expect(problem).toContain('platform mac');
    expect(problem).toMatch(/→ tls-legacy$/);
  });

  it('whose words ask for a password is refused with the card', { timeout: 300_000 }, () => {
    const policy = policyWith({ steps: { off: [{ step: 'tls', why: 'Send us your password instead' }] } });
    expect(brokenCards({ machine: createTriage(policy), policy }).map(({ rule }) => rule)).toEqual(['R20']);
  });

  it('is gone through at the start where it changes more than what the release went through', () => {
    expect(changesIn(policyWith({ reminders: { first: 5 }, helpDesk: { name: 'us' } }))).toEqual([]);
    expect(changesIn(example('small-firm')).length).toBeGreaterThan(0);
    const off = [{ step: 'tls', why: 'set by policy' }];
    expect(changesIn(policyWith({ legacyTls: 'yes', steps: { off } }))).toEqual(['legacyTls yes', 'off tls']);
    for (const change of ['admin never', 'proxyRequired no', 'personalDevices advise', 'off rejoin']) {
      expect(policyChanges).toContain(change);
    }
    const secret = policyWith({ steps: { off: [{ step: 'tls', why: 'Tell us your password' }] } });
    expect(startProblems(secret)).toEqual([expect.stringMatching(/^R20 is broken/)]);
  });
});
