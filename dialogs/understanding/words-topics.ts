import type { FaqId } from '../knowledge/faq.ts';
import { type Phrase, phrases } from './phrases.ts';
import type { Subject } from './types.ts';

const persons =
  '(human|humans|real person|person|actual person|live person|live agent|real agent|agent|agents|technician|technicians|representative|live support|human being|operator|support person|real human|rep|engineer|specialist|expert|colleague from|supervisor|real one|member of staff|competent|qualified)';

/** Wishes for a person. Having talked to one before is no wish, nor is not wanting one. */
export const humanWords = phrases(`
  (talk|speak|talking|speaking|chat|connect|transfer|put|switch|hand|refer|pass|get|bring|give|want|need|let|like|forward|send|call|contact|reach|prefer|where is|is there|can i have) ** ${persons}
  (talk|speak|talking|speaking|chat|complain) (to|with) (your|the|a)* (manager|boss|supervisor|team lead)
  (talk|speak|chat) (to|with) (one of|a|my|your|our)* (colleague|colleagues|guys|experts) **
  (talk|speak|chat) (to|with) (real|live|someone|anyone|human|actual|my|our|your|it|them|people|somebody|person|support|helpdesk|admin|tech support)+
  (connect|transfer|forward|refer|escalate|hand|pass|put) (me|this|it|that|my)+ (through|over|on)? (to|with) (someone|it|helpdesk|support|human|admin|real|level)
  (get|give|bring|send|find|want|need|fetch) (me|in|us)? (someone|helpdesk|human|real human|technician) (real|from|who|to|on|please|now|here|in|$)+
  (someone|it|helpdesk|support|technician|admin|human|person) * (call|phone|ring|contact) (me|back)+
  (call|phone|ring) me
  (call back|callback)
  who (can|could|will|would|else can|is able to) (actually|properly|really)* help (me|us|with|here|in|$)+
  (is|are|anyone|someone) (anyone|someone|somebody)? (real|alive|human|out)+ (there|here|person|$)
  is (anyone|someone) there
  (call|send|get|need|want|ask|find|bring) (in|me|us|better)* (someone|expert|professional|people|pro) (who|that|from|to|with|else|competent|qualified|real|over|round|down|here) **
  in person $
  (open|raise|create|log|file|submit|make|write) (ticket|incident|request|support ticket|helpdesk ticket|case|new ticket) (for|please|with|now|$)+
  (open|raise|create|log|file|submit|make) (me|for me|up|support|it|helpdesk)+ (ticket|incident|case)
  ^ (please|now|ok|i want|need|want|real|live|yes|get)* (human|agent|person|helpdesk|real person|real human|operator|technician|escalate|support|humans|human now|human being|someone human) (now|please|support|wanted|here|thanks|it|needed)* $
  (escalate) (this|it|please|my|to|$)+
  (can|could|may|is|would|will|let|have|please|want|need) * (person|human|helpdesk|technician|agent|expert|specialist|professional) (please|just|from)* (help|helps|assist|remote|look|call|come|take|do|fix|handle|join|connect|guide|check|sort) **
  (can|could|may|would|will|have|let) (someone|anyone|somebody) (please|just|from|in|helpdesk|there|else|competent|qualified|with)* (remote|call|come|take over|take a look|look|connect|dial|log in|phone|contact|visit|stop by) **
  (not|hate|stop|refuse|instead of|rather than|without) * (want|wanna|wish|like|going|willing|to)* * (talk|talking|chat|chatting|speak|speaking|deal|dealing|argue|discuss|type) * (bot|robot|chatbot|machine|ai|robots|bots|machines)
  (get|give|reach|contact|need|want|call|bring|find) (me|us|through to|in)* (live|tech|technical|user|customer|real|human|customer service|the|our|your)* (support|helpdesk|service)
  who (can|do|should|could|would|may|must) (i|we) (call|phone|contact|ask|talk to|speak to|speak with|talk with|reach|turn to|go to) **
  (phone|telephone|contact|support|hotline) number
  (number|phone) (of|for) (the|our|your)* (helpdesk|support|hotline)
  (let|have|leave it to|hand it to|give it to|pass it to) (the|our|my)* helpdesk **
  ^ (please|a|new|support|get me|i want|i need|just|want|need)* ticket (please|now)? $
  (remote|teamviewer|screen share|screenshare|remote session|remote control|anydesk) (in|into|on|to|with|please|session|my|help|assistance|support)+
  (is|are) (there|you) (a|any|actually|even|really)* (human|real|live|person|people) **
  ^ (i)? give up (get|call|human|it|$|please|let|someone|helpdesk)+
  (human|real person|helpdesk|technician) please
  (enough|sick|tired|fed up) (of|with) (bots|this bot|bot|robots|machines|talking to) **
  want (it|helpdesk|admin|support) to (look|fix|handle|help|take)
  (not|rather than|instead of) (bot|robot|machine|computer|chatbot) **
`);
export const noHuman = phrases(`
  (will|would|going to|let me) (then|just|also|now)* (contact|call|ask|tell|inform|write|phone|check with|talk to|speak to) ** (helpdesk|support|admin|them)
  (not|no|without|never|before|instead of) * (want|need|to|talk|speak|bother|call|like|get|ticket)* * (human|person|agent|technician|someone|ticket|helpdesk|support|person|escalate|representative)
  (talked|spoke|spoken|chatted|called|phoned|contacted|told|asked|rang|wrote) ** (human|person|agent|technician|someone|helpdesk|support|it|representative)
`);

