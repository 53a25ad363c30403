import type { FaqId } from '../knowledge/faq.ts';
import { type Phrase, phrases } from './phrases.ts';

/** Questions of the FAQ. `asked` ones count only where the message is a question. */
export const faqRules: readonly { id: FaqId; plain: Phrase[]; asked: Phrase[] }[] = [
  {
    id: 'malware',
    plain: phrases(`
      (is|was|are|could|might|maybe|have|am|been|do|think|possibly|possible) ** (virus|malware|hacked|trojan|ransomware|infected|spyware|hacker|hackers|phishing|compromised|scam)
      ^ (virus|malware|hacked|trojan|phishing) (or|?|$)+`),
    asked: phrases(
      '(virus|malware|hacked|trojan|ransomware|infected|spyware|hackers|scam|phishing|malicious|harmful|attack|attacked|attacking|hijacked|breach|breached|threat)',
    ),
  },
  {
    id: 'reset-deletes',
    plain: phrases(`
      (will|would|does|do|can|could|might|is|are|am|going) * (i|we|it|this|that|reset|unlink|unlinking|resetting|reinstall|reinstalling|my|files|all|he)+ ** (lose|delete|deletes|deleted|lost|wipe|wiped|erase|erased|remove|removes|deleting|gone|disappear) ** (files|data|documents|anything|everything|stuff|photos|work|pictures|$)
      (afraid|scared|worried|fear|nervous) ** (lose|losing|deleted|lost|files|data|documents)
      (is|are|will|does|do) (my|the|all)* (files|data|documents|photos|stuff) * (safe|lost|gone|deleted|survive|stay)
      what (happens|will happen|would happen|becomes) (to|with|of) (my|the|all|our)* (files|data|documents|stuff|photos|pictures|images|folder|folders|desktop|work)`),
    asked: phrases(
      '(lose|delete|deletes|wipe|erase) * (files|data|documents|anything|everything|stuff|photos)\n(files|data|documents|photos|stuff) * (safe|deleted|lost|gone|erased|survive|stay|kept)',
    ),
  },
  {
    id: 'came-back',
    plain: phrases(`
      (back again|is back|came back|returned|again) *** (fixed|repaired|solved) *** why
      (fixed|solved|repaired|worked|ok) *** (back|again|here again|returned) *** why
      why (is|does|did|has|do|would|keeps) (it|this|that|error|errcode|problem|the)+ (always|keep|keeps|come|came|coming|is|has|again|just)* (back|return|returned|returning|again|reappear|happening again|come back|coming back)
      (fixed|solved|worked) (it)? (once|last week|last month|before|yesterday|already) ** (why)
      why ** (comes|came|coming|come|is) back`),
    asked: phrases('(fixed|solved) ** (back|again|returned)\n(why|how come) ** (back|again|returns)'),
  },
  {
    id: 'web-works',
    plain: phrases(`
      (web|website|browser|online|chrome|edge) (onedrive|it|everything|version|all)* (works|loads|opens|is fine|ok) *** (why|how come) **
      (web|website|browser|online) *** (app|client|program|desktop) (can|does|will|is|could)? not *** (why|how come|how so) **
      (why|how come|how is it|how can) *** (web|website|browser|online|chrome|edge) *** but not **
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
      proxy *** (does|can|will|is|could|would) (onedrive|it|this|that) * (problem|issue|trouble|even|ever|support|work|possible|allowed|supported|handle|cope)
      (does|can|will|is) (onedrive|it|this|that) (support|work with|like|handle|allow) ** (proxy|proxies)
      proxy ** (will|does|can|ever) * (onedrive|it|this) * (work|ever|connect)`),
    asked: phrases(
      '(go|get|pass|work|connect) (through|via|over|behind|with) ** (proxy|proxies) **\n(company|corporate|our|work|office) proxy\n(behind|uses|use|has|have|with) * proxy',
    ),
  },
  {
    id: 'repair-tool',
    plain: phrases(`
      (is there|are there|do you have|can i download|can you recommend|do you know|have you got) ** (something|app|tool|program|utility|repair tool|fix tool|fixer|script|cleaner|repair software|software) ** (fix|fixes|repair|repairs|solve|solves|does|that|for|automatically|this|it|$)
      (download|get|install|use|run) (something|anything|program|software|one|app) (that|to|which) (repairs|fixes|repair|fix|solve|solves) **
      (repair|fix) (tool|utility|program|software)`),
    asked: phrases(
      '(any|know|got|recommend|exists|download|which) ** (tool|program|utility|script|software|app) ** (fix|fixes|repair|repairs|solve|solves|does) **\n(tool|utility|cleaner|fixer) ** ',
    ),
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
      privacy (policy|statement|protection|concerns|issue|rules|$)
      (gdpr|data protection|confidential|confidentiality)
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
