import type { StepId } from '../triage/answers.ts';
import { type Rule, rule } from './rule.ts';
import { signedOut, unsure } from './words-middle.ts';

const ratherIt = `(let|have|want|prefer|rather|leave|ask|like|should|can|could|better|wish) * (helpdesk|admin|them|someone|expert|experts|professional|professionals|support|you) (to|can|should|guys|people|team|department|better|please|that)* (does|did|do|handle|take|fix|deal|look|care|perform|run|manage|to|$)
  (let|have|rather|want) it (do|handle|fix|take|run|perform|to) **
  (rather|prefer|would) not
  (do|would|will|am) not (want|dare|going|trust|feel|comfortable) **
  (do|would|will) not like (it|this|that|to|doing|idea|the|$) **
  too (risky|dangerous|scary|complicated|much|hot|difficult) (for me)?
  (sounds|looks|is|seems) (too|a bit|bit|quite|rather|pretty|very)* (risky|dangerous|scary)
  (it|helpdesk|admin|support) (should|can|must|shall|may|could|please|needs to) (do|handle|take|fix|perform|help|look)
  leave (it|that|this) to
  no way (i|am|me|that i) **
  (not|never) (doing|touching|running|going to do|trying) (this|that|it) (myself|alone|on my own|$)+`;

/** Where the card asks whether OneDrive signs in now. */
const signsIn: readonly Rule[] = [
  rule(
    'fixed',
    '^ (it|onedrive) does (now|again|yes)+ $\n^ yes (it|onedrive)? (does|signs in|signed in|signs me in|works|is working|did) (now|again|thanks|thank you|it|finally)* $',
  ),
];

