import { createHash } from 'node:crypto';
import { renderLine, withLine } from '../../cards/render.ts';
import { answerText, buttonLabels, say, stepName } from '../../cards/texts.ts';
import type { LiveCase } from '../../dialogs/triage/advance.ts';
import { type Answer, isEnding } from '../../dialogs/triage/answers.ts';
import { present } from '../../dialogs/triage/present.ts';
import type { Notice } from '../../dialogs/triage/view.ts';
import { cardOf, welcomeCase } from '../present-case.ts';
import type { Effect, LeasedEffect, StoredCase, Turn, UserRow } from '../store/store.ts';
import { pastOf, remembered } from '../turn/living-card.ts';
import { liveOf } from '../turn/row.ts';
import { foldEffect, hasForm } from '../turn/wanted.ts';
import { afterSend, done, type EffectDeps, type Outcome, subject } from './context.ts';

/**
 * Posts the living card as a new message and folds the one before it: an edit would notify nobody. Where posts
 * had to wait, the first may have shown all that this one would. The connector knows no idempotency key, so a post
 * whose fate is unknown is not made again where a click has come from a message that is new since then; otherwise
 * the second one says that it may be the same.
 */
export async function postCard(
  deps: EffectDeps,
  effect: Effect & { kind: 'post-card' },
  { createdAt: wantedAt, unsure }: Pick<LeasedEffect, 'createdAt' | 'unsure'>,
): Promise<Outcome> {
  const user = await deps.store.user(effect.user);
  if (!user?.conversationId || user.blockedAt) return done;
  const latest = await deps.store.latestCase(user.key);
  const isLatest = effect.case === latest?.record.id;
  const named = isLatest || effect.case === null ? undefined : await deps.store.caseById(effect.case);
  const live = liveOf(deps.rules, isLatest ? latest : named);
  const later = isLatest ? null : caseAfter(deps, live, latest);
  const answers = effect.typed ? later : null;
  const shown = answers ?? live ?? welcomeOf(deps, user, latest);
  const whole = cardOf(deps.rules, user, shown, answers ? { notice: null } : said(deps, effect, shown));
  // News of an earlier case: the card of the case that the user is in stays the living one, and a client that asked for
  // the newest state of this one by itself would put that in its place.
  const isNews = later !== null && !answers;
  const { refresh: _refresh, ...still } = whole;
  const card = isNews ? still : whole;
  const posted = { at: deps.now(), digest: digestOf(card) };
  const seen = user.livingCard?.seen;
  if (unsure && seen && seen.at >= wantedAt) {
    // A click is answered with the newest card, so that is what the message has shown from then on.
    return arrived(deps, user, shown, { at: seen.at, digest: posted.digest });
  }
  const before = user.livingCard?.posted;
  // In the same millisecond, too: what it shows was read after these words were taken.
  if (before && before.at >= wantedAt && before.digest === posted.digest) return done;
  const sent = await deps.connector.send(user, {
    card: unsure ? withLine(card, say('again')) : card,
    summary: String(card.fallbackText),
  });
  if (sent.kind !== 'sent') return afterSend(deps, user, sent);
  const record = async (turn: Turn) => {
    const row = await turn.user(user.key);
    if (!row) return;
    if (isNews) {
      const past = [sent.activityId, ...(row.livingCard?.past ?? [])];
      if (row.livingCard)
        await turn.saveUser({ ...row, livingCard: { ...row.livingCard, past: remembered(past), posted } });
      return;
    }
    // A quick client may have told of the new message before the connector's answer came.
    const known = row.livingCard?.activityId === sent.activityId ? row.livingCard : null;
    const past = known ? (known.past ?? []) : pastOf(row.livingCard);
    const { id, rev } = shown.record;
    await turn.saveUser({ ...row, livingCard: { activityId: sent.activityId, case: id, rev, past, posted } });
    const old = known ? known.seen?.before : row.livingCard?.activityId;
    if (old) await turn.addEffects([foldEffect(user.key, old, foldedLine(shown), deps.now())]);
  };
  return { kind: 'done', record };
}

