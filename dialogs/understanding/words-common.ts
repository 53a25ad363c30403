import { type Rule, rule } from './rule.ts';
import { outcomeRules } from './words-outcome.ts';

/** What means the same at every step that offers it. */
export const commonRules: readonly Rule[] = [
  ...outcomeRules,
  rule(
    'human',
    '(can|could|let|please|would|will|is there) (not)? (someone|anyone|somebody) (please|from|else|there)* (help|look|do|fix|handle|take|come|check|call|assist|have a look) **\n(can|could|may|would|will|is there|need|want) * (someone|anyone|somebody) (please|who can|to|who could|there|here|able to|else)* help **',
  ),
  rule(
    'different-code',
    `(another|different|new) (error)? (code|errcode|number|error) (is|appears|shows|shown|comes|came|popped|now) **
    (code|number|error|errcode|message) (is|has|does|was) (not same|now different|now another|different now|changed|different|another one|not that) **
    ^ (it|now|i|there|have|is|get|its|got|has|a|with)* (different|another|new|other|wrong) (error)? (code|number|error|errcode) (now|instead|today|this time|please)? $
    (have|got|get|getting|see|shows|says|is|gives) (now|me)* (different|another|new|other) (error)? (code|number|errcode|error) (now)?
    (code|error|message|number) (is|has|was)? (now)? (changed|different|another|new) (now)?
    (entered|typed|gave|told|sent|put|copied) (you|in)? (wrong|incorrect) (error)? (code|number)
    (mistyped|misread|misspelt) (my|this|that)? (code|number)
    (code|number) (is|was|i gave was|i typed was) (wrong|incorrect|not correct)`,
  ),
  rule(
    'start-over',
    `^ (ok|can|could|may|we|i|let us|let|us|want to|would like to|to|please|now)* (start|begin) (it|all|everything|this|whole thing)? (over|again|new|anew|afresh|from scratch|from beginning|from start)
    back to (beginning|start|first question) **
    from (zero|beginning|start|scratch|top|very beginning|very start) (again|please|$)
    start (it|all|everything|this|whole thing)? over
    (restart|reset|redo) (this|the|whole)* (conversation|chat|session|bot|dialog)
    (restart|reset|redo) (conversation|chat|process|whole thing|dialog|everything|bot|troubleshooting|questions)
    ^ (new start|fresh start|all over again)`,
  ),
  rule(
    'use-web',
    `(fine|ok|happy|good|content|alright) (with|to)* (use|using|working|work) ** (web|browser|website|online|web version) **
    (i|we) (will|would|am going to|can|could|rather|prefer to)+ (then|just|now|simply)* (use|using|work with|work in|work on|go with|stick to|stick with|stay with) (it|that|this|onedrive|them|then)* (in|on|with|via|through)* (browser|web|website|online|webpage|web version) **
    (i|we|will|rather|going|prefer|let|may|can|gonna|simply)+ * (use|using|work|working|stick|stay|go|continue|live|keep using|switch) (to|with|in|on|onedrive|my)* (web|browser|website|online|webpage|web app|web version)
    (web|browser|online|website) (version|onedrive|access|one)? (is|will be|does) * (enough|sufficient|good enough|fine for me|ok for me|suffice|do for now|do for me)`,
  ),
  rule(
    'back',
    `^ (ok|can|could|we|i|you|please|let us|want to|let|me|to|would|like)* (go|step|move|take me|bring me|jump) back (one|a|to|step|please|previous|again|$)* (step|previous|question|screen|card|last|one|$)
    (go|step|move|jump) back (one|please|previous|again|to|step)* $
    ^ (go|to|one|show|please|can you|the|switch|return)* previous (one|step|question|card|screen|page)? $
    ^ (one)? step back $
    ^ (back|undo|previous|return|revert|backwards) (step|that|this|it|please|one|answer|my answer|last|question)* $
    (undo|revert|cancel|correct|withdraw|retract) (that|this|it|my|last|previous)* (answer|click|step|choice|one|$)
    (change|changing) (that|this|my|last|previous)+ (answer|click|choice)
    (take|took) (that|it|this) back
    (wrong|incorrect) (button|answer|choice|option|click|key)
    (clicked|pressed|hit|tapped|chose|selected|picked|answered) (it|that|on)? wrong
    (misclick|misclicked|mistapped|by mistake|by accident|accidentally)
    previous (step|question|card|screen)
    did not mean (to|that)
    (clicked|pressed|hit|tapped|chose|selected|picked) wrong`,
  ),
  rule(
    'why',
    `^ (but|and|ok|so)? (why|what for|for what|reason|how so|how come|why so|why that|why this) (though|exactly|that|this|please)? (step)? $
    why (do|should|must|would|is|are|am) (i|we|this|that|you) (have|need|supposed|asking|ask|want|to|do|doing|necessary|needed|important|required|going|step|me|bother|even)
    what (is|are|would be|will be)? (point|purpose|reason|use|benefit|idea|sense) (of|for|behind|in|$)
    (how|what) (does|would|will|should|could|is) (this|that|it|step) (step)? (help|good for|do|achieve|for|supposed to do|change)
    (give|tell|explain) (me)? (reason|why)
    what good (does|will|is|would) **
    ^ (and|but|so|ok)? why (would|should|does|will|could|is) (that|this|it) (help|work|fix|matter|be|even|necessary|needed|important|good) **
    (reason|explanation) (for|behind) (this|that|step)`,
  ),
  rule(
    'pause',
    `^ (maybe|do it|will do it|i will|i will do it|i will do that|ask me|try|later|and|can we|not now|will do|do that|will try|i|it|more|much)* (later|tomorrow|tonight|another time|some other time|another day|next week) (today|then|ok|thanks|please|on|again|maybe|morning|this)? $
    (do|try|continue|finish|come|get|go|return|back|ask|remind|resume|look|pick|proceed|tell|check|carry on|test) * (later|tomorrow|tonight|next week|on monday|after lunch|another time|another day|this afternoon|this evening|in hour|after meeting|when i am home|at home|when i am back)
    (remind|ping|nudge|message) me
    (brb|be right back|bbl|afk|back soon|back in)
    (in|have|got|having|into|am in) (meeting|call|appointment)
    (not now|no time|not right now|busy right now|busy now|am busy|busy at moment|currently busy)
    (have|need|got|must|going) (to)? (go|go to|go into|go out|leave|run to|stop|restart|catch|quit here|hang up|log off) (now|here|my|for|it|computer|windows|first|soon|out|train|bus|system|meeting|call|lunch|school|$)
    (have|need|must|got|want|let me|going) (to)? ** (restart|shut down) (first|now|before|computer|my computer|windows|it all|everything|$) **
    ^ (hold on|ok|wait|now|am|i am|i|will|one sec|moment|need to|have to|computer)* (restarting|rebooting) (my|the|this|computer|windows|now|it|first|again|everything)* $
    (i|let me|will|need to|must|should|have to|going to|about to)* (restart|restarting) (my|this)? (computer|windows|system|pc) (now|first|$)
    (give me|need|back in|wait|will take) (about|another|like|maybe|around|roughly|some|at least|me)* (#|ten|fifteen|twenty|thirty|half an|half|one|an|two) (minutes|hour|hours)
    (one moment|hold on|wait|one second|moment) *** (phone call|call|meeting|door|boss|customer|appointment) **
    (pause|take (a)? break|call it day|stop for (now|today)|enough for (now|today)|pausing)`,
    `(hold on|one moment|hang on|one sec|give me * (minute|moment|sec|seconds)|wait (moment|minute|sec)|moment please|just moment)
    (restarting|restart) now
    ^ (i|will|let me) (will|am)? (restarting|restart) $`,
  ),
];
