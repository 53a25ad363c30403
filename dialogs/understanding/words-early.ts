import type { StepId } from '../triage/answers.ts';
import { type Rule, rule } from './rule.ts';

const isLoading =
  '(loads|load|loaded|loading fine|loading ok|loading normally|opens|opened|open|works|worked|working|comes up|came up|appears|shows up|displays|displayed)';

/** What is said at the steps from `internet` to `proxy`. A step's own rules come before the common ones. */
export const earlyRules: Partial<Record<StepId, readonly Rule[]>> = {
  'code-help': [
    rule(
      'ok',
      `^ (ok|understood|got it|alright|i see|clear|will do|fine|good to know|makes sense|noted|understand) (got it|thanks|thank you|then|will do|i will|understood|now|tell|ask)* (it|them|my admin)? $
      (i|we|thanks|ok|then)* (will|would|going to|let me) (then|now|also|just)* (tell|ask|contact|talk to|speak to|inform|call|write|check with|pass|forward|try|do that) **`,
    ),
  ],
  'other-device': [
    rule(
      'ok',
      '^ (ok|understood|got it|alright|i see|clear|will do|fine|noted|good|makes sense|thanks|understand|great|perfect) (got it|makes sense|thanks|thank you|then|will do|i will|understood|now|so)* $\n(will|let me) (tell|ask|inform|forward|send|pass|do) **',
    ),
  ],
  internet: [
    rule(
      'blocked-page',
      `(blocked|block|forbidden|denied|restricted|prohibited|filtered) (by|page|site|here|in|at|message|screen|from|website)
      (page|site|website|access|it|link|this|that|url|company|helpdesk|they|work|firewall|proxy|filter) * (is|was|gets|got|has been)? (blocked|forbidden|denied|restricted|prohibited|filtered|blocks)
      (blocks|blocked|blocking|denies) (it|that|page|site|access|onedrive|website)
      (web|content|url|dns|internet|company|corporate) filter
      (warning|error|problem|alert|message) (about|with|regarding|for|concerning|on)+ (certificate|cert|security|ssl|privacy)
      (certificate|cert|privacy|security|ssl) (warning|error|problem|issue|invalid|alert|message|is)
      connection is not (private|secure|safe)
      (not private|not secure|not trusted|untrusted|insecure|net_err_cert|err_cert_authority_invalid|err_cert|net err_cert~)
      (zscaler|umbrella|netskope|forcepoint|websense) * (page|block|blocks|blocked|says|message)
      red (page|screen|warning)
      (privacy|certificate|security) (error|warning|notice) **
      (site|page|website|connection|it|this) is not (safe|secure|trusted|private) **
      (security|potential|privacy) (risk|threat|alert) **
      warning (potential|security|certificate|deceptive|unsafe|dangerous) **
      (warning|message|page|block|notice|blocked) (from|by|of) (our|my|your|company)* (firewall|proxy|company|helpdesk|filter|antivirus|zscaler|organization|security) **
      ^ (it is|is|its|page|site|yes|got|gets|was|onedrive|website|also|here)* (blocked|forbidden|denied|restricted|filtered) (here|too|as well)? $
      not (permitted|allowed|authorized|authorised) (by|here|in|on|for|to|access|$)+
      (warns|warned|warning|alerts|complains|alert) ** (certificate|security|unsafe|insecure|privacy|dangerous)
      (firewall|proxy|filter|policy) (says|blocks|denies|refuses|stops|forbids) **`,
    ),
    rule(
      'not-loads',
      `(do|does|did|will|can|could|is|are) not * (show|load|loading|open|opening|work|working|reach|come up|display|displayed|respond|connect|access|appear|available|found|get there|get in|get to|be reached|responding|reachable)
      not (loading|opening|working|reachable|available|found|responding|there)
      (times|timed|timing) out
      (timeout|time out|timed out|dns_probe~|err_~|dns error|404|503|502|500)
      (blank|white|empty) (page|screen|site|white|tab)
      (page|screen|tab|site|it) (is|stays|remains) (blank|white|empty|black)
      (spins|spinning|spinner|keeps loading|loading forever|loads forever|loading and loading|loads and loads|hangs|stuck|endless|forever|freezes|frozen)
      (page|site|website|it|that|link|web|same) * (fails|failed|broken|down|unreachable|error|dead|offline)
      (page|site|website|it|that|link|web|same) * not (there|here|either|at all|any more|in|on|for|in browser|$)
      ^ (also|it|still|page|same)* (fails|failed|error|broken|down|dead) (there|too|as well|in browser|also|here|again|with|same)+ *
      no (page|connection|internet|response|access|luck)
      ^ (only|just|a|totally|completely|it is|all|still|page|screen)* (blank|empty|white|timeout|dead|down|black) (page|screen|tab)? $
      (dead|down|broken|offline) (too|as well|also)
      never (finishes|loads|opens|ends|comes|finish|load|responds) **
      neither **
      refuses to (connect|load|open|come up|show|respond)
      (same|an|get|shows|only)* error (page|message|there|too|as well|in browser)
      nothing (loads|opens|happens|comes|shows|appears|there)
      ^ (fails|failed|error|down|unreachable|offline|dead) (too|there|as well)? $
      (same|also) (problem|issue|error|thing|result) ** (browser|there|web|website|online|page) **
      (also|neither|either) (not|fails|broken|dead|down)`,
      '',
      'not (problem|issue|fault)',
    ),
    rule(
      'loads',
      `(it|page|site|website|web|that|this|onedrive|link|browser|everything|online|web version|portal|yes|online version|which) (all|does|also|is|just|fully|now|still|instantly|immediately|normally|there|has|page|version)* ${isLoading}
      ^ (yes|ok|sure|yep|and|all|page|web|site|that|it|website|onedrive|web version|everything|browser|online|online version|the|in|done)* (loads|loaded|opens|opened|works|working|load|does|is fine|fine|is ok|good) (fine|ok|well|normally|quickly|good|perfectly|there|in|on|with|without|for|just|instantly|alright|slowly|after|but|and|right|now|great|as|here)* (browser|edge|chrome|firefox|safari|problem|problems|web|there|issue|issues|usual|away|link|me)* $
      ^ (yes|ok|sure|all|page|web|site|that|it|website|onedrive|browser|online|is|there|in)+ no (problem|problems|issue|issues) (there|here|at all|in|on|with|browser|edge|chrome)* $
      no (problem|problems|issue|issues) (in|with|on) (my)? (browser|edge|chrome|firefox|safari|web|website|page)
      (loads|loaded|opens|opened|works|worked) (with)? (no|without|zero|any) (problem|problems|issue|issues|trouble|error)
      (am|was|were) able to (open|load|see|reach|sign|log|access|get) **
      (can|could) (see|open|reach|access|view|browse|find|get to|get into|sign in|log in) * (files|folders|documents|page|site|onedrive|it|everything|there|online|stuff|website)
      (i|am|we) (am|are)? (in|there|logged in|signed in) (browser|online|web|there|$)
      (loads|opens|works|working|fine|ok|good) * (in|on|via|through|with|using) (my)? (browser|edge|chrome|firefox|safari|web|website|online|site)
      (web|website|browser|page|site|online) (version|one|part|access)? (is|works|seems|looks)? (fine|ok|good|perfect|perfectly|well|alright)
      (asks|wants|asking|prompts|prompting|telling) (me)? (to)? (sign in|log in|for my password|for password|for my email)
      (sign in|log in|login) (page|screen|window|form|mask|prompt) *
      (files|folders|documents|everything|all) * (are|is) (all)? (there|visible|fine|online)
      (com|office|portal|link|sharepoint) (page|site)? (works|loads|opens|does|is fine|is ok)
      (website|page|site|it|web|browser|online) (version)? (is|all|everything)* (up|ok|there|fine|good) (fine|ok|there)* $
      (lets|let us|allows) me in
      (see|sees) (all|my) * (files|folders|documents)
      (files|folders|documents|everything|stuff|they) (all|do|does|just|also)* (show|shows|showing|show up|shows up|appear|appears|load|loads|come up|open|opens) (up)? (there|fine|online|ok|normally|in|on|$) **
      (logged|signed|got|get|gets) (me)? in (there|fine|ok|without|normally|no|on|with|right|straight|successfully) **`,
      `(i|am) (in|there)`,
    ),
  ],
  connection: [
    rule(
      'works-on-other-network',
      `(works|work|loads|opens|working|connects|fine|ok|worked|loaded|goes|opened|good|success|can) * (with|on|over|via|using|through|from|when|at|once|if|in)+ * (hotspot|phone|mobile|home|4g|5g|lte|other network|another network|different network|other wifi|another wifi|different wifi|guest|tethering|mobile data|cellular|vpn off|vpn is off|without vpn|data)
      (hotspot|mobile data|4g|5g|other network|another network|different network|other wifi|another wifi|tethering|guest wifi|home wifi|phone network|from home|at home|phone) * (it|onedrive|page|that|everything|all)* (works|work|loads|opens|does|fine|ok|connects|working|worked)
      (hotspot|mobile data|other network|another network|tethering|phone) ** (works|worked|opened|opens|loads|loaded|connects|connected|fine)
      (without|turn off|turned off|turning off|switch off|switched off|disconnect|disconnected|disconnecting|no) * vpn * (works|loads|opens|fine|ok)
      (works|loads|opens|worked|fine) * (turn|turned|turning|switch|switched|disconnect|disconnected) * vpn
      (only|just|but) * (with|on|over|via|using|through|at) * (hotspot|phone|mobile|home|4g|5g|lte|other network|another network|different network|data)
      (hotspot|mobile|4g|5g|phone|data|home|tethering) yes ***
      ^ yes (with|on|over|via|using|through) * (hotspot|mobile|4g|5g|phone|data|home|tethering)
      (only|just) (when|if|once|while|after) ** (hotspot|mobile|phone|4g|5g|tethering|data|home|other network)`,
      '',
      '(am|i|we|are|currently|today)+ (working|work) (from|at) home',
    ),
    rule(
      'nothing-loads',
      `nothing (loads|opens|works|at all|is loading|will load|else loads|else works|load|connects)
      (no|not any|not single|not one|none of) (other)? (internet|site|sites|page|pages|website|websites|connection|webpage|network|wifi) (at all|loads|load|works|work|opens|open|available|whatsoever|here|anywhere|$)*
      (internet|wifi|network|connection|web) (is|seems|looks)? (completely|totally|all)? (down|gone|dead|broken|not working|offline)
      (other|all|any|every|no) (sites|site|pages|websites|page|website) (also|too|all|are|do|does|will)* (not|fail|fails|down|dead|broken|offline)
      can not (load|open|reach|get to|access|get on|visit) (anything|any|single|other) **
      everything (is)? (down|offline|dead)
      (i am|we are|am|completely) offline`,
    ),
    rule(
      'only-onedrive-fails',
      `(other|all other|all|any other|every other|rest of|most) (sites|websites|pages|web sites|site|page|website|things|internet|stuff|apps|web) * (work|works|load|loads|open|opens|fine|ok|are|is|no problem|good|working)
      (everything|all|anything) (else) (works|loads|is|opens|fine|ok|does|seems)
      (google|youtube|bbc|cnn|news|facebook|amazon|internet|wikipedia|netflix|bing) (and|or|youtube|google|news|all)* (works|work|loads|opens|open|load|fine|ok|is|are|does|respond)
      (only|just|solely|it is only|exclusively) (onedrive|this|that|one|microsoft) (site|page|fails|does|is|not|has|one|$|website)
      (other|others) (work|load|ok|fine|are fine|are ok)
      (everything|all|anything|all sites|all pages|all websites|every site|every page) *** (but|except|besides|apart from|other than|not) onedrive **
      (every|all|any) other (page|pages|site|sites|website|websites) **
      (rest|others|everything) (of|the|internet|it)* (is|are|works|loads|work|seems)+ (fine|ok|working|normal|normally|good|$)`,
    ),
    rule(
      'loads-now',
      `(loads|opens|works|working|loaded|open|load|opened|loading|fine) (now|again|after|finally|since|ok now)
      (page|website|site|web|internet|connection|it) is back (now|again|up|online)? $
      now (onedrive|it|page|website|web)* (opens|loads|works) (in|on|with|again|fine|$) **
      now (i|we) can (open|load|reach|see|access) **
      can (now)? (open|load|reach|see|access|get to) (it|page|website|site|onedrive|that)* (again|now|in browser|online|on web|in|fine)+
      (now|finally|then) (it|page|site|website|onedrive page|web|that|everything)* (does|is)? (loads|opens|works|load|open|loaded|opened|working|loading|comes up)
      (it|page|site|website|web) (does|has|is|just)* (loads|opens|loaded|opened|load) (fine|ok|$)
      (it|page|site|website|web) is loading (fine|ok)`,
    ),
  ],
  backup: [
    rule(
      'files-wont-open',
      `(files|file|ones|some|they|them|those|documents|it|of them|few|many|all|one) * (will|do|does|can|could|would|did|are) not * (open|opening|be opened|download|load|accessible|available)
      (can|could|am|do|does|will) not * (open|download|load) (them|it|some|any|these|those|files|my|all|ones|file|one|that|of)*
      (files|file|ones|some) * (not|fail to|fails to|refuse to|never) (open|opening|download)
      (cloud|online only) * (not|fail|error|refuse)`,
      `(can|could|did) not copy`,
    ),
    rule(
      'unsure',
      `^ (i am|am|still|yes|no|i|we)* (not sure|unsure|do not know|not certain|no idea|no clue|uncertain|can not tell|can not say|could not tell|could not say|would not know|hard to say|hard to tell|unclear|not really sure|not quite sure|not entirely sure) **
      (do not know|not sure|no idea|unsure|not certain|can not tell) (which|what|if|whether|how|where|about|that) **`,
      `(think|maybe|perhaps|probably|guess|believe|suppose|possibly|might)`,
    ),
    rule(
      'files-on-web',
      `(on|in|at|available|see|saw|found|visible|there|via) * (web|website|online|browser|onedrive com|cloud already|web version) (already|too|as well|all|$)
      (all|they|everything|files|them|those|it) * (is|are|were) * (on|in)? (onedrive)? (web|website|online|browser|web version|cloud)
      ^ (all|everything|they|files|yes|it|is|are|my|documents|of it|already)+ (online|on web|in browser|on website) (already|too|as well|now|there)* $
      (in|on) (browser|web|website|web version|online) (i|we) (can|do)? (see|find|have|see) (all|them|every|everything) **
      (checked|looked|look|check|on|in) * (web|website|browser|online|web version) *** (all|everything|files|they|documents) (files|documents|my|are|is|of|them|all)* (there|present|visible|online|complete)
      (see|find|found|saw|open|checked) (all|them|everything|it|of|my|files)* (online|on web|on website|in browser|on onedrive website|there on web)`,
      `in cloud`,
    ),
    rule(
      'nothing-local',
      `nothing (new|local|changed|to copy|to save|to backup|important|there|unsaved|since|was changed|has changed|of importance|recent) **
      no (new|local|changed|unsaved|recent|important|other) (files|changes|documents|data|work|edits)
      no (new|changed|modified|recent|edited) (or|and|nor) (new|changed|modified|edited|unsaved)? (files|documents|changes|ones) **
      (only|just) (read|opened|looked at|viewed|open|read) ** (nothing|not) **
      no (changes|edits) (made|since|here|at all|there|$)
      no files (here|local|there|on this computer|of mine|$)
      nothing (to|that needs to be) (back up|backed up) **
      nothing (that|which|i|we|would|could|need|have|must)* to (copy|save|backup|rescue) **
      (nothing|not anything) (that|i|we)* (need|needs|have) to (copy|save|backup|be copied|be saved) **
      (have|did|has) not (changed|change|made|edited|created|edit|worked|work|saved|touched|create|modified|make) (anything|any|on|files|a|something|new|changes|since|in|it)*
      (everything|all) (is|was|already|got)* (synced|uploaded|up to date)
      (do not have|have no|have not got|there are no|there is no|there is nothing|i have nothing) (new|local|changed|unsaved|anything new|any new|any local|there|here|$)+`,
    ),
    rule(
      'done',
      `^ (ok|yes|all|i|have|everything|now|is|it|that|files|my|am|finished|great|done|and)* (done|copied|backed up|saved|finished|completed|safe|all done|moved|secured|backup done) (now|all|everything|it|them|that|yes|copying|my|files|to|on|onto|somewhere|safe|thanks|documents|already|safely|the|of|in|important|copy|backup|what|a|usb|stick|drive|desktop|external|disk|elsewhere|folder|hard)* $
      (copied|saved|moved|backed up) (all|everything|them|my|files|it|the)* (files|documents|everything|over|to|onto|on|somewhere|elsewhere)
      (backed|saved) (it|everything|all|them|that|my files|my stuff|files|the)+ up **
      (copied|saved|moved|backed up) (the|all|my|of|only)* (important|relevant|new|needed|changed|latest|recent|necessary) (ones|files|documents|stuff|things) **
      (copied|saved|moved) (all|everything|them) (of|it|that|this|files|my|the|them|over|across)* (to|onto|on|into|in) **
      (copied|moved|saved|backed up) (my|these|those|both|all|two|three|#|new|changed|important|own|work)+ (files|documents|folders|stuff|things|ones) **
      (put|stored|placed) (copies|copy|everything|all|them) ** (on|in|to|onto) **
      (copies|copy|backup) (is|are) (now|all)? (on|in|at|stored|saved|kept) **
      (backup|copy|copying|copies) (is|was|are|has been|have been)? (all)? (done|finished|complete|completed|ready|made) **
      ^ (yes|ok|all|my|the|files|everything|documents|they|it|that|stuff)* (is|are|have|has|been|got|now|all|already)+ (copied|backed up|saved|rescued) (now|over|to|on|somewhere|elsewhere|away|safely|$) **
      (made|created|did|took|got) (a|full|complete|my|the|own)* (backup|back up|copy|copies) (of|to|on|already|now|all|everything|them|it|$)+`,
      '^ (ok|yes|all|i|am|now|everything|files|is|are)* ready (now|to go|thanks)* $',
    ),
  ],
};
