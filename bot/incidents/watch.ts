import type { LiveCase, Rules } from '../../dialogs/triage/advance.ts';
import { inFamily } from '../../dialogs/triage/context.ts';
import type { Store, Turn, UserRow } from '../store/store.ts';
import { apartMs, fewest } from './detect.ts';
import { cardEffect } from './effects.ts';
import { type Affected, type Incident, incidentOfCase } from './incident.ts';
import { closeIncident, openIncident } from './manage.ts';
import { chainOf, tellMissed } from './news.ts';
import { type Counted, firstOf } from './site.ts';
import { familyOf, type Stream, sitesOf, streamsOf } from './streams.ts';

const day = 86_400_000;
/** What is counted is kept a little longer than it is reckoned with, ms. */
const keptMs = 35 * day;
/** An incident that the bot opened itself and nobody had for this long is over, ms. */
const quietMs = day;
/** The card in the IT channel counts in steps of this, ms. */
const cardMs = 30_000;

interface Seen {
  user: UserRow;
  live: LiveCase;
  what: 'opened' | 'sent';
  at: number;
}

/**
 * Counts a case, as one of an open incident or else in its streams, and opens an incident where more come than is
 * usual. What is usual is not known in the first days, so nothing is opened before the policy's `learnDays` are over.
 */
export async function watch(
  turn: Turn,
  rules: Rules,
  { user, live, what, at }: Seen,
  now: number,
): Promise<void> {
  const { incidents } = turn;
  const { policy } = rules;
  const code = live.context.facts.code?.value;
  if (code === undefined) return;
  const one = { case: live.record.id, user: user.key, at };
  const streams = streamsOf(user, live, what);
  if (inFamily(live.context)) for (const { name } of streams) await incidents.see(name, one);
  const all = await incidents.open();
  const own = live.record.ticket?.incident ?? live.record.incident?.id;
  const over = own !== undefined && !all.some(({ id }) => id === own) ? own : undefined;
  // Locks are taken in the order in which news takes them: one that was merged before the one it is now, those before cases.
  const concerned = [over, incidentOfCase(all, user, live)?.id].filter((id) => id !== undefined);
  const chains: Incident[][] = [];
  for (const id of concerned) chains.push(await chainOf(turn, id));
  for (const chain of chains) await count(turn, rules, chain, one, now);
  if (concerned.length > 0) return;
  if (policy.incidents.detect === 'no' || !inFamily(live.context)) return;
  const learned = now - policy.incidents.learnDays * day;
  const found = firstOf(await countedIn(turn, streams, { tenant: user.tenant, learned }, now), now);
  if (!found) return;
  const { detection, stream } = found;
  const { site } = stream;
  const affected = await incidents.sightings(site ? stream.name : familyOf(user.tenant), detection.since);
  await openIncident(
    turn,
    {
      tenant: user.tenant,
      ...(site && { site }),
      code,
      name: '',
      by: null,
      detection,
      affected: [...affected, one],
    },
    now,
  );
}

/** Counts a case as one of an incident; one that is over or merged by now has told the others, and tells this one. */
async function count(
  turn: Turn,
  rules: Rules,
  chain: readonly Incident[],
  one: Affected,
  now: number,
): Promise<void> {
  const latest = chain.at(-1);
  if (!latest) return;
  const joined = await turn.incidents.join(latest.id, one);
  const isNew = joined !== 'known';
  if (isNew) {
    const people = latest.people + (joined === 'person' ? 1 : 0);
    await turn.incidents.save({ ...latest, people, lastCaseAt: new Date(now).toISOString() });
    const step = Math.floor(now / cardMs);
    await turn.addEffects([cardEffect(latest.id, `people:${step}`, (step + 1) * cardMs)]);
  }
  if (chain.length > 1 || (isNew && latest.state !== 'open'))
    await tellMissed(turn, rules, chain, one.case, now);
}

/** What was counted in each stream in which there are enough, and in which counting began long enough ago. */
async function countedIn(
  turn: Turn,
  streams: readonly Stream[],
  { tenant, learned }: { tenant: string; learned: number },
  now: number,
): Promise<Counted[]> {
  const counted: Counted[] = [];
  for (const stream of streams) {
    const recent = await turn.incidents.sightings(stream.name, now - apartMs);
    if (recent.length < fewest) continue;
    // A verdict may never have been seen before; a quiet site not for weeks, but then another one was.
    const since = await (stream.site
      ? turn.incidents.firstSeenWith(sitesOf(tenant))
      : turn.incidents.firstSeen(familyOf(tenant)));
    if (since === null || since > learned) continue;
    const counts = await turn.incidents.counts(stream.name, now - keptMs);
    counted.push({ stream, recent, history: { since, counts } });
  }
  return counted;
}

/** Closes what nobody has had for a day. */
export async function settle(store: Store, now: number): Promise<void> {
  await store.turn(async (turn) => {
    for (const one of await turn.incidents.open()) {
      if (one.openedBy === null && now - Date.parse(one.lastCaseAt) > quietMs) {
        await closeIncident(turn, one.id, null, '', now);
      }
    }
  });
}

/** Forgets what was counted long ago. */
export const forgetCounted = (store: Store, now: number): Promise<void> =>
  store.turn((turn) => turn.incidents.forget(now - keptMs));
