import type { LiveCase } from '../../dialogs/triage/advance.ts';
import type { CaseRecord } from '../../dialogs/triage/case.ts';
import { newsEffect } from '../incidents/effects.ts';
import { isOpenTicket } from '../turn/ticket-news.ts';
import { freshTicket, openTicketEffect, overdueMs } from '../turn/wanted.ts';
import { changeCase, done, type EffectDeps, type Outcome } from './context.ts';

/** Tried for this long it is as good as refused, ms: before the row is given up and whoever sent waits in vain. */
const hopelessMs = 12 * 3_600_000;

/**
 * The incident has no ticket: given up, who sent gets one of their own (`ofItsOwn`), as does whoever sends later;
 * otherwise they are told where else to go once they have waited too long.
 */
export async function withoutTicket(
  { store }: EffectDeps,
  id: string,
  givenUp: boolean,
  now: number,
): Promise<void> {
  await store.turn(async (turn) => {
    const latest = await turn.incidents.byId(id);
    const waited = latest ? now - Date.parse(latest.openedAt) : 0;
    if (latest && latest.ticket.id === null && (givenUp || waited > hopelessMs)) {
      await turn.incidents.save({ ...latest, ticket: { ...latest.ticket, status: 'failed' } });
    }
    if (!givenUp && waited >= overdueMs)
      await turn.addEffects([newsEffect(id, 'late', '', now, '', `${Math.floor(now / lateStepMs)}`)]);
  });
}

/** Who has waited too long for a number is looked for this often, ms. */
const lateStepMs = 300_000;

/**
 * What was sent into an incident whose ticket was refused becomes a ticket of the case's own, with all that the case
 * knows by then. `null` where the case has another ticket, or its incident's is still hoped for.
 */
export async function ofItsOwn(deps: EffectDeps, live: LiveCase): Promise<Outcome | null> {
  const { id: caseId, ticket: wanted } = live.record;
  const incident = wanted?.incident ? await incidentNow(deps, wanted.incident) : undefined;
  if (incident?.ticket.status !== 'failed') return null;
  // Withdrawn, or it works again: nobody has to be told any more.
  if (!isOpenTicket(wanted)) return done;
  const own = (record: CaseRecord) => {
    if (record.ticket?.key !== wanted?.key) return null;
    const changed = { ...record, ticket: freshTicket(record.id, record.escalations) };
    return { record: changed, effects: [openTicketEffect(changed, deps.now())] };
  };
  return { kind: 'done', record: (turn) => changeCase(turn, deps.rules, caseId, own) };
}

const incidentNow = ({ store }: EffectDeps, id: string) => store.turn((turn) => turn.incidents.byId(id));
