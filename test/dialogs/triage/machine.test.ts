import { describe, expect, it } from 'vitest';
import { device, policyWith, situation, toUnlink, walk } from '../../support/walk.ts';

const managed = device('windows', 'managed');
const restOf = ['not-fixed', 'not-fixed', 'not-fixed', 'not-fixed', 'not-fixed'] as const;

describe('intake', () => {
  it('asks for the device first when the code is of the family', () => {
    expect(walk([]).at).toBe('device');
  });
  it('goes straight to the ladder when a handoff knows the computer', () => {
    const from = 'handoff' as const;
    const facts = {
      code: { value: '0x8004de88', from },
      platform: { value: 'windows', from },
      ownDevice: { value: 'yes', from },
      ownership: { value: 'managed', from },
    };
    expect(walk([], { input: { facts } }).at).toBe('internet');
  });
  it('welcomes who says nothing, and asks for a code where there is none', () => {
    expect(walk(['no-code'], { input: { wish: 'welcome' } }).path).toEqual(['welcome', 'ask-code']);
    expect(walk([], { input: {} }).at).toBe('ask-code');
  });
  it.each([
    ['keeps-asking', 'code-help'],
    ['not-syncing', 'code-help'],
    ['nothing-of-these', 'code-help'],
    ['connection-wording', 'device'],
  ] as const)('takes %s without a code to %s', (answer, to) => {
    expect(walk([answer], { input: {} }).at).toBe(to);
  });
  it.each([
    [device('windows', 'personal', 'no'), 'other-device'],
    [device('server', 'managed'), 'escalate'],
    [device('windows-old', 'managed'), 'escalate'],
    [device('mobile', 'personal'), 'code-help'],
    [device('mac', 'personal'), 'internet'],
  ])('takes %o to %s', (answer, to) => {
    expect(walk([answer]).at).toBe(to);
  });
  it('only advises on personal devices where the policy says so', () => {
    expect(walk([device()], { policy: policyWith({ personalDevices: 'advise' }) }).at).toBe('other-device');
  });
});

