import { shownHost } from './hosts.ts';
import { fieldPattern } from './keys.ts';
import { stripSecrets } from './secrets.ts';
import { bareWord, charSet, replaceAround, wordChars } from './spans.ts';

export { stripSecrets } from './secrets.ts';

/** Fields whose value names a person, a company or a computer. */
const naming =
  /(?<![A-Za-z])(?:TenantName|TenantDisplayName|WorkplaceTenantName|DomainName|Device ?Name|User Identity|Executing Account Name|Host ?Name|User ?name|Benutzername|Nom d'utilisateur|Nombre de usuario|ユーザー名|コンピューター名) ?: ?\n?/giu;
/** `ComputerName` of Test-NetConnection is a host, and only a short name needs hiding here. */
const shortHost = /(?<![A-Za-z])(ComputerName ?: ?)[\p{L}\p{N}_-]{2,63}(?![\p{L}\p{N}_.-])/giu;
/** The lines of `curl -v` about a certificate. */
const certificate = /(\* {0,3}(?:issuer|subject): )([^\n*]{1,300})/gi;
/** Fields whose value is an id, whatever it looks like. */
const identifying =
  /(?<![A-Za-z])((?:Workplace)?(?:DeviceId|TenantId|Thumbprint)|KeyContainerId|NgcKeyId|Correlation ID|Request Id|Trace ID|SettingsUrl)( ?: ?\n?)([^\s|]{1,4000})/gi;
const field = new RegExp(fieldPattern, 'gi');
const isField = new RegExp(fieldPattern, 'i');
/** Values that say nothing about anybody. */
const plain = /^(?:yes|no|none|not set|unknown|n\/a|-|\[.*)$/i;
/** Makers of protection and inspection software and Microsoft's own issuers: all that is kept of an issuer. */
const publicIssuer =
  /O ?= ?(?:Microsoft Corporation|DigiCert Inc)|zscaler|netskope|forti(?:net|gate)|palo ?alto|sophos|kaspersky|\beset\b|avast|\bavg\b|bitdefender|norton|mcafee|trellix|umbrella|cisco|blue ?coat|symantec|barracuda|forcepoint|cato networks|check ?point|adguard|fiddler|cloudflare|f-secure|trend ?micro|g ?data/i;

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const sid = /S-1-\d{1,12}(?:-\d{1,12}){1,15}/gi;
const hexId = /[0-9a-f]{32,}/gi;
const mac = /[0-9a-f]{2}(?:-[0-9a-f]{2}){5}/gi;
const ipv4 = /\d{1,3}(?:\.\d{1,3}){3}/g;
const home =
  /(\b[a-z]:[\\/]{1,2}(?:users|benutzer|utilisateurs|usuarios|utenti|gebruikers|användare|brugere|documents and settings)[\\/]{1,2}|(?<![\w/])\/(?:users|home)\/)([^\\/\n"<>|:*?]{1,60})/gi;
const libraryFolder = /([\\/]OneDrive - )([^\\/\n"<>|:*?]{1,60})/g;
const computer = /(?<![\w-])(?:DESKTOP|LAPTOP|WIN|PC|NB)-[A-Z0-9]{4,12}(?![\w-])/g;
const account = /(?<![\w\\])(azuread|microsoftaccount)\\[^\s\\/:*?"<>|]{1,64}/gi;
const wholeLineAccount = /^( ?)(?!HK)[\w.-]{1,20}\\[\w.$-]{1,64}(?= ?$)/gim;

const uncPath = /(?<![\w:\\])\\\\[A-Za-z0-9][\w.-]{0,63}(?:\\[^\\\s"<>|]{1,80}){0,12}/g;
/** `DOMAIN\\user` in the middle of a line; the parts of a registry path begin with capitals. */
const domainUser = /(?<![\w\\:.-])(?!HK|REG_)[A-Z][A-Z0-9-]{1,14}\\[a-z][\w.-]{1,63}(?![\w\\])/g;
const afterName = /\[name\]\\[\w.$-]{1,64}/g;
const phone = /(?<![\w+])\+\d{1,3}[ \d()/-]{6,16}\d(?!\d)/g;
/** A host's short name before a port, unless the word is the label of a number. */
const hostPort =
  /(?<=[\s=;/,]|^)(?!(?:ttl|(?:remote|local)?port|code|errorcode|error|status|line|char|time|bytes|length|level|version|kb|https?|step|sent|received|lost|loss|seq|icmp_seq|char|col|zeile|zeichen):)([a-z][\w-]{0,62}):(?=\d{2,5}(?:[\s;,/]|$))/gim;
/** Lists like those of names that go past a proxy. */
const nameList = /(?<=: {0,3})[^\s;:]{1,200};[^\s:]{1,4000}/g;
const bypassLabel = /((?:Bypass List|ProxyOverride)(?: ?:| REG_SZ) {0,3})([\w-]{2,63})(?![\w.;[])/gi;
/** `nslookup`: the server's short name stands above its address, and behind the stars of an error. */
const nameServer = /(^|\n)([^\n:]{2,20} ?: ?)(?!UnKnown)([\w-]{2,63})(?= ?\n ?Address ?:)/gi;
const starred =
  /((?:\*{3}|(?<!\*|\*\*[^\n]{0,160})\*\*(?! [^\n]{0,160}\*\*)) (?:Request to )?)(?!UnKnown|Can't|Request|No |\[|\*)([\w-]{2,63})(?= )/gi;

/** Addresses that never leave a computer: where a filter sends a blocked name, or a local proxy listens. */
const local = (address: string) =>
  /^(?:0\.0\.0\.0|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1?)$/.test(address) ? '[local]' : '[address]';

/** Words that are everyone's: a company called like one must not blank the rest of the paste. */
const common =
  /^(?:microsoft|windows|onedrive|office|teams|login|default|administrator|user|device|error|failed|proxy)$/i;

/** Replaces a name where it stands as a word of its own; a search by pattern would be slower. */
function replaceWord(text: string, name: string): string {
  let out = '';
  let from = 0;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    const end = at + name.length;
    const before = text[at - 1] ?? ' ';
    if (
      /[\p{L}\p{N}_.-]/u.test(before) ||
      /^(?:[\p{L}\p{N}_-]|\.[\p{L}\p{N}])/u.test(text.slice(end, end + 2))
    )
      continue;
    out += `${text.slice(from, at)}[name]`;
    from = end;
  }
  return out + text.slice(from);
}

function maskNames(text: string): string {
  const starts = [...text.matchAll(field)].map((match) => match.index);
  const values = new Set<string>();
  let out = '';
  let from = 0;
  let nth = 0;
  naming.lastIndex = 0;
  for (let match = naming.exec(text); match; match = naming.exec(text)) {
    const at = match.index + match[0].length;
    while ((starts[nth] ?? Number.POSITIVE_INFINITY) < at) nth++;
    const rest = text.slice(at, Math.min(at + 120, starts[nth] ?? text.length));
    const value = (/^[^\n|]*?(?= ?(?:[\n|]|\+-|$))/.exec(rest)?.[0] ?? '').trim();
    // A sign-in host says nothing about anyone and is needed by the parsers.
    if (value === '' || plain.test(value) || shownHost(value) === value) continue;
    if (value.length > 3 && values.size < 16 && !common.test(value)) values.add(value);
    const start = at + rest.indexOf(value);
    out += `${text.slice(from, start)}[name]`;
    from = start + value.length;
    naming.lastIndex = from;
  }
  out += text.slice(from);
  for (const value of values) out = replaceWord(out, value);
  return out;
}

const mailName = charSet(`${wordChars}!#$%&'*+/=?^_\`{|}~.-`, true);
const hostName = charSet(`${wordChars}.-`, true);
const dotted = charSet(`${wordChars}._-`, true);

/** E-mail addresses and sign-in names. */
const maskMail = (text: string) =>
  replaceAround(text, '@', mailName, hostName, (word, at) => {
    const host = word.slice(at + 1);
    const bare = bareWord(host);
    if (at === 0 || bare === '') return null;
    return `[address]${host.slice(host.indexOf(bare) + bare.length)}`;
  });

/** Host names; Microsoft's stay. */
const maskHosts = (text: string) =>
  replaceAround(text, '.', dotted, dotted, (word) => {
    const bare = bareWord(word);
    // No host name is longer (RFC 1035).
    const shown = bare.length > 253 ? null : shownHost(bare);
    return shown === null ? null : word.replace(bare, () => shown);
  });

const hex = charSet('0123456789abcdefABCDEF');
const hexDash = charSet('0123456789abcdefABCDEF-');
const hexColon = charSet('0123456789abcdefABCDEF:');
const digit = charSet('0123456789');
const digitDot = charSet('0123456789.');

/** Ids and MAC addresses with hyphens. */
const maskDashes = (text: string) =>
  replaceAround(text, '-', hex, hexDash, (word) =>
    word.length < 17 ? null : word.replace(uuid, '[id]').replace(mac, '[address]'),
  );

const maskIpv4 = (text: string) =>
  replaceAround(text, '.', digit, digitDot, (word) => (word.length < 7 ? null : word.replace(ipv4, local)));

/** IPv6 and colon-separated MAC addresses, told from clock times and `key:value` by their colons. */
const maskColons = (text: string) =>
  replaceAround(text, ':', hex, hexColon, (word, at, start) => {
    if (word.length < 3 || (!word.includes('::') && word.split(':').length < 6)) return null;
    // The digits of an error code in front of the colons stay.
    const code = /(?:aadsts|0x)$/i.test(text.slice(Math.max(0, start - 6), start)) ? at : 0;
    const rest = word.slice(code);
    return /[0-9a-f]/i.test(rest) ? word.slice(0, code) + local(rest) : null;
  });

function maskHome(_: string, folder: string, name: string, at: number, all: string): string {
  // A folder's name may hold spaces; in a sentence it ends at the first one.
  const closed = /^[\\/">]/.test(all.slice(at + folder.length + name.length));
  const rest = closed ? '' : name.slice(name.search(/ |$/));
  return `${folder}[name]${rest}`;
}

/**
 * Replaces what identifies a person, a company, a computer or a network by a word in brackets:
 * `[id]`, `[address]`, `[local]`, `[host]`, `[name]`, `[number]`, `[secret]`. Error codes, Microsoft's sign-in
 * hosts and the fields of the commands stay readable. Everything is masked before it is parsed, so no
 * line of evidence can carry more than this leaves.
 */
export function mask(text: string): string {
  const masked = maskNames(maskMail(stripSecrets(text)))
    .replace(afterName, '[name]')
    .replace(uncPath, '\\\\[host]\\[name]')
    .replace(domainUser, '[name]')
    .replace(phone, '[number]')
    .replace(nameServer, '$1$2[host]')
    .replace(starred, '$1[host]')
    .replace(bypassLabel, (whole, label: string, word: string) =>
      plain.test(word) ? whole : `${label}[host]`,
    )
    .replace(hostPort, (_, word: string) => (/^localhost$/i.test(word) ? '[local]:' : '[host]:'))
    .replace(nameList, (list) => list.replace(/(?<=;|^)[A-Za-z][\w-]{0,62}(?=;|$)/g, '[host]'))
    .replace(identifying, (whole, key: string, sign: string, value: string) =>
      plain.test(value) || isField.test(`${value} :`) ? whole : `${key}${sign}[id]`,
    )
    .replace(shortHost, '$1[host]')
    .replace(certificate, (_, before: string, names: string) =>
      `${before}[name] ${publicIssuer.exec(names)?.[0] ?? ''}`.trimEnd(),
    )
    .replace(sid, '[id]')
    .replace(hexId, '[id]')
    .replace(home, maskHome)
    .replace(libraryFolder, '$1[name]')
    .replace(account, '$1\\[name]')
    .replace(wholeLineAccount, (whole, space: string, at: number, all: string) =>
      // The rest of a wrapped registry path looks the same.
      /HK(?:EY_|LM|CU)[^\n]*\n+$/.test(all.slice(Math.max(0, at - 200), at)) ? whole : `${space}[name]`,
    )
    .replace(computer, '[name]');
  return maskHosts(maskColons(maskIpv4(maskDashes(masked))));
}
