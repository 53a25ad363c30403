import { isFamily } from '../../dialogs/knowledge/codes.ts';
import { again } from '../store/again.ts';
import type { Store, Turn } from '../store/store.ts';
import { isOpenTicket } from '../turn/ticket-news.ts';
import { apartMs, type Detection } from './detect.ts';
import { cardEffect, newsEffect, ticketEffect } from './effects.ts';
import { type Affected, type Incident, ticketKeyOf } from './incident.ts';
import { codesWith, familyOf, familyOfAll } from './streams.ts';
import { ticketLine } from './words.ts';

/** What came of something that was done with an incident. */
export type Managed =
  | { ok: true; incident: Incident }
  | { ok: false; why: 'unknown' | 'not-open' | 'open-already' | 'itself' | 'another' };

export interface Opening {
  tenant: string | null;
  /** Absent: all sites. */
  site?: string;
  code: string;
  name: string;
  /** `null`: the bot. */
  by: string | null;
  detection: Detection | null;
  affected: readonly Affected[];
}

const iso = (ms: number) => new Date(ms).toISOString();

/** Opens an incident: IT gets one ticket, and those who are in the middle of it are told. */
export async function openIncident(turn: Turn, given: Opening, now: number): Promise<Managed> {
  const codes = codesWith(given.code);
  const open = await turn.incidents.open();
  // One of all tenants is one of each of them; that of a company and that of a site may both exist.
  const there = open.find(
    (one) =>
      (one.tenant === given.tenant || one.tenant === null || given.tenant === null) &&
      one.site === given.site &&
      one.codes.some((code) => codes.includes(code)),
  );
  if (there) return { ok: false, why: 'open-already' };
  const created = await turn.incidents.create((id) => ({
    id,
    state: 'open',
    name: given.name,
    codes,
    tenant: given.tenant,
    ...(given.site && { site: given.site }),
    openedAt: iso(now),
    openedBy: given.by,
    detection: given.detection,
    closedAt: null,
    mergedInto: null,
    people: 0,
    lastCaseAt: iso(now),
    ticket: { system: 'builtin', key: ticketKeyOf(id), id: null, url: null, status: 'sending', incident: id },
  }));
  let people = 0;
  for (const one of given.affected) {
    people += (await turn.incidents.join(created.id, one)) === 'person' ? 1 : 0;
  }
  const incident = { ...created, people };
  await turn.incidents.save(incident);
  await turn.addEffects([
    ticketEffect(created.id, 'create', '', 'open', now),
    newsEffect(created.id, 'opened', '', now),
    cardEffect(created.id, 'open', now),
  ]);
  return { ok: true, incident };
}

/** More are not told at once that IT knows. */
const mostAffected = 1000;

/** Opens one that IT says there is: those who came with it in the last hours and still have it are told. */
export async function openByHand(
  turn: Turn,
  given: Pick<Opening, 'tenant' | 'code' | 'name' | 'by'>,
  now: number,
): Promise<Managed> {
  const affected = isFamily(given.code) || given.code === 'unknown' ? await stillWith(turn, given, now) : [];
  return openIncident(turn, { ...given, detection: null, affected }, now);
}

async function stillWith(turn: Turn, { tenant }: Pick<Opening, 'tenant'>, now: number): Promise<Affected[]> {
  const stream = tenant === null ? familyOfAll : familyOf(tenant);
  const still: Affected[] = [];
  for (const one of await turn.incidents.sightings(stream, now - apartMs, mostAffected)) {
    const stored = await turn.caseById(one.case);
    const isSent = stored?.step === 'escalated' && isOpenTicket(stored.record.ticket);
    if (stored && (stored.state !== 'ended' || isSent)) still.push(one);
  }
  return still;
}

async function openOne(turn: Turn, id: string): Promise<Managed> {
  const incident = await turn.incidents.byId(id);
  if (!incident) return { ok: false, why: 'unknown' };
  return incident.state === 'open' ? { ok: true, incident } : { ok: false, why: 'not-open' };
}