describe('the ladder', () => {
  it('takes a personal Windows computer through every row in order', () => {
    const end = walk([
      ...toUnlink,
      ...restOf,
      'yes',
      'restarting',
      'not-fixed',
      'not-fixed',
      'not-fixed',
      'old',
      'not-fixed',
      'no',
      'send',
    ]);
    expect(end.path).toEqual([
      'device',
      'internet',
      'restart',
      'situation',
      'backup',
      'unlink',
      'tls',
      'proxy',
      'other-network',
      'security-software',
      'admin-rights',
      'winsock',
      'winsock-check',
      'reset-client',
      'credentials',
      'client-age',
      'reinstall',
      'other-account',
      'escalate',
      'escalated',
    ]);
  });
  it('leaves elevated rows out for a managed computer without admin rights', () => {
    const end = walk([
      managed,
      'loads',
      'not-fixed',
      situation(),
      'done',
      'not-fixed',
      'not-fixed',
      'no-proxy',
      'not-fixed',
      'no',
      'not-fixed',
      'not-fixed',
      'recent',
      'not-restricted',
      'cannot-do',
      'no',
    ]);
    expect(end.path).not.toContain('winsock');
    expect(end.at).toBe('escalate');
  });
  it('shows a Mac no Windows row', () => {
    const end = walk([
      device('mac'),
      'loads',
      'not-fixed',
      situation(),
      'done',
      'not-fixed',
      'not-fixed',
      'not-fixed',
      'none',
      'not-fixed',
      'recent',
      'not-fixed',
      'no',
    ]);
    expect(end.path.slice(5)).toEqual([
      'unlink',
      'proxy',
      'other-network',
      'security-software',
      'reset-client',
      'client-age',
      'reinstall',
      'other-account',
      'escalate',
    ]);
  });
  it('leaves out the four rows that touch files while files are at risk', () => {
    const end = walk([
      device(),
      'loads',
      'not-fixed',
      situation(),
      'files-wont-open',
      ...restOf.slice(1),
      'no',
      'not-fixed',
      'old',
    ]);
    expect(end.path).toEqual(expect.not.arrayContaining(['unlink', 'reset-client', 'reinstall']));
    expect(end.at).toBe('other-account');
  });
  it.each([
    ['password', 'credentials'],
    ['vpn-or-security', 'security-software'],
    ['windows-update', 'tls'],
    ['network', 'proxy'],
    ['nothing', 'backup'],
  ])('brings forward what mends a change of %s: %s', (changed, to) => {
    expect(walk([device(), 'loads', 'not-fixed', situation({ changed })]).at).toBe(to);
  });
  it('checks the device trust of a new managed computer before the ticket, and can go on after it', () => {
    const end = walk([
      managed,
      'loads',
      'not-fixed',
      situation({ newDevice: 'yes' }),
      'cannot-do',
      'keep-trying',
    ]);
    expect(end.path.slice(-3)).toEqual(['join-check', 'escalate', 'backup']);
  });
  it('ends at the security row where the web does not work either', () => {
    const end = walk([device(), 'not-loads', 'only-onedrive-fails', 'no-proxy', 'not-fixed', 'none']);
    expect(end.path.slice(2)).toEqual([
      'connection',
      'proxy',
      'other-network',
      'security-software',
      'escalate',
    ]);
    expect(end.snapshot.context.escalation?.category).toBe('network');
  });
  it('only looks at the proxy of a managed computer', () => {
    const at = walk([managed, 'not-loads', 'only-onedrive-fails']);
    expect(walk([managed, 'not-loads', 'only-onedrive-fails', 'not-fixed']).at).toBe('rejected: not-fixed');
    expect(at.snapshot.context.switchedOff).toEqual([]);
  });
  it('rejoins a hybrid device only when all that R1 asks holds', () => {
    const rejoin = (ready: object) =>
      walk([
        managed,
        'loads',
        'not-fixed',
        situation(),
        'done',
        'not-fixed',
        'not-fixed',
        'no-proxy',
        'not-fixed',
        'yes',
        'restarting',
        'not-fixed',
        'not-fixed',
        'not-fixed',
        'recent',
        'not-restricted',
        { type: 'paste', facts: { joinType: 'hybrid', deviceAuth: 'ok', prt: 'yes' }, signals: ['dsregcmd'] },
        'right',
        'not-fixed',
        'no',
        {
          type: 'continue',
          inputs: { onCorpNetwork: 'yes', knowsPassword: 'yes', fallbackAdmin: 'yes', ...ready },
        },
      ]);
    expect(rejoin({}).at).toBe('rejoin');
    expect(rejoin({ fallbackAdmin: 'no' }).at).toBe('escalate');
  });
});

describe('what was switched off', () => {
  it('is put back before the case is resolved', () => {
    const end = walk([device(), 'not-loads', 'only-onedrive-fails', 'no-proxy', 'fixed']);
    expect(end.at).toBe('put-back');
    expect(end.snapshot.context.switchedOff).toEqual(['vpn', 'filter']);
    expect(walk([device(), 'not-loads', 'only-onedrive-fails', 'no-proxy', 'fixed', 'done']).at).toBe(
      'resolved',
    );
  });
  it('goes to IT where the proxy is needed and to the end where it is not', () => {
    const fixed = [device(), 'not-loads', 'only-onedrive-fails', 'fixed'] as const;
    expect(walk([...fixed, 'no']).at).toBe('resolved');
    expect(walk([...fixed, 'unsure', 'done']).at).toBe('escalate');
    expect(walk(fixed, { policy: policyWith({ proxyRequired: 'yes' }) }).at).toBe('put-back');
  });
});

