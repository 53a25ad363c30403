import type { StepId } from '../triage/answers.ts';
import type { FactName, FactValues } from '../triage/facts.ts';
import { find, type Phrase } from './phrases.ts';
import { clean, plain } from './text.ts';
import { deviceFacts } from './words-facts.ts';
import { askedFacts, situationFacts } from './words-facts-situation.ts';

/**
 * Facts that a message states plainly. What is only likely is left for the card to ask; facts that only the
 * user may give (network, password, second administrator) need the explicit sentence.
 */

/** In order; the first value that is found for a fact is taken. */
const factRules = [...deviceFacts, ...situationFacts];

/** What the phrase before it must not be: "not on a mac", "if I had windows 11". */
const unsaid =
  /(?: (?:not|no|never|if|unless|neither|nor|wish|maybe|perhaps|isn|whether|without) (?:[a-z0-9_]+ ){0,2})$/;
const negatable: ReadonlySet<FactName> = new Set([
  'platform',
  'ownership',
  'ownDevice',
  'accountType',
  'changed',
  'newDevice',
]);

/** Brand names that users give for what filters their connection. */
const products: readonly (readonly [string, RegExp])[] = [
  'Bitdefender',
  'Kaspersky',
  'Norton',
  'McAfee',
  'Avast',
  'AVG',
  'ESET',
  'Sophos',
  'Zscaler',
  'Netskope',
  'Forcepoint',
  'CrowdStrike',
  'SentinelOne',
  'Malwarebytes',
  'Webroot',
  'Trend Micro',
  'F-Secure',
  'Avira',
  'Cisco Umbrella',
  'Symantec',
  'AdGuard',
  'Pi-hole',
].map((name) => [name, new RegExp(`\\b${name.replace(/[ -]/g, '[ -]?')}\\b`, 'i')] as const);
const notUsed = /\b(?:no|not|never|don'?t|doesn'?t|without|uninstalled|removed|used to)\b/i;

/**
 * The plain statements of a message about the user, the computer and the network. With the step that is
 * shown, statements count too that only mean a fact where it is asked for.
 */
export function typedFacts(text: string, step: StepId | null = null): FactValues {
  const message = clean(text);
  const found: Record<string, string> = {};
  for (const { name, value, words } of step === 'situation' ? [...factRules, ...askedFacts] : factRules) {
    if (found[name] !== undefined || (message.question && message.words < 12)) continue;
    const hit = words.find((item) => said(item, message.text, negatable.has(name)));
    if (hit) found[name] = value;
  }
  const source = plain(text);
  const product = products.find(([, pattern]) => statedIn(source, pattern));
  if (product) found.securityProduct = product[0];
  const version = /\b(?:version|build|v)[ .:]{0,3}((?:1[5-9]|2\d|3\d)\.\d{1,3}(?:\.\d{1,4}){1,2})\b/i.exec(
    source,
  )?.[1];
  if (version !== undefined) found.clientVersion = version;
  return found;
}

function said(item: Phrase, text: string, strict: boolean): boolean {
  const match = find(item, text);
  return match !== null && !(strict && unsaid.test(text.slice(Math.max(0, match.index - 60), match.index)));
}

function statedIn(source: string, pattern: RegExp): boolean {
  const at = source.search(pattern);
  return (
    at >= 0 && !source.slice(at).startsWith('?') && !notUsed.test(source.slice(Math.max(0, at - 30), at))
  );
}
