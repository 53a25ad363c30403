import type { StepId } from '../triage/answers.ts';
import { type Rule, rule } from './rule.ts';

const unsure = `^ (i am|am|i|we|sorry|still|well|honestly)* (not sure|unsure|do not know|not certain|no idea|no clue|uncertain|can not tell|can not say|could not tell|could not say|would not know|have no idea|have no clue|not quite sure|hard to say|hard to tell|maybe|perhaps|possibly) **
  (do not know|not sure|no idea|unsure|can not tell|not certain) (if|whether|which|what|how|about|that|it|$) **`;

const signedOut = `(can|could|am|will|does|do|would) not * (sign|log|get) (me)? (back in|in again|in any more|in anymore|in at all|in now|back on|in any longer|back)
  (can|could) not * (sign in|log in) * (again|any more|at all|any longer|to it|back)
  not * let me (sign|log|get)? (back in|in again|in any more|back|in)
  (asks|wants|need|have|asking) ** (sign in|log in) *** (not|never) (work|working|possible|accept|succeed|go through) **
  stuck (at|in|on) (log in|login|sign in|signing in|password) **
  (refuses|rejects|refused|rejected|refuse|reject) (my|the|to|accept|let|me)* (login|log in|password|account|sign in|credentials|in) **
  not (accept|accepts|accepting|take|takes|recognize|recognise|like) * (password|login|log in|sign in|account|credentials|email) **
  (locked|shut|kicked|stuck) out
  (signed|logged|logs|signs|threw) (me)? out and * not **
  (am|is|are) (now)? (signed out|logged out) (and)? (can|not|completely|for good)
  (sign in|log in|setup|set up) (again)? * (fails|failed|refused|impossible|not possible|rejected)
  (sign back in|log back in|get back in) * (fails|failed|impossible|not)
  (sign in|log in|signing in|logging in) (again|now|just)* (keeps|is|keep) (failing|refused|rejected|crashing)`;

