import type { LiveCase } from '../../dialogs/triage/advance.ts';
import type { CaseRecord } from '../../dialogs/triage/case.ts';
import { categoryOf } from '../../dialogs/triage/verdicts.ts';
import type { Effect } from '../store/store.ts';
import { ticketWords } from '../tickets/body.ts';
import type { TicketHandle } from '../tickets/port.ts';
import { itCardEffect, postEffect, updateEffect } from '../turn/wanted.ts';
import { changeCase, done, type EffectDeps, type Outcome, subject } from './context.ts';

/** Longer than this after the escalation, the number comes as a new message, because an edit notifies nobody. */
const lateMs = 5_000;

/** Opens the case's ticket under its key and brings the number to the user. */
export async function createTicket(
  deps: EffectDeps,
  effect: Effect & { kind: 'create-ticket' },
  key: string,
): Promise<Outcome> {
  const { user, live } = await subject(deps, effect.user, effect.case);
  if (!user || !live) return { kind: 'dead', error: 'the case is gone' };
  const { subject: line, body } = ticketWords(user, live);
  const category = live.record.category ?? categoryOf(live.context);
  const created = await deps.tickets.create(
    {
      key,
      case: live.record.id,
      category,
      subject: line,
      body,
      requester: { name: user.name, id: user.key },
      createdAt: new Date(deps.now()).toISOString(),
    },
    deps.rules.policy.routing[category] ?? deps.tickets.queue,
  );
  if (created.kind === 'refused') return { kind: 'dead', error: created.error };
  if (created.kind === 'retry') {
    await sayWhereElse(deps, live, key);
    return created;
  }
  const { id, url } = created.value;
  const number = (record: CaseRecord, now: LiveCase) => {
    const status = record.ticket?.status === 'sending' ? 'new' : (record.ticket?.status ?? 'new');
    const system = deps.tickets.name;
    const changed = { ...record, ticket: { system, key, id, url, status } };
    const card = itCardEffect(changed, key, 'number', deps.now());
    const late = deps.now() - Date.parse(record.movedAt) > lateMs && now.step === 'escalated';
    return {
      record: changed,
      effects: [
        card,
        ...(late
          ? [postEffect(record.user, record.id, `ticket:${key}`, null, deps.now())]
          : updateEffect(changed, now.step, deps.now()).map((one) => ({ ...one, key: `${one.key}:ticket` }))),
      ],
    };
  };
  return { kind: 'done', record: (turn) => changeCase(turn, deps.rules, effect.case, number) };
}

/** No number after this time: the user is told once what to do instead, ms. */
const overdueMs = 600_000;

async function sayWhereElse(deps: EffectDeps, live: LiveCase, key: string): Promise<void> {
  if (deps.now() - Date.parse(live.record.movedAt) < overdueMs) return;
  const { user, id } = live.record;
  const post = postEffect(user, id, `ticket-late:${key}`, 'ticket-late', deps.now());
  await deps.store.turn((turn) => turn.addEffects([post]));
}

const handleOf = (live: LiveCase | null): TicketHandle | null =>
  live?.record.ticket?.id ? { ...live.record.ticket, id: live.record.ticket.id } : null;

/** Adds the user's comment, or the newer state of the case, to the open ticket. */
export async function commentTicket(
  deps: EffectDeps,
  effect: Effect & { kind: 'comment-ticket' },
  key: string,
): Promise<Outcome> {
  const { user, live } = await subject(deps, effect.user, effect.case);
  const handle = handleOf(live);
  if (!user || !live || !handle) return { kind: 'dead', error: 'there is no ticket to add to' };
  const text = effect.text || ticketWords(user, live).body;
  return outcome(await deps.tickets.comment(handle, text, key));
}

/** The user needs nobody any more: fixed, or withdrawn. */
export async function closeTicket(
  deps: EffectDeps,
  effect: Effect & { kind: 'close-ticket' },
  key: string,
): Promise<Outcome> {
  const { live } = await subject(deps, effect.user, effect.case);
  const handle = handleOf(live);
  if (!handle) return { kind: 'dead', error: 'there is no ticket to close' };
  return outcome(await deps.tickets.close(handle, effect.why, key));
}

/** It was not fixed after all. */
export async function reopenTicket(
  deps: EffectDeps,
  effect: Effect & { kind: 'reopen-ticket' },
  key: string,
): Promise<Outcome> {
  const { live } = await subject(deps, effect.user, effect.case);
  const handle = handleOf(live);
  if (!handle) return { kind: 'dead', error: 'there is no ticket to open again' };
  return outcome(await deps.tickets.reopen(handle, key));
}

const outcome = (result: Awaited<ReturnType<EffectDeps['tickets']['comment']>>): Outcome =>
  result.kind === 'done' ? done : result.kind === 'retry' ? result : { kind: 'dead', error: result.error };
