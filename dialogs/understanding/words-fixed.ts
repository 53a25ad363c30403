import { firstOf, phrases, quoted } from './phrases.ts';
import type { Clean } from './text.ts';

/**
 * "It is fixed" ends the help, so it is believed only where it is said plainly. Whatever in the same message
 * could turn it round (a "not", a "but", a question, a wish, another program, another time) makes it a question.
 */

const said = phrases(`
  (it|onedrive|everything|all|app|that|this|client|problem|issue|error|sync|thing|things|one) (is|has been|got|seems|are|am|all)? (now|finally|all|completely|totally|already|indeed)? (fixed|solved|resolved|sorted|cured|repaired|working|running|connected|connecting|syncing|synced|signed in|logged in|up and running|back up|back to normal|back online|online again|back in business|alright)
  (it|onedrive|everything|all|app|client|sync|icon) (is|seems|looks|are)? (now|finally|all|completely)? (good|fine|ok|great|perfect|normal|green|blue) (now|again)?
  (it|onedrive|everything|all|app|client|sync|that|this|one) (now|finally|suddenly|then|all)? (works|worked|connects|connected|syncs|synced|signs in|signed in|signed me in|logs in|logged in|logged me in|started syncing|is up|did it|did trick|did job|fixed it|solved it|sorted it|helped|resolved it|cured it)
  (it|onedrive|everything|app) (has|have) (now|finally)? (signed in|connected|synced|logged in|started syncing|come back)
  ^ (restarting|restart|resetting|reset|reinstalling|reinstall|unlinking|relinking|logging out|deleting|removing|clearing|waiting|step|last step|update|updating|switching) (it|that|them|onedrive|computer|app)? (did it|did trick|worked|works|helped|fixed it|solved it|did job|resolved it|fixed that) (now|finally|thanks|thank you|for me)* $
  ^ (clearing|deleting|removing|ticking|enabling|turning|switching|activating|checking|pausing|disabling|removing|installing|new install|new version|newest version|update|tick) * (did it|did trick|worked|works|helped|fixed it|solved it|did job|resolved it) (now|finally|thanks|thank you|for me)* $
  ^ (your|the)? (tip|tips|advice|solution|suggestion|trick|hint) (worked|works|helped|did it|did trick|fixed it|solved it|was right) (thanks|thank you|now|for me)* $
  (i am|am) (back|now|finally)? in (now|again|finally|$)
  (it|onedrive|app) (is|came|has come) back to life
  onedrive is back (now|again|and|signed in|connected|online|working|running)* $
  (it|onedrive|everything|app|client|sync) (has|have|is)? (now|suddenly|finally)? (started|begun|begins|starts|began) (working|syncing|connecting|to work|to sync|to connect) (again|now|by itself)?
  (onedrive|it|everything|app) (came|come|went) (right|straight|back)? back (up|online)
  (error|problem|issue|message|code|cross|errcode) (is|has|have|are)? (now|finally|all)? (gone|disappeared|vanished|went away|gone away|no more)
  (no|without) (more|further)? (error|errors|message|messages|problem|problems|issue|issues|errcode) (any more|now|since)
  (i|we) (am|are|got|have) (now|finally)? (signed in|logged in|connected|signed back in|back in) (now|again|fine)?
  (i|we) can (now|finally)? (sign in|log in|connect|sync|sign back in|access onedrive|use onedrive|open my files) (now|again|fine|ok)
  (i|we) can (now|finally) (sign in|log in|connect|sync|sign back in|use onedrive)
  (works|working|syncing|connected|connects|running|fixed|signed in|good|fine) (now|again|perfectly|like charm|great|as before|like before|as it should)
  ^ (finally|now|ok|yes|great|hooray|success|and|it|all|thanks|perfect|wow|yay|woohoo|super|nice|cool|good|brilliant|awesome|done|thank you)? (now|it|all|that|everything)? (works|worked|working|fixed|fixed it|solved|resolved|sorted|success|connected|signed in|synced|up and running|all good|all fine|all sorted|all working|good now|fine now|all set|hooray|yay|woohoo|eureka) (now|again|finally|fine|perfectly|great|yes|thanks|thank you|it|everything|here|for me|too|mate|please close)? (thanks|thank you|cheers|now|so much|very much|lot|bot)? $
  (seems|appears|looks|think|believe) (it|that|to|like|is|now|be|onedrive|all)* (work|works|working|fixed|solved|ok|good|connected|syncing)
  ^ (you|that|this|it|bot) (has|have|guys)? (fixed|solved|repaired|resolved) (it|itself|this|that|problem|issue|my problem|everything) *
  ^ (all|it is|has)? (fixed|solved|resolved|working|works) (by)? (itself|magically|somehow|on its own|now by itself|suddenly) $
  (problem|issue|case) (solved|closed|resolved|fixed)
  ^ (signed in|logged in|connected) (successfully|fine|ok|without problems|at last) $
  (successfully) (signed in|logged in|connected|synced)
  ^ (and)? no (more)? (error|errcode|problems|red cross|error message) (any more|now|anymore|at all)? $
  ^ (back online|online again|up again)
  (that|this|it) (has|have) (fixed|solved|resolved|done) (it|that|this|trick)
  (is|are) (working|syncing|connected|running) (again|now|fine|perfectly)
`);

