import { assign, setup } from 'xstate';
import { type Answer, type Category, isFixRow, type Outcome, type Row, type StepId } from './answers.ts';
import { adminFirst, applies, backupFirst, blocked, copyMissing, type Gate, gate } from './conditions.ts';
import {
  is,
  onWindows,
  type StepDone,
  startedOver,
  type TriageContext,
  type TriageInput,
  withFacts,
} from './context.ts';
import type { FactValues, Origin } from './facts.ts';
import { offers } from './offers.ts';
import type { Policy } from './policy.ts';
import { type Arrow, type ConditionName, conditionsOfArrows, rowForChange } from './rows.ts';
import * as update from './updates.ts';

/** What a user, a parser or a colleague brings into a case. */
export type TriageEvent =
  | { type: Answer; inputs?: { [id: string]: string }; from?: Origin }
  | { type: 'learn'; facts: FactValues; from: Origin }
  | { type: 'paste'; facts: FactValues; signals: string[] }
  /** A help desk hands the user over while a case is open. */
  | { type: 'handoff'; facts: FactValues; stepsDone: StepDone[] }
  /** Nobody answered the reminders. */
  | { type: 'quiet' }
  /** The next working day after a fix: is it still good? */
  | { type: 'check' };

const given = (event: TriageEvent) => event as { inputs?: { [id: string]: string }; from?: Origin };

/** What helped last time may be offered first: a fix, but never one of the two heaviest. */
const offeredAgain = (row: Row | null): row is Row =>
  row !== null && isFixRow(row) && row !== 'rejoin' && row !== 'reinstall';