/** The end of a post whose message a click has told of. */
function arrived(
  deps: EffectDeps,
  user: UserRow,
  shown: LiveCase,
  posted: { at: number; digest: string },
): Outcome {
  const record = async (turn: Turn) => {
    const row = await turn.user(user.key);
    if (!row?.livingCard) return;
    const { livingCard } = row;
    const { seen } = livingCard;
    if ((livingCard.posted?.at ?? 0) < posted.at) {
      await turn.saveUser({ ...row, livingCard: { ...livingCard, posted } });
    }
    if (seen?.before)
      await turn.addEffects([foldEffect(user.key, seen.before, foldedLine(shown), deps.now())]);
  };
  return { kind: 'done', record };
}

/** The case that the user is in where that is a later one; one that has ended is no news to whoever has none. */
function caseAfter(deps: EffectDeps, live: LiveCase | null, latest: StoredCase | undefined): LiveCase | null {
  const after = liveOf(deps.rules, latest);
  return after && (live || !isEnding(after.step)) ? after : null;
}

/** What is said on top of the card. */
const said = (deps: EffectDeps, effect: Effect & { kind: 'post-card' }, shown: LiveCase) => ({
  notice: (effect.notice ??
    (shown.record.handoff && shown.record.rev === 0 ? 'handoff' : null)) as Notice | null,
  params: effect.didYouMean ? suggestion(deps, shown, effect.didYouMean as Answer[]) : {},
});

const digestOf = (card: object): string =>
  createHash('sha256').update(JSON.stringify(card)).digest('base64url').slice(0, 22);

/** Folds a card that was answered by typing. One that is gone by now does no harm: its buttons say it is outdated. */
export async function foldCard(deps: EffectDeps, effect: Effect & { kind: 'fold-card' }): Promise<Outcome> {
  const user = await deps.store.user(effect.user);
  if (!user?.conversationId || user.blockedAt) return done;
  const sent = await deps.connector.update(user, effect.activityId, { card: renderLine(effect.line) });
  return sent.kind === 'refused' ? done : afterSend(deps, user, sent);
}

/** Brings the stored message of the living card to what its user would see now. */
export async function updateCard(
  deps: EffectDeps,
  effect: Effect & { kind: 'update-card' },
): Promise<Outcome> {
  const { user, live } = await subject(deps, effect.user, effect.case);
  if (!user?.livingCard || !user.conversationId || user.blockedAt) return done;
  if (effect.case !== null && user.livingCard.case !== effect.case) return done;
  const shown = live ?? welcomeOf(deps, user, await deps.store.latestCase(user.key));
  // The answer to a submit has a notice, if only `null`; one without was wanted at an earlier step.
  if (effect.notice === undefined && hasForm(shown.step)) return done;
  const card = cardOf(deps.rules, user, shown, {
    notice: (effect.notice ?? null) as Notice | null,
    why: effect.why ?? false,
  });
  const sent = await deps.connector.update(user, user.livingCard.activityId, { card });
  // A message that is no longer there is not brought back.
  return sent.kind === 'refused' ? done : afterSend(deps, user, sent);
}

export async function sayText(
  deps: EffectDeps,
  effect: Effect & { kind: 'say' },
  { unsure }: Pick<LeasedEffect, 'unsure'>,
): Promise<Outcome> {
  const user = await deps.store.user(effect.user);
  if (!user?.conversationId || user.blockedAt) return done;
  const text = unsure ? `${say('again')}\n\n${effect.text}` : effect.text;
  return afterSend(deps, user, await deps.connector.send(user, { text }));
}

/** The welcome card carries the id of the user's next case. */
const welcomeOf = (deps: EffectDeps, user: UserRow, latest: StoredCase | undefined): LiveCase =>
  welcomeCase(deps.rules, user, (latest?.record.n ?? 0) + 1, new Date(deps.now()).toISOString());

/** What stays of a card that was answered by typing: its step and what was seen there. */
function foldedLine(live: LiveCase): string {
  const last = live.record.trail.at(-1);
  // What a help desk did is no answer of this user's.
  return last && last.from !== 'handoff'
    ? say('foldedAnswered', { step: stepName(last.step), answer: answerText(last) })
    : say('folded', { step: stepName(live.step) });
}

function suggestion(deps: EffectDeps, live: LiveCase, answers: Answer[]): Record<string, string> {
  const labels = buttonLabels(live.step, present(deps.rules, live, { user: '' }).tags);
  return { guess: answers.map((one) => labels[one] ?? one).join('" or "') };
}
