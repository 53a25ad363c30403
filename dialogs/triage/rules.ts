import {
  type Answer,
  dataRows,
  endings,
  fixRows,
  isFixRow,
  isRow,
  type Row,
  type StepId,
  stepInputs,
} from './answers.ts';
import { choiceFacts } from './facts.ts';
import type { Move, Offer, RuleId } from './rules/move.ts';
import { broughtForward, inOrder } from './rules/order.ts';
import { switchesKept, switchesOff } from './rules/switches.ts';
import {
  isAdmin,
  isFamily,
  isManaged,
  isWindows,
  mayRejoin,
  mayShow,
  mustShow,
  order,
  value,
  wasAnswered,
  windowsRows,
} from './rules/table.ts';

/*
 * The rules of triage.md as predicates over what can be observed of the machine: the card before, what
 * happened, the card after. They share no code with the guards they are held against.
 *
 * A rule that speaks of a whole case is proved step by step: if every move keeps it, every case does. So R8 says
 * of each move that an answer is recorded, that no record of a fix is lost, and that nothing recorded is shown.
 */

/** Everywhere a user may be told something to do on the computer. */
const instructs = (step: string): step is Row => isRow(step) && step !== 'proxy-needed';
const shownNow = ({ before, after }: Move, ...steps: string[]): boolean =>
  after.step !== before.step && steps.includes(after.step);
/** A card that comes back as it was: after `pause`, after a paste was read. */
const returns = ({ before, event }: Move): boolean =>
  event === 'resume' || (before.step === 'evidence' && (event === 'right' || event === 'wrong'));

const ownAnswer = ({ event }: Move): boolean =>
  ![
    'human',
    'pause',
    'why',
    'something-broke',
    'different-code',
    'use-web',
    'start-over',
    'learn',
    'paste',
    'handoff',
    'quiet',
    'check',
    'continue',
  ].includes(event);

/** After `fixed` and after `something-broke` there is nothing more to repair. */
const afterFixed: readonly string[] = [
  'proxy-needed',
  'put-back',
  'resolved',
  'escalate',
  'escalated',
  'paused',
  'closed',
];
const afterBroke: readonly string[] = [
  'roll-back',
  'escalate',
  'escalated',
  'paused',
  'put-back',
  'resolved',
  'closed',
];

type Rule = (move: Move) => boolean;

