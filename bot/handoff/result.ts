import words from '../../cards/locales/en/ticket.json' with { type: 'json' };
import { fill, seenText, stepName } from '../../cards/texts.ts';
import type { LiveCase } from '../../dialogs/triage/advance.ts';
import { isEnding, type StepId, stepIds } from '../../dialogs/triage/answers.ts';
import type { CaseRecord } from '../../dialogs/triage/case.ts';
import { categoryOf } from '../../dialogs/triage/verdicts.ts';
import type { NewEffect } from '../store/store.ts';
import { sayEffect } from '../turn/wanted.ts';

const { handoff: texts } = words;

/** What came of a case, in one or two sentences for an agent. */
export function resultText({ record, context }: LiveCase): string {
  const { fixedBy } = context;
  const step = stepIds.includes(fixedBy as StepId) ? stepName(fixedBy as StepId) : undefined;
  const reading = words.categories[record.category ?? categoryOf(context)];
  switch (record.outcome) {
    case 'resolved-confirmed':
      return step ? fill(texts.fixedBy, { step }) : texts.fixed;
    case 'resolved-implied':
      return step ? fill(texts.implied, { step }) : texts.fixed;
    case 'escalated':
      return fill(texts.escalated, { ticket: record.ticket?.id ?? '', reading });
    case 'abandoned':
      return texts.abandoned;
    case 'redirected':
      return texts.redirected;
    default:
      return texts.advised;
  }
}

const solved = ({ outcome }: CaseRecord): boolean =>
  outcome === 'resolved-confirmed' || outcome === 'resolved-implied' || outcome === 'advised';

/**
 * What is wanted when a case of somebody who was handed over comes to an end, or to IT: the agent's ticket gets
 * a comment, the agent a message, a hub that began it by an event its `handoff.status`, and with an escalation
 * the user back (`handoff.initiate`). Empty for everybody else. `tag` makes the keys of this occasion.
 */
export function resultEffects(live: LiveCase, user: string, tag: string, now: number): NewEffect[] {
  const { record } = live;
  const { handoff } = record;
  if (!handoff || !isEnding(live.step)) return [];
  // Told once the ticket has its number.
  if (live.step === 'escalated' && !record.ticket?.id) return [];
  const tried = triedSteps(record);
  const text = fill(texts.prefix, {
    user: user || record.user,
    text: [resultText(live), ...(tried ? [fill(texts.tried, { steps: tried })] : [])].join(' '),
  });
  const base = { dueAt: now, group: `handoff:${record.id}`, priority: 1 };
  const key = (what: string) => `handoff:${record.id}:${tag}:${what}`;
  const effects: NewEffect[] = [];
  if (handoff.ticket) {
    const effect = { kind: 'comment-desk' as const, ticket: handoff.ticket, text };
    effects.push({ ...base, effect, key: key('ticket') });
  }
  if (handoff.agent) effects.push(sayEffect(handoff.agent, text, key('agent'), now));
  if (handoff.hub)
    effects.push(
      ...eventsFor(live, text).map((event, n) => ({ ...base, effect: event, key: key(`event-${n}`) })),
    );
  return effects;
}

const triedSteps = (record: CaseRecord): string =>
  [...new Set(record.trail.filter(({ from }) => from !== 'handoff').map(({ step }) => step))]
    .filter((step) => !isEnding(step) && step !== 'escalate')
    .map(stepName)
    .join(', ');

/** The events of Bot Framework's handoff protocol that a hub gets. */
function eventsFor(live: LiveCase, message: string) {
  const { record, context } = live;
  const base = { kind: 'send-event' as const, user: record.user };
  const state = solved(record) ? 'completed' : 'failed';
  const status = { ...base, name: 'handoff.status', value: { state, message } };
  if (record.outcome !== 'escalated') return [status];
  const facts = Object.fromEntries(Object.entries(context.facts).map(([name, fact]) => [name, fact?.value]));
  const value = {
    case: record.id,
    ticket: record.ticket?.id ?? null,
    code: context.facts.code?.value ?? null,
    category: record.category,
    facts,
    stepsDone: record.trail.map(({ step, answer, at }) => ({ step, answer, at })),
  };
  const transcript = record.trail.map(({ step, answer, at }) => ({
    type: 'message',
    timestamp: at,
    text: `${stepName(step)}: ${seenText(step, answer)}`,
  }));
  return [{ ...base, name: 'handoff.initiate', value, transcript }, status];
}
