import { hiddenNegation, mayBeNot } from './negation.ts';
import { empty } from './phrases.ts';
import { forms } from './short-forms.ts';
import { correct } from './spelling.ts';

/** Evens out what people type and Teams wraps, so that the vocabularies need each word in one form only. */

/** What of a long text is read for its wording; codes are searched in more of it. */
export const readHead = 4000;
export const readTail = 1500;

export type Bare = 'yes' | 'no' | 'ok' | 'thanks' | 'hello';

/** A message made comparable: words in one form, single spaces, `.` and `?` as words at the ends of clauses. */
export interface Clean {
  text: string;
  /** Set if there is nothing else in the message. */
  bare: Bare | null;
  /** A "yes" or "no" that the message begins with, as a clause of its own. */
  lead: Bare | null;
  words: number;
  question: boolean;
  /** A word in it may be a misspelt "not". */
  perhapsNot: boolean;
}

const entities: Record<string, string> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
};

/** The text a person wrote: without mentions, markup, entities, typographic quotes; cut to what is read. */
export function plain(raw: string): string {
  const cut = raw.length > readHead + readTail ? `${raw.slice(0, readHead)}\n${raw.slice(-readTail)}` : raw;
  return cut
    .normalize('NFKC')
    .replace(/<at\b[^<>]{0,200}>[^<>]{0,200}<\/at>/gi, ' ')
    .replace(/<(?:br|\/p|\/div|\/li|\/tr)\b[^<>]{0,200}>/gi, '\n')
    .replace(/<\/?[a-z][^<>]{0,400}>/gi, ' ')
    .replace(/&(nbsp|amp|lt|gt|quot|apos|#39);/gi, (_, name: string) => entities[name.toLowerCase()] ?? ' ')
    .replace(/[\u2018\u2019\u201b\u02bc\u00b4`]/g, "'")
    .replace(/[\u201c-\u201f\u00ab\u00bb]/g, '"')
    .replace(/\u200b|\u200c|\u200d|\u2060|\ufeff|\u00ad|\ufe0f/g, '');
}

const up = /[\u{1F44D}\u{1F44C}✅✔☑]/gu;
const down = /[\u{1F44E}❌✖❎]/gu;
const logLine = /^\W*(?:\d{1,4}[-/.:]\d{1,2}[-/.:T ]|[A-Z]+\s*[:|]?\s*\d{4}-|at \w+\.|[A-Z]:\\|HKEY_|>)/;

const joins: readonly (readonly [RegExp, string])[] = [
  [/\b(?:ms|microsoft) (?=one[ -]?drive)/g, ''],
  [/\bone[ -]+drive\b/g, 'onedrive'],
  [/\bwi-? ?fi\b/g, 'wifi'],
  [/\banti[ -]virus\b/g, 'antivirus'],
  [/\bhot[ -]spot\b/g, 'hotspot'],
  [/\bweb[ -](site|page)\b/g, 'web$1'],
  [/\b(sign|log|logg)(ed|ing|s)?-(in|out|on)\b/g, '$1$2 $3'],
  [/\bre-(install|start|boot)/g, 're$1'],
  [/\b(?:help|service|support)[ -]?desk\b/g, 'helpdesk'],
  [/\bco-worker/g, 'coworker'],
  [/\bno[ -]one\b/g, 'nobody'],
  [/\blet['’]?s\b/g, 'let us'],
  [
    /\b(?:(?:the|our|my|your) )?(?:it|tech)[ -](?:departments?|dept|guys?|people|persons?|team|staff|folks|helpdesk|desk|colleagues?|technicians?)\b/g,
    'helpdesk',
  ],
  [/\b(?:our|my|the|to|with|from|call|contact|ask|get|want|need) (?:it|tech) support\b/g, 'get helpdesk'],
  [/\bsys(?:tem)?[ -]?admins?\b/g, 'helpdesk'],
  [/\b(\d+) ?(?:mins?|minutes?)\b/g, '$1 minutes'],
  [/\b(\d+) ?(?:hrs?|hours?)\b/g, '$1 hours'],
];

/** The department, written in capitals among words that are not: "have IT do it", "IT should look". */
function departments(text: string): string {
  const capitals = text
    .match(/\b[A-Z]{2,}\b/g)
    ?.filter((word) => word !== 'IT' && !/^(?:PC|OK|VPN|TLS|CMD|PIN|UAC|USB)$/.test(word));
  return (capitals?.length ?? 0) > 1 ? text : text.replace(/\bI\.?T\b(?!['\u2019])/g, ' helpdesk ');
}

/** Politeness and padding: a message of nothing but these is a bare yes, no, thanks or greeting. */
const padding = new Set(
  'yes no ok well please thanks thank you very much many lot hi hello hey good morning afternoon evening sorry sir mate bot now and then of course sure alright dear team there all everyone bye cheers'.split(
    ' ',
  ),
);

/** Evens a message out; see `Clean`. */
export function clean(raw: string): Clean {
  const spokenLines = plain(raw)
    .split('\n')
    .filter((line) => line.length < 30 || !logLine.test(line));
  let text = departments(spokenLines.join(' . '))
    .toLowerCase()
    .replace(up, ' yes ')
    .replace(down, ' no ')
    .replace(/\b(?:https?:\/\/|www\.)\S{1,300}/g, ' link ')
    .replace(
      /(?<![0-9])[0o]?[x×][0-9a-fo]{8}\b|\baadsts ?\d{5,7}\b|\b8004[0-9a-f]{4}\b|\b(?:0x)?caa[0-9a-f]{5}\b/g,
      ' errcode ',
    )
    .replace(/(\d)[.,](?=\d)/g, '$1_')
    // "don'", "can'y": what else could it have been?
    .replace(
      /\b(do|does|did|is|are|was|were|has|have|had|could|would|should|ca|wo)n'(?!t\b)[a-z]{0,2}(?![a-z])/g,
      expand,
    )
    .replace(
      /\b(do|does|did|is|are|was|were|has|have|had|could|would|should|must|ca|wo|ai)n ?['";]? ?t\b|\b(do|does|did|is|are|was|were|has|have|had|could|would|should)['";]nt\b/g,
      expand,
    );
  for (const [from, to] of joins) text = text.replace(from, to);
  text = text
    .replace(/'(m|ve|ll|d|s|re)\b/g, (_, tail: string) => tails[tail] ?? '')
    .replace(/\?+/g, ' ? ')
    .replace(/[.,!;:\u2026()[\]{}"|]+|\s[-\u2013\u2014]+\s/g, ' . ')
    .replace(/[^a-z0-9_.? ]+/g, ' ');
  const typed = text
    .split(' ')
    .filter((w) => w !== '')
    .slice(0, 1200);
  const words = typed.flatMap(evenWord).filter((w) => !empty.has(w));
  const spoken = words.filter((w) => w !== '.' && w !== '?');
  return {
    text: clauses(words),
    bare: bareOf(spoken),
    lead: spoken.length > 12 ? null : leadOf(words),
    words: spoken.length,
    perhapsNot: typed.some(mayBeNot),
    question: words.includes('?') || asks.test(clauses(words)),
  };
}

const tails: Record<string, string> = {
  m: ' am',
  ve: ' have',
  ll: ' will',
  d: ' would',
  s: ' is',
  re: ' are',
};

function expand(_: string, first: string | undefined, second?: string | number): string {
  const verb = first ?? (typeof second === 'string' ? second : '');
  return `${verb === 'ca' ? 'can' : verb === 'wo' ? 'will' : verb === 'ai' ? 'is' : verb} not`;
}

function evenWord(word: string): string[] {
  if (word === '.' || word === '?') return [word];
  // "soooo", "nooooo": a letter typed three times or more is meant once.
  const calm = word.replace(/([a-z])\1{2,}/g, '$1');
  // The "t" that is left of a damaged "n't".
  if (calm === 't') return ['not'];
  return (forms.get(calm) ?? hiddenNegation(calm) ?? correct(calm)).split(' ');
}

/** Puts a clause's end before words that turn the meaning round, and one at either end of the text. */
function clauses(words: readonly string[]): string {
  const out = ['.'];
  for (const word of words) {
    if (word === 'but' || word === 'however' || word === 'although' || word === 'though') out.push('.');
    if (word === '.' && out.at(-1) === '.') continue;
    out.push(word);
  }
  if (out.at(-1) !== '.' && out.at(-1) !== '?') out.push('.');
  return ` ${out.join(' ')} `;
}

const leads = /^(yes|no)(?: (?:i|it|we|they|that) (?:am|do|can|is|have|does|did|are|was|has)(?: not)?)?$/;

/** The clauses of an evened-out text, without their marks. */
export const clausesOf = (text: string): string[] =>
  text
    .split(/[.?]/)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '');

/** A question that was typed without its mark. */
const asks = new RegExp(
  `(?:^| [.?]) (?:so |and |but |or )?(?:${[
    'did (?:you|we|they|i|he|she|my|onedrive)',
    '(?:is|are|was|were|does|do|has|have|can|could|will|would|should|may|shall|must|am) (?:it|this|that|these|those|i|you|we|they|there|my|onedrive|he|she|someone|anyone)',
    'who|what|which|why|how|whose',
    '(?:when|where) (?:do|does|did|is|are|can|could|will|would|should|shall|must|exactly|to)',
  ].join('|')}) `,
);

function leadOf(words: readonly string[]): Bare | null {
  const end = words.findIndex((w) => w === '.' || w === '?' || w === 'but');
  const first = words.slice(0, end < 0 ? words.length : end).join(' ');
  return leads.exec(first)?.[1] === undefined ? null : first.startsWith('yes') ? 'yes' : 'no';
}

const bares: readonly (readonly [Bare, RegExp])[] = [
  ['yes', /\b(?:yes|sure|of course)\b/],
  ['no', /\bno\b/],
  ['ok', /\b(?:ok|alright)\b/],
  ['thanks', /\b(?:thanks|thank|cheers|bye)\b/],
  ['hello', /\b(?:hi|hello|hey|good (?:morning|afternoon|evening))\b/],
];

function bareOf(words: readonly string[]): Bare | null {
  if (words.length > 8 || words.some((w) => !padding.has(w))) return null;
  const text = words.join(' ');
  const found = bares.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
  return found.includes('yes') && found.includes('no') ? null : (found[0] ?? null);
}
