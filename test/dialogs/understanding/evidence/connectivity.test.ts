import { describe, expect, test } from 'vitest';
import { readEvidence } from '../../../../dialogs/understanding/evidence/index.ts';
import { ways } from './samples.ts';

const keys = (text: string) => readEvidence(text)?.findings.map((one) => one.key);

const tnc = (
  host: string,
  open: boolean,
) => `${open ? '' : 'WARNING: TCP connect to (20.190.160.14 : 443) failed\n\n'}
ComputerName     : ${host}
RemoteAddress    : 20.190.160.14
RemotePort       : 443
InterfaceAlias   : Wi-Fi 2
SourceAddress    : 192.168.178.31
TcpTestSucceeded : ${open ? 'True' : 'False'}
`;

const lookup = (server: string, answer: string) =>
  `C:\\Users\\jo>nslookup login.microsoftonline.com\n${server}\nAddress:  10.1.2.3\n\n${answer}\n`;

describe.each(ways)('connection tests %s', (_, paste) => {
  test('Test-NetConnection that fails', () => {
    const evidence = readEvidence(paste(tnc('login.microsoftonline.com', false)));
    expect(evidence?.kinds).toEqual(['test-netconnection']);
    expect(evidence?.findings.map((one) => one.key)).toEqual(['host-unreachable']);
    expect(evidence?.signals).toEqual(['host-unreachable']);
  });

  test('Test-NetConnection that succeeds', () => {
    const evidence = readEvidence(paste(tnc('contoso-my.sharepoint.com', true)));
    expect(evidence?.findings.map((one) => one.key)).toEqual(['host-reachable']);
    expect(evidence?.signals).toEqual([]);
  });

  test('Test-NetConnection that finds no name, in German', () => {
    const text =
      'WARNUNG: Name resolution of login.microsoftonline.com failed\n\nComputerName   : login.microsoftonline.com\nRemoteAddress  :\nInterfaceAlias :\nSourceAddress  :\nPingSucceeded  : False\n';
    const evidence = readEvidence(paste(text));
    expect(evidence?.findings.map((one) => one.key)).toEqual(['dns-failed']);
    expect(evidence?.signals).toEqual(['dns-failed']);
  });

  test.each([
    [
      'English',
      'Server:  dc01.kestrel.example',
      'Non-authoritative answer:\nName:    www.tm.prd.ags.trafficmanager.net\nAddresses:  2603:1006:2000::b\n          20.190.160.14\nAliases:  login.microsoftonline.com',
    ],
    [
      'German',
      'Server:  fritz.box',
      'Nicht autorisierende Antwort:\nName:    login.microsoftonline.com\nAddress:  20.190.160.14',
    ],
    [
      'French',
      'Serveur :   UnKnown',
      'Réponse ne faisant pas autorité :\nNom :    login.microsoftonline.com\nAddresses:  20.190.160.14',
    ],
    [
      'Japanese',
      'サーバー:  UnKnown',
      '権限のない回答:\n名前:    login.microsoftonline.com\nAddresses:  20.190.160.14',
    ],
  ])('nslookup with an answer in %s', (_language, server, answer) => {
    const evidence = readEvidence(paste(lookup(server, answer)));
    expect(evidence?.kinds).toEqual(['nslookup']);
    expect(evidence?.findings.map((one) => one.key)).toEqual(['dns-ok']);
  });

  test.each([
    [
      'English',
      'Server:  dc01.kestrel.example',
      "*** dc01.kestrel.example can't find login.microsoftonline.com: Non-existent domain",
    ],
    [
      'German',
      'Server:  UnKnown',
      '*** UnKnown kann login.microsoftonline.com nicht finden: Non-existent domain.',
    ],
    [
      'French',
      'Serveur :   dns.google',
      '*** dns.google ne parvient pas à trouver login.microsoftonline.com : Non-existent domain',
    ],
    [
      'Japanese',
      'サーバー:  UnKnown',
      '*** UnKnown が login.microsoftonline.com を見つけられません: Server failed',
    ],
  ])('nslookup without one in %s', (_language, server, answer) => {
    const evidence = readEvidence(paste(lookup(server, answer)));
    expect(evidence?.findings.map((one) => one.key)).toEqual(['dns-failed']);
    expect(evidence?.findings[0]?.line).not.toMatch(/kestrel|dc01/);
  });

  test.each([
    ['English', 'Ping request could not find host login.live.com. Please check the name and try again.'],
    [
      'German',
      'Ping-Anforderung konnte Host "login.live.com" nicht finden. Überprüfen Sie den Namen, und versuchen Sie es erneut.',
    ],
    [
      'French',
      "La requête Ping n'a pas pu trouver l'hôte login.live.com. Vérifiez le nom et essayez à nouveau.",
    ],
    [
      'Japanese',
      'ping 要求ではホスト login.live.com が見つかりませんでした。ホスト名を確認してもう一度実行してください。',
    ],
  ])('ping that finds no name in %s', (_language, sentence) => {
    for (const text of [sentence, `C:\\Users\\jo>ping login.live.com\n${sentence}\n`]) {
      const evidence = readEvidence(paste(text));
      expect(evidence?.kinds).toEqual(['ping']);
      expect(evidence?.signals).toEqual(['dns-failed']);
    }
  });

  test('ping with answers, in German', () => {
    const text =
      'Ping wird ausgeführt für login.live.com [20.190.159.4] mit 32 Bytes Daten:\nAntwort von 20.190.159.4: Bytes=32 Zeit=18ms TTL=246\n\nPing-Statistik für 20.190.159.4:\n    Pakete: Gesendet = 4, Empfangen = 4, Verloren = 0\n    (0% Verlust),\n';
    expect(readEvidence(paste(text))?.findings.map((one) => one.key)).toEqual(['dns-ok', 'host-answers']);
  });

  test('ping without answers proves nothing, in French', () => {
    const text =
      "Envoi d'une requête 'ping' sur login.live.com [20.190.159.4] avec 32 octets de données :\nDélai d'attente de la demande dépassé.\n\nStatistiques Ping pour 20.190.159.4:\n    Paquets : envoyés = 4, reçus = 0, perdus = 4 (perte 100%),\n";
    const evidence = readEvidence(paste(text));
    expect(evidence?.findings.map((one) => one.key)).toEqual(['dns-ok', 'host-no-answer']);
    expect(evidence?.signals).toEqual([]);
  });
});