/** Plainly the contrary, or at least a doubt: whatever positive is said beside it does not count. */
const doubt = phrases(`
  (colleague|colleagues|his|hers|her|their|theirs|wife|husband|boss|neighbour|friend|others)
  (not|never|no longer|hardly|barely|nothing|nobody|none|neither|unable|without success|cannot|except|until|unless|half|stopped|refuses)
  (but|however|although|though|only|almost|nearly|partly|partially|briefly|sometimes|kind of|sort of|first)
  still (not|no|broken|same|error|errcode|fails|failing|failed|dead|nothing|shows|showing|getting|get|got|there|says|saying|have|having|has|wrong)
  (error|problem|issue|errcode|it) (is|came|comes|has come) back $
  (error|problem|issue|errcode|broken|fails|failed) again
  (maybe|perhaps|probably|seems|seem|think|guess|hope|hopefully|not sure|possibly|supposedly|apparently|looks like|wish|almost|kidding|joking|unsure|suppose|as if|pretend)
  (if|when|once|whether|should|would|could|will|might|until|soon|want|need|needs|please fix|how|why|fix it|try|trying|gets|wait|waiting)
  (was (working|fixed|ok|fine|good|connected|syncing)|used to|before|yesterday|last|earlier|previously|until|week|month|days|ago|then (stopped|error|failed|broke))
  (is|has|does|did|are|was|do) (it|this|that|onedrive|everything|problem|issue) (now)? (fixed|solved|resolved|working|work|good|ok|fine|gone)
  (same|fail|fails|failing|failed|broken|dead|useless|worse|again and again|keeps|keep|wrong|doubt|thought|claim|claims|supposed|apart|opposite|instead|pretend|lie|lies|dream|my ass|for now|so far)
  ^ no $
  no $
  ^ (for|in|after|about|like|roughly|only|all of)* (one|two|three|five|ten|few|couple|some|1|2|3|5|10|30|half|of)* (second|seconds|minute|minutes|hour|hours|moment|while) $
  so much for
  for (one|two|few|three|five|ten|couple|some|about|short|2|3|5|10|whole)* (of)? (second|seconds|minute|minutes|hour|hours|moment|while|bit)
  (minute|minutes|second|seconds|moment|hour|hours) (then|and|later|before|until|but)
`);

/** A question without its mark, or an order. */
const inverted =
  /^(?:(?:is|are|does|do|did|has|have|was|will|can|could) (?:it|that|this|onedrive|everything|all|app|my|i|we|you|they)|get|make|let|please|keep) /;

/**
 * The words that may stand beside the good news. An unlisted one could take it back ("I doubt it works",
 * "everybody else's works"), so the message is asked back then.
 */
const harmless = new Set(
  `it onedrive is are am been has have i we that this these everything all app client problem problems issue issues
  error errcode sync syncs syncing synced started thing things one now finally completely totally indeed fixed solved
  resolved sorted cured repaired working works worked work does running connected connects connecting signed signs sign
  logged logs log in me up back to normal online again business alright good fine ok great perfect perfectly green blue
  suddenly did trick job helped gone disappeared vanished away went no more without any further can access use open my
  files file folder folders documents like charm as hooray success successful successfully wow yay woohoo eureka
  brilliant awesome super nice cool excellent thanks thank you so very much lot man dude bot mate for here too yes
  restart restarting restarted reset resetting reinstall reinstalling unlinking relinking removing clearing deleting
  credentials credential entries entry cache cached
  your tip tips advice solution suggestion hint ticking enabling turning switching activating checking pausing disabling installing install newest tls 1_2 box setting on off
  randomly somehow strangely magically weirdly updating logging last step updated version waiting straight right immediately instantly automatically itself by time attempt came come message cross red icon cloud normally
  properly smoothly already seems looks feels of course hey hi hello at last with desktop got able sir buddy guys
  magic magically wonderful amazing love smooth loading loads case closed close done you itself cheers omg well meanwhile meantime in`.split(
    /\s+/,
  ),
);

/** The part of a clause that carries the news: what comes after "after" or "thanks to" only says how. */
const pieces = (text: string): string[] =>
  text
    .replaceAll(' up and running ', ' running ')
    .split(/ (?:[.?]|and|then|so|because|as soon as) /)
    .map((piece) =>
      ` ${piece.trim()} `
        .replace(
          /^ (?:now |and )?(?:after|since|following|back on) (?:[a-z0-9_]+ ){1,6}?(?=it |onedrive |everything |all |i am |i can )/,
          ' ',
        )
        .replace(/ (?:after|since|following|thanks to|thank you|thanks) .*$/, ' ')
        .trim(),
    );

/** "No need any more", "you can close it": what only follows from good news. */
const noNeed =
  /(?<=[.?] )(?:so |there is |and )*(?:no need|no longer (?:needed|necessary)|not (?:needed|necessary|required)|you can (?:close|cancel|stop)|please (?:close|cancel))(?: (?:any more|for|it|ticket|case|now|to|help|call|this|that))* (?=[.?])/g;

/** How surely a message says that OneDrive works again; what is not sure is to be asked back. */
export function saysFixed(message: Clean): { sure: boolean; words: string } | null {
  const text = message.text.replace(noNeed, ' ');
  const heard = [text, ...pieces(text).map((piece) => ` . ${piece} . `)]
    .map((part) => ({ part, hit: firstOf(said, part) }))
    .find(({ hit }) => hit !== undefined);
  if (!heard?.hit) return null;
  const plainly = (piece: string): boolean =>
    firstOf(said, ` . ${piece} . `) !== undefined &&
    !inverted.test(`${piece} `) &&
    piece.split(' ').every((word) => harmless.has(word));
  const sure =
    !message.question && !message.perhapsNot && !firstOf(doubt, text) && pieces(text).some(plainly);
  return { sure, words: quoted(heard.hit, heard.part) };
}
