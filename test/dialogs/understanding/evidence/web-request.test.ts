import { describe, expect, test } from 'vitest';
import { readEvidence } from '../../../../dialogs/understanding/evidence/index.ts';
import { ways } from './samples.ts';

const shell = (said: string, host = 'login.microsoftonline.com', place = 'At line:1 char:1') =>
  `PS C:\\Users\\ines> curl https://${host}\ncurl : ${said}\n${place}\n+ curl https://${host}\n+ ~~~~~~~~~~~~~~~~~~~~~~~~~\n    + CategoryInfo          : InvalidOperation: (System.Net.HttpWebRequest:HttpWebRequest) [Invoke-WebRequest], WebException\n    + FullyQualifiedErrorId : WebCmdletWebResponseException,Microsoft.PowerShell.Commands.InvokeWebRequestCommand\n`;

describe.each(ways)('curl of Windows PowerShell %s', (_, paste) => {
  test.each([
    ["The remote name could not be resolved: 'login.microsoftonline.com'", 'dns-failed', ['dns-failed']],
    [
      "Der Remotename konnte nicht aufgelöst werden: 'login.microsoftonline.com'",
      'dns-failed',
      ['dns-failed'],
    ],
    ['The request was aborted: Could not create SSL/TLS secure channel.', 'tls-failed', ['tls-failed']],
    [
      'The underlying connection was closed: Could not establish trust relationship for the SSL/TLS secure channel.',
      'certificate-inspected',
      ['inspected'],
    ],
    ['Unable to connect to the remote server', 'host-unreachable', ['host-unreachable']],
    ['Impossible de se connecter au serveur distant', 'host-unreachable', ['host-unreachable']],
    [
      'The remote server returned an error: (407) Proxy Authentication Required.',
      'proxy-needs-sign-in',
      ['proxy-set'],
    ],
  ])('%s', (said, key, signals) => {
    const evidence = readEvidence(paste(shell(said)));
    expect(evidence?.kinds).toEqual(['curl']);
    expect(evidence?.findings.map((one) => one.key)).toEqual([key]);
    expect(evidence?.signals).toEqual(signals);
  });
});

describe('curl of Windows PowerShell', () => {
  test('of another host says nothing about OneDrive', () => {
    const evidence = readEvidence(shell('Unable to connect to the remote server', 'intra.kestrel.example'));
    expect(evidence?.findings.map((one) => one.key)).toEqual(['other-host']);
    expect(JSON.stringify(evidence)).not.toContain('kestrel');
  });

  test('an error in words that nobody listed settles nothing', () => {
    expect(readEvidence(shell('Etäpalvelimeen ei saada yhteyttä'))).toBeNull();
  });

  test('that gets through is read by its status', () => {
    const text =
      'PS C:\\> curl https://login.live.com\n\nStatusCode        : 200\nStatusDescription : OK\nRawContent        : HTTP/1.1 200 OK\n';
    expect(readEvidence(text)?.findings.map((one) => one.key)).toEqual(['host-reachable']);
  });
});
