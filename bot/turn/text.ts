import { buttonLabels } from '../../cards/texts.ts';
import { isFamily } from '../../dialogs/knowledge/codes.ts';
import { buttonsOf, type LiveCase, revive } from '../../dialogs/triage/advance.ts';
import { type Answer, isEnding, isRow, type StepId } from '../../dialogs/triage/answers.ts';
import { choiceFacts, type FactValues } from '../../dialogs/triage/facts.ts';
import { present } from '../../dialogs/triage/present.ts';
import { maskedPaste } from '../../dialogs/understanding/evidence/index.ts';
import { typedFacts, type Understanding, understand } from '../../dialogs/understanding/understand.ts';
import { begin, move } from './apply.ts';
import { answer, paste, readPaste } from './click.ts';
import { type Decision, type Situation, unchanged } from './decision.ts';
import { didItHelp, isSolved, withIt } from './with-it.ts';

/** A decision about a typed message; `faq`, a question's id or `help`, is answered with words before the card. */
export interface TextDecision extends Decision {
  faq: string | null;
  /** Answers to choose from, where the words were likely but not certain. */
  didYouMean: Answer[];
}

const plain = (decision: Decision, more: Partial<TextDecision> = {}): TextDecision => ({
  faq: null,
  didYouMean: [],
  ...decision,
  ...more,
});

/** A typed message: an answer, a code, a question, a paste, facts, or none of these. Never a dead end. */
export function decideText(situation: Situation, text: string): TextDecision {
  const { live } = situation;
  const active = live && !isEnding(live.step) ? live : null;
  const pasted = live && decidePaste(situation, live, text);
  if (pasted) return plain(pasted);
  const heard = understand(text, {
    step: live?.step ?? null,
    offered: live ? [...offeredTo(situation, live), ...(isSolved(live) ? didItHelp : [])] : [],
    labels: live ? labelsOf(situation, live) : {},
    now: situation.now,
  });
  const facts = knownFrom(situation, text, live?.step ?? null);
  const decision = active
    ? withinCase(situation, active, heard, facts)
    : withoutCase(situation, live, heard, facts, text);
  return { ...decision, heard: heard.why };
}

/**
 * A typed paste: at a row it is read back, a paused case goes on for it, and what comes after the ticket was
 * sent goes into the ticket. Elsewhere it is a text like any other.
 */
function decidePaste(situation: Situation, live: LiveCase, text: string): Decision | null {
  if (!isRow(live.step) && live.step !== 'paused' && live.step !== 'escalated') return null;
  const evidence = readPaste(live, text);
  if (live.step === 'escalated') {
    return evidence && answer(situation, live, 'add', { comment: maskedPaste(text) }, 'typed');
  }
  if (isRow(live.step)) return evidence && paste(situation, live, text, evidence);
  const at = evidence && opened(situation, live, 'resume');
  return at && isRow(at.step) ? paste(situation, at, text) : null;
}

function offeredTo(situation: Situation, live: LiveCase): Answer[] {
  const { primary, secondary } = buttonsOf(situation.rules, live);
  return [...primary, ...secondary, ...(isEnding(live.step) ? [] : (['use-web'] as const))];
}

const labelsOf = (situation: Situation, live: LiveCase) =>
  buttonLabels(live.step, present(situation.rules, live, { user: '' }).tags);

/** Facts from clear statements; what only a card may ask is taken from a sentence at that very card only. */
function knownFrom({ rules }: Situation, text: string, step: StepId | null): FactValues {
  const { backupDone: _done, ...facts } = typedFacts(text, step, rules.policy.securityProducts);
  if (facts.dataAtRisk === 'no') delete facts.dataAtRisk;
  if (step !== 'rejoin-ready') for (const name of askedThere) delete facts[name];
  return facts;
}
const askedThere = ['onCorpNetwork', 'knowsPassword', 'fallbackAdmin'] as const;

/** A family code first, else the first one. */
const leading = (codes: string[]): string => codes.find(isFamily) ?? codes[0] ?? 'unknown';

function withinCase(
  situation: Situation,
  live: LiveCase,
  heard: Understanding,
  facts: FactValues,
): TextDecision {
  switch (heard.kind) {
    case 'code':
      return plain(changeCode(situation, live, leading(heard.codes), facts));
    case 'answer':
      if (!heard.sure) return askBack(situation, live, [heard.answer], facts);
      return plain(typedAnswer(situation, live, heard.answer, facts));
    case 'likely':
      return askBack(situation, live, heard.answers, facts);
    case 'faq':
      return plain(alsoLearn(situation, unchanged(live, null), facts), { faq: heard.id });
    case 'another-subject':
      return plain(unchanged(live, 'another-subject'));
    case 'greeting':
      return plain(unchanged(live, 'welcome-back'));
    case 'help':
      return plain(unchanged(live, null), { faq: 'help' });
    default:
      return Object.keys(facts).length > 0
        ? plain(alsoLearn(situation, unchanged(live, null), facts))
        : plain(unchanged(live, 'not-understood'));
  }
}

