import { describe, expect, test } from 'vitest';
import { readEvidence } from '../../../../dialogs/understanding/evidence/index.ts';
import { ways } from './samples.ts';

const direct: [string, string][] = [
  ['English', 'Current WinHTTP proxy settings:\n\n    Direct access (no proxy server).\n'],
  ['German', 'Aktuelle WinHTTP-Proxyeinstellungen:\n\n    Direkter Zugriff (kein Proxyserver).\n'],
  ['French', 'Paramètres de proxy WinHTTP actuels :\n\n    Accès direct (pas de serveur proxy).\n'],
  ['Spanish', 'Configuración actual del proxy WinHTTP:\n\n    Acceso directo (sin servidor proxy).\n'],
  ['Japanese', '現在の WinHTTP プロキシ設定:\n\n    直接アクセス (プロキシ サーバーなし)。\n'],
  ['Chinese', '当前的 WinHTTP 代理服务器设置:\n\n    直接访问(没有代理服务器)。\n'],
  ['Italian', 'Impostazioni correnti proxy WinHTTP:\n\n    Accesso diretto (nessun server proxy).\n'],
  ['Polish', 'Bieżące ustawienia serwera proxy WinHTTP:\n\n    Dostęp bezpośredni (bez serwera proxy).\n'],
  ['Korean', '현재 WinHTTP 프록시 설정:\n\n    직접 액세스(프록시 서버 없음)\n'],
  ['Hebrew', 'הגדרות Proxy נוכחיות של WinHTTP:\n\n    גישה ישירה (ללא שרת Proxy).\n'],
  ['Turkish', 'Geçerli WinHTTP proxy ayarları:\n\n    Doğrudan erişim (proxy sunucusu yok).\n'],
  ['Russian', 'Текущие параметры прокси WinHTTP:\n\n    Прямой доступ (без прокси-сервера).\n'],
];
const set: [string, string][] = [
  [
    'English',
    'Current WinHTTP proxy settings:\n\n    Proxy Server(s) :  gate.kestrel.example:8080\n    Bypass List     :  *.kestrel.example;<local>\n',
  ],
  [
    'German',
    'Aktuelle WinHTTP-Proxyeinstellungen:\n\n    Proxyserver :  10.20.30.40:3128\n    Umgehungsliste     :  (Keine)\n',
  ],
  [
    'French',
    'Paramètres de proxy WinHTTP actuels :\n\n    Serveur(s) proxy :  gate:8080\n    Liste de contournement     :  (aucun)\n',
  ],
  [
    'Japanese',
    '現在の WinHTTP プロキシ設定:\n\n    プロキシ サーバー:  10.20.30.40:8080\n    バイパス一覧     :  (なし)\n',
  ],
  [
    'of two schemes',
    'Current WinHTTP proxy settings:\n\n    Proxy Server(s) :  http=gate.kestrel.example:8080;https=gate.kestrel.example:8443\n    Bypass List     :  (none)\n',
  ],
  [
    'of a local program',
    'Current WinHTTP proxy settings:\n\n    Proxy Server(s) :  127.0.0.1:7890\n    Bypass List     :  <local>\n',
  ],
];
const prompt = (text: string) => `C:\\Users\\ines>netsh winhttp show proxy\n\n${text}\n\nC:\\Users\\ines>`;

describe.each(ways)('netsh winhttp show proxy %s', (_, paste) => {
  test.each(direct)('in %s without a proxy', (_language, text) => {
    for (const output of [text, prompt(text)]) {
      const evidence = readEvidence(paste(output));
      expect(evidence?.kinds).toEqual(['winhttp-proxy']);
      expect(evidence?.findings.map((one) => one.key)).toEqual(['proxy-none']);
      expect(evidence?.signals).toEqual(['proxy-none']);
      expect(evidence?.facts).toEqual({});
    }
  });

  test.each(set)('%s with a proxy', (_language, text) => {
    for (const output of [text, prompt(text)]) {
      const evidence = readEvidence(paste(output));
      expect(evidence?.facts).toEqual({ vpnOrProxyOrFilter: 'proxy' });
      expect(evidence?.signals).toEqual(['proxy-set']);
      expect(evidence?.findings[0]?.line).not.toMatch(/kestrel|gate|10\.20|127\.0/);
    }
  });
});

describe('netsh winhttp', () => {
  test('a proxy on the standard port has no number', () => {
    const evidence = readEvidence(
      'Current WinHTTP proxy settings:\n\n    Proxy Server(s) :  gate\n    Bypass List     :  (none)\n',
    );
    expect(evidence?.signals).toEqual(['proxy-set']);
    expect(evidence?.findings[0]?.line).not.toContain('gate');
  });

  test.each([
    ['in English without its prompt', 'Direct access (no proxy server).'],
    [
      'in German below its prompt',
      'C:\\>netsh winhttp show proxy\n\n    Direkter Zugriff (kein Proxyserver).\n',
    ],
  ])('no proxy is read %s, without the header', (_where, text) => {
    expect(readEvidence(text)?.signals).toEqual(['proxy-none']);
  });

  test.each([
    '    Proxy Server(s) :  gate.kestrel.example:8080\n    Bypass List     :  (none)\n',
    'C:\\>netsh winhttp show proxy\n    Proxyserver :  gate:3128\n    Umgehungsliste     :  *.kestrel.example;files01\n',
  ])('a proxy is read without the header: %s', (text) => {
    const evidence = readEvidence(text);
    expect(evidence?.signals).toEqual(['proxy-set']);
    expect(JSON.stringify(evidence)).not.toMatch(/gate|kestrel|files01/);
  });

  test('show advproxy is read', () => {
    const json = (on: boolean, script: boolean) =>
      `Current WinHTTP advanced proxy settings:\n\n{\n  "ProxyIsEnabled": ${on},\n  "Proxy": "10.1.1.1:8080",\n  "AutoConfigIsEnabled": ${script},\n  "AutoconfigUrl": " ",\n  "AutoDetect": false\n}`;
    expect(readEvidence(json(true, false))?.facts.vpnOrProxyOrFilter).toBe('proxy');
    expect(readEvidence(json(false, true))?.facts.vpnOrProxyOrFilter).toBe('script');
    expect(readEvidence(json(false, false))?.signals).toEqual(['proxy-none']);
    const bare = (server: string, script: string) =>
      `Current WinHTTP advanced proxy settings:\n\n{\n    "Proxy": "${server}",\n    "ProxyBypass": "",\n    "AutoconfigUrl": "${script}",\n    "AutoDetect": true\n}`;
    expect(readEvidence(bare('gate:8080', ''))?.facts.vpnOrProxyOrFilter).toBe('proxy');
    expect(JSON.stringify(readEvidence(bare('gate', '')))).not.toContain('gate');
    expect(readEvidence(bare('', 'http://gate.kestrel.example/x.pac'))?.facts.vpnOrProxyOrFilter).toBe(
      'script',
    );
    expect(readEvidence(bare('', ''))?.signals).toEqual(['proxy-none']);
  });

  test.each([
    'netsh winhttp show proxy',
    'I ran netsh winhttp show proxy (as you said) and it did nothing',
    'Should I run: netsh winhttp show proxy?',
    'the winhttp thing: I could not find it (sorry)\nwhat now',
    'netsh winhttp show proxy\nThe following command was not found: winhttp show proxy.',
    'Current WinHTTP proxy settings:',
  ])('%s is no evidence', (text) => {
    expect(readEvidence(text)).toBeNull();
  });
});
