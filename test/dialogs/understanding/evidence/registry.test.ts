import { describe, expect, test } from 'vitest';
import { readEvidence } from '../../../../dialogs/understanding/evidence/index.ts';
import { ways } from './samples.ts';

const settings = 'Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const policies = 'Software\\Policies\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const schannel = 'SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols';
const ciphers = 'SOFTWARE\\Policies\\Microsoft\\Cryptography\\Configuration\\SSL\\00010002';
const query = (root: string, key: string, ...values: string[]) =>
  `\nHKEY_${root}\\${key}\n${values.map((value) => `    ${value}`).join('\n')}\n\n`;
const dword = (name: string, value: string) => `${name}    REG_DWORD    ${value}`;
const old = 'TLS_RSA_WITH_AES_256_GCM_SHA384,TLS_RSA_WITH_AES_128_CBC_SHA256,TLS_RSA_WITH_3DES_EDE_CBC_SHA';
const modern =
  'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,TLS_RSA_WITH_AES_128_CBC_SHA';

describe.each(ways)('reg query %s', (_, paste) => {
  test.each([
    ['0xa80', 'on'],
    ['0x800', 'on'],
    ['0x2800', 'on'],
    ['0x2a80', 'on'],
    ['0xa0', 'off'],
    ['0x280', 'off'],
    ['0x2000', 'off'],
    ['0x0', 'off'],
  ])('SecureProtocols %s is TLS 1.2 %s', (value, expected) => {
    const text = `C:\\Users\\jo>reg query "HKCU\\${settings}" /v SecureProtocols\n${query('CURRENT_USER', settings, dword('SecureProtocols', value))}`;
    const evidence = readEvidence(paste(text));
    expect(evidence?.kinds).toEqual(['reg-tls']);
    expect(evidence?.facts).toEqual({ tls12: expected });
    expect(evidence?.findings[0]?.line).toContain(value);
  });

  test('a policy without TLS 1.2 locks it', () => {
    const evidence = readEvidence(paste(query('CURRENT_USER', policies, dword('SecureProtocols', '0xa0'))));
    expect(evidence?.facts).toEqual({ tls12: 'locked' });
    expect(evidence?.findings[0]?.key).toBe('tls12-locked');
  });

  test("the policy overrules the user's own setting", () => {
    const text =
      query('CURRENT_USER', settings, dword('SecureProtocols', '0xa0')) +
      query('LOCAL_MACHINE', policies, dword('SecureProtocols', '0x800'));
    expect(readEvidence(paste(text))?.facts).toEqual({ tls12: 'on' });
    const locked =
      query('CURRENT_USER', settings, dword('SecureProtocols', '0xa80')) +
      query('LOCAL_MACHINE', policies, dword('SecureProtocols', '0xa0'));
    expect(readEvidence(paste(locked))?.facts).toEqual({ tls12: 'locked' });
  });

  test('a cipher list without the suites Microsoft accepts is restricted', () => {
    const evidence = readEvidence(paste(query('LOCAL_MACHINE', ciphers, `Functions    REG_SZ    ${old}`)));
    expect(evidence?.kinds).toEqual(['reg-cipher']);
    expect(evidence?.signals).toEqual(['cipher-restricted']);
  });

  test('a cipher list with one of them is not', () => {
    const evidence = readEvidence(paste(query('LOCAL_MACHINE', ciphers, `Functions    REG_SZ    ${modern}`)));
    expect(evidence?.signals).toEqual(['cipher-not-restricted']);
    expect(evidence?.findings[0]?.key).toBe('cipher-list-fine');
  });

  test.each([
    ['English', 'ERROR: The system was unable to find the specified registry key or value.'],
    ['German', 'FEHLER: Der angegebene Registrierungsschlüssel bzw. Wert wurde nicht gefunden.'],
    ['French', "ERREUR : le système n'a pas trouvé la clé ou la valeur de Registre spécifiée."],
    ['Japanese', 'エラー: 指定されたレジストリ キーまたは値が見つかりませんでした。'],
    ['Chinese', '错误: 系统找不到指定的注册表项或值。'],
    ['Russian', 'ОШИБКА: Не удается найти указанный раздел или параметр реестра.'],
  ])('no policy key, said in %s, is not restricted', (_language, error) => {
    const text = `C:\\Users\\jo>reg query HKLM\\${ciphers} /v Functions\n\n\n${error}\n\nC:\\Users\\jo>`;
    const evidence = readEvidence(paste(text));
    expect(evidence?.findings.map((one) => one.key)).toEqual(['cipher-no-policy']);
    expect(evidence?.signals).toEqual(['cipher-not-restricted']);
  });
});

