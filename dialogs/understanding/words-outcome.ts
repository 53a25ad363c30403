import { type Rule, rule } from './rule.ts';

/** Things that can fail beside OneDrive: their failure is not OneDrive's. */
const programs = '(vpn|outlook|teams|word|excel|email|emails|mail|printer|camera|sound|apps|programs)';
const others =
  '(vpn|outlook|teams|word|excel|office|email|emails|mail|printer|internet|wifi|network|phone|camera|sound|explorer|browser|chrome|edge|apps|programs|windows|mouse|screen)';
/** What a step is done with: if it fails, the step can't be done. */
const tools =
  '(settings|setting|options|inetcpl|inetcpl_cpl|run|manager|panel|window|menu|button|command|commands|prompt|cmd|powershell|terminal|tab|option|shortcut|uninstaller|installer|setup|gear|uninstall|dialog)';

/** Goes on and says nothing of how the step went: what to go on with is asked back. */
const onward =
  '^ (ok|and|so|please|now|to|let us|can we|well)* (next|next one|next step|move on|moving on|go on|continue|proceed|carry on) (one|step|question|thing|please|then|now)* $';

/** How a step went: what it broke, that it did not help, was done before, or can't be done. */
export const outcomeRules: readonly Rule[] = [
  rule(
    'something-broke',
    `(made|makes|making) (it|things|everything|matters|my computer) (even|much|only)? worse
    (is|are|it|everything|things|got|even) (now|even|much)? worse (now|than before|than ever|after)
    (something|you|that|this|it|step|steps|command|commands) (else)? (has|have|just)? (broke|broken|destroyed|killed|messed up|screwed up|ruined) (something|my|everything|other|else|it|computer|outlook|internet|$)?
    ^ something broke
    (now|suddenly|since|after) ** ${programs} ** not (work|connect|open|start|load|sign|working|connecting|opening|starting) **
    nothing (has|works|connects|gets|loads) ** (since|after) (that|this|the|your|i|we|command|reset|restart|step) **
    (my|our|the)* ${others} * (stopped|crashes|crashed|broke|died|disappeared|gone|dead|broken|missing) (working|functioning|completely|totally|all time|constantly|now)* (after|since|because of|now|thanks to|following) **
    (after|since) (this|that|the|your|doing|reset|restart|step|running|command|commands)+ *** ${programs} * (not|stopped|gone|dead|broken|down|missing)
    (my|our|the)* ${others} * (does|do|is|are|can|will|has) not * any more **
    no (internet|network|wifi|connection) any more **
    (now|suddenly|since) ** (can|could) not (get|go|connect|come) (on|onto|into|to|in)* (internet|online|network) **
    (now|suddenly) ** (no|not any|without) (internet|network|wifi|connection|sound|email) (at all|any more|now|$)
    (all|half|some of|many of)* (my)? (files|documents|folders|desktop|photos|data) (are|is|have|has)* (all)? (gone|missing|disappeared|deleted|lost|vanished|empty|wiped)
    (now|suddenly|after this|after that|since then|since that) (my|whole|all|also|other|even|entire)* (internet|wifi|network|outlook|teams|office|email|vpn|windows|computer|apps|programs) (is|are|does|do|has|have|will|can|also|too|stopped|fails|fail)* * (gone|dead|down|broken|not|stopped|fail|fails|lost|offline)
    (my|whole)? (internet|wifi|network) (connection)? (is|has|just)? (now|completely|totally|all)? (gone|dead|lost|disappeared|offline)
    (other|all|some) (apps|programs|things|sites|software) (now)? (fail|stopped|broke|are broken|do not work|crash|can not connect) (now|too|as well)?
    (blue screen|bsod)
    (computer|windows) (does|will|can) not (start|boot|turn on)
    (now|suddenly) (i)? (get|have|see|getting|seeing) (other|new|different|more) (errors|error|problems) (everywhere|in|with)`,
    `nothing (works|connects) any more
    (other|new|more) (errors|problems) now`,
  ),
  rule(
    'not-fixed',
    `still * (not|no|broken|same|error|errcode|fails|fail|failing|failed|dead|nothing|shows|showing|getting|get|got|there|wrong|happening|happens|says|saying|unable|offline|problem|issue|red|disconnected|down|bad|stuck|crap|asking|asks|refuses|persists|exists)
    same (error|errcode|thing|problem|issue|message|result|story|code|as before|again|old|shit|crap|outcome|window|popup|as ever|here|deal)
    ^ (no|its|it|exactly|is|always|and|but)? (is)? (exactly|the|all)? (same) (same|here|again|still|as before)* $
    ^ no still $
    ^ (no)? (zero|zilch) (change|effect|difference)
    no (change|changes|difference|luck|go|dice|effect|improvement|joy|success|better|result|results|good|progress|use|dif|avail|cigar)
    (did|does|do|is|are|has|have|could|can|will|would|was) not * (work|working|worked|help|helped|helping|fix|fixed|change|changed|solve|solved|do anything|do thing|do trick|connect|connecting|connected|sign in|log in|sync|syncing|resolved|resolve|improve|cut it|make difference|budge)
    not (working|fixed|solved|resolved|better|connecting|syncing|connected|signed in|helping|helped|yet working|good|sorted|even close|at all)
    nothing (changed|happened|happens|works|worked|helps|helped|different|new|has changed|improved|changes)
    (error|errcode|problem|issue|message|code) (is|has|just|keeps|still|came|comes|pops|appears|remains|persists|stays|returned|shows)+ * (back|again|there|up|remains|persists|same|unchanged|present|coming)
    (error|errcode|message|popup|window|problem) (popped|pops|came|comes|showed|shows|appeared|appears|turned) (up)? (again|back|there)
    ^ (i am|am|still|is|it is|onedrive|we are)* unable to (sign|log|connect|access|sync|get in|use|login) **
    (did|does|has|have) (absolutely|exactly)? (nothing|zilch|nada|squat|zero)
    (error|errcode|problem|issue|message|window|popup|cross) (is|has|have|does|did|will|just|still)* not (gone|go|going|went|disappear|disappeared|vanish|vanished)
    (error|errcode|problem|issue|message|window|popup) (is|gets)? still (displayed|visible|shown|appears|coming|open|up)
    (error|errcode|problem|issue|message) (again|remains|persists|stays|returned|unchanged|reappears|reappeared)
    (keeps|kept|keep) (failing|happening|coming|saying|showing|crashing|popping|giving|throwing|getting|asking)
    (get|got|getting|gives|gave|shows|showing|see|seeing|says|throws) (me)? (that|this|same|exact|again)* (error|errcode) * again
    (without|zero|not any|not much) (success|effect|luck|change|difference|result)
    (to|of) no avail
    in vain
    nothing doing
    (result|outcome|error|message|situation|behaviour) (is|was) (identical|unchanged|no different) **
    not yet (fixed|solved|working|resolved|connected|signed in) **
    (old|usual|familiar|well known) (error|errcode|problem|message|thing|picture) **
    (gives|gave|giving) up **
    (hangs|stuck|freezes|hanging|stops) (at|on|in|while|when) (sign|signing|log|logging|connecting|loading|it) **
    (was|is) not it $
    (cloud|icon|symbol) (is)? (still|remains|stays) (grey|greyed|red|crossed|white|disconnected|offline) **
    errcode (every time|each time|once more|as before|as ever|always|still)
    ^ not really (no)? $
    still * (their|here) $
    ^ (but|and|still|then)? nothing $
    (works|worked|connects|connected|logs in|logged in|signs in|signed in|ok|fine|online) (for|like|about)? (a|one|few|couple|some|two|three|#|ten|of)* (second|seconds|sec|minute|minutes|moment|moments) * (then|and) *** (error|errcode|kicks|kicked|gone|stops|stopped|fails|failed|again|disconnects|disconnected|drops|crashes|logs|logged|back)
    ^ (it|onedrive|this|that|and|again|nope|everything)? (is|just|has)? (failed|fails|failing|broken|unsuccessful|useless|dead|nada|nothing|failure|unchanged|unresolved|unsolved|errcode again|error again|error|errcode) (again|still|as before|as ever|here)? $
    (it|onedrive|this|that|app) (is|remains)? (broken|dead|failing|failed|unchanged) (again|still|as before)?
    (onedrive|it|app) (can|will) not (start|open|launch|connect|sync)
    (tried|did|done) (it|that|this|all|everything)? * (failed|fails|nothing|in vain|no luck)
    (makes|made) no difference
    (onedrive|app|it|that|client) (does|did|is|has|will|can|was) not $
    ^ (unfortunately|sadly|afraid|i am afraid|sorry|regrettably|alas|again|still)+ (not|no) $
    would not say (it|that|onedrive) * (works|fixed|working)
    (error|errcode) (came|comes|is) back`,
    `${onward}
    ^ not (yet|quite|entirely|completely|fully|so far) $
    (worked|works) * (minute|minutes|seconds|moment) * (then|and)
    (almost|partly|sometimes|kind of|sort of) * (works|working|worked|fixed)
    (used to|was|before) * (work|working|worked)`,
    `not same
    not * (signed in|working|work|connecting|connect|sign in) * (on|in|with|to) ${programs}
    ${others} (also|still|even|now|too|suddenly)* (does|do|did|is|are|has|have|can|could|will|was) (also|still|even|now|too|suddenly)* not
    ${tools} (also|still|even|it)* (does|do|did|is|are|has|have|can|could|will|was) (also|still|even|it)* not
    nothing (happens|happened) (when|if|after|as|once) (i|you|we)? (click|press|hit|type|run|enter|paste|open|start|double click|right click|clicking|pressing|entering|typing|pasting|running|executing|hitting)
    (clicking|click|right click|right clicking|pressing|button|quit) * (does|has|did) (nothing|no effect)
    (accept|accepts|accepting|take|takes|recognize|recognise|like) * (password|login|log in|account|credentials|pin|email)`,
  ),
  rule(
    'done-before',
    `already (done|did|tried|restarted|reset|unlinked|removed|reinstalled|cleared|ran|run|checked|made|attempted|been there|changed|deleted)
    (have|had|i|we) already (restarted|rebooted|quit|closed|signed|logged|switched|turned|ticked|enabled|disabled|paused|installed|uninstalled|updated|relinked|been through|gone through|went through|this|that|it|all|these|$)
    (done|did|tried|made|attempted) (that|this|it|these|those|all that|all this|them) (one|step|steps|stuff)? * (already|before|earlier|yesterday|twice|many times|several times|multiple times|last week|last time|this morning|ages ago|hundred times|times)
    (tried|done|did|restarted|unlinked|reset|reinstalled|cleared|removed) * (already|before|earlier|yesterday|this morning|last week|ages ago|before i came|before coming)
    ^ (been there)? (been there|done that) $
    ^ been there (and)? done that $
    done that already
    (restarted|rebooted|reset|unlinked|reinstalled|done|tried|did) ** (hundred|thousand|million|#|many|several|multiple|countless|ten|five|three|twenty|umpteen|dozens of|hundreds of) times
    (first|1st) thing (i|we) (did|tried)
    before i (came|wrote|contacted|got) (here|you|to you)`,
    `(done|did|tried|completed) (that|this|it)`,
  ),
  rule(
    'cannot-do',
    `(i|we) (can|could|am able to|may|am|do) not * (do|find|see|open|run|access|get to|click|quit|change|switch|test|install|uninstall|able|allowed|permitted|locate|reach|start|remove|use|close|try)
    ^ (can|could) not (do|find|see|run|access|get to|click|quit|change|switch|locate|try|test|uninstall)
    (not|never) (allowed|permitted|possible|authorized|authorised|comfortable|able to|available|going to do|doing that|doing this)
    (will|would|does|do) not (let|allow|permit) (me|us|it|that)
    no (rights|permission|permissions|such option|such button|such file|such setting|icon|option|button|menu|such thing|such entry|such program|tray icon|cloud icon|access|admin|hotspot|phone|vpn|command prompt|prompt|terminal|start menu|settings|credential manager|control panel|run window)
    (do|does) not have * (tray|icon|option|menu|button|tab|setting|settings|prompt|command|manager|page|rights|permission|permissions)
    there is (no|not) * (quit|unlink|exit|gear|arrow|symbol|icon|option|button|menu|tab|setting|settings|path|entry|such|cloud|tray|checkbox|field|page)
    (access|permission) (is|was)? (denied|refused)
    (blocked|locked|disabled|restricted|forbidden|prevented) (by|here|for me|on)
    (is|are|looks|was) (blocked|locked|disabled|forbidden|restricted)
    ^ (skip|pass|no thanks|no thank you|rather not|no way|impossible|not possible|i refuse|i pass|skip it|skip that|skip this|skip step) (this|that|it|step|one|please)? $
    (can|could|let|want|like|please|to)* (we|us|i|to|you)* skip (this|that|it|step|one)
    (rather|prefer|dare|want|like|going|willing|will) (to)? not (to)? (do|try|touch|mess|risk)
    (do|will|would|am|did) not (want|dare|like|going|trust|feel|intend|wish) (to|comfortable|this|that|like|doing|it)
    (rather|would rather) not
    (asks|wants|needs|requires|asking|require|need) (for)? (me)? (for)? * (admin|elevated|elevation|helpdesk) (password|rights|permission|credentials|login|account)?
    (am|is) not * admin
    (do not have|have no|without|no|lack|missing) * (admin|rights|permission|permissions|privileges)
    (windows|it|system|computer) (can|could) not find (file|it|path|that|this|program|them)
    (file|path|command|option|menu|setting|icon) * (not|does not) * (found|exist|there|recognized|present|available)
    too (complicated|difficult|risky|technical|hard|dangerous) (for me)?
    (does|do) not exist
    ${tools} (also|still|even|it)* (does|do|did|is|are|can|will|would) not (even)? (open|start|launch|exist|appear|show|respond|react|run|there|available|come up|load|do anything|clickable|accessible)
    nothing (happens|happened) (when|if|after|as|once) (i|you|we)? (click|press|hit|type|run|enter|paste|open|start|double click|right click|clicking|pressing|entering|typing|pasting|running|executing|hitting)
    (quit|unlink|icon|cloud|it|${tools.slice(1, -1)}) (is|are|seems|looks)? (just|simply|completely|also)* (missing|gone|nowhere|not there|absent|not shown|not visible|not listed) (in|from|here|on|$|to|there|at)+
    not (recognized|recognised|found) (as)? (a|an|internal|command|program|cmdlet)
    (is|are|was|it is|all|everything|option|button|menu|this|that) (all|completely)? (greyed|grey) (out)?
    ^ (greyed|grey) (out)? $
    (hidden|managed|locked|disabled|controlled|removed|blocked|restricted) (by|from) (my|our|the|your)* (organization|company|it|admin|policy|helpdesk|employer|school)
    (not|no longer) on (company|corporate|work|office|the|our|my)* (network|vpn|wifi)
    no such **
    (clicking|click|right click|right clicking|pressing|button) * (does|has|did) (nothing|no effect)
    command (is)? (unknown|not known|invalid|not valid) **
    not have such **
    where * should be *** nothing **
    (onedrive|icon|cloud|symbol|program|app) (is|was) not (in|on|at|under|near) (my|the)* (start|menu|tray|taskbar|list|applications|corner|bar) **
    (onedrive|it|icon|cloud|symbol|program|app) (does|is|do) not (appear|show|visible|listed|there|shown|displayed|exist|installed) (up)? (in|at|on|near|anywhere|there|under|to) **
    (onedrive|it|app|program|client) (can|could) not be (closed|quit|unlinked|reset|uninstalled|removed|started|opened|found|installed)
    (over|above) my head
    (beyond me|out of my depth)
    none of (these|those|your)* (paths|commands|options|files|locations|folders|menus) **
    (only|just|must|has to|can only|needs to) * (installed|done|uninstalled|changed|run) by helpdesk **
    only helpdesk **
    helpdesk (can|may|must|has to|is allowed to) (install|do|run|change|uninstall|open) **
    there is (no|not) * in (menu|list|settings|there|tab|window) **
    (it|onedrive|app|that|program|client) (will|does|can|would) not (quit|close|exit|stop|shut|end)
    (company|it|admin|helpdesk|they|employer|policy|organization) (has|have|had)? (disabled|blocked|locked|removed|restricted|forbids|prevents|forbidden|hidden|blocks) **
    (i|we|no)+ (will|would|am) not (going to|be)* (unlink|do|change|doing|touch|touching|run|running|reset|resetting|delete|deleting|install|installing|uninstall|uninstalling|try|trying|risk|unlinking|changing) **
    (do|would) not (dare|trust) **
    ^ (no|sorry|i|we|unfortunately)* (can|could) not $
    (do not|not) (know|remember|have) (my|the|this)* password
    (can|may|could|am able to|allowed to|will) not (even)? (install|uninstall|download|run|start) **
    no (company|office|corporate|work) (network|vpn|wifi)
    (not|far|away) (in|at|from|near) (my|the|our)* (office|company|building|work) (now|today|this week|at moment|until|$)
    (am|i am|currently|now) * (traveling|travelling|abroad|on road|on train|on holiday|on vacation|on business trip)
    ${others} (also|still|even)* (does|do|did|is|are|can|will) not (work|connect|working|start|connecting) (here|at home|at moment)? $`,
    `${onward}
    ^ (ok|please|just|well|oh)* forget (it|that|this|about it) $
    (can|could) not * (that|it|this)
    (greyed|scared|afraid|nervous|risky|unsafe)`,
    `not (know|sure|understand) how
    not (want|like|wish|going|able) (to)? restart (now|yet|it|my|computer|at|right|$) **
    (restart|restarting) * not (possible|now|allowed) **
    not restart (now|yet|at|right|today|my|computer|windows|$)
    resetting *** (failed|ok)
    (now|suddenly|since|after|any more) *** not
    not * any more
    (use|using|work|working|stick|stay) ** (web|browser|website|online)
    (icon|cloud|symbol) (is|are|was|turned) * (greyed|grey)`,
  ),
];
