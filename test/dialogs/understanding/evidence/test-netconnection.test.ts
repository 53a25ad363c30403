import { describe, expect, test } from 'vitest';
import { readEvidence } from '../../../../dialogs/understanding/evidence/index.ts';
import { ways } from './samples.ts';

const keys = (text: string) => readEvidence(text)?.findings.map((one) => one.key);

const noName = (warning: string) =>
  `${warning}\nComputerName   : login.microsoftonline.com\nRemoteAddress  :\nInterfaceAlias :\nSourceAddress  :\nPingSucceeded  : False\n`;
const pinged = (name: string, ok: string) =>
  `ComputerName           : ${name}\nRemoteAddress          : 20.190.159.2\nInterfaceAlias         : Wi-Fi\nSourceAddress          : 192.168.1.23\nPingSucceeded          : ${ok}\nPingReplyDetails (RTT) : 9 ms\n`;

describe.each(ways)('Test-NetConnection %s', (_, paste) => {
  test.each([
    'WARNUNG: Fehler bei der Namensauflösung von login.microsoftonline.com.',
    'AVERTISSEMENT : La résolution de noms de login.microsoftonline.com a échoué',
    '警告: login.microsoftonline.com の名前解決に失敗しました',
  ])('without an address found no name, whatever the language: %s', (warning) => {
    const evidence = readEvidence(paste(noName(warning)));
    expect(evidence?.findings.map((one) => one.key)).toEqual(['dns-failed']);
    expect(evidence?.signals).toEqual(['dns-failed']);
  });

  test('without a port is a ping: an answer is good, none proves nothing', () => {
    expect(keys(paste(pinged('login.live.com', 'True')))).toEqual(['host-answers']);
    expect(keys(paste(pinged('login.live.com', 'False')))).toEqual(['host-no-answer']);
    expect(readEvidence(paste(pinged('login.live.com', 'False')))?.signals).toEqual([]);
  });
});

describe('Test-NetConnection', () => {
  test('without any name tests another host', () => {
    expect(keys(`PS C:\\> Test-NetConnection\n\n${pinged('internetbeacon.msedge.net', 'True')}`)).toEqual([
      'other-host',
    ]);
  });

  test.each([
    ['Test-NetConnection login.live.com -Port 443 -InformationLevel Quiet', 'True', 'host-reachable'],
    ['tnc login.live.com -Port 443 -InformationLevel Quiet', 'False', 'host-unreachable'],
    ['(Test-NetConnection login.live.com -Port 443).TcpTestSucceeded', 'False', 'host-unreachable'],
    ['Test-Connection login.live.com -TcpPort 443', 'True', 'host-reachable'],
    ['Test-NetConnection login.live.com -InformationLevel Quiet', 'False', 'host-no-answer'],
    ['tnc files01.kestrel.example -Port 443 -InformationLevel Quiet', 'False', 'other-host'],
  ])('%s that says no more than %s', (command, word, key) => {
    const warning = word === 'False' ? 'WARNING: TCP connect to (20.190.159.2 : 443) failed\n' : '';
    expect(keys(`PS C:\\> ${command}\n${warning}${word}\n`)).toEqual([key]);
  });

  test('as a table of several hosts reads each row', () => {
    const text =
      'ComputerName              RemotePort TcpTestSucceeded\n------------              ---------- ----------------\nlogin.microsoftonline.com        443             True\ncontoso-my.sharepoint.com        443            False\n';
    const evidence = readEvidence(text);
    expect(evidence?.findings.map((one) => one.key)).toEqual(['host-reachable', 'host-unreachable']);
    expect(JSON.stringify(evidence)).not.toContain('contoso');
  });

  test.each([
    'Test-NetConnection login.live.com -Port 443',
    'should I run Test-NetConnection?\nTrue or False',
    'tnc says nothing',
    'I ran tnc login.live.com -Port 443\nTrue story',
  ])('%s is no evidence', (text) => {
    expect(readEvidence(text)).toBeNull();
  });
});
