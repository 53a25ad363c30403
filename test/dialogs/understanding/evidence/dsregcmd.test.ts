import { describe, expect, test } from 'vitest';
import { readEvidence } from '../../../../dialogs/understanding/evidence/index.ts';
import { fixture, status, ways } from './samples.ts';

const keys = (text: string) => readEvidence(text)?.findings.map((one) => one.key);
describe.each(ways)('dsregcmd /status %s', (_, paste) => {
  test('of a hybrid joined device is read', () => {
    const evidence = readEvidence(paste(fixture('dsregcmd-hybrid')));
    expect(evidence?.kinds).toEqual(['dsregcmd']);
    expect(evidence?.facts).toEqual({ joinType: 'hybrid', deviceAuth: 'ok', prt: 'yes' });
    expect(evidence?.findings.map((one) => one.key)).toEqual(['joined-hybrid', 'device-ok', 'token-present']);
    expect(evidence?.signals).toEqual([]);
  });

  test('of a disabled device is read', () => {
    const evidence = readEvidence(paste(fixture('dsregcmd-disabled')));
    expect(evidence?.facts).toEqual({ joinType: 'entra', deviceAuth: 'disabled', prt: 'no' });
    expect(evidence?.signals).toEqual(['device-disabled']);
  });

  test('of a registered device is read without its token state', () => {
    const evidence = readEvidence(paste(fixture('dsregcmd-registered')));
    expect(evidence?.facts).toEqual({ joinType: 'registered' });
    expect(evidence?.signals).toEqual([]);
  });

  test('without a network says nothing against device or token', () => {
    const evidence = readEvidence(paste(fixture('dsregcmd-no-network')));
    expect(evidence?.facts).toEqual({ joinType: 'hybrid', deviceAuth: 'no-network', prt: 'unknown' });
    expect(evidence?.signals).toContain('host-unreachable');
    expect(evidence?.signals).not.toContain('device-disabled');
  });

  test('with a wrong password is an account matter', () => {
    const evidence = readEvidence(paste(fixture('dsregcmd-wrong-password')));
    expect(evidence?.facts).toEqual({ joinType: 'entra', deviceAuth: 'ok', prt: 'wrong-password' });
    expect(evidence?.signals).toEqual(['sign-in-refused']);
  });

  test('shows no id, name or address of anybody', () => {
    for (const name of ['hybrid', 'disabled', 'registered', 'no-network', 'wrong-password']) {
      const shown = JSON.stringify(readEvidence(paste(fixture(`dsregcmd-${name}`))));
      expect(shown).not.toMatch(/nordfjell|lindqvist|havreholm|tomas|ostrava|kestrel|okafor|bluegate|amari/i);
      expect(shown).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/i);
    }
  });
});

describe('the join', () => {
  test.each([
    ['YES', 'NO', 'NO', 'entra', 'joined-entra'],
    ['YES', 'YES', 'NO', 'hybrid', 'joined-hybrid'],
    ['YES', 'YES', 'YES', 'hybrid', 'joined-hybrid'],
    ['NO', 'YES', 'NO', 'domain', 'joined-domain'],
    ['NO', 'YES', 'YES', 'domain', 'joined-domain'],
    ['NO', 'NO', 'YES', 'registered', 'registered-only'],
    ['NO', 'NO', 'NO', 'none', 'not-joined'],
  ])('AzureAd %s, domain %s, workplace %s is %s', (azure, domain, workplace, joinType, key) => {
    const text = status({
      AzureAdJoined: azure,
      EnterpriseJoined: 'NO',
      DomainJoined: domain,
      WorkplaceJoined: workplace,
    });
    const evidence = readEvidence(text);
    expect(evidence?.facts.joinType).toBe(joinType);
    expect(evidence?.findings[0]?.key).toBe(key);
  });

  test('stays open when the paste breaks off before the second line that decides it', () => {
    const evidence = readEvidence('AzureAdJoined : YES\nEnterpriseJoined : NO\nDomainJo');
    expect(evidence?.facts).toEqual({});
    expect(evidence?.findings.map((one) => one.key)).toEqual(['join-incomplete']);
    expect(keys('AzureAdJoined : NO\nDomainJoined : NO')).toEqual(['join-incomplete']);
  });

  test('stays open when two pasted outputs disagree', () => {
    const evidence = readEvidence(
      `${status({ AzureAdJoined: 'NO', DomainJoined: 'YES' })}\n${status({ AzureAdJoined: 'YES', DomainJoined: 'YES' })}`,
    );
    expect(evidence?.facts.joinType).toBeUndefined();
    expect(evidence?.findings[0]?.key).toBe('join-conflicting');
  });

  test('is read from lines that were typed off without their colon', () => {
    expect(readEvidence('AzureAdJoined YES, DomainJoined NO')?.facts.joinType).toBe('entra');
    expect(readEvidence('AzureAdJoined no idea, DomainJoined no clue')).toBeNull();
  });

  test('of a domain computer ignores the token it cannot have', () => {
    const evidence = readEvidence(
      status({ AzureAdJoined: 'NO', DomainJoined: 'YES', WorkplaceJoined: 'NO', AzureAdPrt: 'NO' }),
    );
    expect(evidence?.facts).toEqual({ joinType: 'domain' });
  });
});

