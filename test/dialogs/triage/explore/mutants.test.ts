import { describe, expect, it } from 'vitest';
import { violationLines } from '../../../../bot/explore/check.ts';
import type { Row } from '../../../../dialogs/triage/answers.ts';
import type { TriageContext } from '../../../../dialogs/triage/context.ts';
import { explore } from '../../../../dialogs/triage/explore/explore.ts';
import { amended } from '../../../../dialogs/triage/facts.ts';
import { defaultPolicy } from '../../../../dialogs/triage/policy.ts';
import { type RuleId, ruleIds } from '../../../../dialogs/triage/rules/move.ts';
import { always, arrowsOf, at, type Mutation, mutant, supposing } from '../../../support/mutants.ts';

/** A fault for every rule; each is found, with the path that shows it. */
const faults: { rule: RuleId; fault: string; mutation: Mutation; retraced?: false }[] = [
  {
    rule: 'R1',
    fault: 'rejoin is shown without another administrator account',
    retraced: false,
    mutation: {
      guards: { arrow: always(true), noLongerApplies: supposing({ fallbackAdmin: 'yes' }, at('rejoin')) },
    },
  },
  {
    rule: 'R2',
    fault: 'the network reset is shown without rights',
    mutation: {
      guards: {
        applies: supposing({ admin: 'yes' }, at('winsock')),
        noLongerApplies: supposing({ admin: 'yes' }, at('winsock')),
      },
    },
  },
  {
    rule: 'R3',
    fault: 'the ladder ends without a ticket',
    mutation: {
      states: (all) => {
        const end = all.next?.always?.at(-1);
        if (end) Object.assign(end, { target: 'closed' });
      },
    },
  },
  {
    rule: 'R4',
    fault: 'unlink is shown although the files are at risk',
    mutation: {
      guards: {
        applies: supposing({ dataAtRisk: 'no' }, at('unlink')),
        noLongerApplies: supposing({ dataAtRisk: 'no' }, at('unlink')),
      },
    },
  },
  {
    rule: 'R4',
    fault: 'the reset is shown to somebody who is signed out',
    mutation: {
      guards: {
        applies: supposing({ signedOut: 'no' }, at('reset-client')),
        noLongerApplies: supposing({ signedOut: 'no' }, at('reset-client')),
      },
    },
  },
  {
    rule: 'R5',
    fault: "somebody else's computer is repaired",
    mutation: {
      guards: {
        gate: supposing({ ownDevice: 'yes' }, ({ gate }) => gate === 'other-device'),
        noLongerApplies: supposing({ ownDevice: 'yes' }),
      },
    },
  },
  {
    rule: 'R6',
    fault: 'starting over is possible after something broke',
    mutation: {
      guards: {
        offered: always(true, ({ step, answer }) => step === 'roll-back' && answer === 'start-over'),
      },
    },
  },
  {
    rule: 'R7',
    fault: 'a code outside the family gets the ladder',
    mutation: {
      guards: {
        gate: supposing({ code: '0x8004de40' }, ({ gate }) => gate === 'code-help'),
        noLongerApplies: supposing({ code: '0x8004de40' }),
      },
    },
  },
  {
    rule: 'R8',
    fault: 'a fix row is shown again',
    mutation: {
      guards: {
        applies: (honest) => (args, params) =>
          params.row === 'tls'
            ? honest({ ...args, context: forgetting(args.context, 'tls') }, params)
            : honest(args, params),
        answeredMeanwhile: always(false, at('tls')),
      },
    },
  },
  {
    rule: 'R8',
    fault: 'an answer to a fix row is not kept',
    mutation: {
      states: (all) => {
        for (const arrow of arrowsOf(all, 'tls', 'cannot-do')) Object.assign(arrow, { actions: [] });
      },
    },
  },
  {
    rule: 'R9',
    fault: 'a row is passed over that should be shown',
    mutation: { guards: { applies: always(false, at('credentials')) } },
  },
  {
    rule: 'R9',
    fault: 'a row comes forward that no table brings forward',
    mutation: { guards: { forward: always(true, at('reinstall')) } },
  },
  {
    rule: 'R10',
    fault: 'a card has no way to a person',
    mutation: {
      guards: { offered: always(false, ({ step, answer }) => step === 'tls' && answer === 'human') },
    },
  },
  {
    rule: 'R11',
    fault: 'it ends with the protection still off',
    mutation: { guards: { nothingOff: always(true) } },
  },
  {
    rule: 'R12',
    fault: 'a personal computer is asked for its join state',
    mutation: {
      guards: {
        applies: supposing({ ownership: 'managed' }, at('join-check')),
        noLongerApplies: supposing({ ownership: 'managed' }, at('join-check')),
      },
    },
  },
  {
    rule: 'R13',
    fault: 'protection is switched off on a managed computer',
    mutation: {
      guards: {
        applies: supposing({ ownership: 'personal' }, at('security-software')),
        noLongerApplies: supposing({ ownership: 'personal' }, at('security-software')),
      },
    },
  },
  {
    rule: 'R14',
    fault: 'the check comes without a restart',
    mutation: {
      states: (all) => {
        for (const arrow of arrowsOf(all, 'winsock', 'cannot-do'))
          Object.assign(arrow, { target: 'winsock-check' });
      },
    },
  },
  {
    rule: 'R15',
    fault: 'a reinstall comes before anything else was tried',
    retraced: false,
    mutation: {
      guards: {
        applies: supposing({ clientAge: 'old' }, at('reinstall')),
        noLongerApplies: supposing({ clientAge: 'old' }, at('reinstall')),
      },
    },
  },
  {
    rule: 'R16',
    fault: 'it is repaired on after it was fixed',
    mutation: {
      states: (all) => {
        for (const arrow of arrowsOf(all, 'restart', 'fixed')) Object.assign(arrow, { target: 'next' });
      },
    },
  },
  {
    rule: 'R17',
    fault: 'a Mac gets a Windows step',
    mutation: {
      guards: {
        applies: supposing({ platform: 'windows' }, at('tls')),
        noLongerApplies: supposing({ platform: 'windows' }, at('tls')),
      },
    },
  },
  {
    rule: 'R17',
    fault: 'a server gets the ladder',
    mutation: {
      guards: {
        gate: supposing({ platform: 'windows' }, ({ gate }) => gate === 'unsupported'),
        noLongerApplies: supposing({ platform: 'windows' }),
      },
    },
  },
  {
    rule: 'R18',
    fault: 'old TLS is switched on against the policy',
    mutation: {
      guards: {
        applies: (honest) => (args, params) =>
          params.row === 'tls-legacy' ? args.context.answered.tls !== undefined : honest(args, params),
        noLongerApplies: always(false, at('tls-legacy')),
      },
    },
  },
  {
    rule: 'R19',
    fault: 'a button does nothing',
    mutation: {
      guards: { offered: always(false, ({ step, answer }) => step === 'tls' && answer === 'why') },
    },
  },
  {
    rule: 'R21',
    fault: 'what is switched off is not kept',
    mutation: { actions: { shown: () => () => {} } },
  },
  {
    rule: 'again',
    fault: 'a row stays on the screen that no longer applies',
    mutation: { guards: { noLongerApplies: always(false, at('unlink')) } },
  },
  {
    rule: 'resume',
    fault: 'a pause comes back at another step',
    mutation: {
      guards: {
        pausedAt: (honest) => (args, params) => honest(args, { ...params, step: swapped(params.step) }),
      },
    },
  },
  {
    rule: 'recorded',
    fault: 'an answer teaches nothing',
    mutation: {
      states: (all) => {
        for (const arrow of arrowsOf(all, 'internet', 'not-loads')) Object.assign(arrow, { actions: [] });
      },
    },
  },
  {
    rule: 'progress',
    fault: "a colleague's word for the copied files sends the machine in circles",
    retraced: false,
    mutation: {
      states: (all) => {
        all.backup?.always?.push({
          guard: { type: 'answeredMeanwhile', params: { row: 'backup' } },
          target: 'next',
        });
      },
    },
  },
];

