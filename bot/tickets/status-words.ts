import type { TicketStatus } from './port.ts';

/** What ticket systems call their states, in lower case, and what that means here. */
const known = new Map<string, TicketStatus>(
  Object.entries({
    new: 'new',
    taken: 'taken',
    resolved: 'resolved',
    solved: 'resolved',
    closed: 'resolved',
    done: 'resolved',
    fixed: 'resolved',
    'closed complete': 'resolved',
    'closed incomplete': 'withdrawn',
    'closed skipped': 'withdrawn',
    complete: 'resolved',
    completed: 'resolved',
    withdrawn: 'withdrawn',
    rejected: 'withdrawn',
    deleted: 'withdrawn',
    canceled: 'withdrawn',
    cancelled: 'withdrawn',
    declined: 'withdrawn',
  } as const),
);

/** ServiceNow's numbers for an incident, as its base system has them. */
const numbers = new Map<string, TicketStatus>(
  Object.entries({
    1: 'new',
    2: 'open',
    3: 'open',
    6: 'resolved',
    7: 'resolved',
    8: 'withdrawn',
  } as const),
);

/** Nobody, in the words of Request Tracker and of templates with nothing to fill in. */
const nobody = ['', 'nobody', 'none', 'null', 'unassigned'];

/** The owner as a name, or `undefined` where nobody has it. */
export function ownerOf(name: string | null | undefined): string | undefined {
  const trimmed = name?.trim() ?? '';
  return nobody.includes(trimmed.toLowerCase()) ? undefined : trimmed;
}

/** A system's word for a state in ours. Whatever is not known is in work; with an owner it is taken. */
export function statusOf(word: string, owner: string | undefined): TicketStatus {
  const lower = word.trim().toLowerCase();
  const status = known.get(lower) ?? numbers.get(lower) ?? 'open';
  return owner !== undefined && (status === 'new' || status === 'open') ? 'taken' : status;
}
