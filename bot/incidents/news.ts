import { fill } from '../../cards/texts.ts';
import { advance, buttonsOf, type LiveCase, type Rules, revive } from '../../dialogs/triage/advance.ts';
import { isEnding } from '../../dialogs/triage/answers.ts';
import type { CaseRecord } from '../../dialogs/triage/case.ts';
import type { Effect, Turn } from '../store/store.ts';
import { liveOf, rowOf } from '../turn/row.ts';
import { isOpenTicket } from '../turn/ticket-news.ts';
import { lateEffect, overdueMs, postEffect, sayEffect } from '../turn/wanted.ts';
import { newsEffect } from './effects.ts';
import type { Incident } from './incident.ts';
import { sayWords } from './words.ts';

type News = Effect & { kind: 'incident-news' };

/** Cases told in one transaction: an outage's users must not wait for each other's, nor the turns for all of them. */
const portion = 50;

/**
 * Tells the next portion of the affected, each as it concerns them now, and leaves the rest to the next row. Everybody
 * is told once, whatever crashes in between: what is said and where it went on are one transaction.
 */
export async function tellPortion(turn: Turn, rules: Rules, news: News, now: number): Promise<void> {
  const incident = await turn.incidents.byId(news.incident);
  if (!incident) return;
  const into = incident.mergedInto ? await turn.incidents.byId(incident.mergedInto) : undefined;
  const some = await turn.incidents.affected(incident.id, news.after, portion);
  for (const { case: id, user } of some) {
    if (!into) {
      await tellPerson(turn, rules, { id, user }, { news, incident }, now);
      continue;
    }
    const live = await caseNow(turn, rules, id);
    if (live) await keep(turn, rules, live, movedTo(live.record, incident, into));
  }
  const last = some.at(-1);
  if (some.length === portion && last) {
    await turn.addEffects([newsEffect(incident.id, news.news, news.text, now, last.case, news.tag)]);
  }
}

interface About {
  news: News;
  incident: Incident;
}

/** An incident and those that it was merged into one after the other, the last first of whom to ask; all are locked. */
export async function chainOf(turn: Turn, id: string): Promise<Incident[]> {
  const chain: Incident[] = [];
  for (let next: string | null = id; next !== null; ) {
    const one: Incident | undefined = await turn.incidents.byId(next);
    if (!one) break;
    chain.push(one);
    next = one.mergedInto;
  }
  return chain;
}

/**
 * A case that was counted only after its incident was over or merged (see `chainOf`) is told what the others were
 * told then, and belongs to the incident that there is now.
 */
export async function tellMissed(
  turn: Turn,
  rules: Rules,
  chain: readonly Incident[],
  id: string,
  now: number,
): Promise<void> {
  const incident = chain.at(-1);
  const live = await caseNow(turn, rules, id);
  if (!incident || !live) return;
  const record = chain
    .slice(1)
    .reduce((moved, into, at) => movedTo(moved, chain[at] ?? into, into), live.record);
  const moved = revive(rules, record);
  if (!moved.ok) return;
  if (chain.length > 1) await keep(turn, rules, live, record);
  if (incident.state !== 'closed') return;
  const { news, words } = incident.end ?? { news: 'ended', words: '' };
  const said = newsEffect(incident.id, news, words, now).effect as News;
  await tellOne(turn, rules, moved.live, { news: said, incident, silent: false }, now);
}

/**
 * Somebody may have it in more than one case: with the first of them all are brought up to date, and the newest that
 * it concerns is the one that is spoken of.
 */
async function tellPerson(
  turn: Turn,
  rules: Rules,
  { id, user }: { id: string; user: string },
  about: About,
  now: number,
): Promise<void> {
  const cases = await turn.incidents.affectedOf(about.incident.id, user);
  if (cases[0] !== id) return;
  const all: LiveCase[] = [];
  for (const one of cases) {
    const live = await caseNow(turn, rules, one);
    if (live) all.push(live);
  }
  let silent = false;
  for (const live of all.sort((a, b) => b.record.n - a.record.n)) {
    silent = (await tellOne(turn, rules, live, { ...about, silent }, now)) || silent;
  }
}

