import type { Answer, StepId } from '../triage/answers.ts';
import { firstOf, phrases } from './phrases.ts';
import { type Clean, clausesOf } from './text.ts';

/** When plain words are not plain: what stands beside them takes them back, puts them off or only asks. */

/** Answers that end the help, start a change or send something: only plain words give them, nothing merely similar. */
const strict: ReadonlySet<Answer> = new Set<Answer>([
  'fixed',
  'send',
  'restarting',
  'done',
  'nothing-local',
  'files-on-web',
  'copied-now',
  'continue',
  'still-good',
  'right',
  'withdraw',
  'use-web',
]);

/** Whether an answer has to be said plainly at a step. */
export const isStrict = (answer: Answer, step: StepId | null): boolean =>
  strict.has(answer) ||
  (answer === 'yes' && step === 'admin-rights') ||
  (answer === 'no' && step === 'proxy-needed');

/** Answers that state something: said with a doubt they are asked back. */
const stated: ReadonlySet<Answer> = new Set<Answer>([
  'yes',
  'no',
  'no-proxy',
  'proxy-on',
  'was-on',
  'greyed-out',
  'none',
  'none-found',
  'nothing-linked',
  'old',
  'recent',
  'loads',
  'works-there',
  'works-on-other-network',
  'restricted',
  'not-restricted',
]);

/** What can be said as a question ("can we go back?"); anything else in a question is no answer. */
const requests: ReadonlySet<Answer> = new Set<Answer>([
  'human',
  'why',
  'back',
  'pause',
  'start-over',
  'use-web',
  'different-code',
  'keep-trying',
  'cannot-do',
  'unsure',
  'connection-wording',
  'keeps-asking',
  'not-syncing',
]);

const onlyAsks = (message: Clean): boolean => message.question && clausesOf(message.text).length < 2;

const supposing =
  '(think|maybe|perhaps|probably|guess|hope|hopefully|almost|nearly|suppose|believe|possibly|seems|wish|doubt|doubtful|unsure|not sure|not certain|no idea|hardly|barely|supposed|supposedly|allegedly|apparently|kidding|joking|looks as if|looks like)';
const uncertain = phrases(`${supposing}\n(if|whether|unless) (i|it|that|we|there|nobody|all|everything) **`);

const past = phrases(
  '(yesterday|last week|last month|last year|used to|other day|some time ago|days ago|until)',
);

/** Real words where only a "not" makes sense. */
const misspeltNot = phrases(
  '(do|does|did|is|are|was|has|have|had|i|it|we|that) (no|nor|net|nit|nat|nott|note|nota|nots|notes|noted|rot|knot|done|dot|dent|now) (have|needed|need|copied|backed|saved|right|correct|admin|required)\n(want|went|won|cent|cast|cane) (load|open|work|connect|start|sync|sign|show|come)',
);

/** Said by somebody else, of another time or computer, as a wish or a condition, or called untrue. */
const takenBack = phrases(`
  (colleague|colleagues|boss|helpdesk|wife|husband|friend|they|he|she|you|nobody|someone|people|everyone|article|card) (said|says|say|told|tells|claims|thinks|think|mean|means|thought)
  (was|been|got|am) told
  (used to|had been|formerly|previously|in past|once had|once was)
  (tomorrow|soon|later|tonight|next week|next time|last week|last month|last year|in future|some day|not yet)
  (once|as soon as|until|before|unless|whether|in case|if|when) **
  (on|with|at|for|from) (my|the|his|her|their)* (other|another|second|different|old|private|home|colleague|colleagues|wife|boss) **
  for (my|his|her|a|the|some)* (colleague|colleagues|boss|friend|wife|husband|team)
  (not|is not) (true|right|correct|so)
  ^ not (there|no|nobody|it|we|i|nothing) **
  (wrong|false|untrue|nonsense|lie) (that|to)
  (make|making) sure **
  (would|could) be (nice|good|great|better|fine) **
  (want|wants|need|needs|have|has|like) to **
  (should|must|could|would|may|might|shall|can) (i|you|it|we|be|all|they)
`);

const refused = phrases('(not|never|nothing|none|without|no longer|neither|cannot)');
const hedged = phrases(`
  ${supposing}
  (most of|some of|not yet|not all|not everything|will|going to|about to|should|trying|half|except)
`);
const supposed = phrases(`${supposing}\n(not|never|but|still|same)`);
const keeping = phrases(`
  ${supposing}
  (not|never) * (withdraw|cancel|close|delete|drop|remove|revoke|retract|kill)
  but
`);
const notThat = phrases(`
  ${supposing}
  (not|never|cannot|unable) * (use|want|like|work|have|open|log in|sign in) ** (web|browser|website|online) **
  (not|never) (use|want|like) **
`);
const yet = phrases('(but|slow|however|except|though)');
const copying = phrases('(copied|copying|backed up|saved|rescued)');

/** Whether a plain phrase stands among words that take it back. */
function isVague(answer: Answer, message: Clean, step: StepId | null): boolean {
  // "It works while I pause it" is what the card asks there.
  if (answer === 'fixed' && step === 'security-software')
    return firstOf(supposed, message.text) !== undefined;
  const doubts =
    answer === 'fixed'
      ? supposed
      : answer === 'withdraw'
        ? keeping
        : answer === 'use-web'
          ? notThat
          : answer === 'no'
            ? uncertain
            : answer === 'nothing-local'
              ? [...hedged, ...copying]
              : [...hedged, ...refused];
  const turning: Partial<Record<Answer, true>> = {
    'still-good': true,
    yes: true,
    no: true,
    'nothing-local': true,
  };
  return [...doubts, ...takenBack, ...(turning[answer] ? yet : [])].some(
    (item) => firstOf([item], message.text) !== undefined,
  );
}

/** Whether an answer that was said in plain words has to be asked back all the same. */
export function isDoubtful(answer: Answer, message: Clean, step: StepId | null): boolean {
  if (onlyAsks(message) && !requests.has(answer)) return true;
  const weighty = isStrict(answer, step) || stated.has(answer);
  if (weighty && (message.perhapsNot || firstOf(misspeltNot, message.text) !== undefined)) return true;
  if (stated.has(answer) && firstOf([...uncertain, ...past], message.text) !== undefined) return true;
  return isStrict(answer, step) && (message.question || isVague(answer, message, step));
}

/** Whether good news is taken back by what stands beside it. */
export const isTakenBack = (message: Clean): boolean => firstOf(takenBack, message.text) !== undefined;
