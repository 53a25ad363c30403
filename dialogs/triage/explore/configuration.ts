import { isEnding, isFixRow, isRow, ladder, type Row } from '../answers.ts';
import type { Place } from './engine.ts';
import type { Value } from './looks.ts';
import { answeredIs, deviceFacts, factIs, fileFacts, heldFacts, indexOf, recurringRows, variables } from './variables.ts';

/** A step and what is held of everything that a guard may look at; `undefined` is open. */
export interface Configuration {
  step: Place;
  values: readonly (Value | undefined)[];
  key: string;
  /** The key it would have without the correction. */
  plain: string;
  side: string;
}

const at = (name: string): number => {
  const i = indexOf.get(name);
  if (i === undefined) throw new Error(`no variable ${name}`);
  return i;
};
const rowAt = new Map<Row, number>(ladder.map((row) => [row, at(answeredIs(row))]));
const fixed = at('fixed');
const broke = at('broke');
const code = at(factIs('code'));
const switchedOff = at('switchedOff');
const pausedAt = at('pausedAt');
const readAt = at('readAt');
const reading = at('reading');
const keepTrying = at('keepTrying');
const recurring = at('recurring');
const codeKnown = at('codeKnown');
const deviceKnown = at('deviceKnown');
const factsAt = heldFacts.map((name) => at(factIs(name)));
const files = fileFacts.map((name) => at(factIs(name)));
const backup = at(answeredIs('backup'));
const corrected = at('corrected');
const admin = at(answeredIs('admin-rights'));

/** Answers that no guard asks for, only verdicts and tickets do. */
const silent = (['proxy-needed', 'winsock-check', 'rejoin-check'] as const).map((row) => at(answeredIs(row)));
/** Steps at which it matters what was said about the files, asked or not. */
const touchesFiles: readonly string[] = ['unlink', 'reset-client', 'reinstall', 'rejoin-ready', 'rejoin'];
/** After `fixed` and `something-broke` nothing of this is looked at any more. */
const onlyWhileRepairing = ['forward', 'deviceTrustNext', 'askAgain', 'recurring', 'reopened', 'incident', 'keepTrying'].map(at);
const repairs: readonly number[] = onlyWhileRepairing;

/**
 * Forgets what makes no difference from here on, so that configurations that behave alike are one.
 * Forgetting is opening: something open may have any value, so nothing that can happen is lost.
 */
export function settled(step: Place, given: (Value | undefined)[]): Configuration {
  const values = given;
  for (const i of silent) values[i] = null;
  if (step !== 'paused') values[pausedAt] = null;
  const read = step === 'evidence' || (step === 'paused' && values[pausedAt] === 'evidence');
  if (!read) {
    values[reading] = null;
    values[readAt] = null;
  }
  const here = values[readAt] ?? values[pausedAt] ?? step;
  for (const [row, i] of rowAt) if (values[i] === 'continue' && row !== here) values[i] = 'yes';
  const over = values[fixed] === 'yes' || values[broke] === 'yes';
  if (over || isEnding(step)) {
    for (const i of rowAt.values()) values[i] = undefined;
    for (const i of repairs) values[i] = null;
    for (const i of factsAt) values[i] = undefined;
  }
  if (values[fixed] !== 'yes') values[switchedOff] = undefined;
  if (values[code]) values[codeKnown] = 'yes';
  values[code] = undefined;
  const platform = values[at('fact platform')];
  if (platform === 'mobile' || platform === 'server') values[at('fact platform')] = undefined;
  if (isRow(step)) values[deviceKnown] = 'yes';
  if (over || isEnding(step)) {
    values[codeKnown] = 'yes';
    values[deviceKnown] = 'yes';
  }
  if (!values[backup] && !touchesFiles.includes(step)) for (const i of files) values[i] = undefined;
  const escalating = step === 'escalate' || (step === 'paused' && values[pausedAt] === 'escalate');
  if (!escalating && values[at('reopened')] !== 'now') values[keepTrying] = null;
  const row = values[recurring] as Row | 'maybe' | null;
  if (row && row !== 'maybe' && values[at(answeredIs(row))]) {
    // Once it was answered it no longer matters which one it was: any answered row leads to a person.
    values[recurring] = recurringRows.find((one) => isFixRow(one) && values[at(answeredIs(one))]) ?? row;
  }
  const key = keyOf(step, values);
  const plain = values[corrected] ? keyOf(step, without(values, [corrected])) : key;
  const side = sideOf(step, values) ?? key;
  return { step, values, key, plain, side };
}

function without(values: readonly (Value | undefined)[], names: readonly number[]): (Value | undefined)[] {
  const as = [...values];
  for (const i of names) as[i] = null;
  return as;
}
const carried = [...rowAt.values(), ...['forward', 'deviceTrustNext', 'askAgain', 'recurring', 'fact platform', 'fact ownership', 'fact dataAtRisk', 'fact backupDone', 'pausedAt', 'readAt', 'reopened', 'deviceKnown', 'codeKnown'].map(at)];
function sideOf(step: Place, values: readonly (Value | undefined)[]): string | null {
  if (step === 'paused' || step === 'evidence') return keyOf(step, without(values, [pausedAt, readAt]));
  if (['escalate', 'ask-code', 'code-help', 'other-device'].includes(step)) return keyOf(step, without(values, carried));
  return null;
}

const marks = new Map<Value | undefined, string>();
function keyOf(step: Place, values: readonly (Value | undefined)[]): string {
  let key: string = step;
  for (const value of values) {
    let mark = marks.get(value);
    if (mark === undefined) {
      mark = String.fromCharCode(1 + marks.size);
      marks.set(value, mark);
    }
    key += mark;
  }
  return key;
}

/** Before the first card: nothing answered, everything about the user and the computer open. */
export function blank(step: Place, given: { [name: string]: Value | undefined }): Configuration {
  const values = variables.map((name): Value | undefined => (name in given ? given[name] : null));
  return settled(step, values);
}

/** Facts that can't be unknown any more in a configuration. */
export function isKnown(c: Configuration, name: string): boolean {
  if (name === 'fact code') return c.values[codeKnown] === 'yes';
  if (name === 'fact admin') return c.values[admin] === 'yes';
  return deviceNames.has(name) && c.values[deviceKnown] === 'yes';
}
const deviceNames: ReadonlySet<string> = new Set(deviceFacts.map(factIs));
