import type { FaqId } from '../knowledge/faq.ts';
import { find, firstOf, type Phrase, phrases, quoted } from './phrases.ts';
import { type Clean, clausesOf } from './text.ts';
import type { Understanding } from './types.ts';
import { faqRules } from './words-faq.ts';
import { humanWords, noHuman } from './words-human.ts';
import { troubleWords } from './words-intake.ts';
import { greetingWords, helpWords, onedriveWords, subjectRules, surroundings } from './words-topics.ts';

/** What a message is about, apart from the shown step. Each returns the phrase that matched, for the log. */

/** A wish for a person, not a report of having spoken to one. */
export function asksHuman(message: Clean): string | null {
  const hit = firstOf(humanWords, message.text);
  if (!hit) return null;
  const clause = clauseAt(message.text, hit);
  return firstOf(noHuman, clause) ? null : quoted(hit, message.text);
}

function clauseAt(text: string, item: Phrase): string {
  const at = find(item, text)?.index ?? 0;
  const start = Math.max(text.lastIndexOf(' . ', at), text.lastIndexOf(' ? ', at), 0);
  const end = text.slice(at).search(/ [.?] /);
  return text.slice(start, end < 0 ? undefined : at + end + 2);
}

/** A file deleted by its user is another subject than one that a step could delete. */
const restoring = phrases(
  '(recover|restore|undelete|retrieve|bring back|get back) ** (file|files|folder|document|documents|photo|photos|version)',
);
const otherPassword = phrases(
  '(windows|sap|bank|phone|wifi|vpn|domain|pin|computer|laptop) password\npassword (of|for|to) (my|the|our)* (windows|sap|bank|phone|wifi|vpn|domain|computer)',
);
/** What is suspected to be behind the error is no subject of its own. */
const suspected = phrases(
  '(think|maybe|guess|suspect|because of|due to|caused by|blame|fault|reason|could be|might be)',
);

/** The question of the FAQ that a message asks. */
export function faqOf(message: Clean): { id: FaqId; words: string } | null {
  for (const { id, plain, asked } of faqRules) {
    if (id === 'reset-deletes' && firstOf(restoring, message.text)) continue;
    if (id === 'password-wrong' && firstOf(otherPassword, message.text)) continue;
    const hit = firstOf(plain, message.text) ?? (message.question ? firstOf(asked, message.text) : undefined);
    if (hit) return { id, words: quoted(hit, message.text) };
  }
  return null;
}

/** Another subject. `mild` ones are said about a faulty OneDrive as well. */
export function subjectOf(
  message: Clean,
  inCase: boolean,
): { mild: boolean; understood: Understanding } | null {
  const aboutOneDrive = firstOf(onedriveWords, message.text) !== undefined;
  const around = inCase && firstOf(surroundings, message.text) !== undefined;
  for (const { subject, words, loose } of subjectRules) {
    if (loose && around) continue;
    if (subject === 'other-app' && (aboutOneDrive || firstOf(suspected, message.text))) continue;
    const hit = firstOf(words, message.text);
    if (!hit) continue;
    return {
      mild: subject === 'onedrive-use',
      understood: {
        kind: 'another-subject',
        subject,
        why: { rule: `subject ${subject}`, words: [quoted(hit, message.text)] },
      },
    };
  }
  return null;
}

/** What a message says of a list of phrases, for the log. */
function spoken(list: readonly Phrase[], message: Clean): string | null {
  const hit = firstOf(list, message.text);
  return hit ? quoted(hit, message.text) : null;
}

/** A complaint about OneDrive, or about signing in to it. */
export const isOneDriveTrouble = (message: Clean): string | null => spoken(troubleWords, message);
const troubleSigns = phrases(
  '(not|broken|dead|problem|problems|issue|issues|error|errors|fails|failed|failing|unable|cannot|trouble|stuck|offline|wrong)',
);

/** Words of trouble, wherever they stand. */
export const saysTrouble = (message: Clean): boolean => firstOf(troubleSigns, message.text) !== undefined;

/** OneDrive by name, or a code. */
export const namesOneDrive = (message: Clean): string | null => spoken(onedriveWords, message);

/** Whether a message greets or thanks and says nothing else, or begins so. */
export function isGreeting(message: Clean): 'all' | 'partly' | null {
  if (message.bare === 'hello' || message.bare === 'thanks') return 'all';
  const clauses = clausesOf(message.text);
  const greeting = clauses.filter((clause) => firstOf(greetingWords, ` . ${clause} . `));
  if (greeting.length === 0) return null;
  return greeting.length === clauses.length ? 'all' : 'partly';
}
/** A question about the step or the bot. */
export const isHelp = (message: Clean): string | null => spoken(helpWords, message);
