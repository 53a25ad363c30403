import words from '../../cards/locales/en/ticket.json' with { type: 'json' };
import type { LiveCase, Rules } from '../../dialogs/triage/advance.ts';
import type { CaseRecord } from '../../dialogs/triage/case.ts';
import type { ChannelAddress } from '../effects/channel.ts';
import type { ItCardRow, NewEffect, Store, TicketRow, Turn } from '../store/store.ts';
import type { TicketEvent } from '../tickets/events.ts';
import { liveOf } from '../turn/row.ts';
import { bringToCase } from '../turn/ticket-event.ts';
import { closeEffects, commentEffect, itCardEffect, reopenEffect } from '../turn/wanted.ts';
import {
  act,
  type Desk,
  firstRev,
  type ItClick,
  type ItNotice,
  type ItVerb,
  newCard,
  speaking,
} from './desk.ts';
import type { ItSubject } from './view.ts';

export interface ItDeps {
  store: Store;
  rules: Rules;
  /** The ticket system in use; the built-in queue is changed in the same transaction. */
  system: string;
  now: () => number;
}

/** Where an action on a card left things. */
export interface ItResult extends ItSubject {
  notice: ItNotice | null;
}

/** Who clicked what, where: the pair of ids makes a repeated activity known. */
export interface ItIntake {
  caseId: string | null;
  verb: string;
  rev: number | null;
  inputs: { [id: string]: string };
  who: string;
  /** The channel's id of them. */
  whoId: string;
  conversationId: string;
  activityId: string;
  /** The message that was clicked; `null` where the client does not say. */
  cardActivityId: string | null;
  /** Where that message is. */
  address: ChannelAddress;
}

/**
 * One action of IT is one transaction: the card, the case, the built-in ticket and what is to be done. `null`: there
 * is no such case, or it has no ticket.
 */
export function actOnCard(deps: ItDeps, intake: ItIntake): Promise<ItResult | null> {
  const { conversationId, activityId } = intake;
  return deps.store.turn(async (turn) => {
    const cases = await casesOf(deps, turn, intake.caseId);
    const key = cases?.live.record.ticket?.key;
    if (!cases || !key) return null;
    const { record } = cases.live;
    const find = (one: string) => turn.itCard(one);
    const known = (await find(key)) ?? newCard(cases.own.record.id, key, await firstRev(find, key));
    const card = arrived(known, intake);
    if (card !== known) await turn.saveItCard(card);
    const user = (await turn.userAsRead(record.user)) ?? null;
    if (intake.verb === 'show') return { ...cases, card, user, notice: null };
    const now = deps.now();
    const fresh = activityId === '' || (await turn.claim(conversationId, activityId, now));
    const click: ItClick = { ...intake, at: new Date(now).toISOString() };
    const done: Desk = fresh ? act(record, card, click) : { kind: 'unchanged', notice: 'duplicate' };
    if (done.kind === 'unchanged') return { ...cases, card, user, notice: done.notice };
    await carryOut(deps, turn, record, done, click);
    const after = (await casesOf(deps, turn, intake.caseId)) ?? cases;
    return { ...after, card: done.card, user, notice: null };
  });
}

/** A card that is clicked or shown has been posted, also where nobody could note that down. */
function arrived(card: ItCardRow, { address, conversationId, cardActivityId }: ItIntake): ItCardRow {
  if (card.post || !cardActivityId) return card;
  return { ...card, post: { ...address, conversationId, activityId: cardActivityId } };
}

/** The case of a card, locked first, and the one that speaks for its ticket now. */
async function casesOf(
  { rules }: ItDeps,
  turn: Turn,
  id: string | null,
): Promise<{ own: LiveCase; live: LiveCase } | null> {
  const own = liveOf(rules, id ? await turn.caseById(id) : undefined);
  if (!own) return null;
  return { own, live: speaking(own, liveOf(rules, await turn.latestCase(own.record.user))) };
}

async function carryOut(
  deps: ItDeps,
  turn: Turn,
  record: CaseRecord,
  { card, verb, text }: Desk & { kind: 'changed' },
  { who, at }: ItClick,
): Promise<void> {
  const now = deps.now();
  await turn.saveItCard(card);
  const event = eventOf(verb, who, text);
  if (event) {
    await bringToCase(deps, turn, record, { event: `it:${card.key}:${card.rev}`, at, ...event });
  }
  const line = ticketLine(card, verb, who, text);
  if (deps.system === 'builtin') {
    const status = queueStatus(verb);
    await turn.updateTicket(card.key, { ...(status && { status }), comment: { at, text: line } });
  } else {
    await turn.addEffects(outside(record, card, verb, line, now));
  }
  await turn.addEffects([itCardEffect(record, card.key, `it:${card.rev}`, now)]);
}

/** What the action means to the user's case; `null` where it is IT's own affair. */
function eventOf(verb: ItVerb, who: string, text: string): Partial<TicketEvent> | null {
  switch (verb) {
    case 'take':
      return { status: 'taken', owner: who };
    case 'ask':
      return { actor: who, reply: text, tone: 'question' };
    case 'instruct':
      return { actor: who, reply: text, tone: 'instruction' };
    case 'resolve':
      return { status: 'resolved', actor: who, ...(text && { reply: text }) };
    case 'reopen':
      return { status: 'new', actor: who };
    case 'severity':
      return null;
  }
}

const queueStatus = (verb: ItVerb): TicketRow['status'] | null =>
  verb === 'take' ? 'taken' : verb === 'resolve' ? 'resolved' : verb === 'reopen' ? 'new' : null;

/** The action in words, for the ticket. */
function ticketLine(card: ItCardRow, verb: ItVerb, who: string, text: string): string {
  const did = words.it.did[verb === 'severity' ? card.severity : verb];
  return `${who} ${did}${text ? `: ${text}` : ''}`;
}

/** The same in a ticket system elsewhere: a comment that says who did what, and the status where it has one. */
function outside(record: CaseRecord, card: ItCardRow, verb: ItVerb, line: string, now: number): NewEffect[] {
  const tag = `${card.key}:it:${card.rev}`;
  const comment = { ...commentEffect(record, now, line, 'it'), key: tag };
  if (verb === 'resolve') {
    const close = closeEffects(record, now, 'fixed').map((one) => ({ ...one, key: `${tag}:close` }));
    return [comment, ...close];
  }
  return verb === 'reopen' ? [comment, reopenEffect(record, now, `it:${card.rev}`)] : [comment];
}