/** What is said at the steps from `unlink` to `winsock`. */
export const middleRules: Partial<Record<StepId, readonly Rule[]>> = {
  unlink: [
    rule('cannot-sign-in-again', signedOut),
    rule(
      'nothing-linked',
      `(no|not any|not) (account|accounts) * (linked|listed|there|shown|connected|signed in|in|set up|added|displayed|at all|$)
      (account|accounts) (list|page|tab)? (is|was|are) (empty|not there|not listed|missing|blank|gone)
      no (linked|connected) (account|accounts)
      nothing (to unlink|is linked|linked|listed|there to unlink|connected)
      (only|just) * add (an|account) (account|button)?
      not (linked|connected|signed in) (to|with) (anything|any|an) **
      (not|was never|is not|am not) (linked|signed in|logged in|connected) (anyway|there|at all|any more|yet|to any|$)`,
      `(no|not) * unlink (button|option|this|link|there|computer|$)
      (unlink|unlink this computer|unlink button|unlink option) (is|was|button|option)* (not|missing|gone|nowhere) (there|shown|visible|$)*`,
    ),
  ],
  tls: [
    rule(
      'was-on',
      `already (been)? (on|ticked|enabled|checked|active|selected|set|activated|switched on|turned on|marked|there|in|was|is)
      (was|is|were|are|has been|had) (on|ticked|enabled|checked|active|selected|set|activated|switched on|turned on|marked) (already|before|anyway|by default|there|from|$)
      (on|ticked|enabled|checked|active|selected|set) (already|before|by default|anyway)
      (both|all|1_2|12|tls|it|box|tick|option|checkbox|boxes) * (is|are|was|were) * (on|ticked|enabled|checked|active|selected|set) $
      ^ (it is|is|but|and|it)* (ticked|checked|on) (and|but)? (greyed|locked)
      ^ yes (it is|is|they are)? (ticked|checked|on|enabled|set|active) $
      (1_2|1_2 and 1_3|both|all) (are|is|were|was)? (both|all|already)* (enabled|ticked|on|checked|active|set) **
      1_2 * 1_3 * (enabled|ticked|on|checked|active)`,
      '',
      `^ (only|and|but|yes|no)* 1_3 (is|was) **
      only 1_3
      not (ticked|on|enabled|checked|set|active|selected)
      (ticked|enabled|checked|turned|switched|activated) (it|that|them|this|box|on) (now)? (and|but|then|still|$)`,
    ),
    rule(
      'greyed-out',
      `(greyed|grey|gray) (out)?
      (box|checkbox|option|setting|settings|tick|it|that|tls|page|tab|everything|all|this) (is|are|looks|seems|was) (all)? (locked|disabled|inactive|not clickable|unavailable|unclickable|dimmed|managed|fixed by)
      (can|could|am|will) not * (tick|check|click|change|select|enable|edit|untick|toggle|set|activate|able) (it|that|box|this|there|anything|setting|settings|option|tls|1_2|to|the)*
      (some|settings|setting|it|this|that) * (managed|controlled|enforced) by
      managed by (your|my|organization|it|company|admin|system|the)+
      (system)? admin has (disabled|locked|restricted)`,
    ),
  ],
  proxy: [
    rule(
      'fixed',
      '',
      `(with|when|if|once|without|after) * proxy * (works|connects|ok|fine|signs in)\n(works|connects|fine|signs in|connected) * (without|off|no) * proxy`,
    ),
    rule(
      'not-fixed',
      `(same|no) (change|difference|luck|success|effect|error|problem|thing|result)? * (with|without) proxy
      (switched|turned|put) (it)? back on * (no|same|still|because|since)
      proxy (was)? off * (same|still|no change|not|no difference)`,
    ),
    rule(
      'cannot-do',
      `(can|could|am|do|may) not * (change|edit|switch|turn|touch|modify|access|open|find|see|toggle|allowed)
      not (allowed|permitted|possible)
      (greyed|locked|managed by)`,
    ),
    rule(
      'no-proxy',
      `^ no (there|it|that|they|i)? (is|are|was|do|have) not $
      ^ (no|all|it is|they are|is|everything|both|there)* (none|nothing|off) (there|on|set|is|at all|here)* $
      (no|not any|not|never|without|none) * (proxy|proxies) (there|set|configured|is|was|in use|used|at all|on|here|$)*
      (everything|all|both|proxy|it|they|that|those|manual|script|three|switches|toggles|these) (is|are|was|were|has been|had been) (already)? (all)? (off|disabled|switched off|turned off|empty|blank)
      (was|were|is|are) (already|all) (off|disabled|empty|blank)
      already (off|disabled|switched off)
      nothing (was|is|there|set|configured|on|entered|turned|switched|active|enabled|in) (on|set|there|configured|entered|active|it|$)*
      (no|not) (address|server|script) (set|there|entered|configured|$)
      (fields|field|boxes|all|settings) (are|is|was|were) (empty|blank|off)
      (all|both|everything|three|switches|toggles) (switches|toggles|of them|settings)? (off|disabled)`,
      '',
      '(with|when|if|once|without|after) * (proxy|off) *** (works|connects|signs in|signed in|connected)',
    ),
    rule(
      'proxy-on',
      `(there is|have|see|shows|found|it has|yes|has) (indeed|yes|manual|script|a|company|set|setup|some)* (proxy|script|address|pac) (address|server|set|is|configured|there|script|entered|on|file|$)*
      (proxy|script|manual|setup script|it|manual proxy|manual setup|proxy server) (is|was|seems)* (on|set|enabled|active|configured|switched on|turned on|in use|filled in)
      ^ (it is|is|yes)* (on|enabled|active|set) $
      ^ yes there is (one)? $
      (we|i|they|company) (use|have|need|are using|got) (a|the|company|corporate)* proxy **
      (using|uses) (setup script|script|proxy|pac|manual) **
      (one|something|address|server|script|pac|proxy|setup script|manual) (is|was) (set|set up|configured|on|there|entered|active|enabled|in use|filled in)
      (address|server) (is|there|entered|set)* (filled|entered|there|in)`,
    ),
  ],
  'proxy-needed': [
    rule('unsure', `${unsure}\n(how|where) (would|should|do|can|could) i (know|tell|find out|see)`),
    rule(
      'no',
      `(do|does|is|are|am|did|was) not * (need|needed|required|require|necessary|use|used|using|have)
      not (needed|required|necessary|used)
      (no) (need|need for it|proxy|company proxy) **
      (nobody|none|no person|none of us) (here)? (needs|uses|requires|need|use) **
      (home|private|my own) (network|wifi|internet)
      works without`,
    ),
    rule(
      'yes',
      `(need|needs|required|requires|require|necessary|mandatory|needed|must|have to|obligatory|compulsory) **
      (have|has|must|need) to use (it|that|proxy|one|this) **
      (company|corporate|work|office) (is)? proxy **
      (can|could|will|would|does|do) not * (internet|online|work|connect|surf|go|get|load|reach) * without **
      (nothing|no internet|no connection) * without **
      without * (no internet|nothing works|not work|offline) **
      ^ yes **`,
      '',
      '(need|needs|must|have to) (more|some|a|to|this|that|it|my|first)* (time|help|break|coffee|minute|minutes|moment|think|check|ask|go|leave|look|find|call|today|tomorrow|soon|now)',
    ),
  ],
  'other-network': [
    rule(
      'works-there',
      `(works|work|connects|syncs|signs in|signed in|fine|ok|worked|connected|goes|logs in|good|success|can sign in|loads) * (there|with|on|over|via|using|through|from|when|at|once|if|in|only|without|as soon as) * (hotspot|phone|phones|mobile|home|4g|5g|lte|network|wifi|guest|tethering|data|cellular|vpn|iphone|android|there|blocker|filter|pihole|adblock|iphones)
      (hotspot|data|4g|5g|network|wifi|tethering|phone|phones|home|vpn off|vpn disconnected|vpn|there|iphone|filter|blocker|off|mobile) (it|is|onedrive|off|everything|that|then|all|yes|paused|disabled|disconnected|does|just|ok)* (works|work|connects|syncs|signs in|fine|ok|does|signed in|connected|worked|loads|goes|succeeds|logs in|logged in)
      ^ (works|worked|ok|fine|connects|signs in) there`,
    ),
    rule(
      'not-fixed',
      `(same|fails|failed|not|no luck|no difference|no change|error|errcode|nothing|broken) * (with|on|over|via|using|through|from|there|at|either|too|as well|also) * (hotspot|phone|mobile|home|4g|5g|network|wifi|data|there|either|too|well)
      (hotspot|phone|mobile data|4g|5g|network|wifi|tethering) * (same|fails|failed|not|no difference|no luck|error|errcode|broken|either|nothing|too)
      (also|neither|even) * (hotspot|phone|network)
      (same|fails|failed|error|not|errcode|nothing) * (everywhere|anywhere|wherever|on all|on every|on both|both) **`,
      '',
      'not (allowed|permitted|possible|available|enabled|there|have) **',
    ),
    rule(
      'cannot-do',
      `(do|does|have|has|can|could|am) not * (hotspot|phone|network|networks|data|smartphone|mobile|wifi)
      (no|without) (other|mobile|second|different|phone|smartphone|hotspot|company|data|signal|reception|cell|another|way|option|alternative) (network|networks|phone|data|hotspot|wifi|signal|reception|there|here|plan|$)*
      (hotspot|tethering) (is|not)* (disabled|blocked|forbidden|allowed|possible|available)
      (only|just) (cable|lan|ethernet|wired|one network|this network|this wifi)
      (cable|lan|ethernet|wired|desktop) (connection|network|computer)? only
      ^ (desktop|tower) **`,
      '',
      '(same|error|errcode|fails|matter|difference) **',
    ),
  ],
  'security-software': [
    rule(
      'none',
      `^ (i|have|there is|is|we|got|none|am|use|using|only)* (none|nothing|no such|none installed|nothing installed|none of them|nothing like that|no such thing) (installed|here|like|that|there|on|software|of|kind|such|program|thing|this|computer)* $
      (do|does|did|have|has|am|is|are) not * (have|use|using|any|got|installed|run|running) (any|an|such|other|extra|third party)* (antivirus|security|scanner|av|such|protection|virus|thing|that|software|one|it|firewall|https)
      (no|without|zero) (other|extra|such|third party|additional|separate|special|external|installed|paid)* (antivirus|security|scanner|av|protection|scanning|software|firewall|virus)
      (only|just|nothing but|nothing except|apart from) (windows|microsoft|built in|the|use|have|standard)* (defender|security|one)
      (defender) (only|is all)
      ^ (i|we|have|use|got|with)* (windows|microsoft|built in|standard)+ defender $
      no such (setting|option|menu|program|software|feature|entry|switch|scan|scanning)
      (can|could|do|does) not (find|see|have) * (setting|option|scanning|scan|https|program|feature|switch|encrypted)`,
    ),
    rule(
      'fixed',
      `(works|worked|connects|connected|signs in|signed in|syncs|syncing|ok|fine) (now|fine|perfectly|only|again|ok|right)* (when|with|once|as soon as|while|after|if|without|because) * (paused|off|disabled|pausing|scanning|antivirus|kaspersky|bitdefender|eset|norton|avast|mcafee|sophos|scan|pause|avg|protection|switched|turned|disabling|stopping|webroot)
      (paused|disabled|off|stopped|pausing|disabling|without|turned) (it|scanning|kaspersky|bitdefender|https|the|antivirus|eset|norton|avast)* (and|it|then|onedrive|now|is|everything|immediately|bam|boom)* (works|worked|connects|connected|signs in|signed in|syncs|fine)`,
    ),
  ],
  'admin-rights': [
    rule('unsure', `${unsure}\n(how) (would|should) i (know|tell) **`),
    rule(
      'no',
      `(am|is|are|do|does|did|have|has|can|could|was|not|got) not * (admin|rights|have|allowed|elevated|privileges|permission|permitted|any|run|able)
      (no|without|zero|lack|lacking|missing|never) (local|such|admin|any|the|full)* (rights|admin|privileges|permission|permissions|access)
      (asks|wants|asking|prompts|need|requires|needs|demands) * (admin|password|credentials|it|pin)
      helpdesk (has|have|is|are|owns|holds|only|does|do|controls|can|got|keeps) (the|an|all|only|admin|that|it|this|for)* (admin|rights|account|password|it|that|this|access|$) **
      ^ (no|sorry|i|we|unfortunately|computer|company|work|laptop)* (can|could|may|am|do) not (on this|here|it is|company|work|$)+
      so (no|not) $
      ^ no (chance|way) **
      ^ (no|sorry|i|we)* not (an|the|local|even)* admin
      ^ not on (this|my|the|that)+ **
      (always|have to|need to|must|has to) * (call|ask|contact|get|phone|bother) helpdesk **
      (asks|asking|wants|prompts|demands) (for|me for)? (someone|another|other|different) **
      (standard|normal|limited|regular|restricted|ordinary|plain) (user|account)
      (says|shows|am|is|only|just|reads) (standard|limited|guest) (there|below|user|$)
      (only|just) (it|helpdesk|a|user|the|our admin|standard|normal)+
      (company|it|they|work) (does not|do not|will not|locked|controls|manages|blocks|has locked) **
      ^ (nope|negative|no way|not at all|unfortunately not|sadly not|afraid not|i wish|not allowed) **
      ^ (no|sorry|well|yes|but|unfortunately)* (not really|i am not|i do not|i can not) (no|sorry|unfortunately|here|really|at all|at work|any more)* $`,
    ),
    rule(
      'yes',
      `^ (yes|sure|of course|ok|i|we|well|it is|is|that)* (i|we)? (am|do|can|have|got|do have) (the|local|full|an|a|my own)* (admin|rights|that|so|$|it|permission|privileges|access)
      (have|got|having|with) (local|full|the|all|an)* (admin|administrative|elevated)? (rights|admin account|admin access|privileges)
      (i am|am|i|account is) (local|my own|also|domain|own|full)* admin
      ^ yes **
      (my own|own) (computer|account)
      admin (is|stands)? (written|there|shown|displayed|listed|below) **
      can (approve|confirm|accept|allow) (uac|prompt|it|them|the|these|those|everything|things)+ **
      (says|shows|see|reads|it is|stands|is written|written|displays) (it)? (local)? admin (there|below|under|yes|$)+`,
    ),
  ],
  winsock: [
    rule(
      'restarting',
      `^ (ok|done|all|yes|so|now|great|commands|ran|finished|and|i|am|will|it is|is)* (restarting|restarting computer|restarting it) (now|my|the|computer|it|right now|then|see you|back|brb|soon|in a minute|windows|thanks)* $
      (done|ran them|ran commands|ran all|ran the|ran it|ran three|entered|executed|finished|through|typed|commands|all three) *** (restarting|restart now|will restart|i restart|going to restart|about to restart|now restart|restart next)
      (am|i am) restarting (now|the|computer|it|my)+`,
      `(restart|restarting|restarted)`,
    ),
  ],
};

export { signedOut, unsure };
