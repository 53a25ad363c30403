import { type Phrase, phrases } from './phrases.ts';
import type { Subject } from './types.ts';

const otherApps =
  '(excel|word|outlook|powerpoint|teams|zoom|sap|chrome|edge|firefox|adobe|acrobat|printer|printers|scanner|monitor|keyboard|mouse|headset|camera|webcam|microphone|bluetooth|wifi|wlan|vpn|windows update|email|emails|mail|mails|calendar|skype|slack|jira|citrix|onenote|access database|pdf|screen|battery|phone|iphone|dropbox|google drive|icloud|visio|photoshop|autocad|docking station|usb stick|projector|whatsapp|netflix|spotify)';

/** Inside a case these are tools and places of the steps, and no subject unless they fail. */
export const surroundings = phrases(
  '(phone|iphone|wifi|wlan|vpn|teams|chrome|edge|firefox|email|emails|screen|battery|windows update)',
);

/** Other subjects; a `loose` one is only a mention in a question or a wish. Only where neither a code nor a complaint about OneDrive itself is in the message. */
export const subjectRules: readonly { subject: Subject; loose?: true; words: Phrase[] }[] = [
  {
    subject: 'remove-onedrive',
    words: phrases(`
      (remove|uninstall|deinstall|delete|get rid of|turn off|disable|deactivate|kill|stop|block|ditch|purge|eliminate|switch off|getting rid of|removing|uninstalling|disabling) (microsoft|the|this|that|my|of|using|completely|totally)* onedrive (app|completely|totally|from|permanently|for good|on|altogether|forever|entirely|please|at|without|in|integration|startup|running|autostart|folder|account|for me|for us|$)+
      onedrive * (removed|uninstalled|gone|off) (from|my|completely|for good)
      (stop|prevent|keep|disable) onedrive (from)? (backing|saving|syncing|opening|starting|taking|moving|uploading) **
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
      (storage|quota|space|gb|gigabyte|gigabytes|terabyte) (left|full|limit|do|have|remaining|used|is|more|increase|upgrade|quota|for)+
      (how much|more|buy|increase|upgrade|extend) (my|the|our|onedrive|cloud)* (storage|space|quota)
      (move|rename|copy|upload|download|change|create) * (folder|library|folders|location|onedrive folder) (to|from|location|in|name|into)+
      (file|path) (name|names) (is|are|too|invalid)+
      (version history|recycle bin|vault|photo album|deleted files)`),
  },
  {
    subject: 'other-app',
    words: phrases(`
      (printer|printers|scanner|monitor|keyboard|mouse|headset|camera|webcam|microphone|bluetooth|projector|docking station|excel|word|powerpoint|sap|jira|zoom|onenote|acrobat|photoshop|autocad) ** (not|broken|crash~|freez~|froze|slow|problem|issue|error|fails|stuck|locked|jam|jammed|empty|offline|missing|dead|out of|no sound|no picture|no signal|no power)
      (how|where|can|could) ** (print|scan|fax) **
      (computer|windows|system|everything) (is|runs|running|feels|got|has become|so|super|very|extremely|really)+ slow
      (need|want|please|can you|request|order) (to)? (have|get)? * (installed|installing) (on|please|for|$)+
      (visio|project|photoshop|adobe|software|office) (licence|license|licences|licenses) **
      (stole|stolen|lost) (my|the)* (computer|laptop|phone|badge) **
      (computer|laptop|phone|badge) (was|is|has been|got) stolen
      (payslip|payroll|salary|vacation days|expense report|expenses|canteen|parking space|badge|room booking|business cards)
      (what|which) ${otherApps} (should|do|is|can|are) **
      (can|could|do|does) not (open|read|view|edit) (pdf|word|excel|email|zip|attachment|attachments) **
      (screen|monitor|display) (flickers|is flickering|is black|goes black|turns black) **
      (can|could|do|does) not (join|start|enter|host|attend|record) (a|my|the|any|zoom|teams)* (meeting|meetings|call|calls|webinar)
      (need|want|request|requesting|get|give me|grant|missing) (to)? (get|have)? access (to|for|on) **
      (permission|permissions) (to|for|on) (a|the|our)* (folder|site|library|sharepoint|share|drive|group) **
      ${otherApps} * (crash~|freez~|froze|hangs|slow|broken|not|problem|problems|issue|issues|error|errors|fails|failed|stopped|help|question|out of|empty|jam|jammed|dead|gone|stuck|wrong|keeps|offline|toner|paper|install|update|missing|black|blank|lost|disconnects|disconnect|down)
      (network|shared|mapped) (drive|drives|folder|printer) **
      (out of office|automatic reply|mailing list|distribution list|shared mailbox|signature)
      (room|meeting room|floor|beamer|projector) ** (broken|not|dead|defective)
      (can|could|do|does|will) not (print|scan|hear|type|make calls|receive emails|send emails|join meeting)
      (forgot|forgotten|lost|reset|change|unlock) (my|the|a)* (windows|sap|pin|computer|domain|network|bank|email|phone)+ (password|pin|account|login)?
      (password|pin|account|login) (for|of|in|to) (my|the|our)* (windows|computer|sap|bank|jira|salesforce|citrix|phone|zoom|vpn|domain|payroll|workday|servicenow)
      (order|need|want|get) (a|new|another|replacement)+ (laptop|computer|mouse|keyboard|monitor|screen|phone|headset|license for)`),
  },
  {
    subject: 'other-app',
    loose: true,
    words: phrases(`
      (how|where|can|could) ** (in|with|on|for|from) ${otherApps} **
      (can|could|does|will|do|is|am|problem|problems|issue|issues|trouble|error|help|question|how|fix|install|broken|lost|install|reset|set up|connect) * (with|open|start|use|my|in|do|print|to|the|get|into|not|about|new|from|install|connect)* ${otherApps} (any more|please|today|since|again|at all|on|for|to|at|in|this|too|also|as well|$)+`),
  },
];

