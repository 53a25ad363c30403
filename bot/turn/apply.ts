import { type CaseEvent, type LiveCase, openCase, type Rules, revive } from '../../dialogs/triage/advance.ts';
import { isRow, ladder, type Row } from '../../dialogs/triage/answers.ts';
import type { CaseRecord, TicketRef } from '../../dialogs/triage/case.ts';
import type { TriageInput } from '../../dialogs/triage/context.ts';
import { type FactName, type Facts, learn, type Origin } from '../../dialogs/triage/facts.ts';
import { progressOf } from '../../dialogs/triage/present.ts';
import { reminderTime } from '../../dialogs/triage/reminders.ts';
import { categoryOf } from '../../dialogs/triage/verdicts.ts';
import { resultEffects } from '../handoff/result.ts';
import { caseIdOf } from '../intake.ts';
import type { NewEffect } from '../store/store.ts';
import { type Decision, type Situation, unchanged } from './decision.ts';
import { advanceFacing, incidentTicketFor, metAtStart } from './incident.ts';
import { itNews } from './it-news.ts';
import { isOpenTicket } from './ticket-news.ts';
import {
  closeEffects,
  commentEffect,
  freshTicket,
  openTicketEffect,
  reminderKeys,
  reopenEffect,
  updateEffect,
} from './wanted.ts';

const iso = (ms: number) => new Date(ms).toISOString();
const monthMs = 30 * 86_400_000;

/**
 * Carries an event out on the live case; `null` where the machine does not take it. What is added to a ticket that IT
 * has closed opens it again, unless `reopen` says that it was only a word.
 */
export function move(
  situation: Situation,
  live: LiveCase,
  event: CaseEvent,
  { reopen = true } = {},
): Decision | null {
  const { rules, now } = situation;
  const result = advanceFacing(situation, live, event);
  if (result.kind === 'rejected') return null;
  const { effects } = result;
  if (effects.includes('newCase')) return comeBack(situation, live);
  if (effects.includes('explain')) return unchanged(live, null, true);
  const before = live.record;
  let record = withProgress(rules, result.record);
  if (event.kind === 'answer' && event.answer === 'pause') {
    record = { ...record, remindAt: reminderTime(event.inputs?.remindAt, now) };
  }
  if (event.kind === 'answer' && event.answer === 'wait') {
    // Who waits for IT has nothing to be reminded of soon; the incident's end is told.
    record = { ...record, remindAt: reminderTime('P1D', now) };
  }
  const inputs = event.kind === 'answer' ? (event.inputs ?? {}) : {};
  const wanted: NewEffect[] = [];
  if (effects.includes('openTicket')) {
    const own = before.ticket && before.ticket.status !== 'withdrawn' ? before.ticket : null;
    const ticket = own ?? situation.openTicket ?? incidentTicketFor(situation, live);
    record = sent(rules, record, inputs, event.at, ticket);
    wanted.push(ticket ? commentEffect(record, now, '') : openTicketEffect(record, now));
    if (ticket && !isOpenTicket(ticket)) {
      wanted.push(reopenEffect(record, now, String(record.rev)));
      record = { ...record, ticket: openedAgain(ticket) };
    }
  }
  if (effects.includes('commentTicket')) {
    const { comment } = inputs;
    if (comment)
      record = { ...record, notes: [...record.notes, { kind: 'comment', text: comment, at: event.at }] };
    const again = reopen && record.ticket !== null && !isOpenTicket(record.ticket);
    if (again && record.ticket?.incident) {
      // The incident is over, this is not: from here on it is a ticket of its own.
      const escalations = record.escalations + 1;
      record = { ...record, escalations, ticket: freshTicket(record.id, escalations) };
      wanted.push(openTicketEffect(record, now));
    } else {
      if (comment && record.ticket) wanted.push(commentEffect(record, now, comment));
      if (again && record.ticket) {
        wanted.push(reopenEffect(record, now, String(record.rev)));
        record = { ...record, ticket: openedAgain(record.ticket) };
      }
    }
  }
  if (effects.includes('withdrawTicket') || effects.includes('closeTicket')) {
    const why = effects.includes('withdrawTicket') ? 'withdrawn' : 'fixed';
    wanted.push(...closeEffects(record, now, why));
    const status = why === 'withdrawn' ? 'withdrawn' : 'resolved';
    if (record.ticket) record = { ...record, ticket: { ...record.ticket, status } };
  }
  if (effects.includes('recordRating') && inputs.rating) {
    record = { ...record, rating: Number(inputs.rating) };
    if (inputs.comment) {
      record = {
        ...record,
        notes: [...record.notes, { kind: 'comment', text: inputs.comment, at: event.at }],
      };
    }
  }
  if (wanted.length > 0) wanted.push(...itNews(before, record, effects, inputs.comment, now));
  if (result.step !== live.step) {
    const after = revive(rules, record);
    const tag = `${record.rev}`;
    if (after.ok) wanted.push(...resultEffects(after.live, situation.user.name, tag, now));
  }
  wanted.push(...updateEffect(record, result.step, now));
  const back = event.kind === 'answer' && event.answer === 'resume';
  return {
    ...unchanged(null, back ? 'welcome-back' : effects.includes('commentTicket') ? 'added' : null),
    record,
    write: 'update',
    effects: wanted,
    drop: before.remindersSent > 0 || before.remindAt ? reminderKeys(record) : [],
  };
}

