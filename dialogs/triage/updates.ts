import { type Answer, isFixRow, isRow, ladder, type Row, type StepId, stepInputs } from './answers.ts';
import { applies, blocked, gate } from './conditions.ts';
import { is, known, type Reading, switchesOf, type TriageContext, withFacts } from './context.ts';
import { amended, type Origin } from './facts.ts';
import type { Policy } from './policy.ts';
import { type Arrow, reallyDone, rowForChange, rows, switchesBackOn } from './rows.ts';

type Patch = Partial<TriageContext>;
const unlinkAt = ladder.indexOf('unlink');

/** A row's card is shown: remembers what it has the user switch off, and that something may break from here on. */
export function shown(c: TriageContext, policy: Policy, row: Row): Patch {
  if (gate(c, policy) !== null || c.answered[row] !== undefined) return {};
  if (blocked(c, policy, row) !== null && !row.endsWith('-check') && row !== 'proxy-needed') return {};
  const off = switchesOf(c, policy, row).filter((one) => !c.switchedOff.includes(one));
  return {
    lastRow: row,
    ...(off.length > 0 && { switchedOff: [...c.switchedOff, ...off] }),
    ...(ladder.indexOf(row) >= unlinkAt && !c.invasive && { invasive: true }),
  };
}

/** A row was answered: what it teaches, what counts as done, what is on again, what comes forward. */
export function answered(
  c: TriageContext,
  policy: Policy,
  row: Row,
  answer: Answer,
  arrow: Arrow,
  event: { inputs?: { [id: string]: string }; from?: Origin },
): Patch {
  const from = event.from ?? 'asked';
  let next = withFacts(c, { ...formValues(row, answer, event.inputs), ...arrow.learn }, from);
  if (arrow.tool) next = withTool(next, arrow.tool, from);
  if (row === 'proxy' && answer === 'fixed') next = withTool(next, 'proxy', from);
  const off = switchesOf(c, policy, row);
  const backOn = switchesBackOn.includes(answer) && off.length > 0;
  const done = isFixRow(row) && reallyDone.includes(answer) && !c.fixesTried.includes(row);
  return {
    facts: next.facts,
    answered: amended(c.answered, { [row]: answer }),
    ...(done && { fixesTried: [...c.fixesTried, row] }),
    ...(backOn && { switchedOff: c.switchedOff.filter((one) => !off.includes(one)) }),
    ...(c.forward === row && { forward: null }),
    ...(arrow.forward && { forward: arrow.forward === 'changed' ? rowForChange(next) : arrow.forward }),
    ...(arrow.deviceTrust && { forward: 'join-check' as const, deviceTrustNext: true }),
    ...(arrow.escalate && {
      escalation: {
        category: arrow.escalate.category,
        keepTrying: arrow.escalate.keepTrying ?? false,
        end: false,
      },
    }),
  };
}

/** Only the inputs that the step's form has; everything else a client may send is ignored. */
export function formValues(
  step: StepId,
  answer: Answer,
  inputs: { [id: string]: string } | undefined,
): { [id: string]: string } {
  const ids = stepInputs[step]?.[answer] ?? [];
  return Object.fromEntries(Object.entries(inputs ?? {}).filter(([id]) => ids.includes(id)));
}

function withTool(c: TriageContext, tool: string, from: Origin): TriageContext {
  const tools = new Set((known(c, 'vpnOrProxyOrFilter') ?? '').split(' ').filter(Boolean));
  return withFacts(c, { vpnOrProxyOrFilter: [...tools.add(tool)].sort().join(' ') }, from);
}

/**
 * What somebody else did before the user came: rows count as answered, and what their answers say as known
 * from a handoff. Rows that the user has answered here keep the user's answer.
 */
export function doneBefore(c: TriageContext, done: readonly { step: StepId; answer: Answer }[]): Patch {
  let next = c;
  for (const { step, answer } of done) {
    if (!isRow(step) || next.answered[step] !== undefined) continue;
    const arrow = [rows[step][answer] ?? {}].flat()[0] ?? {};
    next = withFacts(next, { ...arrow.learn }, 'handoff');
    next = amended(next, { answered: amended(next.answered, { [step]: answer }) });
    if (isFixRow(step) && reallyDone.includes(answer) && !next.fixesTried.includes(step)) {
      next = amended(next, { fixesTried: [...next.fixesTried, step] });
    }
  }
  return { facts: next.facts, answered: next.answered, fixesTried: next.fixesTried };
}