/** Questions of the FAQ. `asked` ones count only where the message is a question. */
export const faqRules: readonly { id: FaqId; plain: Phrase[]; asked: Phrase[] }[] = [
  {
    id: 'malware',
    plain: phrases(`
      (is|was|are|could|might|maybe|have|am|been|do|think|possibly|possible) ** (virus|malware|hacked|trojan|ransomware|infected|spyware|hacker|hackers|phishing|compromised|scam)
      ^ (virus|malware|hacked|trojan|phishing) (or|?|$)+`),
    asked: phrases(
      '(virus|malware|hacked|trojan|ransomware|infected|spyware|hackers|scam|phishing|malicious|harmful|attack|attacked|hijacked|breach|breached|threat)',
    ),
  },
  {
    id: 'reset-deletes',
    plain: phrases(`
      (will|would|does|do|can|could|might|is|are|am|going) * (i|we|it|this|that|reset|unlink|unlinking|resetting|reinstall|reinstalling|my|files|all|he)+ ** (lose|delete|deletes|deleted|lost|wipe|wiped|erase|erased|remove|removes|deleting|gone|disappear) ** (files|data|documents|anything|everything|stuff|photos|work|pictures|$)
      (afraid|scared|worried|fear|nervous) ** (lose|losing|deleted|lost|files|data|documents)
      (is|are|will|does|do) (my|the|all)* (files|data|documents|photos|stuff) * (safe|lost|gone|deleted|survive|stay)
      what happens (to|with) (my|the|all)* (files|data|documents|stuff|photos)`),
    asked: phrases(
      '(lose|delete|deletes|wipe|erase) * (files|data|documents|anything|everything|stuff|photos)\n(files|data|documents|photos|stuff) * (safe|deleted|lost|gone|erased|survive|stay|kept)',
    ),
  },
  {
    id: 'came-back',
    plain: phrases(`
      why (is|does|did|has|do|would|keeps) (it|this|that|error|errcode|problem|the)+ (always|keep|keeps|come|came|coming|is|has|again|just)* (back|return|returned|returning|again|reappear|happening again|come back|coming back)
      (fixed|solved|worked) (it)? (once|last week|last month|before|yesterday|already) ** (why)
      why ** (comes|came|coming|come|is) back`),
    asked: phrases('(fixed|solved) ** (back|again|returned)\n(why|how come) ** (back|again|returns)'),
  },
  {
    id: 'web-works',
    plain: phrases(`
      (why|how come|how is it) ** (web|website|browser|online|onedrive com) ** (works|work|working|load|loads|fine|ok|open|opens)
      (why|how come|how is it) ** (works|work|loads|fine|ok|open|opens|use|see) ** (web|website|browser|online|chrome|edge|firefox|safari|office com)
      (why|how come|how is it|how can|strange that|weird that) ** (app|client|program|desktop|sync) ** (not|fail|fails) ** (web|website|browser|online|chrome|edge)
      (why|how come|how is it|how can) ** (web|website|browser|online|chrome|edge) ** (not|fails|but) **`),
    asked: phrases(`
      (web|website|browser|online|chrome|edge) ** (works|work|loads|fine|open|opens) *** (app|client|program|desktop) ** (not|fail|fails)
      (app|client|program|desktop|it) ** (not|fail|fails) *** (web|website|browser|online|chrome|edge) ** (works|work|loads|fine|open|opens|does)`),
  },
  {
    id: 'reinstall',
    plain: phrases(`
      (should|shall|must|do|would|could|can|may|is|does|need) * (i|we|it|you|have|to|need|help|if|better|recommend|worth|that)* (uninstall and)? (reinstall|reinstalling|re install|uninstall and install|uninstall onedrive and install|install again)`),
    asked: phrases('(reinstall|reinstalling|re install|uninstall and install)'),
  },
  {
    id: 'company-proxy',
    plain: phrases(`
      (will|does|can|could|would|is) ** (work|works|working|ok|possible|supported|support|use) ** proxy
      proxy *** (does|can|will|is|could|would) (onedrive|it|this|that) * (even|ever|support|work|possible|allowed|supported|handle|cope)
      (does|can|will|is) onedrive (support|work with|like|handle|allow) ** (proxy|proxies)
      proxy ** (will|does|can|ever) * (onedrive|it|this) * (work|ever|connect)`),
    asked: phrases('(company|corporate|our|work|office) proxy\n(behind|uses|use|has|have|with) * proxy'),
  },
  {
    id: 'repair-tool',
    plain: phrases(`
      (is there|are there|do you have|any|can i download|know|got|recommend|exists|download|have you) ** (tool|program|utility|repair tool|fix tool|fixer|script|cleaner|repair software|software) ** (fix|fixes|repair|repairs|solve|solves|does|that|for|automatically|this|it|$)
      (repair|fix) (tool|utility|program|software)`),
    asked: phrases('(tool|utility|cleaner|fixer) ** '),
  },
  {
    id: 'password-wrong',
    plain: phrases(`
      (is|was|are|could|maybe|might|has) (it|my|that|this|be|the)* password (wrong|incorrect|expired|bad|invalid|problem|issue|not|the|outdated|at fault|blame)+
      (should|shall|must|do|would) * (change|reset|changing|resetting|new|retype|reenter) * password
      (did|do|have) i * (type|enter|have|typed|use|entered)* * (wrong|incorrect|mistyped) * password`),
    asked: phrases(
      'password (is|was|has|be|been|may|might|got|the|too|being)* (wrong|incorrect|expired|problem|reason|changed|fault|outdated|old|invalid|bad|blame|cause|issue)\n(is|was|be|not|about|with) (it|this|that|the problem|because of|due to)* (my)? password $\nmy password then\n(wrong|incorrect|because of|due to) * password',
    ),
  },
  {
    id: 'code-meaning',
    plain: phrases(`
      what (does|do|is|would|did) * (code|error|errcode|number|error code|codes) * (mean|means|stand for|meaning|about|exactly|indicate|say|supposed to mean)
      (meaning|explanation) of (this|that|the|error|my)* (code|error|errcode|number)
      (what|explain) (is|means|the|this|that|does|me)* (error|errcode|code) (code|errcode|mean|means)* $`),
    asked: phrases('(mean|means|meaning) * (code|error|errcode)\n(code|errcode) * (mean|means|meaning)'),
  },
  {
    id: 'what-happens-to-text',
    plain: phrases(`
      what (happens|do you do|will you do|is done|will happen) (to|with) * (i|type|write|text|messages|message|said|say|chat|conversation|data i|my data|typed|tell|what)+
      (do|does|are|is|will|where) (you|this|it|bot|chat|conversation|messages|my|our)+ (store|stored|save|saved|record|recorded|keep|kept|tracked|monitored|share|shared)+ **
      (privacy|gdpr|data protection|confidential|confidentiality)
      (chat|conversation|messages|what i * (type|write|say|said|wrote|typed|enter|tell)|data|screenshots|text) ** (stored|saved|recorded|logged|kept|private|confidential|tracked|monitored|shared|deleted|sold)
      (store|save|record|log|keep|share|track) ** (chat|conversation|messages|what i|my data|text)`),
    asked: phrases(
      '(logging|recording|storing|saving|keeping|tracking|reading|monitoring|watching) ** (what|i|my|this|messages|chat)\n(do|does|are|is|will|where) (you|this|it|bot|chat|conversation|messages|my|our)+ (log|logged|private|confidential|anonymous|data)+\n(stored|saved|recorded|logged|private|anonymous|tracked|monitored) (somewhere|anywhere|here|by|for|$)+',
    ),
  },
  {
    id: 'who-sees-my-case',
    plain: phrases(`
      who (can|will|is|all|else|could|gets|has|would|exactly|be|able to|allowed to|going to)* (see|sees|read|reads|seeing|reading|look|looks|access|informed|get|gets|receives|to see)+
      (can|does|will|do|could|is|are) (my|the|our)* (boss|manager|colleagues|helpdesk|it|supervisor|team|admin|admins|employer|company|people|others|anyone|someone|everybody|everyone) (else|also|be|able to|going to|get to|going)* (see|sees|read|reads|know|told|notified|informed|look at|find out|watching|reading|seeing)
      (visible|shown|forwarded|sent|reported) to (my|the|our|anyone|others|all)* (boss|manager|colleagues|helpdesk|employer|company|others|anyone|$)+`),
    asked: [],
  },
];

