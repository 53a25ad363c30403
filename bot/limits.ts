/** At most `most` calls in any `ms` milliseconds. */
interface Limit {
  most: number;
  ms: number;
}

/** What Teams allows a bot in one conversation (Microsoft's "Optimize your bot with rate limiting"). */
export const conversationLimits: readonly Limit[] = [
  { most: 7, ms: 1_000 },
  { most: 8, ms: 2_000 },
  { most: 60, ms: 30_000 },
  { most: 1_800, ms: 3_600_000 },
];

/** What Teams allows a bot in one tenant. */
export const tenantLimits: readonly Limit[] = [{ most: 50, ms: 1_000 }];

/** How long a call must wait, ms; 0 where it may go now. `times` are those of earlier calls, oldest first. */
export function waitFor(times: readonly number[], limits: readonly Limit[], now: number): number {
  let wait = 0;
  for (const { most, ms } of limits) {
    const first = times[times.length - most];
    if (first !== undefined) wait = Math.max(wait, first + ms - now);
  }
  return Math.max(0, wait);
}

/** A place in a tenant's queue that is further away than this is not booked, ms. */
const longestBooking = 2_000;

/** Whether a call may go, after so many ms, or how long to wait before asking again, ms, and for whose limit. */
type Booked = { ok: true; after: number } | { ok: false; wait: number; of: 'tenant' | 'conversation' };

/**
 * Keeps calls ahead of a 429. Counts in this process only: instances that share a tenant must share its
 * limit, so each is given its part (`share`, 1 for a single instance).
 */
export class Limits {
  private readonly times = new Map<string, number[]>();
  private tenant: readonly Limit[] = tenantLimits;
  private swept = 0;

  constructor(share = 1) {
    this.share(share);
  }

  /** Changes this process' part of a tenant's limit. */
  share(part: number): void {
    this.tenant = tenantLimits.map(({ most, ms }) => ({ most: Math.max(1, Math.floor(most * part)), ms }));
  }

  /**
   * Takes the next free place in the tenant's queue, first come, first served, for a call that will wait for it.
   * A conversation's limit is for its own outbox rows to wait for.
   */
  book(tenant: string, conversation: string, now: number): Booked {
    this.sweep(now);
    const ofConversation = this.of(`c:${conversation}`);
    const wait = waitFor(ofConversation, conversationLimits, now);
    if (wait > 0) return { ok: false, wait, of: 'conversation' };
    const ofTenant = this.of(`t:${tenant}`);
    const after = waitFor(ofTenant, this.tenant, now);
    if (after > longestBooking) return { ok: false, wait: after - longestBooking, of: 'tenant' };
    remember(ofTenant, now + after, tenantLimits);
    remember(ofConversation, now + after, conversationLimits);
    return { ok: true, after };
  }

  /** Takes a call for this conversation if it may go now; otherwise says how long to wait, ms, and for whose limit. */
  take(
    tenant: string,
    conversation: string,
    now: number,
  ): { ok: true } | { ok: false; wait: number; of: 'tenant' | 'conversation' } {
    this.sweep(now);
    const ofTenant = this.of(`t:${tenant}`);
    const tenantWait = waitFor(ofTenant, this.tenant, now);
    if (tenantWait > 0) return { ok: false, wait: tenantWait, of: 'tenant' };
    const ofConversation = this.of(`c:${conversation}`);
    const wait = waitFor(ofConversation, conversationLimits, now);
    if (wait > 0) return { ok: false, wait, of: 'conversation' };
    remember(ofTenant, now, tenantLimits);
    remember(ofConversation, now, conversationLimits);
    return { ok: true };
  }

  private of(key: string): number[] {
    const found = this.times.get(key);
    if (found) return found;
    const fresh: number[] = [];
    this.times.set(key, fresh);
    return fresh;
  }

  /** Forgets conversations that have been quiet for an hour, once a minute. */
  private sweep(now: number): void {
    if (now - this.swept < 60_000) return;
    this.swept = now;
    for (const [key, times] of this.times) {
      if ((times.at(-1) ?? 0) < now - 3_600_000) this.times.delete(key);
    }
  }
}

function remember(times: number[], now: number, limits: readonly Limit[]): void {
  times.push(now);
  const most = Math.max(...limits.map((limit) => limit.most));
  if (times.length > most * 2) times.splice(0, times.length - most);
}