const forgetting = (context: TriageContext, row: Row): TriageContext =>
  amended(context, { answered: amended(context.answered, { [row]: undefined }) });
const swapped = (step: string) => (step === 'unlink' ? 'tls' : step === 'tls' ? 'unlink' : step) as 'tls';

describe('a planted fault is found', () => {
  it.each(faults)('$rule: $fault', { timeout: 300_000 }, ({ rule, mutation, retraced = true }) => {
    const build = mutant(mutation);
    const inForce = defaultPolicy;
    const { violations } = explore({ build, policy: inForce, until: rule });
    const found = violations.find((one) => one.rule === rule);
    expect(violations.map((one) => one.rule)).toContain(rule);
    const [title, ...path] = found ? violationLines(found, build, inForce) : [];
    expect(title?.startsWith(`${rule} is broken`)).toBe(true);
    expect(path.length).toBeGreaterThan(0);
    // xstate itself went the path that is shown.
    if (retraced) expect(title).toBe(`${rule} is broken:`);
  });

  it('for every rule that is held on moves', () => {
    const onCards: RuleId[] = ['R20'];
    const planted = new Set(faults.map(({ rule }) => rule));
    expect(ruleIds.filter((rule) => !planted.has(rule) && !onCards.includes(rule))).toEqual([]);
  });
});
