import { renderAnswer, withLine } from '../../cards/render.ts';
import { say } from '../../cards/texts.ts';
import { type VerdictId, verdictsOf } from '../../dialogs/triage/verdicts.ts';
import { cardEffect } from '../incidents/effects.ts';
import { takeIncidentChange } from '../incidents/event.ts';
import type { Incident } from '../incidents/incident.ts';
import { caseNow, tellPortion } from '../incidents/news.ts';
import { watch } from '../incidents/watch.ts';
import { cardText, incidentTicket as ticketOf } from '../incidents/words.ts';
import type { Effect, LeasedEffect, NewEffect, Turn } from '../store/store.ts';
import type { TicketResult } from '../tickets/port.ts';
import { problemWords } from './channel.ts';
import { done, type EffectDeps, type Outcome, subject } from './context.ts';
import { overlapMs, pollWait } from './poll.ts';
import { withoutTicket } from './without-ticket.ts';

/** Counts a case where the next incident is looked for. */
export async function watchCase(deps: EffectDeps, effect: Effect & { kind: 'watch-case' }): Promise<Outcome> {
  const { user, live } = await subject(deps, effect.user, effect.case);
  if (!user || !live) return done;
  const seen = { user, live, what: effect.what, at: effect.at };
  return { kind: 'done', record: (turn) => watch(turn, deps.rules, seen, deps.now()) };
}

export async function incidentNews(
  deps: EffectDeps,
  effect: Effect & { kind: 'incident-news' },
): Promise<Outcome> {
  return { kind: 'done', record: (turn) => tellPortion(turn, deps.rules, effect, deps.now()) };
}

const read = (deps: EffectDeps, id: string) => deps.store.turn((turn) => turn.incidents.byId(id));

/** What the affected have said so far, the most frequent reading first. */
async function readings(deps: EffectDeps, id: string): Promise<VerdictId[]> {
  const ids = await deps.store.turn(async (turn) => {
    const found: VerdictId[] = [];
    for (const one of await turn.incidents.affected(id, '', 30)) {
      const live = await caseNow(turn, deps.rules, one.case);
      const first = live && verdictsOf(live.context)[0];
      if (first) found.push(first.id);
    }
    return found;
  });
  const often = (one: VerdictId) => ids.filter((other) => other === one).length;
  return [...new Set(ids)].sort((a, b) => often(b) - often(a)).slice(0, 3);
}

/** Opens the incident's one ticket, adds to it or closes it. */
export async function incidentTicket(
  deps: EffectDeps,
  effect: Effect & { kind: 'incident-ticket' },
  key: string,
): Promise<Outcome> {
  const incident = await read(deps, effect.incident);
  if (!incident) return { kind: 'dead', error: 'the incident is gone' };
  const { ticket } = incident;
  if (effect.what === 'create') return create(deps, incident);
  if (ticket.id === null) {
    const error = 'the incident has no ticket yet';
    // Tried for a day it would hold up those who now need tickets of their own.
    return ticket.status === 'failed' ? { kind: 'dead', error } : { kind: 'retry', error };
  }
  const handle = { key: ticket.key, id: ticket.id, url: ticket.url };
  const noted = effect.text ? await deps.tickets.comment(handle, effect.text, key) : null;
  if (noted && noted.kind !== 'done') return outcome(noted);
  return effect.what === 'close' ? outcome(await deps.tickets.close(handle, 'fixed', `${key}:close`)) : done;
}

async function create(deps: EffectDeps, incident: Incident): Promise<Outcome> {
  const { key } = incident.ticket;
  const { subject: line, body } = ticketOf(incident, await readings(deps, incident.id));
  const queue = deps.rules.policy.routing.outage ?? deps.tickets.queue;
  const created = await deps.tickets.create(
    {
      key,
      case: incident.id,
      category: 'outage',
      subject: line,
      body,
      requester: { name: 'OneDrive helper', id: incident.id },
      createdAt: new Date(deps.now()).toISOString(),
    },
    queue,
  );
  const now = deps.now();
  if (created.kind !== 'done') {
    if (created.kind === 'retry') await withoutTicket(deps, incident.id, false, now);
    return outcome(created);
  }
  const { id, url } = created.value;
  return {
    kind: 'done',
    async record(turn) {
      await turn.nameTicket(deps.tickets.name, id, key);
      const latest = await turn.incidents.byId(incident.id);
      if (!latest) return;
      const waited = latest.ticket.status === 'sending' || latest.ticket.status === 'failed';
      const status = waited ? 'new' : latest.ticket.status;
      await turn.incidents.save({
        ...latest,
        ticket: { ...latest.ticket, system: deps.tickets.name, id, url, status },
      });
      await turn.addEffects([
        cardEffect(incident.id, 'number', now),
        ...(deps.tickets.can.status ? [poll(incident.id, now, now)] : []),
      ]);
    },
  };
}

