import words from '../../cards/locales/en/ticket.json' with { type: 'json' };
import {
  answerText,
  factLabel,
  factValueLabel,
  originText,
  seenText,
  skipText,
  stepName,
  switchOnText,
} from '../../cards/texts.ts';
import type { LiveCase } from '../../dialogs/triage/advance.ts';
import type { CaseRecord } from '../../dialogs/triage/case.ts';
import { hasAdmin, is, managed, onWindows, type TriageContext } from '../../dialogs/triage/context.ts';
import type { FactName } from '../../dialogs/triage/facts.ts';
import type { Policy } from '../../dialogs/triage/policy.ts';
import { categoryOf, type Evidence, type Verdict, verdictsOf } from '../../dialogs/triage/verdicts.ts';
import type { StepView } from '../../dialogs/triage/view.ts';
import type { UserRow } from '../store/store.ts';

type Section = { heading: string; lines: string[] };
const signalWords: Record<string, string> = words.signals;

/** Who reads it: IT gets verdicts by their number, the user's key and what only a technician may do. */
type Reader = 'it' | 'user';

/** A ticket's words: the subject, the full text, and the same sections in words as the escalate card shows. */
export function ticketWords(
  user: UserRow,
  live: LiveCase,
  policy: Policy,
): { subject: string; body: string; lines: StepView['lines'] } {
  const verdicts = verdictsOf(live.context);
  const code = live.context.facts.code?.value ?? 'unknown';
  const [headline] = verdictWords(verdicts[0]);
  const sections = (reader: Reader) =>
    [
      summary(live, verdicts, reader),
      who(user, live, reader),
      switchedOff(live.context),
      facts(live),
      steps(live),
      leftOut(live, policy),
      notes(live, 'evidence', words.headings.evidence),
      notes(live, 'comment', words.headings.comments),
      { heading: words.headings.mustNot, lines: mustNotLines(live.context) },
    ].filter((section) => section.lines.length > 0);
  const links = { heading: words.headings.links, lines: [...joinLines(live.context), ...words.links] };
  return {
    subject: `OneDrive ${code === 'unknown' ? 'sign-in' : code}: ${headline}`,
    body: [...sections('it'), links]
      .map(({ heading, lines }) => `${heading}\n${lines.map((l) => `  ${l}`).join('\n')}`)
      .join('\n\n'),
    lines: sections('user').map(({ heading, lines }) => ({
      label: heading,
      text: lines.map((line) => line.trim()).join('\n'),
    })),
  };
}

/** How a company computer is registered anew: for IT only, no card shows these commands. */
const joinLines = (c: TriageContext): string[] =>
  onWindows(c) && managed(c) && (is(c, 'joinType', 'hybrid') || categoryOf(c) === 'device-trust')
    ? words.join
    : [];

const verdictWords = (verdict: Verdict | undefined): string[] =>
  verdict ? words.verdicts[verdict.id] : words.none;

/** One line of evidence in words. */
export function evidenceText(evidence: Evidence): string {
  if ('fact' in evidence)
    return `${factLabel(evidence.fact)}: ${factValueLabel(evidence.fact, evidence.value)}`;
  if ('signal' in evidence) return signalWords[evidence.signal] ?? evidence.signal;
  if ('leftOut' in evidence) return stepName(evidence.leftOut);
  return `${stepName(evidence.step)}: ${seenText(evidence.step, evidence.answer)}`;
}

function summary(live: LiveCase, verdicts: Verdict[], reader: Reader): Section {
  const lines = verdicts.flatMap((verdict) => {
    const [headline, advice] = verdictWords(verdict);
    return [
      `${reader === 'it' ? `${verdict.id} ` : ''}${headline}. ${advice}`,
      ...verdict.evidence.map((one) => `  - ${evidenceText(one)}`),
    ];
  });
  const category = words.categories[categoryOf(live.context)];
  return {
    heading: `${words.headings.summary}: ${category}`,
    lines: lines.length > 0 ? lines : [words.none.join('. ')],
  };
}

