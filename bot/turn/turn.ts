import type { LiveCase, Rules } from '../../dialogs/triage/advance.ts';
import { isEnding } from '../../dialogs/triage/answers.ts';
import { ticketInLink } from '../handoff/link.ts';
import { watchEffects } from '../incidents/streams.ts';
import type { Intake } from '../intake.ts';
import type { NewEffect, Store, StoredCase, Turn, UserRow } from '../store/store.ts';
import { decideClick } from './click.ts';
import { type Decision, type Situation, unchanged } from './decision.ts';
import { answerEarlier, isOfEarlier } from './earlier.ts';
import { incidentsOf, pastIncident } from './incident.ts';
import { pastOf } from './living-card.ts';
import { openTicketOf } from './open-ticket.ts';
import { liveOf, write } from './row.ts';
import { decideText, type TextDecision } from './text.ts';
import { postEffect, sayEffect } from './wanted.ts';

export interface TurnDeps {
  store: Store;
  rules: Rules;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** The ticket system in use: the tickets that links name are taken to be in it. */
  ticketSystem?: string;
  /** The words that answer a question; `help` is one of them. */
  faqText: (id: string) => string;
}

/** Where a turn left things: what the caller needs to answer a click with a card. */
export interface TurnResult {
  user: UserRow;
  live: LiveCase | null;
  nextN: number;
  decision: Decision;
  /** The pair of conversation and activity id was seen before. */
  duplicate: boolean;
  /** Something is to be done at once, so the outbox should hear of it. */
  due: boolean;
}

/**
 * One turn is one transaction: reads the case, decides, writes the case and what is to be done, commits.
 * When the promise resolves all of it is durable; when it rejects nothing was stored.
 */
export async function runTurn(deps: TurnDeps, intake: Intake): Promise<TurnResult> {
  const now = deps.now();
  return deps.store.turn(async (turn) => {
    const fresh =
      intake.activityId === '' || (await turn.claim(intake.conversationId, intake.activityId, now));
    const before = await turn.user(intake.user.key);
    const user = userAfter(before, intake, now);
    const latest = await turn.latestCase(user.key);
    const other = intake.kind === 'click' && intake.case !== latest?.record.id ? intake.case : null;
    const named = other ? await turn.caseById(other) : undefined;
    const isEarlier = isOfEarlier(deps.rules, user, intake, named);
    const stored = isEarlier ? named : latest;
    const situation = situationOf(deps.rules, user, stored, latest, now);
    situation.incidents = await incidentsOf(turn, situation.live);
    if (situation.live?.step === 'escalate') {
      situation.openTicket = await openTicketOf(turn, situation.live, situation.incidents, now);
    }
    const decision = fresh
      ? pastIncident(situation, await decide(deps, turn, situation, intake, named?.record.user ?? null))
      : unchanged(situation.live, intake.kind === 'click' && intake.verb !== 'show' ? 'duplicate' : null);
    const live = await write(deps.rules, turn, decision, stored);
    if (!isEarlier) rememberCard(user, intake, live, now);
    if (JSON.stringify(before) !== JSON.stringify(user)) await turn.saveUser(user);
    for (const prefix of decision.drop) await turn.dropEffects(prefix);
    const effects = fresh
      ? [
          ...decision.effects.filter((one) => !isPostedAnyway(intake, one)),
          ...replies(before, situation, intake, decision, live),
          ...(decision.write === 'nothing' ? [] : watchEffects(situation.live, live, now)),
        ]
      : [];
    await turn.addEffects(effects);
    const due = effects.some(({ dueAt }) => dueAt <= now);
    return { user, live, nextN: situation.nextN, decision, duplicate: !fresh, due };
  });
}

function situationOf(
  rules: Rules,
  user: UserRow,
  stored: StoredCase | undefined,
  latest: StoredCase | undefined,
  now: number,
): Situation {
  const live = liveOf(rules, stored);
  return {
    rules,
    user,
    live,
    earlier: live && isEnding(live.step) ? live : null,
    nextN: (latest?.record.n ?? 0) + 1,
    now,
  };
}

function userAfter(before: UserRow | undefined, intake: Intake, now: number): UserRow {
  const conversationId = intake.user.conversationId ?? before?.conversationId ?? null;
  const after: UserRow = {
    ...(before?.site && { site: before.site }),
    ...intake.user,
    conversationId,
    name: intake.user.name || (before?.name ?? ''),
    livingCard: before?.livingCard ?? null,
    welcomedAt: before?.welcomedAt ?? (intake.kind === 'hello' ? new Date(now).toISOString() : null),
    blockedAt: intake.kind === 'removed' ? new Date(now).toISOString() : null,
  };
  return after;
}