/** Keeps the announced number of steps from ever growing. */
function withProgress(rules: Rules, record: CaseRecord): CaseRecord {
  const live = revive(rules, record);
  const progress = live.ok ? progressOf(live.live, rules) : null;
  return progress?.of ? { ...record, announced: progress.of } : record;
}

function sent(
  rules: Rules,
  record: CaseRecord,
  inputs: { [id: string]: string },
  at: string,
  ticket: TicketRef | null,
): CaseRecord {
  const live = revive(rules, record);
  const escalations = record.escalations + 1;
  return {
    ...record,
    escalations,
    category: live.ok ? categoryOf(live.live.context) : 'unsolved',
    contact: {
      ...record.contact,
      ...(inputs.reachBy && { reachBy: inputs.reachBy }),
      ...(inputs.reachWhen && { reachWhen: inputs.reachWhen }),
    },
    notes: inputs.comment ? [...record.notes, { kind: 'comment', text: inputs.comment, at }] : record.notes,
    ticket: ticket ?? freshTicket(record.id, escalations),
  };
}

const openedAgain = (ticket: TicketRef): TicketRef => ({ ...ticket, status: ticket.owner ? 'taken' : 'new' });

/** Begins a case: what an earlier case knew about the computer is not asked again. */
export function begin(
  situation: Situation,
  facts: { [name: string]: string },
  from: Origin,
  more: Partial<TriageInput> = {},
): Decision {
  const { rules, user, nextN, now } = situation;
  const known = learn(carriedOver(situation), facts, from);
  const recurring = recurringRow(situation, known);
  const incident = metAtStart(situation.incidents ?? [], user, known.code?.value);
  const opened = openCase(rules, {
    id: caseIdOf(user.key, nextN),
    user: user.key,
    n: nextN,
    at: iso(now),
    locale: user.locale,
    input: { facts: known, ...(recurring && { recurring }), ...(incident && { incident: true }), ...more },
  });
  const record = incident ? { ...opened, incident } : opened;
  return { ...unchanged(null, null), record: withProgress(rules, record), write: 'insert' };
}

/** `came-back`: a new case for the same code. */
function comeBack(situation: Situation, live: LiveCase): Decision {
  const code = live.context.facts.code?.value;
  return begin({ ...situation, earlier: live }, code ? { code } : {}, 'earlier-case');
}

/** About the computer, not about the moment: what may be taken over from the last case. */
const carried: readonly FactName[] = ['platform', 'ownDevice', 'ownership', 'accountType', 'joinType'];

const recentEarlier = ({ earlier, now }: Situation): LiveCase | null =>
  earlier && now - Date.parse(earlier.record.movedAt) <= monthMs ? earlier : null;

function carriedOver(situation: Situation): Facts {
  const earlier = recentEarlier(situation);
  if (!earlier) return {};
  return Object.fromEntries(
    carried.flatMap((name) => {
      const fact = earlier.context.facts[name];
      return fact ? [[name, { value: fact.value, from: 'earlier-case' }]] : [];
    }),
  );
}

/** The row that fixed the same code within the last 30 days; the machine knows which may be offered first. */
function recurringRow(situation: Situation, facts: Facts): Row | null {
  const earlier = recentEarlier(situation);
  const row = earlier?.context.fixedBy;
  if (!earlier || !row || !isRow(row) || earlier.step !== 'resolved') return null;
  if (earlier.context.facts.code?.value !== facts.code?.value) return null;
  return ladder.indexOf(row) < ladder.indexOf('unlink') ? null : row;
}
