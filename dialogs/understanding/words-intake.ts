import { phrases } from './phrases.ts';
import { type Rule, rule } from './rule.ts';

/** What first messages say in place of a code. */
export const symptomRules: readonly Rule[] = [
  rule(
    'connection-wording',
    `problem (connecting|connection) (to|with)? onedrive
    problem connecting
    ^ (connecting|connection) problem $
    (trouble|difficulty|difficulties|problems|issues) (connecting|to connect|reaching)
    (check|verify) (your|my|the)* (internet|network) (connection|settings)?`,
  ),
  rule(
    'keeps-asking',
    `(keeps|keep|kept|constantly|keep having to|always|continually|continuously|repeatedly|constant) * (asking|being asked|get asked|getting asked|getting prompted|being prompted|ask|asks|prompting|prompts|wanting|demanding|requesting|wants|requests|popping up|pops up|having to|popping|needing|telling me|makes me|making me) * (sign in|log in|password|credentials|login|account|details|authenticate|sign)
    (asks|asking|prompts|prompting|prompted|wants|demands|requests|requires|have to|has to|need to|must|want|ask) * (sign in|log in|my password|password|credentials|sign back in|log back in|authenticate) * (again and again|over and over|every time|all time|every day|every minute|every hour|each time|each day|constantly|repeatedly|always|every single day|every single time|non stop|nonstop|every morning|multiple times|many times|daily|in loop)
    (every|each) (single)? (day|hour|minute|morning|time|few|five|ten|5|10|two|30|15) * (asks|asking|prompts|wants|have to|need to|must|want) * (sign in|log in|password|credentials|sign)
    (whenever|every time|each time|every morning|every day|always|again and again|constantly) *** (sign in|log in|login|password) (mask|prompt|window|box|screen|dialog|popup|page|form) **
    (sign in|log in|login|password) (mask|prompt|window|box|screen|dialog|popup|form|page) (appears|comes|pops|opens|shows) ** (whenever|every|each|again|always|times|daily|constantly) **
    (wants|asks|asking|prompts|demands|needs|requires) ** (password|sign in|log in|credentials|login|pin) ** (every|each) **
    (every|each) (single)? (#|few|day|hour|minute|morning|time|five|ten|other) * (minutes|hours|seconds|day)? ** (wants|asks|prompts|demands|pops up|have to|need to|must) ** (password|sign in|log in|credentials|authenticate|pin)
    (constant|endless|continuous|repeated|permanent|annoying|never ending) (sign in|log in|login|password|authentication|credential) (popups|popup|pop ups|prompts|prompt|windows|requests|screens|dialogs|messages)
    (wants|asks|asking|tells|forces) me to (log in|sign in|authenticate|log on) (again|over and over|constantly) **
    (sign in|log in|login|password|authentication|credential|credentials) (loop|loops|looping|popup loop)
    (loop|loops|looping) * (sign in|log in|login|password)
    (keeps|kept|keep|constantly|always|randomly) (logging|signing|kicking|throwing) me out
    (signs|logs|kicks|signed|logged) me out * (constantly|all time|every|always|again and again|repeatedly|over and over|daily)
    (constantly|always|repeatedly|daily|again and again|over and over) * (enter|re enter|reenter|retype|type|provide|give) * (password|credentials|login|pin)
    (asked|prompted|forced|told|made) * (to|for) * (sign in|log in|password|credentials|authenticate) * (again|tenth|third|every|each|constantly|repeatedly|times|daily)
    (prompt|window|popup|pop up|box|request|message|dialog) * (sign in|log in|login|password|credentials) * (keeps|again and again|over and over|every|always|constantly|comes back|reappears|appears again)
    (sign in|log in|login|password|credentials) (prompt|window|box|popup|screen|request|dialog|page) ** (returns|comes back|reappears|reopens|opens again|pops up again|is back) **
    (sign in|log in|login|password) (prompt|window|box|popup|screen|request|dialog) *** (keeps|again and again|over and over|every|always|constantly|comes back|reappears|appears again)`,
  ),
  rule(
    'not-syncing',
    `(sync|syncing) (is|shows|says|stays)? (pending|stuck|stopped|paused|stalled)
    never (made|made it|arrived|reached|got|appeared|showed up) ** (cloud|web|online|onedrive|other computer|other devices) **
    (folders|files|documents|changes) (do|does|did|are|have) not (refresh|update|refreshing|updating|change|arrive|go up|come through) **
    no (file|files|document|documents|change|changes|folder) (gets|get|is|are|has been|have been) (synced|uploaded|updated|transferred|saved) **
    (pending|waiting|syncing|sync) (symbol|icon|sign|status|arrows|state) **
    nothing (moves|syncs|updates|uploads|downloads|transfers|goes through|goes up|comes down) **
    (files|changes|documents|folders|uploads) ** not (moving|updating|uploading|updated|showing|transferring|going|refreshing|coming) **
    processing # **
    (not|never|no longer|stopped|stop|nothing is|nothing|without|refuses to|fails to|quit) * (sync|syncing|synced|synchronizing|synchronising|synchronize|uploading|upload|uploaded|updating files)
    (stuck|stays|hangs|hanging|hung|sits) * (processing|pending|syncing|looking for changes|sync|uploading|changes)
    (uploads|upload|downloads|files|sync|syncing|status) (is|are) (stuck|frozen|hanging|stalled|blocked)
    (looking for|checking for|processing) changes
    sync (is|does|has|will|was) not **
    sync (does|is|has)? (fails|failed|failing|broken|stopped|stalled|dead)
    processing (changes|0|forever)
    (sync|syncing|upload|uploading) (problem|problems|issue|issues|error|failure|trouble) 
    (files|documents|folders|changes|photos) * (do|does|will|are|have) not * (sync|upload|show up|appear|update)
    (files|documents|everything|all|status|sync|uploads) (is|are|shows|show|says|say|stays)+ (all)? (pending|waiting)
    (waits|waiting|pending) * (upload|sync|forever)`,
  ),
];

