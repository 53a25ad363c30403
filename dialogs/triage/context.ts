import type { Answer, Category, FixRow, Outcome, Row, StepId } from './answers.ts';
import { isFixRow, ladder } from './answers.ts';
import type { Facts, FactValues, Origin, Switch } from './facts.ts';
import { amended, factNames, learn } from './facts.ts';
import type { Policy } from './policy.ts';

/** What was read from a paste and waits for the user's "right". */
export interface Reading {
  facts: FactValues;
  /** Stable ids of what was read, e.g. `device-disabled`; see understanding/evidence. */
  signals: string[];
}

export interface Escalation {
  /** `null`: the first verdict decides. */
  category: Category | null;
  /** `situation` led here, so the ladder can go on. */
  keepTrying: boolean;
  /** The ladder has nothing left to try. */
  end: boolean;
}

/** The machine's memory: plain JSON, no times, no ids. */
export interface TriageContext {
  facts: Facts;
  /**
   * Rows answered, with whatever answer: none of them is shown again. `start-over` forgets the questions, not the
   * fix rows; `back` forgets the answer of the card that it returns to.
   */
  answered: { [R in Row]?: Answer | undefined };
  /** Fix rows that were really done; `back` and `start-over` keep them. */
  fixesTried: FixRow[];
  switchedOff: Switch[];
  /** Confirmed readings, for verdicts. */
  signals: string[];
  /** A row from `unlink` on was shown, so something may have broken. */
  invasive: boolean;
  broke: boolean;
  fixed: boolean;
  fixedBy: Row | null;
  lastRow: Row | null;
  /** Brought forward: the next row to show if it applies. */
  forward: Row | null;
  /** A new managed computer: escalate once `join-check` has had its chance. */
  deviceTrustNext: boolean;
  /** `device` is shown although everything in it is known (after `start-over`). */
  askAgain: boolean;
  escalation: Escalation | null;
  /** `copied-now`: not used, opening the rows left out, or used up; with the category to come back with. */
  reopened: 'no' | 'now' | 'used';
  putBackFailed: boolean;
  pausedAt: StepId | null;
  reading: Reading | null;
  /** Where a paste came in. */
  readAt: Row | null;
  wrongReadings: { [R in Row]?: number };
  /** The row that fixed it last time, offered first. */
  recurring: Row | null;
  incident: boolean;
  rated: boolean;
  /** The next-day question is on the card. */
  checking: boolean;
  /** What the first message wished, while no step has been shown. */
  wish: 'welcome' | 'human' | null;
  outcome: Outcome | null;
}

/** A row that somebody else has done with the user; `at` (ISO time, UTC) where they say when. */
export interface StepDone {
  step: StepId;
  answer: Answer;
  at?: string | undefined;
}

export interface TriageInput {
  facts?: Facts;
  /** What the first message asked for, where it was no code. */
  wish?: 'welcome' | 'human';
  /** Steps done before the case began (handoff). */
  stepsDone?: StepDone[];
  recurring?: Row;
  incident?: boolean;
}

const family = ['0x8004de40', '0x8004de88', 'unknown'];

/** The code is this ladder's, or the wording without a code. */
export const inFamily = (c: TriageContext): boolean => family.includes(c.facts.code?.value ?? '');
export const known = (c: TriageContext, fact: keyof Facts): string | undefined => c.facts[fact]?.value;
export const is = (c: TriageContext, fact: keyof Facts, value: string): boolean =>
  c.facts[fact]?.value === value;

export const onWindows = (c: TriageContext): boolean => is(c, 'platform', 'windows');
export const managed = (c: TriageContext): boolean => !is(c, 'ownership', 'personal');
/** Only the user's own word or a paste opens elevated steps; a handoff's yes is asked again. */
export const hasAdmin = (c: TriageContext): boolean =>
  is(c, 'admin', 'yes') && c.facts.admin?.from !== 'handoff';
export const adminKnown = (c: TriageContext): boolean =>
  c.facts.admin !== undefined && (is(c, 'admin', 'no') || c.facts.admin.from !== 'handoff');
export const deviceKnown = (c: TriageContext): boolean =>
  c.facts.platform !== undefined && c.facts.ownDevice !== undefined && c.facts.ownership !== undefined;

/** `proxy` switches on a personal computer, and looks only on a managed one unless policy allows the test. */
export const proxyMode = (c: TriageContext, policy: Policy): 'switch' | 'look' =>
  !managed(c) || policy.managedProxyTest === 'yes' ? 'switch' : 'look';

/** What a row has the user switch off. On a managed computer `other-network` has the VPN off and on again only. */
export function switchesOf(c: TriageContext, policy: Policy, row: StepId): Switch[] {
  if (row === 'proxy') return proxyMode(c, policy) === 'switch' ? ['proxy'] : [];
  if (row === 'other-network') return managed(c) ? [] : ['vpn', 'filter'];
  return row === 'security-software' ? ['scanner'] : [];
}

/** The context a case begins with. */
export function startContext(input: TriageInput, policy: Policy): TriageContext {
  let facts = input.facts ?? {};
  if (policy.admin === 'never') facts = learn(facts, { admin: 'no' }, 'policy');
  if (policy.proxyRequired !== 'unsure') {
    facts = learn(facts, { proxyRequired: policy.proxyRequired }, 'policy');
  }
  return {
    facts,
    answered: {},
    fixesTried: [],
    switchedOff: [],
    signals: [],
    invasive: false,
    broke: false,
    fixed: false,
    fixedBy: null,
    lastRow: null,
    forward: null,
    deviceTrustNext: false,
    askAgain: false,
    escalation: null,
    reopened: 'no',
    putBackFailed: false,
    pausedAt: null,
    reading: null,
    readAt: null,
    wrongReadings: {},
    recurring: input.recurring ?? null,
    incident: input.incident ?? false,
    rated: false,
    checking: false,
    wish: input.wish ?? null,
    outcome: null,
  };
}

/** Facts kept by `start-over`: the device and what must never be forgotten; the rest is asked again. */
const keptOnStartOver: readonly (keyof Facts)[] = [
  'code',
  'platform',
  'ownDevice',
  'ownership',
  'joinType',
  'deviceAuth',
  'prt',
  'tls12',
  'clientVersion',
  'clientAge',
  'securityProduct',
  'signedOut',
  'dataAtRisk',
  'backupDone',
];

/** The same case from its beginning: questions are asked again, tried fix rows stay tried. */
export function startedOver(c: TriageContext, policy: Policy): TriageContext {
  const asked = factNames.filter((name) => !keptOnStartOver.includes(name));
  const questions = ladder.filter((row) => !isFixRow(row));
  return {
    ...startContext({ facts: amended(c.facts, nothingIn(asked)) }, policy),
    answered: amended(c.answered, nothingIn(questions)),
    fixesTried: c.fixesTried,
    switchedOff: c.switchedOff,
    signals: c.signals,
    invasive: c.invasive,
    reopened: c.reopened === 'no' ? 'no' : 'used',
    askAgain: true,
  };
}

const nothingIn = <K extends string>(names: readonly K[]) =>
  Object.fromEntries(names.map((name) => [name, undefined])) as { [N in K]?: undefined };

/** Adds facts of an answer; returns the same object where nothing is new. */
export function withFacts(
  c: TriageContext,
  values: { [name: string]: string | undefined },
  from: Origin,
): TriageContext {
  const facts = learn(c.facts, values, from);
  return facts === c.facts ? c : amended(c, { facts });
}
