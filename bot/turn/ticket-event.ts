import { type Rules, revive } from '../../dialogs/triage/advance.ts';
import type { CaseRecord, TicketRef } from '../../dialogs/triage/case.ts';
import { resultEffects } from '../handoff/result.ts';
import { takeIncidentChange } from '../incidents/event.ts';
import { type Incident, incidentOf } from '../incidents/incident.ts';
import { again } from '../store/again.ts';
import type { Store, StoredCase, Turn } from '../store/store.ts';
import type { TicketEvent } from '../tickets/events.ts';
import type { TicketState } from '../tickets/port.ts';
import { rowOf } from './row.ts';
import { type TicketChange, takeChange } from './ticket-news.ts';
import { caseOf, itCardEffect, postEffect, sayEffect } from './wanted.ts';

interface Deps {
  rules: Rules;
  now: () => number;
}

/**
 * Takes an event of the ticket system to its case: what it means for the user becomes one message. The same
 * event again does nothing, and an event of a ticket that is not ours is no fault.
 */
export function takeTicketEvent(
  deps: Deps & { store: Store },
  system: string,
  event: TicketEvent,
): Promise<'taken' | 'known' | 'not-ours'> {
  return again(() => deps.store.turn((turn) => takeEvent(deps, turn, system, event)));
}

async function takeEvent(
  deps: Deps,
  turn: Turn,
  system: string,
  event: TicketEvent,
): Promise<'taken' | 'known' | 'not-ours'> {
  const key = event.correlation ?? (await turn.ticketKey(system, event.id));
  const incident = await incidentIn(turn, key);
  if (incident) {
    if (!(await turn.claim(`ticket:${system}`, event.event, deps.now()))) return 'known';
    await takeIncidentChange(turn, incident, changeOf(event), deps.now());
    return 'taken';
  }
  const found = await casesOf(turn, key, system);
  if (found.length === 0) return 'not-ours';
  if (!(await turn.claim(`ticket:${system}`, event.event, deps.now()))) return 'known';
  await bringToAll(deps, turn, found, changeOf(event), event.event, { system, id: event.id });
  return 'taken';
}

async function incidentIn(turn: Turn, key: string | undefined): Promise<Incident | undefined> {
  const id = incidentOf(key);
  return id ? turn.incidents.byId(id) : undefined;
}

/**
 * Takes what a poll read on the same way as events, so that nothing is told twice. `before` is the ticket as it was
 * when the poll began: what has changed since then is newer than what was read.
 */
export async function takeTicketState(
  deps: Deps,
  turn: Turn,
  before: TicketRef,
  state: TicketState,
): Promise<void> {
  const found = await casesOf(turn, before.key, before.system);
  const now = found[0]?.record.ticket;
  if (!now) return;
  const overtaken =
    now.status !== before.status || now.owner !== before.owner || now.eventAt !== before.eventAt;
  const replies: TicketState['replies'] = [];
  for (const reply of state.replies ?? []) {
    const fresh =
      !now.told?.includes(reply.id) && (await turn.claim(`ticket:${now.system}`, reply.id, deps.now()));
    if (fresh) replies.push(reply);
  }
  const change: TicketChange = {
    replies,
    ...(!overtaken && { status: state.status, ...(state.owner && { owner: state.owner }) }),
  };
  await bringToAll(deps, turn, found, change, `poll:${deps.now()}`);
}

/**
 * What IT did with a ticket, wherever it was said: changes the case and tells its user. The case is locked. Nothing is
 * learnt of the ticket's number: who says this knows it from the case.
 */
export async function bringToCase(
  deps: Deps,
  turn: Turn,
  before: CaseRecord,
  event: Omit<TicketEvent, 'id'>,
): Promise<void> {
  const latest = await turn.latestCase(before.user);
  const others =
    latest && latest.record.id !== before.id && shares(latest, before.ticket?.key) ? [latest] : [];
  const own = await turn.caseById(before.id);
  // Said here and now: no other clock has a word in the order.
  const { at: _now, ...change } = changeOf(event);
  await bringToAll(deps, turn, own ? [...others, own] : others, change, event.event);
}

const changeOf = (event: Omit<TicketEvent, 'id'>): TicketChange => ({
  at: event.at,
  ...(event.status && { status: event.status }),
  ...(event.owner && { owner: event.owner }),
  ...(event.actor && { actor: event.actor }),
  ...(event.tone && { tone: event.tone }),
  replies: event.reply
    ? [{ id: event.event, at: event.at, by: event.actor ?? event.owner ?? '', text: event.reply }]
    : [],
});

const shares = (stored: StoredCase | undefined, key: string | undefined): boolean =>
  stored?.record.ticket != null && stored.record.ticket.key === key;

/** The cases that have the ticket, the one that its user is in first: a later case is added to an open ticket. */
async function casesOf(turn: Turn, key: string | undefined, system: string): Promise<StoredCase[]> {
  const id = caseOf(key);
  const own = id ? await turn.caseById(id) : undefined;
  const ticket = own?.record.ticket;
  // Until the system has answered its name is not on record yet.
  if (!own || !ticket || ticket.key !== key || (ticket.system !== system && ticket.id !== null)) return [];
  const latest = await turn.latestCase(own.record.user);
  return latest && latest.record.id !== id && shares(latest, key) ? [latest, own] : [own];
}

async function bringToAll(
  deps: Deps,
  turn: Turn,
  cases: StoredCase[],
  change: TicketChange,
  tag: string,
  heard?: Pick<TicketRef, 'system' | 'id'>,
): Promise<void> {
  const known = cases.map(({ record }) => record.ticket).find((one) => one && one.id !== null);
  const named = known ? { system: known.system, id: known.id, url: known.url } : heard;
  for (const [at, { record: before }] of cases.entries()) {
    const live = revive(deps.rules, before);
    if (!live.ok) continue;
    const { record, says } = takeChange(before, live.live.step === 'escalated', change);
    const learns = named !== undefined && record.ticket?.id === null;
    const ticket = record.ticket && { ...record.ticket, ...(learns && named) };
    const after = revive(deps.rules, { ...record, ticket });
    if (!after.ok) continue;
    await turn.saveCase(rowOf(deps.rules, after.live), before.rev);
    const key = `ticket-event:${before.id}:${tag}`;
    const isOwn = before.ticket && caseOf(before.ticket.key) === before.id;
    if (before.ticket && isOwn) {
      await turn.addEffects([itCardEffect(before, before.ticket.key, key, deps.now())]);
    }
    // Of a case's own ticket its opening tells; to one that was added to it nobody else brings the number any more.
    if (learns && !isOwn) {
      const name = (await turn.userAsRead(before.user))?.name ?? '';
      await turn.addEffects(resultEffects(after.live, name, `${before.rev}`, deps.now()));
    }
    if (at > 0 || says.length === 0) continue;
    await turn.addEffects([
      sayEffect(before.user, says.join('\n\n'), key, deps.now()),
      postEffect(before.user, before.id, key, null, deps.now()),
    ]);
  }
}
