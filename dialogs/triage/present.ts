import { buttonsOf, type LiveCase, type Rules } from './advance.ts';
import { isFixRow, isRow, type Row, type StepId, stepInputs } from './answers.ts';
import type { TicketRef } from './case.ts';
import { blocked, copyMissing, remaining, tried } from './conditions.ts';
import {
  adminKnown,
  hasAdmin,
  inFamily,
  is,
  known,
  managed,
  proxyMode,
  type TriageContext,
} from './context.ts';
import type { FactName } from './facts.ts';
import { isOpen, momentText, nextOpening } from './hours.ts';
import { reminderMinutes } from './reminders.ts';
import { categoryOf } from './verdicts.ts';
import type { Notice, StepView, Tag } from './view.ts';

/** What the caller adds to a card: who sees it, one line on top, words that only the shell has. */
export interface Occasion {
  user: string;
  notice?: Notice | null;
  why?: boolean;
  params?: Record<string, string>;
  lines?: StepView['lines'];
}

/** Where OneDrive on the web is for this person. */
export function webAddress(live: LiveCase, rules: Rules): string {
  const account = known(live.context, 'accountType') ?? (managed(live.context) ? 'work' : 'personal');
  if (account === 'personal') return 'https://onedrive.live.com';
  return rules.policy.oneDriveUrl ?? 'https://login.microsoftonline.com';
}

function ticketTags(ticket: TicketRef | null): Tag[] {
  if (!ticket) return [];
  const { status, id, incident } = ticket;
  const closed = status === 'resolved' ? 'solved' : status === 'withdrawn' ? 'rejected' : null;
  if (closed) return incident ? [closed, 'of-many'] : [closed];
  return id === null ? ['sending'] : [];
}

function tagsOf(live: LiveCase, rules: Rules): Tag[] {
  const c = live.context;
  const account = known(c, 'accountType');
  const join = known(c, 'joinType');
  const tags: (Tag | false)[] = [
    is(c, 'platform', 'mac') ? 'mac' : 'windows',
    c.facts.ownership !== undefined && (managed(c) ? 'managed' : 'personal-device'),
    account !== undefined && (account === 'personal' ? 'personal-account' : 'work-account'),
    live.step === 'proxy' && proxyMode(c, rules.policy),
    hasAdmin(c) && 'admin',
    (join === 'hybrid' || join === 'entra') && join,
    ...(live.step === 'escalated' ? ticketTags(live.record.ticket) : []),
    live.step === 'code-help' && (is(c, 'platform', 'mobile') && inFamily(c) ? 'mobile' : 'other-code'),
  ];
  return tags.filter((tag) => tag !== false);
}

/** What helped last time comes next: only what is asked before it, it, and its check after a restart. */
function toTheRow(c: TriageContext, row: Row, step: Row): number {
  const check = row === 'winsock' ? 1 : 0;
  if (step === row) return check;
  const copy = step !== 'backup' && copyMissing(c, row) && !is(c, 'dataAtRisk', 'yes');
  const rights = row === 'winsock' && step !== 'admin-rights' && !adminKnown(c);
  return 1 + check + (copy ? 1 : 0) + (rights ? 1 : 0);
}

/**
 * The progress line. The number announced is the most that can come and only ever shrinks; where something
 * opens rows again that were not counted, only the number of the step is said.
 */
export function progressOf(live: LiveCase, rules: Rules): StepView['progress'] {
  const { record, context: c, step } = live;
  if (!isRow(step) || c.fixed) return null;
  const seen = new Set(record.trail.map((entry) => entry.step).filter(isRow));
  for (const { step: row } of record.skipped) seen.delete(row as never);
  seen.add(step);
  // At `connection` the web may work again in a minute; what needs it is still to come.
  const { webWorks: _down, ...others } = c.facts;
  const hoped = step === 'connection' ? { ...c, facts: others } : c;
  const open = (row: Row) =>
    step === row || (!tried(c, row) && blocked(hoped, rules.policy, row, true) === null);
  const followers = (open('winsock') ? 1 : 0) + (open('rejoin-ready') ? 2 : step === 'rejoin' ? 1 : 0);
  const helped = c.recurring === 'reinstall' || c.recurring === 'rejoin' ? null : c.recurring;
  const again = helped !== null && isFixRow(helped) && open(helped) ? helped : null;
  const ahead = again === null ? remaining(hoped, rules.policy, step) + followers : toTheRow(c, again, step);
  const most = seen.size + ahead;
  return { step: seen.size, of: most > (record.announced ?? most) ? null : most };
}

