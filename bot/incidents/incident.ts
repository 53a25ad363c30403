import type { LiveCase } from '../../dialogs/triage/advance.ts';
import type { TicketRef } from '../../dialogs/triage/case.ts';
import type { ItCardRow, UserRow } from '../store/store.ts';
import type { Detection } from './detect.ts';

/** Several people have the same trouble at once, and IT knows. */
export interface Incident {
  /** Short enough to read out, e.g. `INC-7`; part of the ticket's key. */
  id: string;
  state: 'open' | 'closed' | 'merged';
  /** What IT calls it; users read it. Empty while nobody has said what it is. */
  name: string;
  /** Of which codes; those of incidents that were merged into it as well. */
  codes: string[];
  /** Whose employees; `null` for those of all tenants. */
  tenant: string | null;
  /** At which of their sites; absent for all of them. */
  site?: string;
  /** ISO 8601. */
  openedAt: string;
  /** Who opened it; `null`: the bot did, for `detection`. */
  openedBy: string | null;
  detection: Detection | null;
  closedAt: string | null;
  mergedInto: string | null;
  /** What was said at its end, for whoever is counted later; absent while it is open, and in rows of an older release. */
  end?: { news: 'ended' | 'quiet'; words: string };
  /** Different people so far. */
  people: number;
  /** ISO 8601, of the newest case. */
  lastCaseAt: string;
  /** IT's ticket for all of it; its key is `incident:<id>:1`. */
  ticket: TicketRef;
  /** A post of its card may have arrived whose answer was lost. */
  tried?: true;
  /** Its card in the IT channel. */
  post?: ItCardRow['post'];
}

/** One of many who have it. */
export interface Affected {
  case: string;
  user: string;
  /** Milliseconds since the epoch. */
  at: number;
}

export const ticketKeyOf = (incident: string): string => `incident:${incident}:1`;

/** The incident in a ticket's key. */
export const incidentOf = (key: string | undefined): string | null =>
  /^incident:([A-Za-z0-9-]+):\d+$/.exec(key ?? '')?.[1] ?? null;

/** Where somebody is, as far as an incident goes. */
export type Place = Pick<UserRow, 'tenant' | 'site'>;

/** The open incident that somebody with this code is a part of: that of their site before one of all. */
export function incidentFor(
  open: readonly Incident[],
  { tenant, site }: Place,
  code: string | undefined,
): Incident | undefined {
  if (code === undefined) return undefined;
  const mine = open.filter((one) => one.codes.includes(code) && (one.tenant ?? tenant) === tenant);
  return mine.find((one) => one.site !== undefined && one.site === site) ?? mine.find((one) => !one.site);
}

/**
 * The open incident that a case is a part of: the one it met, wherever its user is by now, or else the one for where
 * they are.
 */
export function incidentOfCase(
  open: readonly Incident[],
  place: Place,
  { record, context }: LiveCase,
): Incident | undefined {
  const code = context.facts.code?.value;
  const met = open.find(({ id, codes }) => id === record.incident?.id && codes.includes(code ?? ''));
  return met ?? incidentFor(open, place, code);
}

/** What an incident is called where nobody has named it. */
export const titleOf = ({ name, codes, site }: Incident): string =>
  name || `OneDrive ${codes[0] === 'unknown' ? 'sign-in' : codes[0]}${site ? `, ${site}` : ''}`;
