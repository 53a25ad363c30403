/**
 * What can be known about the user, the computer and the network.
 * Names and values are contract: they stand in card data, tickets and metrics.
 */

/** Facts with one value out of a closed list. */
export const choiceFacts = {
  platform: ['windows', 'windows-old', 'mac', 'mobile', 'server'],
  ownDevice: ['yes', 'no'],
  ownership: ['managed', 'personal'],
  accountType: ['work', 'personal'],
  surface: ['sign-in-window', 'tray-icon', 'file-explorer', 'other'],
  webWorks: ['yes', 'no'],
  otherNetworkWorks: ['yes', 'no', 'unsure'],
  spread: ['only-me', 'others-too', 'my-other-devices', 'unsure'],
  newDevice: ['yes', 'no', 'unsure'],
  otherAppsFail: ['yes', 'no', 'unsure'],
  otherAccountFails: ['yes', 'no', 'unsure'],
  changed: ['password', 'vpn-or-security', 'windows-update', 'new-computer', 'network', 'nothing', 'unsure'],
  proxyRequired: ['yes', 'no', 'unsure'],
  dataAtRisk: ['yes', 'no'],
  backupDone: ['yes', 'no'],
  signedOut: ['yes', 'no'],
  admin: ['yes', 'no'],
  tls12: ['on', 'off', 'locked'],
  clientAge: ['old', 'recent', 'unsure'],
  joinType: ['entra', 'hybrid', 'registered', 'domain', 'none', 'unsure'],
  deviceAuth: ['ok', 'disabled', 'no-network', 'unknown'],
  prt: ['yes', 'no', 'wrong-password', 'unknown'],
  onCorpNetwork: ['yes', 'no'],
  knowsPassword: ['yes', 'no'],
  fallbackAdmin: ['yes', 'no'],
} as const;

/** Facts that are free text or sets; their value is a string, sets are joined with a space. */
export const openFacts = ['code', 'securityProduct', 'clientVersion', 'vpnOrProxyOrFilter'] as const;

/** Members of the set fact `vpnOrProxyOrFilter`. */
export const networkTools = ['vpn', 'proxy', 'script', 'dns-filter', 'security-software'] as const;

/** Members of `switchedOff`: what a step had the user switch off. */
export const switches = ['proxy', 'scanner', 'filter', 'vpn'] as const;
export type Switch = (typeof switches)[number];

export type ChoiceFact = keyof typeof choiceFacts;
export type OpenFact = (typeof openFacts)[number];
export type FactName = ChoiceFact | OpenFact;
export type FactValue<F extends FactName> = F extends ChoiceFact ? (typeof choiceFacts)[F][number] : string;

export const origins = [
  'asked',
  'typed',
  'pasted',
  'handoff',
  'policy',
  'channel',
  'inferred',
  'earlier-case',
] as const;
export type Origin = (typeof origins)[number];

export interface Fact {
  value: string;
  from: Origin;
}
export type Facts = { [F in FactName]?: Fact | undefined };
/** Values without their origin, as an answer or a parser yields them. */
export type FactValues = { [F in FactName]?: FactValue<F> };

export const factNames = [...(Object.keys(choiceFacts) as ChoiceFact[]), ...openFacts] as FactName[];

/** Only the user may say these; a handoff that names them is ignored. */
export const userOnlyFacts: readonly FactName[] = [
  'backupDone',
  'dataAtRisk',
  'onCorpNetwork',
  'fallbackAdmin',
  'knowsPassword',
];

const strength: Record<Origin, number> = {
  pasted: 3,
  policy: 2,
  inferred: 1,
  asked: 0,
  typed: 0,
  handoff: 0,
  channel: 0,
  'earlier-case': 0,
};

/** Answers that are stored as another value: a doubt counts as the cautious reading. */
const cautious: Partial<Record<FactName, Record<string, string>>> = {
  ownership: { unsure: 'managed' },
  admin: { unsure: 'no' },
};

/** The stored form of a raw value, or `null` if the fact can't hold it. */
export function factValue(name: FactName, raw: string): string | null {
  const value = cautious[name]?.[raw] ?? raw;
  if (!(name in choiceFacts)) return value.length > 0 && value.length <= 200 ? value : null;
  return (choiceFacts[name as ChoiceFact] as readonly string[]).includes(value) ? value : null;
}

/**
 * A copy with some entries replaced. It keeps the prototype, and with it whatever stands for entries that nobody
 * has looked at: the exploration proves the rules on objects of which most is open.
 */
export const amended = <T extends object, P extends Partial<T>>(base: T, patch: P): T & P =>
  Object.setPrototypeOf({ ...base, ...patch }, Object.getPrototypeOf(base));

/**
 * Adds facts to known ones. Stronger evidence corrects weaker and equal evidence the older one;
 * weaker evidence never overwrites stronger. Values out of range are dropped.
 */
export function learn(known: Facts, values: { [name: string]: string | undefined }, from: Origin): Facts {
  const news: Facts = {};
  for (const [key, raw] of Object.entries(values)) {
    const name = key as FactName;
    if (raw === undefined || !factNames.includes(name)) continue;
    if (from === 'handoff' && userOnlyFacts.includes(name)) continue;
    const value = factValue(name, raw);
    const before = known[name];
    if (value === null || (before && strength[before.from] > strength[from])) continue;
    if (before?.value !== value || before.from !== from) news[name] = { value, from };
  }
  return Object.keys(news).length > 0 ? amended(known, news) : known;
}