/** `owner`: the user of another case that a click names. */
async function decide(
  deps: TurnDeps,
  turn: Turn,
  situation: Situation,
  intake: Intake,
  owner: string | null,
): Promise<Decision> {
  switch (intake.kind) {
    case 'click':
      return decideClick(situation, intake, owner);
    case 'text': {
      const decision = withDesk(
        situation,
        decideText(situation, intake.text),
        intake.text,
        deps.ticketSystem,
      );
      if (decision.notice === 'not-understood' || meansNothing(decision)) {
        const passed = await answerEarlier(turn, situation, intake.text);
        if (passed) return { ...decision, notice: 'added', effects: passed.effects };
      }
      if (decision.faq === null) return decision;
      const say = sayEffect(situation.user.key, deps.faqText(decision.faq), tagOf(intake), situation.now);
      return { ...decision, effects: [say, ...decision.effects] };
    }
    case 'hello':
    case 'removed':
      return unchanged(situation.live, null);
  }
}

/** Words to nobody's case that the welcome card would answer. */
const meansNothing = ({ record, write, notice, faq }: TextDecision): boolean =>
  record === null && write === 'nothing' && notice === null && faq === null;

/** A message from a help desk's link names the ticket that it is about: what comes of the case is told there. */
function withDesk<D extends Decision>(
  { live }: Situation,
  decision: D,
  text: string,
  system: string | undefined,
): D {
  const id = ticketInLink(text);
  const { record } = decision;
  if (id === null || record === null || record.outcome !== null) return decision;
  if (record.handoff) return record.handoff.ticket?.id === id ? { ...decision, notice: 'handoff' } : decision;
  const ticket = { system: system ?? 'builtin', id, url: null };
  const write = decision.write === 'nothing' ? 'update' : decision.write;
  if (write === 'update' && live === null) return decision;
  return {
    ...decision,
    write,
    notice: 'handoff',
    record: { ...record, handoff: { id: `link:${id}`, ticket, note: '' } },
  };
}

const tagOf = (intake: Intake) => `${intake.conversationId}:${intake.activityId}`;

/**
 * A click shows where the living card is: in the message that was clicked, unless that is an older one. What was posted
 * last is a matter of the conversation and stays as it is.
 */
function rememberCard(user: UserRow, intake: Intake, live: LiveCase | null, now: number): void {
  if (intake.kind !== 'click' || !intake.cardActivityId || !live) return;
  const { livingCard } = user;
  const { id, rev } = live.record;
  const known =
    livingCard?.activityId === intake.cardActivityId ||
    (livingCard?.past?.includes(intake.cardActivityId) ?? false);
  if (!known) {
    user.livingCard = {
      ...livingCard,
      activityId: intake.cardActivityId,
      case: id,
      rev,
      past: pastOf(livingCard),
      seen: { at: now, before: livingCard?.activityId ?? null },
    };
    // Not for a new revision alone: nobody asks which one the message shows, and a row less is written a click.
  } else if (livingCard && livingCard.case !== id) user.livingCard = { ...livingCard, case: id, rev };
}

/** Typed words are answered with a card as it is now: bringing it up to date once more would take its notice away. */
const isPostedAnyway = (intake: Intake, { effect }: NewEffect): boolean =>
  intake.kind === 'text' && effect.kind === 'update-card';

/** What a message or a submit is answered with; an invoke carries its card in its own response. */
function replies(
  before: UserRow | undefined,
  situation: Situation,
  intake: Intake,
  decision: Decision,
  live: LiveCase | null,
): NewEffect[] {
  const { user, now } = situation;
  const caseId = live?.record.id ?? null;
  if (intake.kind === 'text') {
    const post = postEffect(user.key, caseId, tagOf(intake), decision.notice, now);
    const { didYouMean } = decision as TextDecision;
    const more = { typed: true, ...(didYouMean.length > 0 && { didYouMean }) };
    return [{ ...post, effect: { ...post.effect, ...more } as NewEffect['effect'] }];
  }
  if (intake.kind === 'hello') {
    return before?.welcomedAt == null
      ? [postEffect(user.key, caseId, `welcome:${user.conversationId}`, null, now)]
      : [];
  }
  if (intake.kind === 'click' && intake.via === 'submit') {
    return [
      {
        effect: {
          kind: 'update-card',
          user: user.key,
          case: caseId,
          notice: decision.notice,
          why: decision.why,
        },
        key: `answer:${tagOf(intake)}`,
        dueAt: now,
        group: `chat:${user.key}`,
        priority: 0,
      },
    ];
  }
  return [];
}
