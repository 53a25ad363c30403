import { isFamily } from '../../dialogs/knowledge/codes.ts';
import type { LiveCase } from '../../dialogs/triage/advance.ts';
import { inFamily } from '../../dialogs/triage/context.ts';
import { verdictsOf } from '../../dialogs/triage/verdicts.ts';
import type { NewEffect } from '../store/store.ts';
import type { Place } from './incident.ts';

/** One trouble under three names: both codes, and the sentence without a code. */
const familyCodes: readonly string[] = ['0x8004de40', '0x8004de88', 'unknown'];

/** The codes of an incident that somebody saw under this one. */
export const codesWith = (code: string): string[] => [
  ...new Set([code, ...(isFamily(code) || code === 'unknown' ? familyCodes : [])]),
];

/** What a case is counted in. */
export interface Stream {
  name: string;
  /** The incident that is opened where too many come in it is one of this site only. */
  site?: string;
}

const family = '|family';

/** The stream of all cases of a tenant. */
export const familyOf = (tenant: string): string => `${tenant}${family}`;

/** Those of all tenants. */
export const familyOfAll = { end: family } as const;

/** What the streams of a tenant's sites begin with. */
export const sitesOf = (tenant: string): string => `${familyOf(tenant)}@`;

/**
 * What a case counts in: when it begins those of its tenant and of its site, and once it is sent to IT those of its
 * first verdict.
 */
export function streamsOf({ tenant, site }: Place, live: LiveCase, what: 'opened' | 'sent'): Stream[] {
  const all = familyOf(tenant);
  if (what === 'sent') return [{ name: `${all}|${verdictsOf(live.context)[0]?.id ?? 'none'}` }];
  return [{ name: all }, ...(site ? [{ name: `${sitesOf(tenant)}${site}`, site }] : [])];
}

const isCounted = ({ context, record }: LiveCase): boolean =>
  inFamily(context) || record.incident !== undefined;

/**
 * What is to be counted after a turn: a case whose code became known or that met an incident, and one that was sent to
 * IT.
 */
export function watchEffects(before: LiveCase | null, after: LiveCase | null, now: number): NewEffect[] {
  if (!after) return [];
  const { record } = after;
  // Another code is counted nowhere, but IT may have opened an incident for it that this one met or joined.
  if (!isCounted(after) && !record.ticket?.incident) return [];
  const same = before?.record.id === record.id ? before : null;
  const isNew = isCounted(after) && (!same || !isCounted(same));
  const isSent = record.escalations > (same?.record.escalations ?? 0);
  const what = [...(isNew ? (['opened'] as const) : []), ...(isSent ? (['sent'] as const) : [])];
  return what.map((one) => ({
    effect: { kind: 'watch-case', user: record.user, case: record.id, what: one, at: now },
    key: `watch:${record.id}:${one}${one === 'sent' ? `:${record.escalations}` : ''}`,
    dueAt: now,
    // One after the other, so that two of them never open two incidents.
    group: 'incidents',
    priority: 2,
  }));
}
