import type { Logger } from 'pino';
import { say } from '../cards/texts.ts';
import { isEnding } from '../dialogs/triage/answers.ts';
import type { Intake } from './intake.ts';
import type { Outbox } from './outbox.ts';
import { cardOf, welcomeCase } from './present-case.ts';
import { again } from './store/again.ts';
import { StoreConflict, StoreUnavailable } from './store/store.ts';
import type { Handle, Handled } from './teams-bot.ts';
import { liveOf } from './turn/row.ts';
import { runTurn, type TurnDeps, type TurnResult } from './turn/turn.ts';

export interface HandleDeps extends TurnDeps {
  outbox: Outbox;
  log: Logger;
  /** How long the answer to `send` waits for the ticket's number, ms; later it comes by itself. */
  ticketWaitMs?: number;
  /** Called once a turn, for the metrics. */
  count?: (turn: { intake: string; step: string; outcome: string }) => void;
}

const ticketWaitMs = 1500;

/** One turn from intake to card: the transaction, then a word to the outbox, then what the user sees. */
export function createHandle(deps: HandleDeps): Handle {
  return async (intake) => {
    const result = await attempt(deps, intake);
    if (!result) return { state: 'open', card: null, text: say('tryAgain') };
    // What is due later it finds by itself; looking into the store after every click would add a tenth to it.
    if (result.due) deps.outbox.kick();
    logTurn(deps, intake, result);
    const state = result.live && !isEnding(result.live.step) ? 'open' : 'ended';
    if (intake.kind !== 'click' || intake.via !== 'invoke') return { state, card: null };
    return { state, card: await cardAfter(deps, result) };
  };
}

async function attempt(deps: HandleDeps, intake: Intake): Promise<TurnResult | null> {
  try {
    return await again(() => runTurn(deps, intake));
  } catch (error) {
    if (!(error instanceof StoreConflict || error instanceof StoreUnavailable)) throw error;
    deps.log.error({ code: error.code, intake: intake.kind }, 'turn: not stored');
    return null;
  }
}

async function cardAfter(deps: HandleDeps, result: TurnResult): Promise<Handled['card']> {
  const { user, nextN, decision } = result;
  const shown = { notice: decision.notice, why: decision.why, params: decision.params };
  const live = result.live && (await withTicketNumber(deps, result.live));
  if (live) return cardOf(deps.rules, user, live, shown);
  const at = new Date(deps.now()).toISOString();
  return cardOf(deps.rules, user, welcomeCase(deps.rules, user, nextN, at), shown);
}

async function withTicketNumber(deps: HandleDeps, live: NonNullable<TurnResult['live']>) {
  const ticket = live.record.ticket;
  if (live.step !== 'escalated' || !ticket || ticket.id !== null) return live;
  await deps.outbox.until(ticket.key, deps.ticketWaitMs ?? ticketWaitMs);
  const stored = await deps.store.caseById(live.record.id);
  return liveOf(deps.rules, stored) ?? live;
}

function logTurn(deps: HandleDeps, intake: Intake, result: TurnResult): void {
  const { decision, live, duplicate } = result;
  const step = live?.step ?? 'welcome';
  const outcome = duplicate
    ? 'duplicate'
    : decision.write === 'nothing'
      ? (decision.notice ?? 'shown')
      : 'moved';
  deps.count?.({ intake: intake.kind, step, outcome });
  deps.log.info(
    {
      intake: intake.kind,
      ...(intake.kind === 'click' && { verb: intake.verb.slice(0, 32) }),
      case: live?.record.id,
      step,
      rev: live?.record.rev,
      outcome,
      ...(decision.heard && { heard: decision.heard }),
    },
    'turn',
  );
}
