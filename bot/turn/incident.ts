import {
  type Advance,
  advance,
  type CaseEvent,
  facingIncident,
  type LiveCase,
  revive,
} from '../../dialogs/triage/advance.ts';
import { isEnding, type StepId } from '../../dialogs/triage/answers.ts';
import type { CaseRecord, TicketRef } from '../../dialogs/triage/case.ts';
import { categoryOf } from '../../dialogs/triage/verdicts.ts';
import { type Incident, incidentFor, incidentOfCase, type Place } from '../incidents/incident.ts';
import type { Turn } from '../store/store.ts';
import type { Decision, Situation } from './decision.ts';

/** Steps at which it matters whether an incident is open; elsewhere nobody asks, since each asking costs a query. */
const asked: readonly StepId[] = ['welcome', 'ask-code', 'escalate', 'incident', 'paused'];

/** The open incidents, where this turn may need them. */
export async function incidentsOf(turn: Turn, live: LiveCase | null): Promise<readonly Incident[]> {
  const may = live === null || isEnding(live.step) || asked.includes(live.step);
  return may ? turn.incidents.open() : [];
}

const met = ({ id, people, name }: Incident): NonNullable<CaseRecord['incident']> => ({
  id,
  others: people,
  name,
});

/** The open incident that a case at this place with this code begins with. */
export function metAtStart(
  incidents: readonly Incident[],
  place: Place,
  code: string | undefined,
): CaseRecord['incident'] {
  const found = incidentFor(incidents, place, code);
  return found && met(found);
}

/** One event of a case; where it makes a code known that an incident is open for, that comes first. */
export function advanceFacing(situation: Situation, live: LiveCase, event: CaseEvent): Advance {
  const { rules, incidents = [], user } = situation;
  const result = advance(rules, live, event);
  const begins = live.step === 'welcome' || live.step === 'ask-code';
  if (!begins || result.kind === 'rejected' || incidents.length === 0) return result;
  if (isEnding(result.step) || asked.includes(result.step) || result.step === 'code-help') return result;
  const after = revive(rules, result.record);
  const found = after.ok ? incidentFor(incidents, user, after.live.context.facts.code?.value) : undefined;
  if (!found) return result;
  const facing = advance(rules, facingIncident(rules, live), event);
  if (facing.kind === 'rejected' || facing.step !== 'incident') return result;
  return { ...facing, record: { ...facing.record, incident: met(found) } };
}

/** A card about an incident that is over by now is not shown any more: the case goes on. */
export function pastIncident(situation: Situation, decision: Decision): Decision {
  const { rules, incidents = [], user, now } = situation;
  const shown = decision.record && decision.write !== 'nothing' ? revive(rules, decision.record) : null;
  if (!decision.record || !shown?.ok || shown.live.step !== 'incident') return decision;
  if (incidentOfCase(incidents, user, shown.live)) return decision;
  const at = new Date(now).toISOString();
  const on = advance(rules, shown.live, { kind: 'answer', answer: 'keep-trying', from: 'inferred', at });
  return on.kind === 'moved' ? { ...decision, record: on.record } : decision;
}

/** Files that may be lost and a computer that broke are one person's matter, whatever else goes on. */
const personal: readonly string[] = ['data-at-risk', 'broke'];

/** The ticket of the open incident that an escalation joins instead of opening its own. */
export function incidentTicketFor({ incidents = [], user }: Situation, live: LiveCase): TicketRef | null {
  const found = incidentOfCase(incidents, user, live);
  // A ticket that its system will not take would swallow whatever is sent.
  if (!found || found.ticket.status === 'failed' || personal.includes(categoryOf(live.context))) return null;
  const { told: _told, ...ticket } = found.ticket;
  return { ...ticket, incident: found.id };
}
