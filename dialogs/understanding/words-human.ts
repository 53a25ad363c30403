import { phrases } from './phrases.ts';

const persons =
  '(human|humans|real person|person|actual person|live person|live agent|real agent|agent|agents|technician|technicians|representative|live support|human being|operator|support person|real human|rep|engineer|specialist|expert|colleague from|supervisor|real one|member of staff|competent|qualified)';

/** Wishes for a person. Having talked to one before is no wish, nor is not wanting one. */
export const humanWords = phrases(`
  (talk|speak|talking|speaking|connecting|transferring|forwarding|putting|chat|connect|transfer|put|switch|hand|refer|pass|get|bring|give|want|need|let|like|forward|send|call|contact|reach|prefer|where is|is there|can i have) ** ${persons}
  (talk|speak|talking|speaking|chat|complain) (to|with) (your|the|a)* (manager|boss|supervisor|team lead)
  (talk|speak|chat) (to|with) (one of|a|my|your|our)* (colleague|colleagues|guys|experts) **
  (talk|speak|chat) (to|with) (real|live|someone|anyone|human|actual|my|our|your|it|them|people|somebody|person|support|helpdesk|admin|tech support)+
  (connect|transfer|forward|refer|escalate|hand|pass|put) (me|this|it|that|my)+ (through|over|on)? (to|with) (someone|it|helpdesk|support|human|admin|real|level)
  (get|give|bring|send|find|want|need|fetch) (me|in|us)? (someone|helpdesk|human|real human|technician) (real|from|who|to|on|please|now|here|in|$)+
  (someone|it|helpdesk|support|technician|admin|human|person) * (call|phone|ring|contact) (me|back)+
  (call|phone|ring) me
  (need|want|get|request) (onsite|on site|personal|human|remote|direct|real) (support|help|assistance|helpdesk) **
  (call back|callback)
  helpdesk (is)? (extension|number|phone|line|hours|email|mail|address|hotline) **
  (extension|number|hotline) (of|for) helpdesk
  who (can|could|will|would|else can|is able to) (actually|properly|really)* help (me|us|with|here|in|$)+
  (is|are|anyone|someone) (anyone|someone|somebody)? (real|alive|human|out)+ (there|here|person|$)
  is (anyone|someone) there
  is there (anyone|someone|somebody) ** (talk|speak|chat|ask|call|contact|reach|turn to) **
  (have|get|want|like|need|see) ** (ticket|case|incident) (opened|created|raised|logged|submitted|filed) **
  (send|forward|give|hand|pass) (this|it|that|my case|everything|me)+ (over|on|to)* helpdesk **
  log (call|ticket|case|incident|request) (with|at|for|to) **
  (feel better|rather|prefer|happier|better|glad|nice) if (expert|someone|helpdesk|professional|person|technician|human|specialist) **
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