describe('the device state', () => {
  const device = (value: string, more: Record<string, string> = {}) =>
    readEvidence(status({ AzureAdJoined: 'YES', DomainJoined: 'NO', DeviceAuthStatus: value, ...more }));

  test.each([
    ['FAILED. ERROR', 'unknown'],
    ['FAILED. Error: 0x801c0450', 'unknown'],
    ['FAILED. Error: 0xd000023c', 'no-network'],
    ['FAILED. Error:0x80072ee7', 'no-network'],
    ['FAILED. Error: ERROR_WINHTTP_TIMEOUT', 'no-network'],
    ['FAILED. Dev', 'unknown'],
    ['FAILED', 'unknown'],
  ])('%s is %s, never disabled', (value, expected) => {
    const evidence = device(value);
    expect(evidence?.facts.deviceAuth).toBe(expected);
    expect(evidence?.signals).not.toContain('device-disabled');
  });

  test('FAILED. ERROR is a network matter if the sign-in attempt met one', () => {
    const evidence = device('FAILED. ERROR', { AzureAdPrt: 'NO', 'HTTP Error': '0x80072ee7' });
    expect(evidence?.facts).toEqual({ joinType: 'entra', deviceAuth: 'no-network', prt: 'unknown' });
    expect(evidence?.signals).toEqual(['dns-failed']);
  });

  test('disabled survives a line break and a cut in its sentence', () => {
    expect(device('FAILED. Device is either\n disabled or deleted')?.facts.deviceAuth).toBe('disabled');
    expect(device('FAILED. Device is either')?.facts.deviceAuth).toBe('disabled');
  });

  test.each([
    'AADSTS135011: Device used during the authentication is disabled.',
    'AADSTS50155: Device authentication failed for this user.',
  ])('%s means disabled where the test itself could not run', (description) => {
    const evidence = device('FAILED. ERROR', { AzureAdPrt: 'NO', 'Server Error Description': description });
    expect(evidence?.facts.deviceAuth).toBe('disabled');
    expect(evidence?.signals).toContain('device-disabled');
  });

  test('an old refusal does not outweigh a test that succeeds now', () => {
    const evidence = device('SUCCESS', {
      AzureAdPrt: 'NO',
      'Server Error Description': 'AADSTS50155: Device authentication failed',
    });
    expect(evidence?.facts.deviceAuth).toBe('ok');
    expect(evidence?.findings.map((one) => one.key)).toContain('device-refused-before');
    expect(evidence?.signals).toEqual([]);
  });

  test('a key that no longer signs is told', () => {
    expect(device('SUCCESS', { KeySignTest: 'FAILED' })?.findings.map((one) => one.key)).toContain(
      'device-key-broken',
    );
    expect(device('SUCCESS', { KeySignTest: 'MUST Run elevated to test.' })?.findings).toHaveLength(2);
  });
});

describe('what dsregcmd says besides', () => {
  test('a proxy and a script are taken', () => {
    const evidence = readEvidence(
      status({
        AzureAdJoined: 'YES',
        DomainJoined: 'NO',
        'Auto-Configuration URL': 'http://wpad.kestrel.example/wpad.dat',
        'Proxy Server List': 'http=10.4.4.4:8080',
      }),
    );
    expect(evidence?.facts.vpnOrProxyOrFilter).toBe('proxy script');
    expect(evidence?.signals).toEqual(['proxy-set']);
  });

  test('a proxy that wants a sign-in is told from HTTP status 407', () => {
    const evidence = readEvidence(
      status({ AzureAdJoined: 'YES', DomainJoined: 'NO', AzureAdPrt: 'NO', 'HTTP Status': '407' }),
    );
    expect(evidence?.findings.map((one) => one.key)).toContain('proxy-needs-sign-in');
    expect(evidence?.facts).toMatchObject({ prt: 'unknown', vpnOrProxyOrFilter: 'proxy' });
  });

  test.each([
    'dsregcmd /status',
    "'dsregcmd' is not recognized as an internal or external command",
    'what does AzureAdJoined mean, and DomainJoined?',
    '| AzureAdJoined | EnterpriseJoined | DomainJoined | Device state |',
  ])('%s is no evidence', (text) => {
    expect(readEvidence(text)).toBeNull();
  });
});