/** Answers of the first cards. */
export const welcomeRules: readonly Rule[] = [
  rule(
    'code-40',
    `^ (yes|that is|this is)* (first|1st|top|that|this)? one (please)? $
    ^ (yes|it is|is|i have|that is|this is|same|mine|thats|exactly)* (that|this|same) (one|code|error|errcode)? (exactly|yes|one|please)? $
    ^ (i have|i got|it is|got|have|with)* (that|this) (code|error|one|exact code|very code)
    ^ (i have|have|it is|is|got|yes)* (first|1st|40|88|code 40|code 88) (one|code)? $
    ^ (yes)? (exactly|correct|right|indeed) $
    ^ (yes|that is|this is|it is|is)+ (mine|it) (thanks|yes|too|as well|exactly)* $
    ^ exactly (that|this)? (one|code)? $
    (that|this|it) is (exactly|precisely)? (what|the one) (i|we) (have|got|see|get) **
    (same|the) (one|code|error|number|as) * (as)? (you|above|the card|there) (say|said|mention|mentioned|wrote|named|show|write|says)*`,
    `(de40|4de40|004de40)`,
  ),
  rule(
    'other-code',
    `(another|different|other|second) (error)? (code|error|errcode|one|number)
    ^ (another|different|other) (one)? $
    (code|number) (is|looks) (different|another)
    not (that|this) (code|one)`,
  ),
  rule(
    'no-code',
    `(no|without|not any|not) (error)? (code|codes|number|errcode)
    (do|does|did|can|is|was|are) not * (code|number)
    (do|did) not (know|remember|recall|see|have) (it|code|one|any|which|what|$)
    (no) (idea|clue)
    (forgot|forgotten|lost) * (code|number)
    (nothing|no error) (shown|displayed|is shown|visible)
    nothing with (code|number) **
    ^ (only|just|yes|a)* (red cross|cross|message|sentence|red icon|symbol|red x) $
    (no|without|not any) (numbers|number|digits|error message|message|error text|text) (at all|there|shown|$)*`,
  ),
];

/** A first message about OneDrive without a code: the next question is for the code. */
export const troubleWords = phrases(`
  onedrive ** (not|broken|dead|problem|problems|issue|issues|error|errors|fails|failed|failing|failure|stopped|down|crashes|crashing|cross|trouble|wrong|stuck|disconnected|offline|red|unable|can not|could not|will not|bug|hangs|refuses|acting up|weird|help|slow|messed|closed|kaputt)
  (not|broken|dead|problem|problems|issue|issues|error|errors|fails|failed|stopped|trouble|wrong|unable|fix|repair|help|lost|difficulty|difficulties|struggling) ** onedrive
  (cloud|sync client|sync app|file sync|my files in cloud) ** (not|broken|problem|issue|error|cross|red|wrong|failed|stopped)
  (sign in|log in|login|connection) (problem|problems|issue|issues|error|trouble|failed|fails|failure)
  (can|could) not sign (you|me|us) in
  login was (either)? interrupted
  (can|could|will|does|do|am|is) (not|unable to|unable)? (able to)? (sign in|log in|login|connect|sign me in|log me in) (to)? (onedrive|it|cloud|my account|my files|work account)?
  (get|got|getting|have|seeing|see|shows|gives) (me|an|this|some|strange|weird|onedrive)* error
  ^ (error|problem|issue|broken|doesnt work|does not work|is not working|not working|nothing works) (message|code|again|please|today|with it|since)* $
`);

/** No complaint yet, but near enough to ask for the code. */
export const vagueTrouble = phrases(`
  (sign in|log in|login|logging in|signing in|connect|connecting|connection|cloud|sync|syncing|upload|uploading|uploads|credentials|error|errors|popup|signed out|logged out)
`);

export const askCodeRules: readonly Rule[] = [
  ...symptomRules,
  rule(
    'connection-wording',
    'onedrive (could|can|does|did|will) not (connect|reach|get) **\n(connection|connecting|connectivity) (problem|problems|trouble|issue|issues|error|failed|failure) **',
  ),
  rule(
    'nothing-of-these',
    `(none|nothing|neither|no|not any|not one) (of)? (these|those|them|that|this|above|fits|fit|applies|matches|match)
    ^ (none|neither|nothing) $
    (something|somewhat|quite|completely|totally) (else|different)
    (not|no) (on|in) (list|there)`,
  ),
];