describe('Test-NetConnection', () => {
  test('of another host says nothing about OneDrive', () => {
    const evidence = readEvidence(tnc('files01', false));
    expect(evidence?.findings.map((one) => one.key)).toEqual(['other-host']);
    expect(evidence?.signals).toEqual([]);
    expect(JSON.stringify(evidence)).not.toContain('files01');
  });

  test('of several hosts reads each', () => {
    const text = tnc('login.microsoftonline.com', true) + tnc('contoso.sharepoint.com', false);
    const evidence = readEvidence(text);
    expect(evidence?.findings.map((one) => one.key)).toEqual(['host-reachable', 'host-unreachable']);
    expect(JSON.stringify(evidence)).not.toContain('contoso');
  });
});

describe('nslookup', () => {
  test('stars that make words bold are no error', () => {
    expect(readEvidence('** important ** login.microsoftonline.com cannot be opened')).toBeNull();
  });

  test('Resolve-DnsName with an answer is read from its list and from its table', () => {
    const list =
      'Name       : www.tm.ak.prd.aadg.trafficmanager.net\nQueryType  : A\nTTL        : 60\nSection    : Answer\nIP4Address : 20.190.159.2';
    const table =
      'PS C:\\> Resolve-DnsName login.live.com\n\nName      Type   TTL   Section    IPAddress\n----      ----   ---   -------    ---------\nlogin.live.com   A   60    Answer     20.190.159.4';
    for (const text of [list, table]) expect(keys(text)).toEqual(['dns-ok']);
    expect(readEvidence(list.replace('20.190.159.2', '0.0.0.0'))?.facts.vpnOrProxyOrFilter).toBe(
      'dns-filter',
    );
    expect(keys(table.replace(/login\.live\.com/g, 'files.kestrel.example'))).toEqual(['other-host']);
  });

  test('an answer that is the computer itself is a filter', () => {
    const evidence = readEvidence(
      lookup('Server:  pi.hole', 'Name:    g.live.com\nAddresses:  ::\n          0.0.0.0'),
    );
    expect(evidence?.findings.map((one) => one.key)).toEqual(['dns-filtered']);
    expect(evidence?.facts).toEqual({ vpnOrProxyOrFilter: 'dns-filter' });
  });

  test('a silent server fails, unless the answer comes after all', () => {
    const silent = lookup(
      'DNS request timed out.\n    timeout was 2 seconds.\nServer:  UnKnown',
      'DNS request timed out.\n    timeout was 2 seconds.\n*** Request to UnKnown timed-out',
    );
    expect(keys(silent)).toEqual(['dns-failed']);
    const late = lookup(
      'DNS request timed out.\n    timeout was 2 seconds.\nServer:  UnKnown',
      'Name:    login.microsoftonline.com\nAddress:  20.190.160.14',
    );
    expect(keys(late)).toEqual(['dns-ok']);
  });

  test('an unknown name server is no failure', () => {
    const text = `*** Can't find server name for address 10.1.2.3: Timed out\n${lookup('Server:  UnKnown', 'Name:    login.microsoftonline.com\nAddress:  20.190.160.14')}`;
    expect(keys(text)).toEqual(['dns-ok']);
    expect(keys(text.replace(/\s+/g, ' '))).toEqual(['dns-ok']);
  });

  test('Resolve-DnsName is read in any language', () => {
    expect(keys('Resolve-DnsName : login.microsoftonline.com : Der DNS-Name ist nicht vorhanden.')).toEqual([
      'dns-failed',
    ]);
  });

  test('of another host says nothing', () => {
    expect(
      keys('Server:  UnKnown\nAddress:  10.1.2.3\n\nName:    www.kestrel.example\nAddress:  10.9.9.9'),
    ).toEqual(['other-host']);
    expect(readEvidence("*** UnKnown can't find intranet.kestrel.example: Non-existent domain")).toBeNull();
  });
});

