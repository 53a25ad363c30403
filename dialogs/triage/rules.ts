import { dataRows, endings, type FixRow, fixRows, isFixRow, isRow, type Row } from './answers.ts';
import type { FactName } from './facts.ts';
import { type Card, isStage, type Move, type RuleId, type Stage } from './rules/move.ts';
import { broughtForward, inOrder, takenAsAnswered } from './rules/order.ts';
import { switchesKept, switchesOff } from './rules/switches.ts';
import {
  isAdmin,
  isFamily,
  isManaged,
  isWindows,
  mayRejoin,
  mayShow,
  mayStay,
  mustShow,
  order,
  teaches,
  value,
  wasAnswered,
  windowsRows,
  wrote,
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

/** The card that was left for a pause or for what a paste said. */
const cameFrom = ({ before, event }: Move): Card['step'] | null =>
  event === 'resume' ? before.context.pausedAt : before.context.readAt;

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
    move.after.step !== 'rejoin' ||
    (mayRejoin(move.after.context, move.policy) &&
      (!shownNow(move, 'rejoin') ||
        returns(move) ||
        !order.slice(0, -1).some((row) => mustShow(move.after.context, move.policy, row)))),

  /** "No elevated command unless `admin` is yes." */
  R2: ({ after }) => !['winsock', 'rejoin'].includes(after.step) || isAdmin(after.context),

  /** "Managed without admin rights: only unelevated steps; unless one fixes it, its ladder ends in `escalate`." */
  R3: ({ before, event, after }) => {
    const unfixed = after.step === 'resolved' && !after.context.fixed;
    const dropped =
      after.step === 'closed' &&
      (isRow(before.step) || isBetween(before.step)) &&
      event !== 'quiet' &&
      event !== 'use-web';
    return !(unfixed || dropped) || !isManaged(after.context) || isAdmin(after.context);
  },

  /** "`unlink`, `reset-client`, `reinstall`, `rejoin` only after `backup`, never with `dataAtRisk`; …" */
  R4: (move) => {
    const c = move.after.context;
    if (!(dataRows as readonly string[]).includes(move.after.step)) return true;
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
    if (
      changedRows(move).some((row) => wasAnswered(before.context, row) && !wasAnswered(after.context, row))
    ) {
      return false;
    }
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
        (['proxy', 'proxy-needed'].includes(move.before.step) ||
          (returns(move) && cameFrom(move) === 'proxy-needed')))
    );
  },

  /** "`cipher-suites`, `join-check` only on managed Windows." */
  R12: ({ after }) =>
    !['cipher-suites', 'join-check'].includes(after.step) ||
    (isWindows(after.context) && isManaged(after.context)),

  /** "Nothing suggests … switching protection off on a managed device." The words are held in test/cards. */
  R13: (move) => {
    const { before, after } = move;
    if (after.step === 'security-software') return !isManaged(after.context);
    if (!wrote(after.context, 'switchedOff')) return true;
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
    return (
      (move.before.step === from && move.event === 'restarting') ||
      (returns(move) && cameFrom(move) === move.after.step)
    );
  },

  /** "`reinstall` only after `reset-client` or with an old client." */
  R15: ({ after }) =>
    after.step !== 'reinstall' ||
    wasAnswered(after.context, 'reset-client') ||
    value(after.context, 'clientAge') === 'old',

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

  /**
   * "Before a step that can cut the connection the card says how to undo it …" What a card has to say it can
   * say only if it is known: what the row switches off is on record as soon as it is shown. Words: test/cards.
   */
  R21: (move) =>
    move.after.step === move.before.step ||
    switchesOff(move.after.context, move.policy, move.after.step).every((one) =>
      move.after.context.switchedOff.includes(one),
    ),

  /** "`pause` and `resume` give back the same configuration", unless its row no longer applies. */
  resume: ({ policy, before, event, after }) => {
    if (event === 'pause' && before.step !== 'paused') return after.context.pausedAt === before.step;
    if (event !== 'resume') return true;
    const at = before.context.pausedAt;
    if (after.step === at) return true;
    // Everything was on again: `put-back` has nothing to say.
    if (at === 'put-back') return after.step === 'resolved' && after.context.switchedOff.length === 0;
    return at === 'device' || (at !== null && isRow(at) && !mayStay(after.context, policy, at));
  },

  /** What an answer says is known from then on; only what a paste has shown is not changed by it. */
  recorded: ({ before, event, after, said }) =>
    Object.entries({ ...teaches(before.step, event), ...said }).every(([name, expected]) => {
      const fact = after.context.facts[name as FactName];
      return fact?.value === expected || fact?.from === 'pasted';
    }),

  /** Choosing the next card comes to an end: whoever begins again has taken a known fact for an answer, or dropped what came forward. */
  progress: ({ before, event, after }) =>
    event !== 'show' ||
    after.step !== 'next' ||
    before.context.forward !== after.context.forward ||
    takenAsAnswered(after.context).some((row) => !wasAnswered(before.context, row)),

  /** "After any new fact … the current row is checked again: if it no longer applies, the next one that does is shown." */
  again: ({ policy, after }) => !isRow(after.step) || mayShow(after.context, policy, after.step),
} satisfies { [R in RuleId]?: Rule };

const isBetween = (step: Card['step']): step is 'begin' | Stage => step === 'begin' || isStage(step);
const ended = (step: Card['step']) => (endings as readonly string[]).includes(step);

/** Fix rows of which an answer was written or taken away; the others are as they were. */
const changedRows = ({ before, after }: Move): readonly FixRow[] =>
  before.context.answered === after.context.answered
    ? []
    : fixRows.filter((row) =>
        [before, after].some(({ context }) => Object.keys(context.answered).includes(row)),
      );

/** The rules of R1–R21 that a move breaks. */
export const brokenBy = (move: Move, ids = moveRules): RuleId[] => ids.filter((id) => !rules[id](move));
export const moveRules = Object.keys(rules) as (keyof typeof rules)[];