/**
 * Does something with incidents of one company, or of all; those of another one are no business of theirs. `undefined`
 * may change everybody's. A turn that lost against another one is done again.
 */
export const asOf = (
  store: Store,
  tenant: string | null | undefined,
  ids: readonly string[],
  work: (turn: Turn) => Promise<Managed>,
): Promise<Managed> =>
  again(() =>
    store.turn(async (turn) => {
      for (const id of tenant === undefined ? [] : ids) {
        const incident = await turn.incidents.byId(id);
        const isTheirs = incident && (incident.tenant === null || incident.tenant === tenant);
        if (!isTheirs) return { ok: false, why: 'unknown' };
      }
      return work(turn);
    }),
  );

/** Says what it is; whoever comes from now on reads it. */
export async function nameIncident(turn: Turn, id: string, name: string, now: number): Promise<Managed> {
  const found = await openOne(turn, id);
  if (!found.ok) return found;
  const incident = { ...found.incident, name };
  await turn.incidents.save(incident);
  await turn.addEffects([
    ticketEffect(id, 'note', ticketLine('named', { name }), `name:${now}`, now),
    cardEffect(id, `name:${now}`, now),
  ]);
  return { ok: true, incident };
}

/** Two incidents were one: those of `id` are told by `into` from now on. */
export async function mergeIncident(turn: Turn, id: string, into: string, now: number): Promise<Managed> {
  if (id === into) return { ok: false, why: 'itself' };
  const [from, to] = [await openOne(turn, id), await openOne(turn, into)];
  if (!from.ok) return from;
  if (!to.ok) return to;
  const { site, ...rest } = to.incident;
  const incident: Incident = {
    ...rest,
    ...(site && site === from.incident.site && { site }),
    codes: [...new Set([...to.incident.codes, ...from.incident.codes])],
    tenant: to.incident.tenant === from.incident.tenant ? to.incident.tenant : null,
  };
  const others = (await turn.incidents.open()).filter((one) => one.id !== id && one.id !== into);
  if (others.some((one) => isSame(one, incident))) return { ok: false, why: 'another' };
  await turn.incidents.save({ ...from.incident, state: 'merged', mergedInto: into, closedAt: iso(now) });
  const people = to.incident.people + (await turn.incidents.addAffected(id, into));
  const saved = { ...incident, people };
  await turn.incidents.save(saved);
  await turn.addEffects([
    ticketEffect(id, 'close', ticketLine('merged', { into }), 'merged', now),
    ticketEffect(into, 'note', ticketLine('mergedHere', { id }), `merged:${id}`, now),
    newsEffect(id, 'merged', '', now),
    cardEffect(id, 'merged', now),
    cardEffect(into, `merged:${id}`, now),
  ]);
  return { ok: true, incident: saved };
}

/** Of the same employees and a code: two sites become the company's, and that may have one already. */
const isSame = (one: Incident, { tenant, site, codes }: Incident): boolean =>
  one.tenant === tenant && one.site === site && one.codes.some((code) => codes.includes(code));

/** It is over: everyone who waits is told, with what IT has to say. `by` `null`: nobody had it for a day. */
export async function closeIncident(
  turn: Turn,
  id: string,
  by: string | null,
  words: string,
  now: number,
): Promise<Managed> {
  const found = await openOne(turn, id);
  if (!found.ok) return found;
  const news = by === null ? 'quiet' : 'ended';
  const incident: Incident = {
    ...found.incident,
    state: 'closed',
    closedAt: iso(now),
    end: { news, words },
  };
  await turn.incidents.save(incident);
  const line = by === null ? ticketLine('quiet') : ticketLine('closed', { who: by });
  await turn.addEffects([
    ticketEffect(id, 'close', [line, words].filter(Boolean).join('\n\n'), 'close', now),
    newsEffect(id, news, words, now),
    cardEffect(id, 'close', now),
  ]);
  return { ok: true, incident };
}