/** The form's inputs that are still to be asked; known facts are left out, but for `device` asked again. */
function formOf(live: LiveCase): StepView['form'] {
  const ids = live.step === 'paused' ? ['remindAt'] : Object.values(stepInputs[live.step] ?? {}).flat();
  const c = live.context;
  return [...new Set(ids)].flatMap((id) => {
    const known = c.facts[id as FactName];
    if (known === undefined || id === 'code') return [{ id }];
    return c.askAgain ? [{ id, value: known.value }] : [];
  });
}

/** How many others have the same; without a number where nobody is known yet. */
function incidentParams(incident: LiveCase['record']['incident']): Record<string, string> {
  if (!incident) return {};
  const { others, name } = incident;
  return {
    ...(others > 1 && { others: `${others}` }),
    ...(others === 1 && { oneOther: '1' }),
    ...(name && { incidentName: name }),
  };
}

/**
 * Where the help desk was closed when the card came up: when somebody looks, and whom to call where it can't wait.
 * The case's own time is the clock, so that the same case gives the same card.
 */
function closedParams({ policy }: Rules, { record, context, step }: LiveCase): Record<string, string> {
  const { opening, urgent } = policy.helpDesk;
  const taken = record.ticket?.status === 'taken';
  const asksIt = step === 'escalate' || (step === 'escalated' && !taken);
  const at = Date.parse(record.movedAt);
  if (!opening || !asksIt || isOpen(opening, at)) return {};
  const next = nextOpening(opening, at);
  const category = record.category ?? categoryOf(context);
  return {
    ...(next !== null && { opensAt: momentText(next, opening.timeZone) }),
    ...(urgent?.categories.includes(category) && { urgentPhone: urgent.phone }),
  };
}

/** The step's card as data. */
export function present(rules: Rules, live: LiveCase, occasion: Occasion): StepView {
  const { record, context: c, step } = live;
  const desk = rules.policy.helpDesk;
  const { primary, secondary } = buttonsOf(rules, live);
  const code = known(c, 'code');
  return {
    case: record.id,
    step,
    rev: record.rev,
    user: occasion.user,
    tags: tagsOf(live, rules),
    params: {
      ...closedParams(rules, live),
      ...incidentParams(record.incident),
      helpDesk: desk.name,
      ...(desk.phone && { phone: desk.phone }),
      ...(desk.email && { email: desk.email }),
      ...(desk.hours && { hours: desk.hours }),
      ...Object.fromEntries(rules.policy.steps.off.map(({ step: off, why }) => [`off.${off}`, why])),
      oneDriveUrl: webAddress(live, rules),
      ...(rules.policy.securityProducts.length > 0 && {
        securityProducts: rules.policy.securityProducts.join(', '),
      }),
      ...(code && { code }),
      ...(c.fixedBy && { fixedBy: c.fixedBy }),
      ...(c.recurring && { recurring: c.recurring }),
      ...(step === 'paused' && { remindIn: `${reminderMinutes(record, rules.policy)}` }),
      ...(record.handoff?.ticket && { deskTicket: record.handoff.ticket.id }),
      ...(record.handoff?.by && { sentBy: record.handoff.by }),
      ...(record.ticket?.id && { ticket: record.ticket.id }),
      ...(record.ticket?.url && { ticketUrl: record.ticket.url }),
      ...occasion.params,
    },
    notice: occasion.notice ?? (returned(live) ? 'recurring' : null),
    why: occasion.why ?? false,
    progress: progressOf(live, rules),
    primary,
    secondary,
    form: formOf(live).filter((input) => answerable(live, primary, input.id)),
    switchedOff: c.switchedOff,
    trail: record.trail,
    skipped: record.skipped,
    changed: c.fixesTried.filter(isFixRow) as StepId[],
    lines: occasion.lines ?? [],
  };
}

/** The error is back after a fix: said on the first card, and at the row that helped last time. */
const returned = ({ record, context: c, step }: LiveCase): boolean =>
  c.recurring !== null && !c.fixed && ((record.rev === 0 && isRow(step)) || step === c.recurring);

/** An input whose answer is not offered any more (a rating given, two pastes refused) is not shown. */
const answerable = (live: LiveCase, primary: readonly string[], id: string): boolean =>
  id === 'remindAt' ||
  Object.entries(stepInputs[live.step] ?? {}).some(
    ([answer, ids]) => ids.includes(id) && primary.includes(answer),
  );
