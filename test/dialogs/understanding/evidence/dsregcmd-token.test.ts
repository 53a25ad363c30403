import { describe, expect, test } from 'vitest';
import { readEvidence } from '../../../../dialogs/understanding/evidence/index.ts';
import { status } from './samples.ts';

describe('the token', () => {
  const token = (more: Record<string, string>) =>
    readEvidence(status({ AzureAdJoined: 'YES', DomainJoined: 'YES', DeviceAuthStatus: 'SUCCESS', ...more }));

  test.each(['0xc000006d', '0xC000006A'])('status %s is a wrong password', (code) => {
    const evidence = token({ AzureAdPrt: 'NO', 'Attempt Status': code });
    expect(evidence?.facts.prt).toBe('wrong-password');
    expect(evidence?.signals).toEqual(['sign-in-refused']);
  });

  test('the same status behind a network error says nothing of the password', () => {
    const evidence = token({ AzureAdPrt: 'NO', 'Attempt Status': '0xc000006d', 'HTTP Error': '0x80072ee2' });
    expect(evidence?.facts.prt).toBe('unknown');
    expect(evidence?.signals).toEqual(['host-unreachable']);
  });

  test('the same status with another AADSTS code follows that code', () => {
    const evidence = token({
      AzureAdPrt: 'NO',
      'Attempt Status': '0xc000006d',
      'Server Error Description': 'AADSTS53003: Access has been blocked by Conditional Access policies.',
    });
    expect(evidence?.facts.prt).toBe('no');
    expect(evidence?.findings.map((one) => one.key)).toContain('access-policy');
    expect(evidence?.signals).toEqual(['sign-in-refused']);
  });

  test('a token with a newer wrong password is a wrong password', () => {
    expect(token({ AzureAdPrt: 'YES', 'Attempt Status': '0xc000006a' })?.facts.prt).toBe('wrong-password');
  });

  test.each([
    ['AADSTS53000', 'access-policy', true],
    ['AADSTS530032', 'access-policy', true],
    ['AADSTS50055', 'password-expired', true],
    ['AADSTS50053', 'account-locked', true],
    ['AADSTS50057', 'account-disabled', true],
    ['AADSTS50105', 'not-assigned', true],
    ['AADSTS50034', 'account-not-found', true],
    ['AADSTS50076', 'mfa-needed', false],
    ['AADSTS50173', 'sign-in-again', false],
    ['AADSTS90033', 'sign-in-error', false],
  ])('%s reads as %s', (code, key, refused) => {
    const evidence = token({ AzureAdPrt: 'NO', 'Server Error Description': `${code}: something about it.` });
    const finding = evidence?.findings.find((one) => one.key === key);
    expect(finding?.value).toBe(code);
    expect(finding?.line).toContain(code);
    expect(evidence?.signals.includes('sign-in-refused')).toBe(refused);
  });

  test("an attempt of the on-premises token is not read as Microsoft's", () => {
    const evidence = token({ AzureAdPrt: 'YES', EnterprisePrt: 'NO', 'Attempt Status': '0xc000006d' });
    expect(evidence?.facts.prt).toBe('yes');
    expect(evidence?.signals).toEqual([]);
  });

  test.each([
    { 'User Context': 'SYSTEM' },
    { 'User Context': 'ELEVATED User' },
    { WamDefaultSet: 'ERROR (0x80070520)' },
  ])('missing in an elevated prompt (%o) stays unknown', (more) => {
    const evidence = token({ ...more, AzureAdPrt: 'NO' });
    expect(evidence?.facts.prt).toBe('unknown');
    expect(evidence?.findings.map((one) => one.key)).toContain('elevated');
  });

  test('missing in a prompt that starts in System32 stays unknown', () => {
    const evidence = readEvidence(
      `C:\\WINDOWS\\system32>dsregcmd /status\n${status({ AzureAdJoined: 'YES', DomainJoined: 'NO', AzureAdPrt: 'NO' })}`,
    );
    expect(evidence?.facts.prt).toBe('unknown');
  });

  test('an un-elevated context is no hint', () => {
    const evidence = token({ 'User Context': 'UN-ELEVATED User', AzureAdPrt: 'NO' });
    expect(evidence?.facts.prt).toBe('no');
    expect(evidence?.findings.map((one) => one.key)).not.toContain('elevated');
  });
});
