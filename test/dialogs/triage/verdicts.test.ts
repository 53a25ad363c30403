import { describe, expect, it } from 'vitest';
import { startContext, type TriageContext } from '../../../dialogs/triage/context.ts';
import type { FactName, Facts } from '../../../dialogs/triage/facts.ts';
import { defaultPolicy } from '../../../dialogs/triage/policy.ts';
import { categoryOf, type VerdictId, verdictIds, verdictsOf } from '../../../dialogs/triage/verdicts.ts';

type Known = { [F in FactName]?: string };
const context = (known: Known, change: Partial<TriageContext> = {}): TriageContext => {
  const facts = Object.fromEntries(
    Object.entries({ code: '0x8004de40', platform: 'windows', ownership: 'managed', ...known }).map(
      ([name, value]) => [name, { value, from: 'asked' }],
    ),
  ) as Facts;
  return { ...startContext({ facts }, defaultPolicy), ...change };
};
const ids = (c: TriageContext) => verdictsOf(c).map((verdict) => verdict.id);

/** For each verdict: what makes it lead, and the nearest thing that keeps it out. */
const cases: Record<VerdictId, [TriageContext, TriageContext]> = {
  V11: [context({ dataAtRisk: 'yes' }), context({ dataAtRisk: 'no' })],
  V8: [
    context({}, { broke: true, fixesTried: ['winsock'], answered: { winsock: 'restarting' } }),
    context({}, { fixesTried: ['winsock'], answered: { winsock: 'restarting' } }),
  ],
  V13: [context({ signedOut: 'yes' }), context({ signedOut: 'no' })],
  V12: [
    context({ deviceAuth: 'disabled', joinType: 'entra' }),
    context({ deviceAuth: 'no-network', prt: 'no', joinType: 'registered' }),
  ],
  V16: [context({ prt: 'wrong-password' }), context({ prt: 'unknown' })],
  V7: [
    context({}, { answered: { 'cipher-suites': 'restricted' } }),
    context({}, { answered: { 'cipher-suites': 'not-restricted' } }),
  ],
  V14: [context({ tls12: 'locked' }), context({ tls12: 'off' })],
  V5: [context({}, { answered: { proxy: 'fixed' } }), context({}, { answered: { proxy: 'not-fixed' } })],
  V15: [
    context({ securityProduct: 'Bitdefender' }),
    context({}, { answered: { 'security-software': 'not-fixed' } }),
  ],
  V10: [context({ webWorks: 'no' }), context({ webWorks: 'yes', otherNetworkWorks: 'no' })],
  V2: [context({ spread: 'others-too' }), context({ spread: 'my-other-devices' })],
  V3: [context({ newDevice: 'yes' }), context({ newDevice: 'yes', ownership: 'personal' })],
  V6: [
    context(
      { otherAccountFails: 'yes' },
      { answered: { winsock: 'restarting', 'reset-client': 'not-fixed', credentials: 'not-fixed' } },
    ),
    context({ otherAccountFails: 'yes' }, { answered: { 'reset-client': 'not-fixed' } }),
  ],
  V9: [context({}, { recurring: 'tls' }), context({})],
  V18: [
    context({ clientAge: 'old' }),
    context({ clientAge: 'old' }, { answered: { reinstall: 'not-fixed' } }),
  ],
  V19: [context({ platform: 'server' }), context({ platform: 'mac' })],
  V1: [context({ spread: 'only-me' }), context({ spread: 'unsure' })],
  V17: [context({ admin: 'no' }), context({ admin: 'no', platform: 'mac' })],
  V4: [context({ webWorks: 'yes' }), context({})],
};

