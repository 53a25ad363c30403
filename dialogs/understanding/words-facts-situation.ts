import { type FactRule, fact } from './words-facts.ts';

/** What happened, who else has it, and what the user may and knows. */
export const situationFacts: readonly FactRule[] = [
  fact(
    'spread',
    'others-too',
    `
    ^ (everybody|everyone|all|whole office|whole team|the whole department|others|others too|my colleagues|colleagues|colleagues too|other colleagues|other people|several|many) (else|too|also|in|here|at|as well|office|team|department|my|our|of|us|work)* $
    (colleagues|colleague|others|everyone|team|everybody|people|coworkers|whole office|whole team|all of us|department|office|many of us|several people|several of us|all users|company|desk neighbour) * (have|has|got|get|gets|see|sees|also|too|affected|same|having|experience|hit|report|are) * (it|same|this|problem|error|issue|affected|too|errcode|also|that|as well|$)
    (not|is not) only me
    (neighbour|neighbor|colleague|colleagues|coworker|boss) (is)? (computer|mac|device|machine) * (has|shows|gets|got|have) (it|same|this|that) **
    (same|also|too) * (for|with|at) (my|all|the|several|other|some|many)* (colleagues|others|everyone|everybody|coworkers|team)
    (we|us) all (have|get|see|got)`,
  ),
  fact(
    'spread',
    'only-me',
    `
    ^ (only)? me (only|alone|as far as i know)? $
    (only|just|it is only|solely) (me|my computer|on my computer|mine|my account|one) $
    (nobody|none|no other) (else|colleague|colleagues|of my colleagues|in my team)* * (has|have|affected|sees|gets|problem|is|does|$)
    (colleagues|colleague|others|everyone else|everybody else|team) * (do|does|has|have|are|is) (not|no|fine|ok|working) **
    (works|fine|ok|no problem|no problems) (for|with|at) (my|all|everyone|the|other|others|everybody)* (colleagues|others|else|team|users)
    (i am|am) (the)? only one`,
  ),
  fact(
    'spread',
    'my-other-devices',
    `
    (all|both|other|every) (of)? my (other)? (devices|computers) * (too|same|also|have|fail|affected|error)
    (also|same|too) * on my (other|second|home|private|work) (computer|mac|device|phone)`,
  ),

  fact(
    'newDevice',
    'no',
    `
    (worked|was working|working) * (before|until|yesterday|last|fine till|for years|for months|previously)
    (used to|always) (work|worked)
    worked until`,
  ),
  fact(
    'newDevice',
    'yes',
    `
    (brand)? new (work|company|windows|dell|hp|lenovo)* (computer|mac|macbook|surface|device)
    (never|has never|have never|not ever|not once) (worked|connected|signed in|synced|worked here)
    first (time|day|login|start) (on|with|i|using|setup|set up)`,
  ),
  fact(
    'otherAppsFail',
    'yes',
    `
    (teams|outlook|word|excel|office|other apps|other programs|all apps) (and|outlook|teams|also|too|can|does|do|will|have|word)* (not|fail|fails|also|too|same|neither|down) * (connect|work|sign in|log in|too|either|load|open|same|as well|$)`,
  ),
  fact(
    'otherAppsFail',
    'no',
    `
    (teams|outlook|office|word|excel|other apps|other programs|everything else|all other apps|rest of office) (and|outlook|teams|word|excel|also|all|apps|programs)* (works|work|is fine|are fine|fine|ok|connect|connects|working|is ok|are ok|loads|run|runs)`,
  ),

  fact(
    'changed',
    'password',
    `
    (changed|reset|change|updated|changing|updating|renewed|new|resetting|expired|got new|modified) (my|the|a|was|windows|work|microsoft|account|our|company)* password
    password (was|has|is|got|had|been|reset|i|recently|just)* (changed|reset|expired|renewed|updated|change)`,
  ),
  fact(
    'changed',
    'vpn-or-security',
    `
    (new|installed|updated|changed|since|after|another|switched) * (vpn|antivirus|firewall|zscaler|bitdefender|kaspersky|security software|globalprotect|forticlient|sophos|crowdstrike|norton|mcafee|eset|anyconnect)`,
  ),
  fact(
    'changed',
    'windows-update',
    `
    ^ (big|a|latest|there was|was|probably|windows|only)* (windows)? (update|updates) (yesterday|last|week|today|on|monday|tuesday|night|recently|was|installed|this|month|windows)* $
    (after|since|following|because of|latest|last|recent) * (windows|kb~|feature|system|security|22h2|23h2|24h2|25h2|patch)+ (update|updates|upgrade|patch|updated|tuesday)
    (since|after) * (windows update|update|windows 11 upgrade|upgrade to windows|updating windows|upgrading windows|kb[0-9]+)
    (windows|computer) (was|has|got|just|had|is|been)* (updated|upgraded)`,
  ),
  fact(
    'changed',
    'new-computer',
    `
    (got|have|received|new|since|bought|switched to|brand new|replaced|it is)+ (brand|a|my|new|work|company|windows|dell|hp)* new (work|company|windows|dell|hp|lenovo)* (computer|mac|macbook|surface|device)`,
  ),
  fact(
    'changed',
    'network',
    `
    (new|changed|switched|moved|another|different|replaced) (my|our|the|internet|home|a|to|office)* (router|wifi|internet|network|provider|isp|modem)
    (moved|moving|relocated|changed) (to|into)* (another|new|different|other|my)* (office|place|building|desk|location|floor|department|room) **
    (moved|moving) (house|office|flat|home|offices|to new)`,
  ),
  fact(
    'changed',
    'nothing',
    `
    (nothing|nothing has|nothing was|not|never)+ (changed|change) (anything)? (lately|recently|on my computer|on this computer|before|on my side|at all on|in windows|since it worked)+`,
  ),
  fact(
    'accountType',
    'personal',
    `
    (personal|private|family|home|outlook com|hotmail|free) (microsoft|onedrive|outlook)? (account|onedrive|subscription)
    (hotmail|live com|outlook com)`,
  ),
  fact(
    'accountType',
    'work',
    `
    (work|school|business|company|corporate|university|office 365|office|m365) (microsoft|onedrive|office)* (account|onedrive|email)
    onedrive for business`,
  ),

  fact(
    'admin',
    'no',
    `
    (am|do|does|have|has|got|without|with) (not|no|without)+ (an|a|the|have|local|any|full|got)* (admin|admin rights|elevated|admin privileges|admin access)
    (no|without|lack|lacking|missing) (local|any|full)? admin (rights|access|privileges|permissions|account|password|$)
    (not|no) (a|an|local|the)* admin $`,
  ),
  fact(
    'admin',
    'yes',
    `
    ^ (yes|and|i|have|am|do|we|got|with|the|local|full)+ (local|full|an|a|the|my)* admin (rights|access|privileges|here|on|myself|of|too|account|$)+
    (i am|am) (the|an|a|local|also)* admin (on|of|here|myself|$)+`,
  ),

  fact(
    'onCorpNetwork',
    'no',
    `
    (am|is|are|we) not (on|in|at|connected|inside) (to|the|our)* (company|corporate|office|corp|work) (network|lan|vpn|wifi)
    (am|working) (at|from) home (without vpn|no vpn)+`,
  ),
  fact(
    'onCorpNetwork',
    'yes',
    `
    (am|is|are) (now|currently|connected|sitting|on|in|at|to|the|our|via)+ (company|corporate|office|corp) (network|lan|wifi|vpn)`,
  ),
  fact(
    'knowsPassword',
    'no',
    `
    (do|did) not (know|remember) (my|the)* (windows|computer|account)* password
    (only|just) (know|have|use|remember) (my|the|a)* pin`,
  ),
  fact(
    'knowsPassword',
    'yes',
    `
    (i|and) (do)? (know|remember) (my|the)* (windows|computer|account|work)* password`,
  ),
  fact(
    'fallbackAdmin',
    'no',
    `
    (no|not|without) (have|any|a|an|there is)* (other|another|second|fallback) admin (account)?`,
  ),
  fact(
    'fallbackAdmin',
    'yes',
    `
    (have|is|there is|with|got|exists)+ (also|an|a)* (other|another|second|fallback|local) admin account (too|that|which|as well|here|$)*`,
  ),
];

/** What only says so where it is asked: below a fix, "nothing changed" means that the fix did not help. */
export const askedFacts: readonly FactRule[] = [
  fact(
    'changed',
    'nothing',
    `
    (nothing|nothing has|nothing was) (changed|new|different)
    (have|did|has) not (changed|change) (anything)?
    ^ (no|none) (change|changes) $`,
  ),
];