/** The help desk that handed the user over: its ticket, the agent, and what they wrote for IT. */
export function sentBy({ handoff }: CaseRecord): { label: string; text: string }[] {
  const ticket = handoff?.ticket ? `${handoff.ticket.system} ${handoff.ticket.id}` : undefined;
  const sender = [ticket, handoff?.by].filter((part) => part !== undefined).join(', ');
  return [
    ...(sender ? [{ label: words.it.sentBy, text: sender }] : []),
    ...(handoff?.note ? [{ label: words.it.deskNote, text: handoff.note }] : []),
  ];
}

function who(user: UserRow, live: LiveCase, reader: Reader): Section {
  const { reachBy, reachWhen } = live.record.contact;
  return {
    heading: words.headings.who,
    lines: [
      ...(reader === 'it' ? [`${user.name || user.key} (${user.key})`] : user.name ? [user.name] : []),
      ...(reachBy ? [`${words.reach.by}: ${reachBy}`] : []),
      ...(reachWhen ? [`${words.reach.when}: ${reachWhen}`] : []),
      ...(reader === 'it' ? sentBy(live.record).map(({ label, text }) => `${label}: ${text}`) : []),
    ],
  };
}

const switchedOff = (c: TriageContext): Section => ({
  heading: words.headings.switchedOff,
  lines: c.switchedOff.map((one) => switchOnText(one, [is(c, 'platform', 'mac') ? 'mac' : 'windows'])),
});

function facts(live: LiveCase): Section {
  const known = Object.entries(live.context.facts).filter(([name]) => name !== 'code');
  return {
    heading: words.headings.facts,
    lines: known.map(([name, fact]) => {
      const at = live.record.factsAt[name as FactName];
      const from = [fact && (originText(fact.from as never) || fact.from), at && minute(at)]
        .filter(Boolean)
        .join(', ');
      return `${factLabel(name)}: ${factValueLabel(name, fact?.value ?? '')} (${from})`;
    }),
  };
}

const steps = (live: LiveCase): Section => ({
  heading: words.headings.steps,
  lines: live.record.trail.map(
    (entry) => `${minute(entry.at)}  ${stepName(entry.step)}: ${answerText(entry)}`,
  ),
});

const leftOut = (live: LiveCase, policy: Policy): Section => ({
  heading: words.headings.skipped,
  lines: live.record.skipped.map(({ step, why }) => {
    const reason = why === 'policy' && policy.steps.off.find((one) => one.step === step)?.why;
    return `${stepName(step)}: ${skipText(why)}${reason ? ` (${reason})` : ''}`;
  }),
});

const notes = (live: LiveCase, kind: 'evidence' | 'comment', heading: string): Section => ({
  heading,
  lines: live.record.notes
    .filter((note) => note.kind === kind)
    .flatMap((note) => [`${minute(note.at)}`, ...note.text.split('\n').map((line) => `  ${line}`)]),
});

/** What the user may not do again, a sentence each. */
export function mustNotLines(c: TriageContext): string[] {
  const tried = c.fixesTried.map(stepName).join(', ');
  return [
    ...(is(c, 'dataAtRisk', 'yes') ? [words.mustNot['data-at-risk']] : []),
    ...(is(c, 'signedOut', 'yes') ? [words.mustNot['signed-out']] : []),
    ...(c.broke ? [words.mustNot.broke] : []),
    ...(is(c, 'ownership', 'managed') && !hasAdmin(c) ? [words.mustNot.rejoin] : []),
    ...(tried ? [words.mustNot.tried.replace('{rows}', tried)] : []),
  ];
}

/** UTC to the minute, which is what people compare; the seconds stay in the record. */
const minute = (at: string) => `${at.slice(0, 16).replace('T', ' ')} UTC`;