describe('ping', () => {
  const to = (name: string, lines: string, lost: number) =>
    `C:\\Users\\jo>ping login.microsoftonline.com\n\nPinging ${name} [20.190.159.2] with 32 bytes of data:\n${lines}\n\nPing statistics for 20.190.159.2:\n    Packets: Sent = 4, Received = ${4 - lost}, Lost = ${lost} (${lost * 25}% loss),\n`;
  const real = 'www.tm.ak.prd.aadg.trafficmanager.net';

  test('of a sign-in host under the name it really has is still that host', () => {
    expect(keys(to(real, 'Request timed out.', 4))).toEqual(['dns-ok', 'host-no-answer']);
    expect(keys(to('edge-7.cdn.example', 'Request timed out.', 4))).toEqual(['dns-ok', 'host-no-answer']);
  });

  test.each([
    ['by the network card', to(real, 'General failure.\nPING: transmit failed. General failure.', 4)],
    ['by a router', to(real, 'Reply from 192.168.1.23: Destination host unreachable.', 0)],
    ['by a router, in a language nobody listed', to(real, 'Odpověď od 192.168.1.23: Cíl je nedostupný.', 0)],
  ])('that is turned away %s does not reach the host', (_by, text) => {
    const evidence = readEvidence(text);
    expect(evidence?.findings.map((one) => one.key)).toEqual(['dns-ok', 'host-unreachable']);
    expect(evidence?.signals).toEqual(['host-unreachable']);
  });

  test.each([
    'Ping-anmodningen kunne ikke finde værten login.live.com. Kontroller navnet, og prøv igen.',
    'C:\\>ping login.live.com\nPing-begäran kunde inte hitta värden login.live.com. Kontrollera namnet och försök igen.',
  ])('that finds no name shows the whole sentence: %s', (text) => {
    expect(readEvidence(text)?.findings[0]?.line).toContain('login.live.com');
    expect(keys(text)).toEqual(['dns-failed']);
  });

  test('in a language nobody listed is read by its shape', () => {
    const text =
      'C:\\Users\\jo>ping -4 login.live.com\nPing-förfrågan kunde inte hitta värden login.live.com. Kontrollera namnet och försök igen.\n';
    expect(keys(text)).toEqual(['dns-failed']);
  });

  test('of macOS and Linux is read', () => {
    expect(keys('$ ping login.live.com\nping: cannot resolve login.live.com: Unknown host')).toEqual([
      'dns-failed',
    ]);
    expect(keys('ping: login.live.com: Temporary failure in name resolution')).toEqual(['dns-failed']);
    expect(
      keys(
        'PING login.live.com (20.190.159.4): 56 data bytes\n64 bytes from 20.190.159.4: icmp_seq=0 ttl=112 time=14.1 ms',
      ),
    ).toEqual(['dns-ok', 'host-answers']);
  });

  test('of a name that leads to the computer itself is a filter', () => {
    expect(
      keys(
        'Pinging login.live.com [127.0.0.1] with 32 bytes of data:\nReply from 127.0.0.1: bytes=32 time<1ms TTL=128',
      ),
    ).toEqual(['dns-filtered']);
  });

  test('of another host says nothing', () => {
    expect(
      keys(
        'Pinging dns.google [8.8.8.8] with 32 bytes of data:\nReply from 8.8.8.8: bytes=32 time=9ms TTL=118',
      ),
    ).toEqual(['other-host']);
  });

  test.each([
    'ping',
    'I tried to ping login.microsoftonline.com and it works fine',
    'should I ping login.live.com?',
    'typing does nothing, could not find host settings',
    '> ping login.live.com\nand then login.live.com opens = fine',
    'keeps popping up',
  ])('%s is no evidence', (text) => {
    expect(readEvidence(text)).toBeNull();
  });
});