export const onedriveWords = phrases('(onedrive|errcode)');

export const greetingWords = phrases(`
  ^ (guten|gruezi|bonjour|hola|servus|salut|namaste|ciao|merci|danke|gracias|grazie|obrigado|bom dia|buongiorno|ola) (morgen|tag|abend|zusammen|all)* $
  ^ (hi|hello|hey|good morning|good afternoon|good evening|good day|greetings|hiya|howdy|morning|hallo|moin|yo) (there|bot|all|team|everyone|everybody|you|again|onedrive|helper|to you|assistant|sir|dear|guys|morning|friend|buddy|how are you|world)* $
  ^ (ok|great|perfect|cool|super|nice|good|awesome|wonderful|brilliant|all|excellent|many)* (thanks|thank you|thx|cheers|much appreciated|appreciated|bye|goodbye|see you|ciao|have a nice day|thank) (you|so|very|much|lot|for|your|quick|fast|kind|great|nice|support|assistance|reply|answer|help|the|all|that|bot|bye|thanks|again|a|it|everything|helping|anyway|indeed|great|job|later|lots|then|today)* $
  ^ (good|great|nice|well) (job|work|bot|done) (thanks|bot|you|thank)* $
  how are you
`);

export const helpWords = phrases(`
  ^ (hi|hello|hey|i|please|can|could|you|someone|anyone|somebody|need|want|would|like|some|get|me|help|with|this|to|your|is|there|who|that|do|really)+ help (me|please|with|this|out|it|here|someone|anyone|needed|now|us|thanks|a|bit)* $
  ^ (help|menu|options|commands|assist|assistance|sos|info) (me|please|needed|now|help|here)* $
  (what|who) (can|do|are|is) (you|this|it|that|bot) (do|for|about|exactly|help|and|bot|$)+
  (what|which) (kind|sort|type|kinds|sorts|types) of ** (problems|issues|errors|questions|things|trouble)
  how (does|do) (this|it|you|bot) (work|works|help)
  (what|which) (does|do|is|are|did|was) (that|this|it|you|tls|proxy|vpn|winsock|ownership|entra|unlink|reset|credential|admin|cipher|step|they|these)+ ** (mean|means|meaning|$)
  (what|which) (is|are|was|do you|does|did|should i|happens|exactly|would) **
  (how|where|which|when) (do|does|can|should|is|are|would|to|could|will|must|long|many|did|shall|exactly|am) **
  (do|did|can|could|does|am) (not|nothing) (understand|get it|follow|make sense|sure what|know how|know where|know what you|see what you)+
  (confused|lost|clueless|explain|elaborate|show me|guide me|instructions|screenshot|tell me how|walk me through|step by step) 
  (can|could|would|will) (you|u) (please)? (explain|show|tell|repeat|guide|clarify|help|describe|rephrase)
  ^ (and|but|so|ok|what)? (should|shall|must|may|can) i **
  ^ (and|but|so|ok)? (is|will|does|do|are|has|did|was|would|could) (it|this|that|you|there|onedrive|my|they) **
  who am i (talking|speaking|chatting|writing) (to|with) **
  what (do|should|can|must|shall) i (do|try|say|answer|choose|press|click) **
  what (do you mean|now|next|then|exactly|$)
  no idea (how|where|what)
`);
