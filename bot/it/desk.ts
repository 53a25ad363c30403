import type { LiveCase } from '../../dialogs/triage/advance.ts';
import type { CaseRecord } from '../../dialogs/triage/case.ts';
import { type ItCardEntry, type ItCardRow, type Severity, severities } from '../store/store.ts';

/** What the buttons of a ticket's card do; the names are contract. */
export const itVerbs = ['take', 'ask', 'instruct', 'resolve', 'reopen', 'severity'] as const;
export type ItVerb = (typeof itVerbs)[number];

/** Where a ticket stands for those who read its card. */
export type DeskStatus = 'new' | 'taken' | 'resolved' | 'withdrawn';

/** Why a click changed nothing; a key of `it.notices` in the locale. */
export type ItNotice =
  | 'outdated'
  | 'not-offered'
  | 'no-text'
  | 'bad-severity'
  | 'yours'
  | 'same'
  | 'duplicate'
  | 'again';

export interface ItClick {
  verb: string;
  rev: number | null;
  inputs: { [id: string]: string };
  /** Who clicked, as IT and the user read it, and the channel's id of them. */
  who: string;
  whoId: string;
  /** ISO. */
  at: string;
}

export type Desk =
  | { kind: 'unchanged'; notice: ItNotice }
  | { kind: 'changed'; card: ItCardRow; verb: ItVerb; text: string };

/** Longest text of IT, in characters. */
const longest = 2000;

/** A ticket's card before anybody of IT has touched it. */
export const newCard = (caseId: string, key: string, rev = 0): ItCardRow => ({
  key,
  caseId,
  rev,
  severity: 'normal',
  log: [],
  post: null,
});

/**
 * The first revision of a ticket's card: above that of the ticket which the same case had before, so that a
 * click on the old card never counts for the new ticket.
 */
export async function firstRev(
  find: (key: string) => Promise<ItCardRow | undefined>,
  key: string,
): Promise<number> {
  const [, stem, n] = /^(.*):(\d+)$/.exec(key) ?? [];
  const before = Number(n) > 1 ? await find(`${stem}:${Number(n) - 1}`) : undefined;
  return before ? before.rev + 1 : 0;
}

/** A ticket that the case has left behind for a newer one is as good as withdrawn. */
export function statusOf(record: CaseRecord, card: ItCardRow): DeskStatus {
  if (record.ticket?.key !== card.key) return 'withdrawn';
  const { status } = record.ticket;
  return status === 'sending' || status === 'failed' ? 'new' : status;
}

/** Who has the ticket, as the ticket system has it. */
export const ownerOf = (record: CaseRecord): string | null => record.ticket?.owner ?? null;

/** What can be done on the card now, in the order of its buttons. */
export function offered(status: DeskStatus): ItVerb[] {
  switch (status) {
    case 'new':
    case 'taken':
      return ['take', 'ask', 'instruct', 'resolve', 'severity'];
    case 'resolved':
      return ['reopen'];
    case 'withdrawn':
      return [];
  }
}

const isSeverity = (value: string | undefined): value is Severity => severities.includes(value as Severity);

/** Takes a click on a ticket's card. Pure. */
export function act(record: CaseRecord, card: ItCardRow, click: ItClick): Desk {
  const { rev, inputs, who, whoId, at } = click;
  const status = statusOf(record, card);
  const verb = offered(status).find((one) => one === click.verb);
  if (rev !== card.rev) return { kind: 'unchanged', notice: 'outdated' };
  if (!verb) return { kind: 'unchanged', notice: 'not-offered' };
  const text = (inputs.text ?? '').trim().slice(0, longest);
  const changed = (did: ItCardEntry['did'], severity = card.severity): Desk => {
    const log = [...card.log, { at, who, id: whoId, did }];
    return { kind: 'changed', card: { ...card, rev: card.rev + 1, severity, log }, verb, text };
  };
  switch (verb) {
    case 'take':
      return status === 'taken' && ownerOf(record) === who
        ? { kind: 'unchanged', notice: 'yours' }
        : changed('take');
    case 'ask':
    case 'instruct':
      return text === '' ? { kind: 'unchanged', notice: 'no-text' } : changed(verb);
    case 'resolve':
    case 'reopen':
      return changed(verb);
    case 'severity':
      if (!isSeverity(inputs.severity)) return { kind: 'unchanged', notice: 'bad-severity' };
      return inputs.severity === card.severity
        ? { kind: 'unchanged', notice: 'same' }
        : changed(inputs.severity, inputs.severity);
  }
}

/**
 * The case that speaks for a ticket now: a later case of the same user that was added to it, else the one that it
 * was opened for.
 */
export const speaking = (own: LiveCase, latest: LiveCase | null): LiveCase =>
  latest && latest.record.ticket?.key === own.record.ticket?.key ? latest : own;
