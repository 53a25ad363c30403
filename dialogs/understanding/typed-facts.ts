import type { StepId } from '../triage/answers.ts';
import type { FactName, FactValues } from '../triage/facts.ts';
import { find, firstOf, type Phrase } from './phrases.ts';
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
const wellKnown = [
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
];
const patterns = new Map<string, RegExp>();

/** A brand's name as people write it: with a space, a hyphen or neither. */
function patternOf(name: string): RegExp {
  const known = patterns.get(name);
  if (known) return known;
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/[ -]/g, '[ -]?');
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'iu');
  patterns.set(name, pattern);
  return pattern;
}
const notUsed = /\b(?:no|not|never|don'?t|doesn'?t|without|uninstalled|removed|used to)\b/i;

/**
 * The plain statements of a message about the user, the computer and the network. With the step that is
 * shown, statements count too that only mean a fact where it is asked for. `ours`: security products that the
 * company uses, besides the well-known ones.
 */
export function typedFacts(
  text: string,
  step: StepId | null = null,
  ours: readonly string[] = [],
): FactValues {
  const message = clean(text);
  const found: Record<string, string> = {};
  for (const { name, value, words, unless } of step === 'situation'
    ? [...factRules, ...askedFacts]
    : factRules) {
    if (found[name] !== undefined || (message.question && message.words < 12)) continue;
    if (firstOf(unless, message.text)) continue;
    const hit = words.find((item) => said(item, message.text, negatable.has(name)));
    if (hit) found[name] = value;
  }
  const source = plain(text);
  const product = [...ours, ...wellKnown].find((name) => statedIn(source, patternOf(name)));
  if (product) found.securityProduct = product;
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