/** What is said at the steps from `reset-client` on, and around the ladder's end. */
export const lateRules: Partial<Record<StepId, readonly Rule[]>> = {
  'winsock-check': signsIn,
  'rejoin-check': signsIn,
  'reset-client': [rule('cannot-sign-in-again', signedOut)],
  credentials: [
    rule(
      'none-found',
      `(no|not any|none|not single|zero) (such|onedrive|entries|entry|of|credentials|credential|cached|one|matching|single|office|related)* (entries|entry|credentials|credential|found|there|here|onedrive|listed|items|them|these|listed|present|records|$)+
      none (of)? (them|these|those|that|such) * (there|listed|found|exist|shown|here|present|in|$)
      (list|manager|it|there|section) (has|shows|contains|lists) (nothing|none) **
      nothing (there|found|listed|starting|with|like|to|in|that|of|about|called|named|for|related|$)
      (list|it|page|manager|section|box|windows credentials) (is|was|are|looks|seems) (empty|blank)
      (could|can|did|do|does) not (find|see|have|exist|contain|spot|list|show|locate) (any|entries|one|it|that|them|such|onedrive|these|those|anything|cached|credentials)+
      ^ (list)? empty $`,
    ),
  ],
  'refresh-sign-in': [
    rule(
      'cannot-do',
      `(am|working|work|sitting|currently) (from|at|in) home **
      home office **
      (without|no|not have) (company|the|a|any)* vpn **`,
      '',
      '(works|worked|working|fixed|signed in|same|still|connected)',
    ),
  ],
  'client-age': [
    rule(
      'unsure',
      `${unsure}\n(can|could|do|did) not (find|see|know|locate|tell|open) **\n(does|is) not (show|shown|display|there|visible) **`,
    ),
    rule(
      'old',
      `^ (yes|it|is|version|i|have|it is|says|its|build|number|v|onedrive|mine|client|shows|we|got|my|that|this|the)* (v|build|version)? (17_~|18_~|19_~|20_~|21_~|22_~|23_~|24_~) **
      ^ (yes|it is|is|much|a lot|even|definitely)* older $
      (over|about|around|at least|almost|nearly|more than|older than) (one|two|#|several|many)? (year|years) (old|ago)? **
      (older|more|over|longer) (than|a) (year|one year|12 months|two years|1 year|that|2 years)*
      ^ (it is|is|very|quite|pretty|rather|ancient|so|too|extremely|way|yes|mine is|version is|looks)* (old|ancient|outdated|prehistoric|out of date)
      ^ (version|client|build|it is|is|the|a|onedrive|says)* (2015|2016|2017|2018|2019|2020|2021|2022|2023|2024) (version|client|build|one|release|edition)? $
      (from|in|of|since|dated|year|is) (2015|2016|2017|2018|2019|2020|2021|2022|2023|2024)
      (two|three|four|five|several|many|few|2|3|4|5) years (old|ago)
      (last|not) updated * (years|year) ago`,
    ),
    rule(
      'recent',
      `(not|is not) (that|so|very|older|old|too|more|outdated) **
      (quite|pretty|very|rather|fairly|is|looks|it is)+ (recent|newest|latest|current|brand new|fresh)
      ^ (yes|ok|brand|quite|pretty|very|rather|fairly|the|my|version|it is|is|looks)* (recent|new|newest|latest|current|fresh) (one|version|client|build|release|onedrive|available|enough)* $
      (newest|latest|current|recent|new) (version|client|build|release|onedrive)
      (up to date|recently)
      ^ (yes|it is|is|much|a lot|even|definitely|no)* (newer|younger) $
      (newer|less|younger) (than|a)
      (this|last) (month|week|year|spring|summer|autumn|winter)
      (few|two|three|couple|some|2|3|4|5|6|several) (of)? (weeks|months|days) (old|ago)?
      (updated|installed) (yesterday|today|recently|last week|last month|this week|this month)`,
    ),
  ],
  'cipher-suites': [
    rule(
      'not-restricted',
      `(unable to find|can not find|could not find|not find) ** (key|value)
      (key|entry|value|policy|it|path|registry) * (does not exist|not found|not there|missing|is not|not exist|was not found)
      (no|not any|not) (such|restriction|restrictions|key|list|policy|entry|value|restricted|functions|cipher)
      nothing (there|found|set|configured|listed|comes|is)
      ^ (error)? (unable|not restricted|not configured|not found|empty)`,
    ),
    rule(
      'restricted',
      `(there is|shows|see|it has|lists|got|get|prints|there are) (a|long|list|of|some|an|key|entry|with|short)* (functions|list|key|cipher|ciphers|entry|suites|tls_~|value|entries)
      functions (reg_sz|reg_multi_sz|tls_~)
      (is|are|list is|was) (restricted|configured|enabled|limited)`,
    ),
  ],
  'other-account': [
    rule(
      'cannot-test',
      `(no|not any|without|not have|not got) (a|any)* (other|second|another|additional|further|different|account|more) (account|accounts|user|users|one|profile|login|there|here|$)+
      (only|just) (one|1|a|have one|single|me|got one|the one) (account|one|profile|user|here)*
      (nobody|none) else (on|uses|has|here|is|works|signs) **
      (only|just) (have|use|got) (my|this|one|the) (account|one|work account|profile)?
      (can|could|do|am|will) not (test|try|check|do|want|have|able|tell|possible) **
      (not possible|impossible|no way|do not know|not sure|no idea|skip|unsure)`,
      '',
      'no (other|another|second|different|private) (account|one|profile) (is|does|that)* (works|working|fine|ok|signs in|connects|connected|good) **',
    ),
    rule(
      'no',
      `(other|another|second|different|their|his|her|colleague~|wife~|husband~|private|personal|one|account|accounts|son~|boss~|the) (account|one|user|profile|is|login|accounts)* (works|work|working|connects|signs in|fine|ok|syncs|is fine|is working|is ok|good|no problem|worked|logs in)
      (works|fine|ok|working|connects) * (with|for|on|under|in) (the|other|another|that|second|different|my|his|her|their)+ (account|one|user|profile|accounts)
      (with|on|under|using) (the|my|a|an)* (other|another|second|different|private|personal|colleague~) (account|one|user|profile) (it|onedrive|that|does|everything)* (works|connects|signs in|is fine|is ok|fine|ok|syncs) **
      (only|just) (my|mine|this|me) (account|one|fails|is|not|$)+
      (does|did) not fail
      only (my|this|the|mine) * (account|one) (fails|has|is affected|does not|shows|not)`,
    ),
    rule(
      'yes',
      `(fails|fail|failed|same|broken|not|error|errcode|happens|also|too|as well) * (too|also|as well|with|for|there|on|error|account|accounts|everyone|either)+
      (other|another|second|all|both|every|any|different|that|their|his|her|it) (account|accounts|one|user|users|profile|of them|my|three|two)* (has|have|gets|get|fails|fail|also|too|does|is|shows|show|do|see|sees|can not|same)+ * (same|error|errcode|fails|too|problem|fail|as well|also|either|issue|not (work|working|signing|sign|connect|connecting|sync|syncing|log|let|either|get|too|possible|able|allowed|open|start|better|different|accepted|$))
      (other|another|second|all|both|every|any|different|their|his|her) (account|accounts|one|user|users|profile|of them|three|two)* (has|have|gets|get|fails|fail|also|does|shows|show|do|see|sees)+ (it|that|this|them)* $
      ^ yes **`,
      '',
      '(works|working|fine|ok|connects|signs in|no problem) **',
    ),
  ],
  'rejoin-ready': [rule('rather-it', ratherIt)],
  rejoin: [
    rule('rather-it', ratherIt),
    rule(
      'restarting',
      `^ (ok|done|all|yes|so|now|great|command|commands|ran|finished|and|i|am|will|it is|left|is)* (restarting|restarting computer) (now|my|the|computer|it|right now|then|see you|back|soon|windows|thanks)* $
      (done|ran|entered|executed|finished|typed|command) ** (restarting|restart now|will restart|about to restart)`,
      `(restart|restarting|restarted)`,
    ),
  ],
  'put-back': [
    rule(
      'cannot-do',
      `(do|did) not (know|remember|recall|note) (how|what|which|where|the old|if) **
      (forgot|forgotten) (how|what|which|where|to|the) **
      (can|could|does|will) not * (back|on|again|switch|turn|find|undo|enable|able)\n(impossible|not possible)`,
    ),
    rule(
      'done',
      `^ (ok|yes|all|i|have|everything|it|that|is|now|done|proxy|vpn|scanner|filter|am|its|they|are|has|been|put|switched|turned|finished|great)* (done|on again|back on|put back|switched on|turned on|back|enabled|restored|re enabled|finished|running again|active again|reenabled|switched back on|turned back on) (again|now|everything|all|it|on|done|thanks|yes|that|as|before|back)* $
      (turned|switched|put|set|enabled) (everything|it|that|all|them|both|proxy|vpn|the|scanning|filter|antivirus)* (back)? on (again)?
      (everything|all|it) (is)? (on again|back on|restored|as before|back to|as it was)`,
    ),
  ],
  evidence: [
    rule(
      'wrong',
      `(not|is not|are not|in) (right|correct|true|accurate|what|my|quite|mine|exactly|so|ok) **\n^ (no|all|it is|that is|is|this is|completely|totally|quite)* (wrong|incorrect|false|nonsense|mistaken|misread|inaccurate) **\n(you|it) (misread|misunderstood|mixed)\n(wrong|incorrect)\n(someone|somebody) else (is)? (computer|device|account|one) **`,
    ),
    rule(
      'right',
      '^ (yes|all|it is|that is|is|this is|looks|seems|exactly|everything|this|that|sounds|indeed|perfectly|you are|it)* (right|correct|true|accurate|good|exactly|matches|fine|confirmed|agreed|spot on|exact|looks good|absolutely) (indeed|yes|thanks|to me|so|it is|far|for me|all)* $',
    ),
  ],
  escalate: [
    rule(
      'not-now',
      `(do|please) not * (send|submit|file|create|do|want|forward|share)
      ^ (please|no|ok)* hold (it|that|off|on|this) **
      ^ (no|not|maybe|rather|please|yet|i)* (not now|not yet|later|no thanks|rather not|hold off|not today|another time|not right now|no thank you|better not|cancel|stop) **
      ^ (please|no|i|rather)* do not $
      ^ (please|no|ok|rather|can you)* wait (with|for|until|till|before) **
      (want|need|would like) (to)? (wait|think|not|hold)`,
      '^ (please|no|ok|rather)* wait **',
    ),
    rule(
      'copied-now',
      `(i|we|have|all|files|everything) (have|now|all|already|just|are|got|is|been)* (copied|saved|backed up|rescued|moved|safe) (all|everything|them|my|the|files|it|now|of|those|documents)* (now|files|everything|safely|to|somewhere|$)`,
    ),
    rule(
      'keep-trying',
      `(keep|continue|go on|carry on) (trying|going|with|on|please|myself|on my own|a bit|bit|trying things|to try|$)+
      (try|want to try|let me try|let us try|trying) (a bit|bit|some|more|something|other|further|few|it|another|on|again|else|myself|things|first|longer)+
      (more|other|further|next) (steps|fixes|things|ideas|suggestions)`,
    ),
    rule(
      'send',
      `^ (ok|yes|please|sure|fine|then)* go ahead (please|then|with it|with that)* $
      ^ (ok|yes|please|then|go ahead|you can|you may|fine|great|sure|just|now|i agree|agreed|alright|and|do|can you|could you|looks good|all good|good|so)* (send|submit|send it|submit it|send that|send this|file it|file ticket|create ticket|create it|raise ticket|raise it|open ticket|forward it|escalate|escalate it|pass it on|hand it over|send ticket|send everything|send off) (it|off|now|to|that|this|ticket|please|them|helpdesk|please do|away|thanks|everything|the|like|as|is|on|over)* $`,
    ),
  ],
  'roll-back': [
    rule(
      'ok',
      '^ (ok|understood|got it|alright|i see|clear|will do|fine|noted|thanks|done|did that|i did|did it|undone|rolled back|restored) (understood|got it|thanks|thank you|now|all|that|will do|it|then)* $\n^ (ok|yes|please|then|fine|sure|go ahead|and|you can|do)* (pass|give|hand|forward|send|escalate) (it|this|that|me)* (on|over|to|please|someone|helpdesk|person|human|them|along|$)+ (please|thanks|person|someone)* $\n(undid|restored|rolled back|undone) (it|that|everything|all|them|to)',
    ),
  ],
  paused: [
    rule(
      'resume',
      `^ (ok|yes|hi|hello|now|hey|so|and|well|i|am|are|we|here|let us|let me|can we|lets|please|want to|would like to|ready to|to|us|back|again)* (resume|continue|proceed|go on|carry on|back|ready|here again|back again|here|back now|restarted|back from|unpause|next|keep going|pick up|let us go|go|let us go on) (now|again|please|with|where|the|it|from|ready|to|continue|then|here|we|left|off|meeting|bot|lunch|restart|computer|go|after|that|my|i|am|want|on)* $
      (have|has|i|computer) (now|has|have|just)* restarted
      (am|are|i) back`,
    ),
  ],
  incident: [
    rule(
      'wait',
      '(tell|let|inform|notify|message|ping) (me|us) (know)? (when|once|if|as soon as) **\n^ (ok|i|we|will|then|can|let us|yes|guess|alright|fine|just|sure)* (wait|waiting|wait then|wait for it|be patient|hold on) **\n(i|we|will|can|rather) (will)? wait',
    ),
    rule(
      'keep-trying',
      '(still|would|want|like|let me|prefer) * (to try|try|continue) **\n(try|continue|check|go on|proceed|do it|start|keep) (it|anyway|steps|trying|going|still|with|the|myself|regardless|on|me)+\n(anyway|regardless|nevertheless) $\n(my|mine|this) (is|problem|one|looks)+ (different|something|other|separate)\n(do|can|will|would) not (want|like|wish|to)* wait',
    ),
  ],
  resolved: [
    rule(
      'came-back',
      `(it|error|problem|issue|errcode|that|same|code|message)+ (is|has|just|now|error|came|it)* (back|came back|come back|returned|reappeared|again|happening again|happened again|broken again|there again) (again|today|now|unfortunately|after|since|already)*
      (broken|failing|fails|failed|not working|stopped working|stopped|down|dead|error|errcode|happening|lost|offline) again
      (does|is|do|has|can|will) not * (work|working|connect|sync|last|help|sign in|hold)
      (happened|happening|occurred|appeared|occurs|happens|started) again
      ^ (again|came back|is back|back again|it is back|not any more|broken) (again|now)? $
      (stopped) (working|syncing|connecting)`,
    ),
    rule(
      'still-good',
      `still (good|fine|working|works|ok|great|all|perfect|running|holds|connected|syncing) **
      ^ (yes|all|everything|it|is|it is|works|so far|looks|onedrive|and|still)* (good|fine|ok|well|great|perfect|perfectly|works|working|no problems|no issues|stable|holding) (so far|still|now|here|today|thanks|fine|since|as|again|yes)* $
      (no) (more|new|further)? (problems|issues|errors|error|trouble) (since|so far|any more|now|today|$)`,
    ),
    rule(
      'rate',
      '^ (i|give|rate|you|it|that|this|rating|my|is|would|solid|a|say|of|let us|was|score)* (0|1|2|3|4|5|one|two|three|four|five) (stars|star|points|of 5|out of 5|out of five|from 5|5|of five|from me|for you|thanks)* $',
    ),
  ],
  escalated: [
    rule(
      'withdraw',
      'no need for (the|my|a|this)* ticket **\n(withdraw|cancel|close|delete|drop|remove|revoke|retract|kill) (my|the|this|that|it|please|whole)* (ticket|request|case|it|that|$)\n(no longer|not) (needed|need|necessary|required) **\n^ (never mind|nevermind|forget it|forget about it) **',
    ),
    rule(
      'add',
      '(something|more|anything|one thing) to (add|say|mention) **\n(add|append|attach|mention|include|note|supplement) (something|a|one|more|that|this|comment|note|info|information|to|thing|detail|details|another|some|my|please|it|further)+\n(forgot|forgotten|want|need|have|like) (to)? (mention|say|add|tell|write|include)\n(more|new|additional|further|extra) (info|information|details|detail|news)\n^ (please|pls)? (add|note|mention|include|write|tell them|also add|also note) $\n^ (also|ps|by way|one more thing|addition|update) **',
    ),
  ],
};