/** The answer is only likely, what was said plainly beside it counts; where that leads on, nothing is asked back. */
function askBack(situation: Situation, live: LiveCase, answers: Answer[], facts: FactValues): TextDecision {
  const asked = alsoLearn(situation, unchanged(live, 'did-you-mean'), facts);
  const same = asked.record === null || asked.record.rev === live.record.rev;
  return same ? plain(asked, { didYouMean: answers }) : plain({ ...asked, notice: null });
}

/** Forms are filled by what was said: the questions left open stay on the card. */
function typedAnswer(situation: Situation, live: LiveCase, heard: Answer, facts: FactValues): Decision {
  if (heard === 'continue' && (live.step === 'device' || live.step === 'situation')) {
    return alsoLearn(situation, unchanged(live, null), facts);
  }
  const inputs = live.step === 'rejoin-ready' ? facts : {};
  return alsoLearn(situation, answer(situation, live, heard, inputs, 'typed'), facts);
}

function withoutCase(
  situation: Situation,
  ended: LiveCase | null,
  heard: Understanding,
  facts: FactValues,
  text: string,
): TextDecision {
  const toIt = ended && withIt(situation, ended, heard, text);
  if (toIt) return plain(toIt);
  switch (heard.kind) {
    case 'code':
      return plain(begin(situation, { ...facts, code: leading(heard.codes) }, 'typed'));
    case 'answer':
      return plain(firstWords(situation, ended, heard.also?.[0] ?? heard.answer, facts));
    case 'faq':
      return plain(unchanged(ended, null), { faq: heard.id });
    case 'another-subject':
      return plain(unchanged(null, 'another-subject'));
    default: {
      const aboutUs = /one\s?drive/i.test(text) && heard.kind !== 'help';
      if (aboutUs) return plain(begin(situation, facts, 'typed'));
      const shown = unchanged(ended?.step === 'escalated' ? ended : null, null);
      return plain(shown, { faq: heard.kind === 'help' ? 'help' : null });
    }
  }
}

/** An answer with no open case: of the ended card, a wish for a person, or how the error shows itself. */
function firstWords(
  situation: Situation,
  ended: LiveCase | null,
  heard: Answer,
  facts: FactValues,
): Decision {
  if (ended && heard !== 'human' && offeredTo(situation, ended).includes(heard)) {
    return answer(situation, ended, heard, {}, 'typed');
  }
  const codes: { [A in Answer]?: string } = {
    'code-40': '0x8004de40',
    'connection-wording': 'unknown',
    'keeps-asking': 'CAA50021',
    'not-syncing': 'sync-pending',
    'nothing-of-these': 'not-onedrive',
  };
  const code = codes[heard];
  if (heard === 'human') return begin(situation, { ...facts }, 'typed', { wish: 'human' });
  return begin(situation, { ...facts, ...(code && { code }) }, 'typed');
}

/**
 * A code typed in the middle of a case: where it is asked for it is the answer, as with the button; elsewhere the
 * same one changes nothing, and another one leaves the ladder for it.
 */
function changeCode(situation: Situation, live: LiveCase, code: string, facts: FactValues): Decision {
  const isAsked = live.step === 'ask-code';
  if (!isAsked && live.context.facts.code?.value === code) {
    return alsoLearn(situation, unchanged(live, 'welcome-back'), facts);
  }
  const asking = isAsked ? live : opened(situation, live, 'different-code');
  if (!asking) return unchanged(live, 'not-offered');
  return alsoLearn(situation, answer(situation, asking, 'continue', { code }, 'typed'), facts);
}

function opened(situation: Situation, live: LiveCase, verb: Answer): LiveCase | null {
  const decision = answer(situation, live, verb, {}, 'typed');
  const result =
    decision.write === 'update' && decision.record ? revive(situation.rules, decision.record) : null;
  return result?.ok ? result.live : null;
}

/** Facts said in passing count after the answer did. */
function alsoLearn(situation: Situation, decision: Decision, facts: FactValues): Decision {
  const news = Object.keys(facts).filter((name) => name in choiceFacts || name === 'securityProduct');
  const result = decision.record && news.length > 0 ? revive(situation.rules, decision.record) : null;
  if (!result?.ok || isEnding(result.live.step)) return decision;
  const at = new Date(situation.now).toISOString();
  const moved = move(situation, result.live, { kind: 'learn', facts, from: 'typed', at });
  if (!moved?.record) return decision;
  return {
    ...moved,
    notice: decision.notice,
    write: decision.write === 'insert' ? 'insert' : 'update',
    effects: [...decision.effects, ...moved.effects],
    drop: [...decision.drop, ...moved.drop],
  };
}