const outcome = (result: TicketResult<unknown>): Outcome =>
  result.kind === 'done' ? done : result.kind === 'retry' ? result : { kind: 'dead', error: result.error };

/**
 * Posts the incident's card to the IT channel, or brings it up to date. Without a channel nothing is to be done. A post
 * whose fate is unknown is made again with a line that says so: no client asks for this card, so there is no sign of it.
 */
export async function incidentCard(
  deps: EffectDeps,
  effect: Effect & { kind: 'incident-card' },
  { unsure }: Pick<LeasedEffect, 'unsure'>,
): Promise<Outcome> {
  const { itChannel } = deps;
  const incident = itChannel && (await read(deps, effect.incident));
  if (!itChannel || !incident) return done;
  const card = renderAnswer(cardText(incident));
  const message = { card, summary: card.fallbackText };
  if (incident.post) {
    const sent = await itChannel.update(incident.post, message);
    return sent.kind === 'retry' || sent.kind === 'wait' ? sent : done;
  }
  const address = await addressOf(deps, incident.id);
  // Nobody is affected yet: the first of them shows where Teams is.
  if (!address) return done;
  const doubtful = unsure || incident.tried === true;
  const sent = await itChannel.post(
    address,
    doubtful ? { ...message, card: withLine(card, say('again')) } : message,
  );
  if (sent.kind === 'wait') return sent;
  const remember = async (turn: Turn, what: Pick<Incident, 'post' | 'tried'>) => {
    const latest = await turn.incidents.byId(incident.id);
    if (latest) await turn.incidents.save({ ...latest, ...what });
  };
  if (sent.kind === 'failed') {
    itChannel.fails(sent.problem);
    // Kept with the incident: a newer row may take the place of this one.
    if (sent.unsure) await deps.store.turn((turn) => remember(turn, { tried: true }));
    const again = { afterMs: sent.afterMs ?? 60_000, unsure: sent.unsure ?? false };
    return { kind: 'retry', error: problemWords[sent.problem], ...again };
  }
  itChannel.works();
  return { kind: 'done', record: (turn) => remember(turn, { post: sent.post }) };
}

const addressOf = (deps: EffectDeps, id: string) =>
  deps.store.turn(async (turn) => {
    const [one] = await turn.incidents.affected(id, '', 1);
    const user = one && (await turn.user(one.user));
    return user && { serviceUrl: user.serviceUrl, botId: user.botId, tenant: user.tenant };
  });

const poll = (
  incident: string,
  openedAt: number,
  now: number,
  since = openedAt - overlapMs,
  failed = 0,
): NewEffect => {
  const dueAt = now + (pollWait(now - openedAt) ?? 0);
  return {
    effect: { kind: 'poll-incident', incident, openedAt, since, failed },
    key: `poll:${incident}:${dueAt}`,
    dueAt,
    group: `ticket:${incident}`,
    priority: 8,
  };
};

/** Asks for the incident's ticket what a lost webhook would have said. */
export async function pollIncident(
  deps: EffectDeps,
  effect: Effect & { kind: 'poll-incident' },
): Promise<Outcome> {
  const found = await read(deps, effect.incident);
  const began = deps.now();
  if (found?.state !== 'open' || pollWait(began - effect.openedAt) === null) return done;
  const { id, key, url, system } = found.ticket;
  if (id === null) return done;
  const held = deps.polls?.take(began) ?? 0;
  if (held > 0) return { kind: 'wait', afterMs: held, all: false };
  const state = await deps.tickets.status({ key, id, url }, new Date(effect.since).toISOString());
  return {
    kind: 'done',
    async record(turn) {
      const incident = await turn.incidents.byId(effect.incident);
      if (!incident) return;
      if (state.kind !== 'done') {
        await turn.addEffects([
          poll(incident.id, effect.openedAt, deps.now(), effect.since, effect.failed + 1),
        ]);
        return;
      }
      const replies = [];
      for (const reply of state.value.replies ?? []) {
        if (await turn.claim(`ticket:${system}`, reply.id, deps.now())) replies.push(reply);
      }
      const { status, owner } = state.value;
      await takeIncidentChange(turn, incident, { replies, status, ...(owner && { owner }) }, deps.now());
      await turn.addEffects([poll(incident.id, effect.openedAt, deps.now(), began - overlapMs)]);
    },
  };
}