export const rules = {
  /** "`rejoin` only if `joinType` is `hybrid`, or `entra` with policy … ; every earlier row that applied answered." */
  R1: (move) =>
    !shownNow(move, 'rejoin') ||
    (mayRejoin(move.after.context, move.policy) &&
      (returns(move) || !order.slice(0, -1).some((row) => mustShow(move.after.context, move.policy, row)))),

  /** "No elevated command unless `admin` is yes." */
  R2: (move) => !shownNow(move, 'winsock', 'rejoin') || isAdmin(move.after.context),

  /** "Managed without admin rights: only unelevated steps; unless one fixes it, its ladder ends in `escalate`." */
  R3: ({ before, event, after }) => {
    const unfixed = after.step === 'resolved' && !after.context.fixed;
    const dropped =
      after.step === 'closed' &&
      (isRow(before.step) || before.step === 'next') &&
      event !== 'quiet' &&
      event !== 'use-web';
    return !(unfixed || dropped) || !isManaged(after.context) || isAdmin(after.context);
  },

  /** "`unlink`, `reset-client`, `reinstall`, `rejoin` only after `backup`, never with `dataAtRisk`; …" */
  R4: (move) => {
    const c = move.after.context;
    if (!shownNow(move, ...dataRows)) return true;
    const safe = value(c, 'backupDone') === 'yes' && value(c, 'dataAtRisk') !== 'yes';
    const reset = move.after.step === 'reset-client' || move.after.step === 'reinstall';
    return safe && !(reset && value(c, 'signedOut') === 'yes');
  },

  /** "Someone else's device: no fix, no command." */
  R5: ({ after }) => !instructs(after.step) || value(after.context, 'ownDevice') !== 'no',

  /** "After `something-broke` no further fix; `back`, `start-over` and `different-code` are not offered." */
  R6: ({ before, event, after }) => {
    if (event === 'something-broke') {
      const once = !before.context.broke && !before.context.fixed && before.context.invasive;
      if (!once || !after.context.broke) return false;
    }
    if (before.context.broke && !after.context.broke) return false;
    if (before.context.broke && ['start-over', 'different-code', 'keep-trying', 'copied-now'].includes(event))
      return false;
    return !after.context.broke || afterBroke.includes(after.step);
  },

  /** "A code outside the family: no ladder step." */
  R7: ({ after }) => !instructs(after.step) || isFamily(after.context),

  /** "No fix row twice in a case, except the recurring offer (never `rejoin`)." */
  R8: (move) => {
    const { before, after } = move;
    const step = before.step;
    const lost =
      before.context.answered !== after.context.answered ||
      before.context.fixesTried !== after.context.fixesTried;
    if (
      lost &&
      fixRows.some(
        (row) => wasAnswered(before.context, row) && !wasAnswered(after.context, row) && !ended(after.step),
      )
    )
      return false;
    if (
      isFixRow(step) &&
      ownAnswer(move) &&
      move.event !== 'fixed' &&
      after.step !== step &&
      !ended(after.step) &&
      !wasAnswered(after.context, step)
    )
      return false;
    return (
      !(isFixRow(after.step) && after.step !== step && !returns(move)) ||
      !wasAnswered(before.context, after.step)
    );
  },

  /** "Rows in order, except what the tables bring forward, the recurring offer, and what `copied-now` opens again." */
  R9: (move) =>
    inOrder(move) &&
    broughtForward(move) &&
    (move.event !== 'copied-now' || move.before.context.reopened === 'no'),

  /**
   * "While `switchedOff` is not empty every card … starts with how to switch it on again; `resolved` only with it
   * empty, or after `proxy-needed` `no`." That every card's text starts so is held in test/cards.
   */
  R11: (move) => {
    if (!switchesKept(move)) return false;
    if (move.after.step !== 'resolved' || move.before.step === 'resolved') return true;
    const left = move.after.context.switchedOff;
    return (
      left.length === 0 ||
      (left.every((one) => one === 'proxy') &&
        value(move.after.context, 'proxyRequired') === 'no' &&
        ['proxy', 'proxy-needed'].includes(move.before.step))
    );
  },

  /** "`cipher-suites`, `join-check` only on managed Windows." */
  R12: (move) =>
    !shownNow(move, 'cipher-suites', 'join-check') ||
    (isWindows(move.after.context) && isManaged(move.after.context)),

  /** "Nothing suggests … switching protection off on a managed device." The words are held in test/cards. */
  R13: (move) => {
    const { before, after } = move;
    if (shownNow(move, 'security-software')) return !isManaged(after.context);
    if (after.context.switchedOff === before.context.switchedOff) return true;
    const come = after.context.switchedOff.filter((one) => !before.context.switchedOff.includes(one));
    return (
      come.length === 0 ||
      !isManaged(after.context) ||
      come.every((one) => one === 'proxy' && move.policy.managedProxyTest === 'yes')
    );
  },

  /** "`winsock-check` and `rejoin-check` only after `restarting`." */
  R14: (move) => {
    if (!shownNow(move, 'winsock-check', 'rejoin-check')) return true;
    const from = move.after.step === 'winsock-check' ? 'winsock' : 'rejoin';
    const { pausedAt, readAt } = move.before.context;
    return (
      (move.before.step === from && move.event === 'restarting') ||
      (returns(move) && (move.event === 'resume' ? pausedAt : readAt) === move.after.step)
    );
  },

  /** "`reinstall` only after `reset-client` or with an old client." */
  R15: (move) =>
    !shownNow(move, 'reinstall') ||
    wasAnswered(move.after.context, 'reset-client') ||
    value(move.after.context, 'clientAge') === 'old',

  /** "After `fixed` no further fix; only `proxy-needed`, `put-back`, `resolved`, `escalate` and what follows it." */
  R16: ({ before, event, after }) => {
    if (event === 'fixed' && !after.context.fixed) return false;
    if (before.context.fixed && !after.context.fixed) return false;
    if (
      before.context.fixed &&
      ['start-over', 'different-code', 'something-broke', 'keep-trying', 'copied-now'].includes(event)
    )
      return false;
    return !after.context.fixed || afterFixed.includes(after.step);
  },

  /** "No Windows instruction for a Mac, no fix for `mobile`, `server`, `windows-old`." */
  R17: ({ after }) => {
    if (!instructs(after.step)) return true;
    const platform = value(after.context, 'platform');
    return platform === 'windows' || (platform === 'mac' && !windowsRows.includes(after.step));
  },

  /** "`tls-legacy` only where policy allows." */
  R18: (move) => move.after.step !== 'tls-legacy' || move.policy.legacyTls === 'yes',

  /** "The bot never asks for a password, code or token": no form has such an input. The words are held in test/cards. */
  R20: ({ after }) =>
    Object.values((after.step === 'next' ? undefined : stepInputs[after.step]) ?? {}).every((ids) =>
      ids.every((id) => id in choiceFacts || !/password|passcode|token|secret|pin|otp/i.test(id)),
    ),

  /**
   * "Before a step that can cut the connection the card says how to undo it …" What a card has to say it can
   * say only if it is known: what the row switches off is on record as soon as it is shown. Words: test/cards.
   */
  R21: (move) =>
    move.after.step === move.before.step ||
    switchesOff(move.after.context, move.policy, move.after.step).every((one) =>
      move.after.context.switchedOff.includes(one),
    ),

  /** "After any new fact … the current row is checked again: if it no longer applies, the next one that does is shown." */
  again: ({ policy, after }) =>
    after.step === 'next' || !isRow(after.step) || mayShow(after.context, policy, after.step),
} satisfies { [R in RuleId]?: Rule };

const ended = (step: StepId | 'next') => (endings as readonly string[]).includes(step);

/** The rules of R1–R21 that a move breaks. */
export const brokenBy = (move: Move): RuleId[] =>
  (Object.keys(rules) as (keyof typeof rules)[]).filter((id) => !rules[id](move));

/** Where "from every step a person is one tap away" needs no tap: they are there, or it is over. */
const withAPerson: readonly string[] = ['escalate', ...endings];
/** Offered by the shell (`back`), or typed only. */
const asideOfCards: readonly Answer[] = ['back', 'use-web'];

export const offerRules = {
  /** "From every step a person is one tap away." */
  R10: ({ card, accepted, offered }) =>
    withAPerson.includes(card.step) || (accepted.includes('human') && offered.includes('human')),
  /** "What a card offers is exactly what the machine accepts there (refresh, ratings and IT cards aside)." */
  R19: ({ offered, accepted }) =>
    offered.every((answer) => accepted.includes(answer)) &&
    accepted.every((answer) => asideOfCards.includes(answer) || offered.includes(answer)),
} satisfies { [R in RuleId]?: (offer: Offer) => boolean };

/** The rules about a card's buttons that it breaks. */
export const brokenOffers = (offer: Offer): RuleId[] =>
  (Object.keys(offerRules) as (keyof typeof offerRules)[]).filter((id) => !offerRules[id](offer));