describe('at any step', () => {
  it('a person is one tap away', () => {
    expect(walk([...toUnlink, 'human']).at).toBe('escalate');
  });
  it('pause and resume give the step back', () => {
    expect(walk([...toUnlink, 'pause', 'resume']).at).toBe('unlink');
  });
  it('something broke ends all repairs', () => {
    const end = walk([...toUnlink, 'something-broke']);
    expect(end.at).toBe('roll-back');
    for (const answer of ['start-over', 'different-code', 'not-fixed'] as const) {
      expect(walk([...toUnlink, 'something-broke', answer]).at).toBe(`rejected: ${answer}`);
    }
    expect(walk([device(), 'loads', 'something-broke']).at).toBe('rejected: something-broke');
  });
  it('starting over asks again and shows no tried fix', () => {
    const end = walk([...toUnlink, 'not-fixed', 'start-over', device(), 'loads', situation()]);
    expect(end.path.slice(-4)).toEqual(['device', 'internet', 'situation', 'tls']);
  });
  it('copied-now opens the rows left out once and comes back with the old category', () => {
    const end = walk([
      device(),
      'loads',
      'not-fixed',
      situation({ spread: 'others-too' }),
      'keep-trying',
      'unsure',
      'human',
      'copied-now',
      'done',
      'not-fixed',
      'not-fixed',
      'not-fixed',
    ]);
    expect(end.path.slice(-6)).toEqual([
      'escalate',
      'backup',
      'unlink',
      'reset-client',
      'reinstall',
      'escalate',
    ]);
    expect(end.snapshot.context.escalation?.category).toBe('asked');
    expect(end.snapshot.context.reopened).toBe('used');
  });
  it('a fact learnt in the middle of a row leaves a row that no longer applies', () => {
    const end = walk([...toUnlink, { type: 'learn', facts: { dataAtRisk: 'yes' }, from: 'typed' }]);
    expect(end.at).toBe('tls');
    const other = walk([...toUnlink, { type: 'learn', facts: { ownDevice: 'no' }, from: 'typed' }]);
    expect(other.at).toBe('other-device');
  });
});

describe('what the exploration found', () => {
  const code = { code: { value: '0x8004de40', from: 'handoff' as const } };
  it('asks about the files itself when a colleague says they are copied, and comes to rest', () => {
    const input = { facts: code, stepsDone: [{ step: 'backup' as const, answer: 'done' as const }] };
    expect(walk([device(), 'loads', 'not-fixed', situation()], { input }).at).toBe('backup');
  });
  it('asks about administrator rights itself when a colleague says yes, and comes to rest', () => {
    const input = { facts: code, stepsDone: [{ step: 'admin-rights' as const, answer: 'yes' as const }] };
    const end = walk([...toUnlink, ...restOf], { input });
    expect(end.at).toBe('admin-rights');
  });
  it('takes a Mac away from the check behind a Windows command', () => {
    const at = walk([...toUnlink, ...restOf, 'yes', 'restarting']);
    expect(at.at).toBe('winsock-check');
    const mac = walk([
      ...toUnlink,
      ...restOf,
      'yes',
      'restarting',
      { type: 'learn', facts: { platform: 'mac' }, from: 'typed' },
    ]);
    expect(mac.at).toBe('reset-client');
  });
  it('does not count as switched off what a card says that is passed over', () => {
    const proxyDone = {
      type: 'handoff' as const,
      facts: {},
      stepsDone: [{ step: 'proxy' as const, answer: 'no-proxy' as const }],
    };
    const personal = {
      type: 'learn' as const,
      facts: { ownership: 'personal' as const },
      from: 'typed' as const,
    };
    const paused = walk([
      managed,
      'not-loads',
      'only-onedrive-fails',
      'pause',
      personal,
      proxyDone,
      'resume',
    ]);
    expect(paused.at).toBe('other-network');
    expect(paused.snapshot.context.switchedOff).toEqual(['vpn', 'filter']);
  });
});
