import type { LiveCase } from '../../dialogs/triage/advance.ts';
import { stateOf } from '../../dialogs/triage/advance.ts';
import type { FactName } from '../../dialogs/triage/facts.ts';
import { verdictsOf } from '../../dialogs/triage/verdicts.ts';
import { evidenceText } from '../tickets/body.ts';

/** A case as `GET /api/cases/{case}` shows it; the fields are contract. */
export function caseView(live: LiveCase) {
  const { record, context, step } = live;
  return {
    case: record.id,
    state: stateOf(step),
    step,
    rev: record.rev,
    code: context.facts.code?.value ?? null,
    facts: Object.fromEntries(
      Object.entries(context.facts).map(([name, fact]) => [
        name,
        { value: fact?.value, from: fact?.from, at: record.factsAt[name as FactName] ?? record.openedAt },
      ]),
    ),
    steps: record.trail.map(({ step: row, answer, at, from }) => ({ step: row, answer, at, from })),
    skipped: record.skipped.map(({ step: row, why }) => ({ step: row, why })),
    verdicts: verdictsOf(context).map(({ id, evidence }) => ({ id, evidence: evidence.map(evidenceText) })),
    outcome: record.outcome,
    category: record.category,
    switchedOff: context.switchedOff,
    ticket: record.ticket
      ? {
          system: record.ticket.system,
          id: record.ticket.id,
          url: record.ticket.url,
          status: record.ticket.status,
        }
      : null,
  };
}