describe('each verdict', () => {
  it.each(Object.entries(cases))(
    '%s leads when it alone holds, with evidence, and stays out otherwise',
    (id, [holds, not]) => {
      const [first] = verdictsOf(holds);
      expect(first?.id).toBe(id);
      expect(first?.evidence.length).toBeGreaterThan(0);
      expect(ids(not)).not.toContain(id);
    },
  );
  it('stands in the order of the ticket', () => {
    expect(verdictIds.join(' ')).toBe('V11 V8 V13 V12 V16 V7 V14 V5 V15 V10 V2 V3 V6 V9 V18 V19 V1 V17 V4');
  });
  const pairs = verdictIds.flatMap((first, at) =>
    verdictIds.slice(at + 1).map((then) => [first, then] as const),
  );
  it.each(pairs)('%s leads before %s where both hold', (first, then) => {
    const [a] = cases[first];
    const [b] = cases[then];
    const both = {
      ...b,
      ...a,
      facts: { ...b.facts, ...a.facts },
      answered: { ...b.answered, ...a.answered },
      broke: a.broke || b.broke,
      recurring: a.recurring ?? b.recurring,
      fixesTried: [...a.fixesTried, ...b.fixesTried],
    };
    const held = ids(both);
    expect(held).toContain(first);
    expect(held).toEqual(verdictIds.filter((id) => held.includes(id)));
  });
  it('names security software with what changed when it was paused', () => {
    const paused = context(
      { securityProduct: 'Bitdefender' },
      { answered: { 'security-software': 'not-fixed' } },
    );
    expect(verdictsOf(paused)[0]).toMatchObject({
      id: 'V15',
      evidence: [
        { fact: 'securityProduct', value: 'Bitdefender' },
        { step: 'security-software', answer: 'not-fixed' },
      ],
    });
  });
  it.each([
    ['V15', context({}, { answered: { 'security-software': 'fixed' } })],
    ['V15', context({}, { signals: ['inspected'] })],
    ['V15', context({ vpnOrProxyOrFilter: 'security-software vpn' })],
    ['V16', context({}, { signals: ['sign-in-refused'] })],
    ['V7', context({}, { signals: ['cipher-restricted'] })],
    ['V12', context({ prt: 'no', joinType: 'hybrid' })],
    ['V10', context({ otherNetworkWorks: 'yes' })],
    ['V10', context({ deviceAuth: 'no-network' })],
    ['V10', context({}, { signals: ['dns-failed'] })],
    ['V10', context({}, { answered: { connection: 'nothing-loads' } })],
    ['V6', context({ otherAppsFail: 'yes' })],
    ['V17', context({ admin: 'no', joinType: 'hybrid' })],
  ] as const)('%s leads for its other reasons too', (id, c) => {
    expect(verdictsOf(c)[0]?.id).toBe(id);
  });
  it('names the rows that were left out for want of an administrator, in order', () => {
    expect(verdictsOf(context({ admin: 'no', joinType: 'hybrid' }))[0]?.evidence).toEqual([
      { leftOut: 'winsock' },
      { leftOut: 'rejoin' },
    ]);
  });
  it('is listed in the order in which it leads', () => {
    const all = context(
      {
        dataAtRisk: 'yes',
        signedOut: 'yes',
        deviceAuth: 'disabled',
        prt: 'wrong-password',
        tls12: 'locked',
        securityProduct: 'x',
        webWorks: 'no',
        spread: 'others-too',
        newDevice: 'yes',
        otherAppsFail: 'yes',
        clientAge: 'old',
        admin: 'no',
        joinType: 'entra',
      },
      { broke: true, answered: { proxy: 'fixed', 'cipher-suites': 'restricted' }, recurring: 'tls' },
    );
    const order = ids(all);
    expect(order).toEqual(verdictIds.filter((id) => order.includes(id)));
    expect(order.length).toBeGreaterThan(14);
  });
});

describe('the category of a ticket', () => {
  it('is the escalation’s own where it has one', () => {
    const c = context(
      { dataAtRisk: 'yes' },
      { escalation: { category: 'asked', keepTrying: false, end: false } },
    );
    expect(categoryOf(c)).toBe('asked');
  });
  it('is that of the first verdict otherwise, and unsolved where none has one', () => {
    const escalation = { category: null, keepTrying: false, end: true };
    expect(categoryOf(context({ tls12: 'locked' }, { escalation }))).toBe('policy');
    expect(categoryOf(context({ webWorks: 'yes' }, { escalation }))).toBe('unsolved');
  });
  it('is needs-admin at the end of a managed ladder without admin rights, but for files at risk and sign-in', () => {
    const escalation = { category: null, keepTrying: false, end: true };
    expect(categoryOf(context({ admin: 'no', spread: 'only-me' }, { escalation }))).toBe('needs-admin');
    expect(categoryOf(context({ admin: 'no', dataAtRisk: 'yes' }, { escalation }))).toBe('data-at-risk');
    expect(categoryOf(context({ admin: 'no', signedOut: 'yes' }, { escalation }))).toBe('account');
  });
});
