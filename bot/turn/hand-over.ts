import words from '../../cards/locales/en/ticket.json' with { type: 'json' };
import { fill } from '../../cards/texts.ts';
import { advance, type LiveCase, openCase, type Rules, revive } from '../../dialogs/triage/advance.ts';
import { isEnding } from '../../dialogs/triage/answers.ts';
import type { CaseRecord } from '../../dialogs/triage/case.ts';
import { learn } from '../../dialogs/triage/facts.ts';
import { type Handoff, handedFacts } from '../api/handoff.ts';
import { watchEffects } from '../incidents/streams.ts';
import { caseIdOf } from '../intake.ts';
import { again } from '../store/again.ts';
import type { NewEffect, Store, Turn, UserRow } from '../store/store.ts';
import { metAtStart } from './incident.ts';
import { rowOf } from './row.ts';
import { postEffect } from './wanted.ts';

/** The answer to a handoff; the fields are contract. */
export interface HandoffAnswer {
  handoffId: string;
  case: string;
  /** `waiting`: the user has not the app, or never wrote; the link takes them to the case. */
  state: 'delivered' | 'waiting';
  chatLink: string;
}

export interface HandOverDeps {
  store: Store;
  rules: Rules;
  now: () => number;
  newId: () => string;
  chatLink: (handoff: Handoff) => string;
}

/** Who is handed over, and by whom where it was not a program of the help desk. */
export interface Sent {
  /** The user's key; see `UserRow`. */
  user: string;
  /** The user as the activity that hands them over shows them. */
  known?: Omit<UserRow, 'livingCard' | 'welcomedAt' | 'blockedAt'>;
  /** The agent's name, and their key for the answer. */
  by?: string;
  agent?: string;
  /** Names the occasion where there is no ticket: the same again is the same handoff. */
  once?: string;
  /** It came as an event, so events go back. */
  hub?: true;
}

/**
 * Takes a user over from a help desk: one transaction that opens the case or adds to the open one, and posts
 * its card where the user can be reached. The same ticket again gives the same answer and sends nothing.
 */
export function handOver(deps: HandOverDeps, sent: Sent, handoff: Handoff): Promise<HandoffAnswer> {
  // Of two of the same at once the second finds at its end that the ticket is taken, and then what was answered.
  return again(() => deps.store.turn((turn) => handOverIn(deps, turn, sent, handoff)));
}

async function handOverIn(
  deps: HandOverDeps,
  turn: Turn,
  sent: Sent,
  handoff: Handoff,
): Promise<HandoffAnswer> {
  const ticketKey = handoff.ticket ? `${handoff.ticket.system}/${handoff.ticket.id}` : (sent.once ?? null);
  const before = ticketKey ? await turn.handoffByTicket(ticketKey) : undefined;
  if (before) return JSON.parse(before.body) as HandoffAnswer;
  const now = deps.now();
  const key = sent.user;
  const user = (await turn.user(key)) ?? (await newUser(turn, sent.known));
  const id = deps.newId();
  const record = await takeCase(deps, turn, sent, handoff, { id, site: user?.site }, now);
  const reachable = user !== undefined && user.conversationId !== null && user.blockedAt === null;
  if (reachable) await turn.addEffects([postEffect(key, record.id, `handoff:${id}`, 'handoff', now)]);
  const answer: HandoffAnswer = {
    handoffId: id,
    case: record.id,
    state: reachable ? 'delivered' : 'waiting',
    chatLink: deps.chatLink(handoff),
  };
  if (!reachable && record.handoff?.ticket) {
    await turn.addEffects([waitingEffect(record.handoff.ticket, id, answer.chatLink, now)]);
  }
  const at = new Date(now).toISOString();
  await turn.saveHandoff({ id, ticketKey, caseId: record.id, body: JSON.stringify(answer), at });
  return answer;
}

async function newUser(turn: Turn, known: Sent['known']): Promise<UserRow | undefined> {
  if (!known) return undefined;
  const row: UserRow = { ...known, livingCard: null, welcomedAt: null, blockedAt: null };
  await turn.saveUser(row);
  return row;
}

/** The agent reads in their own ticket that the user has to be sent the link. */
const waitingEffect = (
  ticket: { system: string; id: string; url: string | null },
  id: string,
  link: string,
  now: number,
): NewEffect => ({
  effect: { kind: 'comment-desk', ticket, text: fill(words.handoff.waiting, { link }) },
  key: `handoff:${id}:waiting`,
  dueAt: now,
  group: `handoff:${id}`,
  priority: 1,
});

async function takeCase(
  deps: HandOverDeps,
  turn: Turn,
  { user: key, by, agent, hub }: Sent,
  handoff: Handoff,
  { id, site }: { id: string; site: string | undefined },
  now: number,
): Promise<CaseRecord> {
  const latest = await turn.latestCase(key);
  const revived = latest ? revive(deps.rules, latest.record) : null;
  const at = new Date(now).toISOString();
  const ticket = handoff.ticket ? { ...handoff.ticket, url: handoff.ticket.url ?? null } : null;
  const from = {
    id,
    ticket,
    note: handoff.note ?? '',
    ...(by && { by }),
    ...(agent && { agent }),
    ...(hub && { hub }),
  };
  if (latest && revived?.ok && !isEnding(revived.live.step)) {
    const record = { ...addedTo(deps.rules, revived.live, handoff, at), handoff: from };
    await save(deps.rules, turn, record, latest.record.rev);
    return record;
  }
  const n = (latest?.record.n ?? 0) + 1;
  const facts = learn({}, { code: 'unknown', ...handedFacts(handoff) }, 'handoff');
  const stepsDone = handoff.stepsDone ?? [];
  // The key begins with the tenant; who is handed over need not have written to the bot yet.
  const tenant = key.slice(0, Math.max(0, key.indexOf('/')));
  const place = { tenant, ...(site && { site }) };
  const incident = metAtStart(await turn.incidents.open(), place, facts.code?.value);
  const opened = openCase(deps.rules, {
    id: caseIdOf(key, n),
    user: key,
    n,
    at,
    locale: handoff.locale ?? 'en',
    input: { facts, stepsDone, ...(incident && { incident: true }) },
  });
  const record = { ...opened, handoff: from, ...(incident && { incident }) };
  await save(deps.rules, turn, record, null);
  const live = revive(deps.rules, record);
  if (live.ok) await turn.addEffects(watchEffects(null, live.live, now));
  return record;
}

/** What the desk knows counts where the user has not said otherwise; what the user did stands. */
function addedTo(rules: Rules, live: LiveCase, handoff: Handoff, at: string): CaseRecord {
  const known = live.context.facts;
  const { code: _code, ...handed } = handedFacts(handoff);
  const facts = Object.fromEntries(Object.entries(handed).filter(([name]) => !(name in known)));
  const stepsDone = handoff.stepsDone ?? [];
  const moved = advance(rules, live, { kind: 'handoff', facts, stepsDone, at });
  return moved.kind === 'moved' ? moved.record : live.record;
}

async function save(rules: Rules, turn: Turn, record: CaseRecord, expected: number | null): Promise<void> {
  const revived = revive(rules, record);
  if (!revived.ok) throw new Error(`A case that was just written can't be read: ${revived.why}`);
  await turn.saveCase(rowOf(rules, revived.live), expected);
}
