import words from '../../cards/locales/en/ticket.json' with { type: 'json' };
import type { LiveCase } from '../../dialogs/triage/advance.ts';
import type { CaseRecord } from '../../dialogs/triage/case.ts';
import { categoryOf } from '../../dialogs/triage/verdicts.ts';
import { resultEffects } from '../handoff/result.ts';
import { longestBackOffMs } from '../outbox.ts';
import type { Effect, Turn, UserRow } from '../store/store.ts';
import { ticketWords } from '../tickets/body.ts';
import { fileKinds, ticketFiles } from '../tickets/files.ts';
import type { TicketHandle, TicketResult } from '../tickets/port.ts';
import {
  attachEffect,
  caseOf,
  itCardEffect,
  lateEffect,
  overdueMs,
  postEffect,
  updateEffect,
} from '../turn/wanted.ts';
import { changeCase, done, type EffectDeps, type Outcome, subject } from './context.ts';
import { firstPoll } from './poll.ts';
import { ofItsOwn } from './without-ticket.ts';

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
  const { subject: line, body } = ticketWords(user, live, deps.rules.policy);
  const category = live.record.category ?? categoryOf(live.context);
  const files = ticketFiles(live);
  const together = deps.tickets.can.attach === 'with';
  const created = await deps.tickets.create(
    {
      key,
      case: live.record.id,
      category,
      subject: line,
      body,
      requester: { name: user.name, id: user.key },
      createdAt: new Date(deps.now()).toISOString(),
      ...(together && { files: files.map(({ file }) => file) }),
    },
    deps.rules.policy.routing[category] ?? deps.tickets.queue,
  );
  if (created.kind === 'refused') return { kind: 'dead', error: created.error };
  if (created.kind === 'retry') {
    const left = Date.parse(live.record.movedAt) + overdueMs - deps.now();
    if (left <= 0) {
      const late = lateEffect(live.record, key, deps.now());
      await deps.store.turn((turn) => turn.addEffects([late]));
    }
    // One of the tries falls on the moment when the user is to be told.
    return left > 0 && left <= longestBackOffMs ? { ...created, afterMs: left } : created;
  }
  const { id, url } = created.value;
  const number = (record: CaseRecord, now: LiveCase) => {
    const before = record.ticket;
    const waited = !before || before.status === 'sending' || before.status === 'failed';
    const status = waited ? 'new' : before.status;
    const changed = { ...record, ticket: { ...before, system: deps.tickets.name, key, id, url, status } };
    const card = itCardEffect(changed, key, 'number', deps.now());
    const late = deps.now() - Date.parse(record.movedAt) > lateMs && now.step === 'escalated';
    return {
      record: changed,
      effects: [
        card,
        ...resultEffects({ ...now, record: changed }, user.name, `${record.rev}`, deps.now()),
        ...(late
          ? [postEffect(record.user, record.id, `ticket:${key}`, null, deps.now())]
          : updateEffect(changed, now.step, deps.now()).map((one) => ({ ...one, key: `${one.key}:ticket` }))),
        ...(together || !deps.tickets.can.attach
          ? []
          : files.map(({ kind }) => attachEffect(changed, deps.now(), kind))),
        ...firstPoll(deps, changed),
      ],
    };
  };
  const record = async (turn: Turn) => {
    await turn.nameTicket(deps.tickets.name, id, key);
    await changeCase(turn, deps.rules, effect.case, number);
  };
  return { kind: 'done', record };
}

/** Refused, or tried for too long: kept for IT to see and to try again, and the user hears it now. */
export const ticketGivenUp = (
  deps: EffectDeps,
  effect: Effect & { kind: 'create-ticket' },
  key: string,
): Promise<void> =>
  deps.store.turn((turn) =>
    changeCase(turn, deps.rules, effect.case, (record) =>
      record.ticket?.key === key && record.ticket.status === 'sending'
        ? {
            record: { ...record, ticket: { ...record.ticket, status: 'failed' } },
            effects: [lateEffect(record, key, deps.now())],
          }
        : null,
    ),
  );

/** Where the ticket is; a case that was added to the ticket of an earlier one learns the number from that one. */
async function handleOf(deps: EffectDeps, live: LiveCase | null): Promise<TicketHandle | null> {
  const ticket = live?.record.ticket;
  if (!live || !ticket) return null;
  if (ticket.id !== null) return { key: ticket.key, id: ticket.id, url: ticket.url };
  if (ticket.incident) {
    const { incident } = ticket;
    const found = await deps.store.turn((turn) => turn.incidents.byId(incident));
    return found?.ticket.id ? { key: found.ticket.key, id: found.ticket.id, url: found.ticket.url } : null;
  }
  const owner = caseOf(ticket.key);
  const first = owner && owner !== live.record.id ? await deps.store.caseById(owner) : undefined;
  const { key, id = null, url = null } = first?.record.ticket ?? {};
  return key === ticket.key && id !== null ? { key, id, url } : null;
}