describe('SCHANNEL', () => {
  const client = `${schannel}\\TLS 1.2\\Client`;
  test.each([
    [[dword('Enabled', '0x0'), dword('DisabledByDefault', '0x1')], 'off', 'tls12-schannel-off'],
    [[dword('Enabled', '0x0')], 'off', 'tls12-schannel-off'],
    [[dword('Enabled', '0x1'), dword('DisabledByDefault', '0x1')], 'off', 'tls12-schannel-off'],
    [[dword('Enabled', '0x1'), dword('DisabledByDefault', '0x0')], undefined, 'tls12-schannel-on'],
    [[dword('Enabled', '0xffffffff')], undefined, 'tls12-schannel-on'],
  ])('%j', (values, tls12, key) => {
    const evidence = readEvidence(query('LOCAL_MACHINE', client, ...values));
    expect(evidence?.facts.tls12).toBe(tls12);
    expect(evidence?.findings[0]?.key).toBe(key);
  });

  test('only the client side of TLS 1.2 counts', () => {
    const text = [
      query(
        'LOCAL_MACHINE',
        `${schannel}\\TLS 1.0\\Client`,
        dword('Enabled', '0x0'),
        dword('DisabledByDefault', '0x1'),
      ),
      query('LOCAL_MACHINE', `${schannel}\\TLS 1.2\\Client`, dword('Enabled', '0x1')),
      query('LOCAL_MACHINE', `${schannel}\\TLS 1.2\\Server`, dword('Enabled', '0x0')),
    ].join('');
    for (const [, paste] of ways) {
      expect(readEvidence(paste(text))?.findings.map((one) => one.key)).toEqual(['tls12-schannel-on']);
    }
  });

  test('off there outweighs the tick in Internet Options', () => {
    const text =
      query('CURRENT_USER', settings, dword('SecureProtocols', '0xa80')) +
      query('LOCAL_MACHINE', client, dword('Enabled', '0x0'));
    expect(readEvidence(text)?.facts.tls12).toBe('off');
  });

  test('an export file is read as well', () => {
    const text = `Windows Registry Editor Version 5.00\n\n[HKEY_LOCAL_MACHINE\\${client}]\n"Enabled"=dword:00000000\n"DisabledByDefault"=dword:00000001\n`;
    for (const [, paste] of ways) expect(readEvidence(paste(text))?.facts.tls12).toBe('off');
  });
});

describe('other registry values', () => {
  test('PowerShell prints the number in decimal', () => {
    const text = (value: number) =>
      `SecureProtocols : ${value}\nPSPath : Microsoft.PowerShell.Core\\Registry::HKEY_CURRENT_USER\\${settings}\n`;
    expect(readEvidence(text(2688))?.facts.tls12).toBe('on');
    expect(readEvidence(text(160))?.facts.tls12).toBe('off');
  });

  test('the default of WinHTTP is told but settles nothing', () => {
    const key = `${settings}\\WinHttp`;
    const evidence = readEvidence(query('LOCAL_MACHINE', key, dword('DefaultSecureProtocols', '0xa0')));
    expect(evidence?.facts).toEqual({});
    expect(evidence?.findings[0]?.key).toBe('tls12-winhttp-off');
  });

  test('a proxy script counts although the proxy is off', () => {
    const evidence = readEvidence(
      query(
        'CURRENT_USER',
        settings,
        dword('ProxyEnable', '0x0'),
        'AutoConfigURL    REG_SZ    http://wpad.kestrel.example/p.pac',
      ),
    );
    expect(evidence?.kinds).toEqual(['reg-proxy']);
    expect(evidence?.facts).toEqual({ vpnOrProxyOrFilter: 'script' });
    expect(JSON.stringify(evidence)).not.toContain('kestrel');
  });

  test('a switched-on proxy is a fact, a switched-off one is only told', () => {
    expect(readEvidence(query('CURRENT_USER', settings, dword('ProxyEnable', '0x1')))?.signals).toEqual([
      'proxy-set',
    ]);
    const off = readEvidence(query('CURRENT_USER', settings, dword('ProxyEnable', '0x0')));
    expect(off?.findings.map((one) => one.key)).toEqual(['proxy-user-off']);
    expect(off?.signals).toEqual([]);
  });
});

