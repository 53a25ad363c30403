import { hostReading, testedHost } from './connectivity.ts';
import { lineAt } from './text.ts';
import type { FindingKey, Part, Reading, Signal } from './types.ts';

/**
 * `curl` in Windows PowerShell is `Invoke-WebRequest`. The class of its error stands in `CategoryInfo` and
 * is never translated, the sentence is; where a language is not among these, nothing is concluded from it.
 */
const sentences: [RegExp, FindingKey][] = [
  [/\(407\)|Proxy Authentication Required|Proxyauthentifizierung/i, 'proxy-needs-sign-in'],
  [
    /remote name could not be resolved|Remotename konnte nicht aufgelöst|nom distant n'a pas pu être résolu|no se puede resolver el nombre remoto|nome remoto|externe naam|リモート名を解決|无法解析此远程名称|не удается разрешить удаленное имя|No such host is known|Der angegebene Host ist unbekannt/i,
    'dns-failed',
  ],
  [
    /trust relationship for the SSL|Vertrauensstellung für den sicheren SSL|relation de confiance pour le canal sécurisé|relación de confianza para el canal seguro|信頼関係を確立できません|建立信任关系/i,
    'certificate-inspected',
  ],
  [
    /SSL\/TLS[ -]secure channel|geschützte[rn]? SSL\/TLS-Kanal|canal sécurisé SSL\/TLS|canal seguro SSL\/TLS|SSL\/TLS のセキュリティで保護されているチャネル|SSL\/TLS 安全通道|SSL connection could not be established|unexpected error occurred on a (?:send|receive)/i,
    'tls-failed',
  ],
  [
    /Unable to connect to the remote server|Verbindung mit dem Remoteserver kann nicht hergestellt|Impossible de se connecter au serveur distant|No es posible conectar con el servidor remoto|リモート サーバーに接続できません|无法连接到远程服务器|operation has timed out|connection attempt failed because the connected party|actively refused/i,
    'host-unreachable',
  ],
];

const more: Partial<Record<FindingKey, Signal[]>> = {
  'tls-failed': ['tls-failed'],
  'certificate-inspected': ['inspected'],
  'proxy-needs-sign-in': ['proxy-set'],
};

const opening =
  /(?:^|\n| )(?:curl|wget|iwr|irm|Invoke-WebRequest|Invoke-RestMethod) ?: {1,2}(?!\()([^\n]{5,400})/i;

/** Reads the errors of PowerShell's `curl` out of masked text. */
export function readWebRequest(text: string): Part | null {
  const match = opening.exec(text);
  if (!match) return null;
  // The sentence may be wrapped; the place of the error follows it.
  const said =
    text
      .slice(match.index, match.index + 600)
      .split(/\n\+ |\n(?:At|In|Au|À|En|発生場所) [^\n]{0,40}:\d/, 1)[0] ?? '';
  const key = sentences.find(([pattern]) => pattern.test(said.replace(/\s+/g, ' ')))?.[1];
  if (!key) return null;
  const line = lineAt(
    text,
    match.index + match[0].indexOf(match[1] ?? ''),
    Math.min((match[1] ?? '').length, 160),
  );
  const host = testedHost(text);
  if (host === 'other' && !key.startsWith('proxy-')) {
    return { kinds: ['curl'], readings: [hostReading('other-host', 'failed', line)] };
  }
  const reading: Reading = { ...hostReading(key, 'failed', line) };
  const signals = more[key] ?? reading.signals ?? [];
  const proxy = key.startsWith('proxy-') ? ({ fact: 'vpnOrProxyOrFilter', value: 'proxy' } as const) : {};
  return { kinds: ['curl'], readings: [{ ...reading, ...proxy, signals }] };
}