const otherApps =
  '(excel|word|outlook|powerpoint|teams|zoom|sap|chrome|edge|firefox|adobe|acrobat|printer|printers|scanner|monitor|keyboard|mouse|headset|camera|webcam|microphone|bluetooth|wifi|wlan|vpn|windows update|email|emails|mail|mails|calendar|skype|slack|jira|citrix|onenote|access database|pdf|screen|battery|phone|iphone|dropbox|google drive|icloud|visio|photoshop|autocad|docking station|usb stick|projector|whatsapp|netflix|spotify)';

/** Other subjects. Only where neither a code nor a complaint about OneDrive itself is in the message. */
export const subjectRules: readonly { subject: Subject; words: Phrase[] }[] = [
  {
    subject: 'remove-onedrive',
    words: phrases(`
      (remove|uninstall|deinstall|delete|get rid of|turn off|disable|deactivate|kill|stop|block|ditch|purge|eliminate|switch off|getting rid of|removing|uninstalling|disabling) (microsoft|the|this|that|my|of|using|completely|totally)* onedrive (app|completely|totally|from|permanently|for good|on|altogether|forever|entirely|please|at|without|in|integration|startup|running|autostart|folder|account|$)+
      onedrive * (removed|uninstalled|gone|off) (from|my|completely|for good)
      (not|never) want onedrive (at all|any more|on|anymore|$)+
      (want|how) * (onedrive) (off|removed|gone|uninstalled) (my)?`),
  },
  {
    subject: 'admin-policy',
    words: phrases(`
      (block|disable|deploy|enforce|configure|restrict|prevent|allow|roll out|set up|manage|limit|push|turn off|control|prohibit|enable|forbid|exclude|assign|silently) ** (policy|policies|gpo|intune|group policy|registry|admx|sccm|tenant|all users|our users|users from|for users|endpoint manager|powershell|organization wide|company wide|mdm|whole company|known folder move|kfm|conditional access)
      (need|want|looking for|which|what|is there|find) ** (gpo|group policy|intune|admx|policy setting|registry key) ** 
      (policy|gpo|intune|group policy|admx|sccm|conditional access|powershell) ** (block|disable|deploy|enforce|configure|restrict|prevent|allow|set up|manage|limit|push) ** (onedrive|sync|users|it)
      (as|i am) * (tenant|global|sharepoint|m365|intune) admin **`),
  },
  {
    subject: 'onedrive-use',
    words: phrases(`
      (share|sharing) * (folder|file|files|document|link|documents|it|library|album) ** 
      (onedrive|storage|drive) (is|almost|nearly|completely)* full
      (restore|recover|undelete|retrieve|bring back) * (file|files|folder|version|document|deleted|documents|photos)
      (deleted|removed|overwrote|lost) * (file|folder|document|photos|picture|files) * (restore|recover|back|accident|accidentally|mistake)
      (storage|quota|space|gb|gigabyte|gigabytes|terabyte) (left|full|limit|do|have|remaining|used|is|more|increase|upgrade|quota|for|$)+
      (how much|more|buy|increase|upgrade) (storage|space)
      (move|rename|copy|upload|download|change|create) * (folder|library|folders|location|onedrive folder) (to|from|location|in|name|into)+
      (file|path) (name|names) (is|are|too|invalid)+
      (version history|recycle bin|vault|photo album|deleted files)`),
  },
  {
    subject: 'other-app',
    words: phrases(`
      (printer|printers|scanner|monitor|keyboard|mouse|headset|camera|webcam|microphone|bluetooth|projector|docking station|excel|word|powerpoint|sap|jira|zoom|onenote|acrobat|photoshop|autocad) ** (not|broken|crash~|freez~|froze|slow|problem|issue|error|fails|stuck|locked|jam|jammed|empty|offline|missing|dead)
      (computer|windows|system|everything) (is|runs|running|feels|got|has become|so|super|very|extremely|really)+ slow
      (need|want|please|can you|request|order) (to)? (have|get)? * (installed|installing) (on|please|for|$)+
      (can|could|do|does) not (join|start|enter|host|attend|record) (a|my|the|any|zoom|teams)* (meeting|meetings|call|calls|webinar)
      (need|want|request|requesting|get|give me|grant|missing) (to)? (get|have)? access (to|for|on) **
      (permission|permissions) (to|for|on) (a|the|our)* (folder|site|library|sharepoint|share|drive|group) **
      ${otherApps} * (crash~|freez~|froze|hangs|slow|broken|not|problem|problems|issue|issues|error|errors|fails|failed|stopped|help|question|out of|empty|jam|jammed|dead|gone|stuck|wrong|keeps|offline|toner|paper|install|update|missing|black|blank|lost|disconnects|disconnect|down)
      (can|could|does|will|do|is|am|problem|problems|issue|issues|trouble|error|help|question|how|fix|install|broken|lost|install|reset|set up|connect) * (with|open|start|use|my|in|do|print|to|the|get|into|not|about|new|from|install|connect)* ${otherApps} (any more|please|today|since|again|at all|on|for|to|at|in|this|$)+
      (can|could|do|does|will) not (print|scan|hear|type|make calls|receive emails|send emails|join meeting)
      (forgot|forgotten|lost|reset|change|unlock) (my|the|a)* (windows|sap|pin|computer|domain|network|bank|email|phone)+ (password|pin|account|login)?
      (password|pin|account|login) (for|of|in|to) (my|the|our)* (sap|bank|jira|salesforce|citrix|phone|zoom|vpn|domain|payroll|workday|servicenow)
      (order|need|want|get) (a|new|another|replacement)+ (laptop|computer|mouse|keyboard|monitor|screen|phone|headset|license for)`),
  },
];