describe('the cipher policy', () => {
  const list = (text: string, more = '') =>
    readEvidence(query('LOCAL_MACHINE', ciphers, `Functions    REG_SZ    ${text}${more}`));

  test('a suite of TLS 1.3 is enough', () => {
    expect(list(`${old},TLS_AES_256_GCM_SHA384`)?.signals).toEqual(['cipher-not-restricted']);
  });

  test('names with a curve are the same suites', () => {
    expect(list('TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256_P256,TLS_RSA_WITH_AES_128_CBC_SHA')?.signals).toEqual([
      'cipher-not-restricted',
    ]);
  });

  test('a list wrapped in the middle of a name is put together', () => {
    for (let cut = 1; cut < modern.length; cut++) {
      const wrapped = `${modern.slice(0, cut)}\n${modern.slice(cut)}`;
      expect(list(wrapped)?.signals, wrapped).toEqual(['cipher-not-restricted']);
    }
  });

  test('the next value is not part of the list', () => {
    const evidence = list(old, '\n    EccCurves    REG_MULTI_SZ    NistP384\\0NistP256');
    expect(evidence?.signals).toEqual(['cipher-restricted']);
  });

  test.each([
    'TLS_RSA_WITH_AES_128_CBC_SHA256,TLS_ECD',
    'TLS_RSA_WITH_AES_128_CBC_SHA256,',
    '',
    'TLS_RSA_WITH_AES_128_CBC_SHA256,TLS_RSA_WITH_NULL_',
  ])('a list that breaks off (%s) says nothing', (text) => {
    const evidence = list(text);
    expect(evidence?.signals).toEqual([]);
    expect(evidence?.findings[0]?.key).toBe('cipher-incomplete');
  });

  test('the list of the computer itself is no policy', () => {
    const local = 'SYSTEM\\CurrentControlSet\\Control\\Cryptography\\Configuration\\Local\\SSL\\00010002';
    expect(
      readEvidence(
        query('LOCAL_MACHINE', local, `Functions    REG_MULTI_SZ    ${old.replaceAll(',', '\\0')}`),
      ),
    ).toBeNull();
  });

  test.each([
    ['access refused', 'ERROR: Access is denied.'],
    ['a wrong command', 'ERROR: Invalid key name.\nType "REG QUERY /?" for usage.'],
    [
      'a wrong command in German',
      'FEHLER: Ungültige Syntax.\nGeben Sie "REG QUERY /?" ein, um die Syntax anzuzeigen.',
    ],
    ['nothing', ''],
  ])('%s is not the missing key', (_what, error) => {
    expect(readEvidence(`C:\\Users\\jo>reg query HKLM\\${ciphers}\n${error}`)).toBeNull();
  });

  test('the error alone is about the policy where the card asked for it, in any language', () => {
    for (const error of [
      'ERROR: The system was unable to find the specified registry key or value.',
      'FOUT: Kan de opgegeven registersleutel of -waarde niet vinden.',
      '오류: 지정된 레지스트리 키 또는 값을 찾을 수 없습니다.',
    ])
      expect(readEvidence(error, 'cipher-policy')?.signals).toEqual(['cipher-not-restricted']);
    expect(readEvidence('I looked: no registry key there, sorry', 'cipher-policy')).toBeNull();
  });

  test('the list in front of its key, as PowerShell prints it, is the policy', () => {
    const list = (functions: string) =>
      `Functions    : ${functions}\nPSPath       : Microsoft.PowerShell.Core\\Registry::HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Cryptography\\Configuration\\SSL\\00010002\n`;
    expect(readEvidence(list('TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'))?.signals).toEqual([
      'cipher-not-restricted',
    ]);
    expect(readEvidence(list('TLS_RSA_WITH_AES_256_CBC_SHA'))?.signals).toEqual(['cipher-restricted']);
  });

  test('SecureProtocols that nobody set leaves the choice to Windows', () => {
    const text = `C:\\Users\\jo>reg query "HKCU\\${settings}" /v SecureProtocols\n\nERROR: The system was unable to find the specified registry key or value.`;
    const evidence = readEvidence(text);
    expect(evidence?.findings.map((one) => one.key)).toEqual(['tls12-default']);
    expect(evidence?.facts).toEqual({});
  });

  test('the error alone does not say which key is missing', () => {
    const evidence = readEvidence(
      'ERROR: The system was unable to find the specified registry key or value.',
    );
    expect(evidence?.kinds).toEqual(['reg-missing']);
    expect(evidence?.signals).toEqual([]);
  });

  test('the missing key of another command is not this policy', () => {
    const text = `C:\\Users\\jo>reg query "HKCU\\${settings}" /v SecureProtocols\n\nERROR: The system was unable to find the specified registry key or value.`;
    expect(readEvidence(text)?.signals ?? []).toEqual([]);
  });

  test.each([
    'reg query',
    `reg query HKLM\\${ciphers}`,
    'Enabled : True',
    'Error: the registration of my device failed',
    'I registered my device, error: it does not work',
  ])('%s is no evidence', (text) => {
    expect(readEvidence(text)).toBeNull();
  });
});