/** Guards and context updates under their names, so that the states read like triage.md and the diagram has labels. */
export const triageSetup = (policy: Policy) =>
  setup({
    types: {
      context: {} as TriageContext,
      events: {} as TriageEvent,
      input: {} as TriageInput,
    },
    guards: {
      offered: ({ context }, p: { step: StepId; answer: Answer }) =>
        offers(context, policy, p.step, p.answer),
      applies: ({ context }, p: { row: Row }) => applies(context, policy, p.row),
      backupFirst: ({ context }, p: { row: Row }) => backupFirst(context, policy, p.row),
      adminFirst: ({ context }, p: { row: Row }) => adminFirst(context, policy, p.row),
      forward: ({ context }, p: { row: Row; backup: boolean }) =>
        context.forward === p.row &&
        (p.backup ? backupFirst(context, policy, p.row) : applies(context, policy, p.row)),
      reopened: ({ context }) => context.reopened === 'now',
      filesUnknown: ({ context: c }) =>
        c.reopened === 'now' && !is(c, 'backupDone', 'yes') && !is(c, 'dataAtRisk', 'yes'),
      reopens: ({ context }, p: { row: Row; admin: boolean }) =>
        context.reopened === 'now' && (p.admin ? adminFirst : applies)(context, policy, p.row),
      recurring: ({ context }, p: { row: Row; need: 'backup' | 'admin' | 'nothing' }) =>
        context.recurring === p.row &&
        is(context, 'webWorks', 'yes') &&
        (p.need === 'backup' ? backupFirst : p.need === 'admin' ? adminFirst : applies)(
          context,
          policy,
          p.row,
        ),
      recurringTried: ({ context: c }) =>
        offeredAgain(c.recurring) && is(c, 'webWorks', 'yes') && c.answered[c.recurring] !== undefined,
      deviceTrustNow: ({ context: c }) =>
        c.deviceTrustNext && !(c.forward === 'join-check' && applies(c, policy, 'join-check')),
      gate: ({ context }, p: { gate: Gate }) => gate(context, policy) === p.gate,
      noLongerApplies: ({ context }, p: { row: Row }) =>
        gate(context, policy) !== null ||
        blocked(context, policy, p.row) !== null ||
        copyMissing(context, p.row),
      /** What only another row leads to stays, whatever is learnt, but not on another kind of computer. */
      gone: ({ context }, p: { row: Row }) =>
        gate(context, policy) !== null || (p.row.endsWith('-check') && !onWindows(context)),
      settled: ({ context }, p: { row: Row; answer: Answer; when?: ConditionName }) =>
        update.settledAs(context, policy, p.row) === p.answer &&
        (p.when === undefined || conditionsOfArrows[p.when](context)),
      /** A confirmed paste or a handoff answered the row that is on the screen. */
      answeredMeanwhile: ({ context }, p: { row: Row }) => context.answered[p.row] !== undefined,
      arrow: ({ context, event }, p: { row: Row; answer: Answer; when: ConditionName }) =>
        conditionsOfArrows[p.when](
          withFacts(context, update.formValues(p.row, p.answer, given(event).inputs), 'asked'),
        ),
      switching: ({ context }) => update.switching(context, policy),
      proxyOff: ({ context }) => context.switchedOff.includes('proxy'),
      proxyAloneNotRequired: ({ context }) =>
        is(context, 'proxyRequired', 'no') && context.switchedOff.every((one) => one === 'proxy'),
      nothingOff: ({ context }) => context.switchedOff.length === 0,
      proxyRequired: ({ context }, p: { value: string }) => is(context, 'proxyRequired', p.value),
      webDown: ({ context }) => is(context, 'webWorks', 'no'),
      incident: ({ context }) => context.incident,
      wishes: ({ context }, p: { wish: string }) => context.wish === p.wish,
      codeKnown: ({ context }) => context.facts.code !== undefined,
      deviceAsked: ({ context }) => gate(context, policy) !== 'device',
      mobile: ({ context }) => is(context, 'platform', 'mobile'),
      pausedAt: ({ context }, p: { step: StepId }) => context.pausedAt === p.step,
      readAt: ({ context }, p: { row: Row }) => context.readAt === p.row,
      urgent: ({ context }, p: { category: Category }) =>
        !context.fixed && update.urgent(context.reading) === p.category,
      mayRead: ({ context }, p: { row: Row }) => (context.wrongReadings[p.row] ?? 0) < 2,
    },
    actions: {
      shown: assign(({ context }, p: { row: Row }) => update.shown(context, policy, p.row)),
      dropDeadForward: assign(({ context }) => update.deadForward(context, policy)),
      answered: assign(
        ({ context, event }, p: { row: Row; answer: Answer; arrow: Arrow; settled: boolean }) =>
          update.answered(
            context,
            policy,
            p.row,
            p.answer,
            p.arrow,
            p.settled ? { from: 'inferred' } : given(event),
          ),
      ),
      learnForm: assign(({ context, event }, p: { step: StepId; answer: Answer; also?: FactValues }) => ({
        facts: withFacts(
          context,
          { ...update.formValues(p.step, p.answer, given(event).inputs), ...p.also },
          given(event).from ?? 'asked',
        ).facts,
        askAgain: false,
        wish: null,
      })),
      takeOver: assign(({ context, event }) => {
        if (event.type !== 'handoff') return {};
        const known = withFacts(context, event.facts, 'handoff');
        return update.doneBefore(known, event.stepsDone);
      }),
      learn: assign(({ context, event }) =>
        event.type === 'learn' ? { facts: withFacts(context, event.facts, event.from).facts } : {},
      ),
      read: assign(({ event }, p: { row: Row }) =>
        event.type === 'paste'
          ? { reading: { facts: event.facts, signals: event.signals }, readAt: p.row }
          : {},
      ),
      confirmReading: assign(({ context }) => update.readingConfirmed(context)),
      refuseReading: assign(({ context }) => update.readingRefused(context)),
      markFixed: assign(({ context }) => update.fixedAt(context)),
      markFixedByIt: assign(({ context }) => update.fixedAt(context, true)),
      markBroke: assign({ broke: true, forward: null, deviceTrustNext: false }),
      escalateAs: assign((_, p: { category: Category | null; end?: boolean }) => ({
        escalation: { category: p.category, keepTrying: false, end: p.end ?? false },
        wish: null,
      })),
      deviceTrustDone: assign({
        deviceTrustNext: false,
        escalation: { category: 'device-trust' as const, keepTrying: true, end: false },
      }),
      keepTrying: assign(({ context }) => ({ escalation: null, forward: rowForChange(context) })),
      leaveOpening: assign(({ context }) => ({
        forward: null,
        reopened: context.reopened === 'now' ? 'used' : context.reopened,
      })),
      copiedNow: assign(({ context }) => update.filesCopied(context)),
      closeReopened: assign({ reopened: 'used' }),
      proxyStaysOff: assign(({ context }) => ({
        switchedOff: context.switchedOff.filter((one) => one !== 'proxy'),
      })),
      allOnAgain: assign({ switchedOff: [] }),
      putBackFailed: assign({ putBackFailed: true }),
      incidentSeen: assign({ incident: false }),
      pausedAt: assign((_, p: { step: StepId }) => ({ pausedAt: p.step })),
      forgetPause: assign({ pausedAt: null }),
      startOver: assign(({ context }) => startedOver(context, policy)),
      endAs: assign((_, p: { outcome: Outcome }) => ({ outcome: p.outcome })),
      endQuietly: assign(({ context }, p: { step: StepId }) => ({
        outcome: update.quietOutcome(context, p.step),
      })),
      rated: assign({ rated: true }),
      checking: assign({ checking: true }),
      checked: assign({ checking: false }),
      /** Effects: names only, `step` hands them to whoever can do them. */
      openTicket: () => {},
      commentTicket: () => {},
      closeTicket: () => {},
      withdrawTicket: () => {},
      newCase: () => {},
      explain: () => {},
      remindLater: () => {},
      readPaste: () => {},
      recordRating: () => {},
    },
  });
export type TriageSetup = ReturnType<typeof triageSetup>;