const noTicket = (live: LiveCase | null): Outcome =>
  live?.record.ticket
    ? { kind: 'retry', error: 'the ticket has no number yet' }
    : { kind: 'dead', error: 'there is no ticket' };

/** Adds the user's comment, or the newer state of the case with its files, to the open ticket. */
export async function commentTicket(
  deps: EffectDeps,
  effect: Effect & { kind: 'comment-ticket' },
  key: string,
): Promise<Outcome> {
  const { user, live } = await subject(deps, effect.user, effect.case);
  const handle = await handleOf(deps, live);
  if (!user || !live) return noTicket(live);
  if (!handle) return (await ofItsOwn(deps, live)) ?? noTicket(live);
  const whole = effect.text === '';
  const text = whole
    ? wholeText(deps, user, live)
    : effect.by
      ? effect.text
      : `${words.said.replace('{who}', user.name || user.key)}\n${effect.text}`;
  const result = await deps.tickets.comment(handle, text, key);
  if (result.kind !== 'done') return outcome(result);
  const learnt = (turn: Turn) =>
    changeCase(turn, deps.rules, effect.case, (record, now) => {
      const known = record.ticket?.id != null || record.ticket?.key !== handle.key;
      if (known && !whole) return null;
      const ticket =
        record.ticket && !known ? { ...record.ticket, ...numberOf(deps, handle) } : record.ticket;
      const changed = { ...record, ticket };
      const shared = record.ticket?.incident !== undefined;
      const files = whole && !shared && deps.tickets.can.attach ? ticketFiles(now) : [];
      const update = known ? [] : updateEffect(changed, now.step, deps.now());
      return {
        record: changed,
        effects: [
          ...update.map((one) => ({ ...one, key: `${one.key}:ticket` })),
          // Who handed the user over is told once there is a number; see `resultEffects`.
          ...(known
            ? []
            : resultEffects({ ...now, record: changed }, user.name, `${record.rev}`, deps.now())),
          ...files.map(({ kind }) => attachEffect(changed, deps.now(), kind)),
        ],
      };
    });
  return { kind: 'done', record: learnt };
}

const numberOf = (deps: EffectDeps, { id, url }: TicketHandle) =>
  ({ system: deps.tickets.name, id, url, status: 'new' }) as const;

const wholeText = (deps: EffectDeps, user: UserRow, live: LiveCase): string => {
  const { subject: line, body } = ticketWords(user, live, deps.rules.policy);
  return `${line}\n\n${body}`;
};

/** Brings a file to the ticket, as the case is now. */
export async function attachTicket(
  deps: EffectDeps,
  effect: Effect & { kind: 'attach-ticket' },
  key: string,
): Promise<Outcome> {
  const { live } = await subject(deps, effect.user, effect.case);
  const handle = await handleOf(deps, live);
  if (!live || !handle) return noTicket(live);
  const wanted = fileKinds.includes(effect.file)
    ? ticketFiles(live).find(({ kind }) => kind === effect.file)
    : null;
  return wanted ? outcome(await deps.tickets.attach(handle, wanted.file, key)) : done;
}

/** The user needs nobody any more: fixed, or withdrawn. A case whose ticket this one was added to hears of it. */
export async function closeTicket(
  deps: EffectDeps,
  effect: Effect & { kind: 'close-ticket' },
  key: string,
): Promise<Outcome> {
  const { live } = await subject(deps, effect.user, effect.case);
  const handle = await handleOf(deps, live);
  if (!handle) return noTicket(live);
  const result = await deps.tickets.close(handle, effect.why, key);
  const status = effect.why === 'fixed' ? 'resolved' : 'withdrawn';
  return result.kind === 'done' ? { kind: 'done', record: setOnFirst(deps, live, status) } : outcome(result);
}

/** It was not fixed after all. */
export async function reopenTicket(
  deps: EffectDeps,
  effect: Effect & { kind: 'reopen-ticket' },
  key: string,
): Promise<Outcome> {
  const { live } = await subject(deps, effect.user, effect.case);
  const handle = await handleOf(deps, live);
  if (!handle) return noTicket(live);
  const result = await deps.tickets.reopen(handle, key);
  return result.kind === 'done' ? { kind: 'done', record: setOnFirst(deps, live, 'new') } : outcome(result);
}

/** The case that a shared ticket was opened for has its status too. */
function setOnFirst(deps: EffectDeps, live: LiveCase | null, status: 'new' | 'resolved' | 'withdrawn') {
  const ticket = live?.record.ticket;
  const first = caseOf(ticket?.key);
  return async (turn: Turn) => {
    if (!live || !first || first === live.record.id) return;
    await changeCase(turn, deps.rules, first, (record) =>
      record.ticket?.key === ticket?.key && record.ticket
        ? { record: { ...record, ticket: { ...record.ticket, status } } }
        : null,
    );
  };
}

const outcome = (result: TicketResult<unknown>): Outcome =>
  result.kind === 'done' ? done : result.kind === 'retry' ? result : { kind: 'dead', error: result.error };