/** The row that a fix is put down to; a question repairs nothing, nor does a row that was left for a person unanswered. */
function repairedBy({ lastRow, answered }: TriageContext): Row | null {
  const row = lastRow === 'winsock-check' ? 'winsock' : lastRow === 'rejoin-check' ? 'rejoin' : lastRow;
  if (row === null || !(isFixRow(row) || row === 'connection')) return null;
  return answered[row] === undefined ? null : row;
}

/** It works again: from here on nothing is repaired any more. `byIt`: it was with a person by then. */
export const fixedAt = (c: TriageContext, byIt = false): Patch => ({
  fixed: true,
  fixedBy: byIt ? null : repairedBy(c),
  escalation: null,
  deviceTrustNext: false,
  forward: null,
});

/** The files are copied now: asks about them again, then opens the rows that were left out. */
export function filesCopied(c: TriageContext): Patch {
  return {
    facts: amended(c.facts, { dataAtRisk: undefined, backupDone: undefined }),
    answered: amended(c.answered, { backup: undefined }),
    reopened: 'now',
    forward: null,
    deviceTrustNext: false,
  };
}

/** The user confirmed a reading: its facts count as pasted evidence. */
export function readingConfirmed(c: TriageContext): Patch {
  if (!c.reading) return {};
  const { facts } = withFacts(c, c.reading.facts, 'pasted');
  return {
    facts,
    signals: [...new Set([...c.signals, ...c.reading.signals])].sort(),
    reading: null,
    readAt: null,
    ...(c.readAt &&
      settledBy(c.reading.signals, c.readAt) && {
        answered: amended(c.answered, { [c.readAt]: settledBy(c.reading.signals, c.readAt) }),
      }),
  };
}

/** A paste that answers the row it was asked for, whatever it said. */
const settledBy = (signals: string[], row: Row): Answer | null =>
  row === 'join-check' && signals.includes('dsregcmd') ? 'continue' : null;

/** The user said the reading is wrong: twice a row at most, then no paste is taken there. */
export function readingRefused(c: TriageContext): Patch {
  const row = c.readAt;
  if (!row) return { reading: null };
  return {
    reading: null,
    readAt: null,
    wrongReadings: amended(c.wrongReadings, { [row]: (c.wrongReadings[row] ?? 0) + 1 }),
  };
}

/** The answer that known facts give to a row in the user's place, or `null`. */
export function settledAs(c: TriageContext, policy: Policy, row: Row): Answer | null {
  switch (row) {
    case 'situation':
      return (['spread', 'newDevice', 'changed', 'accountType', 'otherAppsFail'] as const).every(
        (f) => c.facts[f],
      )
        ? 'continue'
        : null;
    case 'tls':
      if (is(c, 'tls12', 'locked')) return 'greyed-out';
      return is(c, 'tls12', 'on') ? 'was-on' : null;
    case 'proxy':
      if (switchesOf(c, policy, 'proxy').length > 0) return null;
      if (c.signals.includes('proxy-set')) return 'proxy-on';
      return c.signals.includes('proxy-none') ? 'no-proxy' : null;
    case 'client-age':
      return (known(c, 'clientAge') as Answer | undefined) ?? null;
    case 'cipher-suites':
      if (c.signals.includes('cipher-restricted')) return 'restricted';
      return c.signals.includes('cipher-not-restricted') ? 'not-restricted' : null;
    case 'rejoin-ready':
      return (['onCorpNetwork', 'knowsPassword', 'fallbackAdmin'] as const).every((f) => c.facts[f])
        ? 'continue'
        : null;
    default:
      return null;
  }
}

/** A reading that IT must act on at once, by its category, or `null`. */
export function urgent(reading: Reading | null): 'device-trust' | 'account' | null {
  if (reading?.facts.deviceAuth === 'disabled') return 'device-trust';
  const refused = reading?.signals.includes('sign-in-refused') || reading?.facts.prt === 'wrong-password';
  return refused ? 'account' : null;
}

/** `proxy` has the user switch something on this computer. */
export const switching = (c: TriageContext, policy: Policy): boolean =>
  switchesOf(c, policy, 'proxy').length > 0;

/** A row that was brought forward but can't be shown any more is forgotten. */
export const deadForward = (c: TriageContext, policy: Policy): Patch =>
  c.forward && !applies(c, policy, c.forward) ? { forward: null } : {};

/** How a case ends that nobody answers any more. */
export function quietOutcome(c: TriageContext, step: StepId): 'resolved-implied' | 'abandoned' {
  const afterRestart = step === 'winsock-check' || step === 'rejoin-check';
  const pausedOnFix = step === 'paused' && c.pausedAt !== null && isFixRow(c.pausedAt);
  return (afterRestart || pausedOnFix) && c.switchedOff.length === 0 ? 'resolved-implied' : 'abandoned';
}
