import type { LiveCase } from '../../dialogs/triage/advance.ts';
import type { Answer } from '../../dialogs/triage/answers.ts';
import type { Understanding } from '../../dialogs/understanding/understand.ts';
import { move } from './apply.ts';
import { answer } from './click.ts';
import type { Decision, Situation } from './decision.ts';
import { readInputs } from './inputs.ts';
import { isOpenTicket } from './ticket-news.ts';

/** IT has closed the ticket and the user was asked whether it helped. */
export const isSolved = (live: LiveCase): boolean =>
  live.step === 'escalated' && live.record.ticket !== null && !isOpenTicket(live.record.ticket);

/** What is understood besides the card's own answers once IT has closed the ticket. */
export const didItHelp: readonly Answer[] = ['yes', 'no', 'not-fixed'];

/** Somebody of IT has the ticket, or wrote. */
const isTalking = (live: LiveCase): boolean =>
  live.step === 'escalated' &&
  (live.record.ticket?.status === 'taken' || live.record.notes.some((note) => note.kind === 'reply'));

/**
 * What is typed while the matter is with IT. All that the bot does not need itself (it works, no help needed, a wish for
 * help, another code) goes into the ticket, and opens one again that IT has closed. Once a person talks the bot keeps
 * out of it, and where they wrote last even a code is for them. `null`: the bot's to answer.
 */
export function withIt(
  situation: Situation,
  live: LiveCase,
  heard: Understanding,
  text: string,
): Decision | null {
  if (live.step !== 'escalated' || !live.record.ticket) return null;
  const solved = isSolved(live);
  const talking = isTalking(live);
  const asked = live.record.notes.at(-1)?.kind === 'reply';
  // "The third" and "2" answer the person's question, not the card's.
  const meant = heard.kind === 'answer' && heard.sure && heard.why.rule !== 'number' ? heard.answer : null;
  if (meant === 'fixed' || (solved && meant === 'yes')) return answer(situation, live, 'fixed', {}, 'typed');
  if (meant === 'withdraw') return answer(situation, live, 'withdraw', {}, 'typed');
  if (heard.kind === 'help' && /^\W*help\W*$/i.test(text)) return null;
  const sameCode = heard.kind === 'code' && heard.codes.includes(live.context.facts.code?.value ?? '');
  if (heard.kind === 'code' && !asked && !(sameCode && (talking || solved))) return null;
  const polite = heard.kind === 'faq' || heard.kind === 'greeting';
  if (polite && !talking) return null;
  const hopeful = heard.kind === 'likely' && heard.answers.includes('fixed');
  return passOn(situation, live, text, solved && !polite && !hopeful);
}

/** Adds words to the ticket. Thanks for what was solved open nothing again: `reopen` says that it was no thanks. */
export function passOn(situation: Situation, live: LiveCase, text: string, reopen = false): Decision | null {
  const inputs = readInputs(live, 'add', { comment: text });
  const at = new Date(situation.now).toISOString();
  if (!inputs.ok) return null;
  const said = { kind: 'answer', answer: 'add', inputs: inputs.values, from: 'typed', at } as const;
  return move(situation, live, said, { reopen });
}
