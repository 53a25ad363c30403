import { describe, expect, test } from 'vitest';
import { readEvidence } from '../../../../dialogs/understanding/evidence/index.ts';
import { ways } from './samples.ts';

const command = 'C:\\Users\\jo>curl -v https://login.microsoftonline.com';
const cases: [string, string, string | undefined][] = [
  ['curl: (6) Could not resolve host: login.microsoftonline.com', 'dns-failed', 'dns-failed'],
  [
    'curl: (7) Failed to connect to login.microsoftonline.com port 443 after 21043 ms: Could not connect to server',
    'host-unreachable',
    'host-unreachable',
  ],
  ['curl: (28) Connection timed out after 10001 milliseconds', 'host-unreachable', 'host-unreachable'],
  ['curl: (35) schannel: failed to receive handshake, SSL/TLS connection failed', 'tls-failed', 'tls-failed'],
  ['curl: (35) Recv failure: Connection was reset', 'tls-failed', 'tls-failed'],
  [
    'curl: (35) schannel: next InitializeSecurityContext failed: SEC_E_UNTRUSTED_ROOT (0x80090325) - The certificate chain was issued by an authority that is not trusted.',
    'certificate-inspected',
    'inspected',
  ],
  [
    'curl: (60) schannel: SEC_E_UNTRUSTED_ROOT (0x80090325) - Die Zertifikatkette wurde von einer nicht vertrauenswürdigen Zertifizierungsstelle ausgestellt.',
    'certificate-inspected',
    'inspected',
  ],
  [
    'curl: (60) SSL certificate problem: self-signed certificate in certificate chain',
    'certificate-inspected',
    'inspected',
  ],
  ['curl: (60) SSL certificate problem: certificate has expired', 'certificate-date', 'tls-failed'],
  [
    'curl: (35) schannel: next InitializeSecurityContext failed: Unknown error (0x80092012) - The revocation function was unable to check revocation for the certificate.',
    'certificate-revocation',
    'tls-failed',
  ],
  ['curl: (56) Received HTTP code 407 from proxy after CONNECT', 'proxy-needs-sign-in', 'proxy-set'],
  ['curl: (56) CONNECT tunnel failed, response 403', 'proxy-refuses', 'proxy-set'],
  ['curl: (5) Could not resolve proxy: gate.kestrel.example', 'proxy-not-found', 'proxy-set'],
];

describe.each(ways)('curl %s', (_, paste) => {
  test.each(cases)('%s', (error, key, signal) => {
    const evidence = readEvidence(paste(`${command}\n${error}\n`));
    expect(evidence?.kinds).toEqual(['curl']);
    expect(evidence?.findings.map((one) => one.key)).toEqual([key]);
    expect(evidence?.signals).toContain(signal);
    expect(evidence?.findings[0]?.line).toContain('curl:');
    expect(JSON.stringify(evidence)).not.toMatch(/kestrel/);
  });
});

describe('curl', () => {
  test('a proxy error says that there is a proxy', () => {
    expect(readEvidence(`${command}\ncurl: (56) CONNECT tunnel failed, response 407`)?.facts).toEqual({
      vpnOrProxyOrFilter: 'proxy',
    });
  });

  test('an error without a host is taken for the one that was asked for', () => {
    expect(
      readEvidence('curl: (60) SSL certificate problem: unable to get local issuer certificate')?.signals,
    ).toEqual(['inspected']);
  });

  test('an error of another host says nothing', () => {
    const evidence = readEvidence(
      '> curl https://intranet.kestrel.example\ncurl: (6) Could not resolve host: intranet.kestrel.example',
    );
    expect(evidence?.findings.map((one) => one.key)).toEqual(['other-host']);
    expect(evidence?.signals).toEqual([]);
  });

  test('an answer means that the host is reached', () => {
    const text = `${command}\n* Connected to login.microsoftonline.com (20.190.160.14) port 443\n> GET / HTTP/1.1\n< HTTP/1.1 302 Found\n< Location: https://www.office.com/login`;
    expect(readEvidence(text)?.findings.map((one) => one.key)).toEqual(['host-reachable']);
  });

  test('the tunnel of a proxy is no answer', () => {
    const text = `${command}\n* Uses proxy env variable https_proxy == 'http://gate:8080'\n* Establish HTTP proxy tunnel to login.microsoftonline.com:443\n< HTTP/1.1 200 Connection established`;
    const evidence = readEvidence(text);
    expect(evidence?.findings.map((one) => one.key)).toEqual(['proxy-set']);
    expect(JSON.stringify(evidence)).not.toContain('gate');
  });

  test('the issuer tells who opened the connection', () => {
    const issued = (by: string) => readEvidence(`${command}\n*  issuer: ${by}\n< HTTP/1.1 302 Found`);
    const known = issued('C=US; O=Kestrel Freight; CN=Zscaler Intermediate Root CA');
    expect(known?.facts).toEqual({ securityProduct: 'Zscaler' });
    expect(known?.signals).toEqual(['inspected']);
    expect(JSON.stringify(known)).not.toContain('Kestrel');
    const own = issued('O=Kestrel Freight; CN=Kestrel Inspection CA');
    expect(own?.signals).toEqual(['inspected']);
    expect(JSON.stringify(own)).not.toContain('Kestrel');
    const genuine = issued('C=US; O=Microsoft Corporation; CN=Microsoft Azure RSA TLS Issuing CA 07');
    expect(genuine?.signals).toEqual([]);
    expect(genuine?.findings.map((one) => one.key)).toContain('certificate-genuine');
  });

  test.each([
    'curl',
    'curl https://login.live.com',
    'I have curly hair',
    'curl: try --help for more information',
  ])('%s is no evidence', (text) => {
    expect(readEvidence(text)).toBeNull();
  });
});