/** Whether it concerns this case. */
async function tellOne(
  turn: Turn,
  rules: Rules,
  live: LiveCase,
  about: About & { silent: boolean },
  now: number,
): Promise<boolean> {
  const { incident, news, silent } = about;
  if (news.news === 'late') return tellLate(turn, live, incident, silent, now);
  const told = toldOf(rules, live, about, now);
  if (!told) return false;
  const { record, text } = told;
  await keep(turn, rules, live, record);
  if (silent) return true;
  const key = `incident:${incident.id}:${news.news}:${news.tag}:${record.id}`;
  await turn.addEffects([
    sayEffect(record.user, text, key, now),
    postEffect(record.user, record.id, key, null, now),
  ]);
  return true;
}

/** Who sent and has waited too long for a number hears where else to go, as with a ticket of their own. */
async function tellLate(
  turn: Turn,
  { record, step }: LiveCase,
  { id, ticket }: Incident,
  silent: boolean,
  now: number,
): Promise<boolean> {
  const waits = step === 'escalated' && record.ticket?.incident === id && isOpenTicket(record.ticket);
  if (ticket.id !== null || !waits || now - Date.parse(record.movedAt) < overdueMs) return false;
  if (!silent) await turn.addEffects([lateEffect(record, ticket.key, now)]);
  return true;
}

/** What one of the affected is told, and their case afterwards; `null` where it is none of their business any more. */
function toldOf(
  rules: Rules,
  live: LiveCase,
  about: About,
  now: number,
): { record: CaseRecord; text: string } | null {
  const { news, incident } = about;
  const { people } = incident;
  const { record } = live;
  const joined = record.ticket?.incident === incident.id;
  const open = !isEnding(live.step);
  const sent = live.step === 'escalated' && isOpenTicket(record.ticket);
  const known = { id: incident.id, others: Math.max(0, people - 1), name: incident.name };
  switch (news.news) {
    case 'opened': {
      if (!open || live.step === 'incident' || live.step === 'escalate') return null;
      const text =
        incident.openedBy === null ? fill(sayWords.opened, { people: `${people}` }) : sayWords.openedByHand;
      return { record: { ...record, incident: known }, text };
    }
    case 'word': {
      if (!open && !(sent && joined)) return null;
      const note = { kind: 'reply' as const, text: news.text, at: new Date(now).toISOString() };
      const after = joined ? { ...record, notes: [...record.notes, note] } : record;
      return { record: after, text: fill(sayWords.word, { text: news.text }) };
    }
    case 'ended':
    case 'quiet': {
      if (!open && !sent) return null;
      const words = news.text ? [fill(sayWords.words, { text: news.text })] : [];
      const how = joined
        ? [sayWords.trySent]
        : open
          ? [sayWords[canSayFixed(rules, live) ? 'tryOpen' : 'tryOn']]
          : [];
      const ticket =
        joined && record.ticket ? { ...record.ticket, status: 'resolved' as const } : record.ticket;
      const waits = live.step === 'incident' ? waiting(rules, live, now) : record;
      const text = [sayWords[news.news], ...words, ...how].join(' ');
      return { record: { ...waits, ticket }, text };
    }
    case 'late':
    case 'merged':
      return null;
  }
}

/** Whether the card that comes with the news has the button; who never answered the incident's gets that of a pause. */
const canSayFixed = (rules: Rules, live: LiveCase): boolean =>
  live.step === 'incident' || Object.values(buttonsOf(rules, live)).flat().includes('fixed');

/** Who never answered the incident's card waits: then the card has a button for "it works". */
function waiting(rules: Rules, live: LiveCase, now: number): CaseRecord {
  const at = new Date(now).toISOString();
  const moved = advance(rules, live, { kind: 'answer', answer: 'wait', from: 'inferred', at });
  return moved.kind === 'moved' ? moved.record : live.record;
}

function movedTo(record: CaseRecord, from: Incident, into: Incident): CaseRecord {
  const joined = record.ticket?.incident === from.id;
  return {
    ...record,
    ...(joined && { ticket: { ...into.ticket, incident: into.id } }),
    ...(record.incident?.id === from.id && {
      incident: { ...record.incident, id: into.id, name: into.name },
    }),
  };
}

async function keep(turn: Turn, rules: Rules, live: LiveCase, record: CaseRecord): Promise<void> {
  const after = revive(rules, record);
  if (after.ok) await turn.saveCase(rowOf(rules, after.live), live.record.rev);
}

/** A case as it is now, or `null` where it is gone or can't be read. */
export const caseNow = async (turn: Turn, rules: Rules, id: string): Promise<LiveCase | null> =>
  liveOf(rules, await turn.caseById(id));