export const onedriveWords = phrases('(onedrive|errcode)');

export const greetingWords = phrases(`
  ^ (hi|hello|hey|good morning|good afternoon|good evening|good day|greetings|hiya|howdy|morning|hallo|moin|yo) (there|bot|all|team|everyone|everybody|you|again|onedrive|helper|to you|assistant|sir|dear|guys|morning|friend|buddy|how are you|world)* $
  ^ (ok|great|perfect|cool|super|nice|good|awesome|wonderful|brilliant|all|excellent|many)* (thanks|thank you|thx|cheers|much appreciated|appreciated|bye|goodbye|see you|ciao|have a nice day|thank) (you|so|very|much|lot|for|your|help|the|all|that|bot|bye|thanks|again|a|it|everything|helping|anyway|indeed|great|job|later|lots|then|today)* $
  ^ (good|great|nice|well) (job|work|bot|done) (thanks|bot|you|thank)* $
  how are you
`);

export const helpWords = phrases(`
  ^ (hi|hello|hey|i|please|can|could|you|someone|anyone|somebody|need|want|would|like|some|get|me|help|with|this|to|your|is|there|who|that|do|really)+ help (me|please|with|this|out|it|here|someone|anyone|needed|now|us|thanks|a|bit)* $
  ^ (help|menu|options|commands|assist|assistance|sos|info) (me|please|needed|now|help|here)* $
  (what|who) (can|do|are|is) (you|this|it|that|bot) (do|for|about|exactly|help|and|bot|$)+
  how (does|do) (this|it|you|bot) (work|works|help)
  (what|which) (does|do|is|are|did|was) (that|this|it|you|tls|proxy|vpn|winsock|ownership|entra|unlink|reset|credential|admin|cipher|step|they|these)+ ** (mean|means|meaning|$)
  (what|which) (is|are|was|do you|does|did|should i|happens|exactly|would) **
  (how|where|which|when) (do|does|can|should|is|are|would|to|could|will|must|long|many|did|shall|exactly|am) **
  (do|did|can|could|does|am) (not|nothing) (understand|get it|follow|make sense|sure what|know how|know where|know what you|see what you)+
  (confused|lost|clueless|explain|elaborate|show me|guide me|instructions|screenshot|tell me how|walk me through|step by step) 
  (can|could|would|will) (you|u) (please)? (explain|show|tell|repeat|guide|clarify|help|describe|rephrase)
  ^ (and|but|so|ok|what)? (should|shall|must|may|can) i **
  ^ (and|but|so|ok)? (is|will|does|do|are|has|did|was|would|could) (it|this|that|you|there|onedrive|my|they) **
  what (do you mean|now|next|then|exactly|$)
  no idea (how|where|what)
`);
