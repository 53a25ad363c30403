import type { FactName } from '../triage/facts.ts';
import { type Phrase, phrases } from './phrases.ts';

/** How a fact's value is said. */
export interface FactRule {
  name: FactName;
  value: string;
  words: Phrase[];
  /** What beside it makes it a statement about something else. */
  unless: Phrase[];
}
/** A rule out of its phrases, one a line. */
export const fact = (name: FactName, value: string, words: string, unless = ''): FactRule => ({
  name,
  value,
  words: phrases(words),
  unless: phrases(unless),
});

const mine =
  '(my|on|using|have|it is|is|own|this|with|got|use|running|runs|the|from|personal|private|work|company|windows|old|new|i am on|an|and)';

/** The computer. */
export const deviceFacts: readonly FactRule[] = [
  fact(
    'platform',
    'server',
    `
    (remote desktop|terminal server|citrix|virtual desktop|avd|windows 365|vdi|windows server|rds)`,
  ),
  fact(
    'platform',
    'windows-old',
    `
    windows (7|8|8_1|vista|xp)
    win (7|8|8_1)
    (win7|win8)`,
  ),
  fact(
    'platform',
    'mac',
    `
    ${mine}+ (mac|macbook|imac|macos|osx|mac mini|macbook pro|macbook air)
    ^ (mac|macbook|imac|macos) (from|pro|air|mini|with|m1|m2|m3|work|at|$)+
    (macbook|imac|macos)`,
  ),
  fact(
    'platform',
    'windows',
    `
    windows (10|11|computer|user|surface)
    (win10|win11|surface|thinkpad)
    win (10|11)
    (on|use|using|running|runs|with|have|got|a|is) windows $
    ^ windows (it|my|and|own|computer|private|company|work|at|$)+`,
  ),
  fact(
    'platform',
    'mobile',
    `
    (app|error|onedrive|it|problem|happens|shows) * (on|in) (my|the)* (iphone|ipad|android|phone|tablet|smartphone)
    ^ (my|it is|an|on|is)* (iphone|ipad|phone|tablet|android|android phone|smartphone|mobile|phone or tablet) $
    (i am|am) on (my|an|a)* (iphone|ipad|android phone|tablet)`,
  ),

  fact(
    'ownDevice',
    'no',
    `
    (my|is|on|of|for|belongs to|helping|it is) (my)? (mom|mum|moms|mums|dad|dads|mother|mothers|father|fathers|wife|wifes|husband|husbands|son|sons|daughter|daughters|friend|friends|colleague|colleagues|boss|bosses|neighbour|neighbours|neighbor|girlfriend|boyfriend|grandma|grandpa|parents|brother|sister|partner|partners) (is)? (computer|mac|macbook|device|one|pc)
    (computer|mac|macbook|device|it) * belongs to (my|a|someone|colleague|friend|wife|husband|mother|father)+
    (not|not even) my (own)? (computer|device|mac|macbook)
    (someone else|somebody else|another person) (is)? (computer|device|mac)`,
    `(has|have|gets|shows|got|with|on) (exactly|the)* same **
    (too|also|as well|fine|works|working|affected|either)`,
  ),
  fact(
    'ownership',
    'personal',
    `
    (my|is|own) (my|own|old|new)* (private|personal) (one|computer|laptop|machine|mac|device) **
    ^ (i do|mine|private|personal) (it is|is|and)* (private|mine)? $
    (private|personal|home|own|family|my own|privately owned) (windows|mac|old|new|10|11|gaming|dell|hp|lenovo|surface|asus|acer)* (computer|mac|macbook|device|surface|imac)
    (computer|mac|macbook|device|it|surface) (is)? (is|private|personal)* (private|personal|my own|mine privately|privately owned)
    (not|no) (a)? (work|company|corporate|managed) (computer|device|mac)
    my own (computer|mac|macbook|device|one)`,
  ),
  fact(
    'ownership',
    'managed',
    `
    (my)? (work|company|it|helpdesk|school|employer|admin) (department)? (looks after|manages|takes care|administers|owns|maintains|controls) (of)? (it|this|that|my)
    ^ (my)? work or school $
    (work|company|corporate|business|office|school|employer|managed|university|job|companys|government|firm) (windows|mac|issued|provided|owned|managed|new|is|dell|hp|lenovo|surface|10|11)* (computer|mac|macbook|device|surface|imac|thinkpad|one)
    (computer|mac|macbook|device|it|surface|windows) * (from|belongs to|managed by|owned by|provided by|issued by|of) (my|the|our)* (work|company|employer|office|school|it|organization|university|firm)
    ^ (mac|macbook|windows|surface|imac) (from)? (work|company)`,
  ),
  fact(
    'ownDevice',
    'yes',
    `
    (i|yes) use it (myself|daily|every day|alone|only)
    (only|sole) user
    (nobody|no one) else uses (it|this) **
    (i am|am) the one (who|that|using) **
    (my|mine|i have|own) (own|private|personal|work|company|corporate|business|office|new|old|home|windows|10|11|employer|school|dell|hp|lenovo)* (computer|mac|macbook|device|surface|imac|thinkpad)
    ^ (it is|is|yes)* (mine|my own) $`,
  ),
];
