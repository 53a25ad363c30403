import { isFixRow, ladder, type Row } from '../answers.ts';
import { choiceFacts, type Fact, type FactName, factNames, switches } from '../facts.ts';
import type { Value } from './looks.ts';

/** A value that a configuration leaves open. */
export const open = undefined;

/** The context's plain fields, by how their value is written. */
export const flags = [
  'invasive',
  'broke',
  'fixed',
  'deviceTrustNext',
  'askAgain',
  'putBackFailed',
  'incident',
  'rated',
  'checking',
] as const;
export const names = ['forward', 'reopened', 'pausedAt', 'readAt', 'recurring', 'wish'] as const;

export const answeredIs = (row: Row): string => `answered ${row}`;
export const factIs = (name: FactName): string => `fact ${name}`;

/** The facts that a configuration may hold; all others are open in all of them. */
export const heldFacts = ['code', 'platform', 'ownership', 'dataAtRisk', 'backupDone'] as const satisfies readonly FactName[];
/** What kind of computer it is; a later correction makes the case one of the other kind. */
export const kindFacts = ['platform', 'ownership'] as const satisfies readonly FactName[];
export const fileFacts = ['dataAtRisk', 'backupDone'] as const satisfies readonly FactName[];
export const deviceFacts = ['platform', 'ownDevice', 'ownership'] as const satisfies readonly FactName[];

/** What a configuration consists of, besides its step. */
export const variables: readonly string[] = [
  ...ladder.map(answeredIs),
  ...flags,
  ...names,
  'keepTrying',
  'reading',
  'switchedOff',
  ...heldFacts.map(factIs),
  // not the machine's: once known, never unknown again
  'corrected',
  'codeKnown',
  'deviceKnown',
];
export const indexOf: ReadonlyMap<string, number> = new Map(variables.map((name, i) => [name, i]));

/** Values that no guard tells from the first of their group; held against the machine by a test. */
export const alike: { [F in FactName]?: readonly (readonly string[])[] } = {
  platform: [['server', 'windows-old']],
  accountType: [['work', 'personal']],
  otherNetworkWorks: [['unsure', 'yes', 'no']],
  spread: [['unsure', 'only-me', 'my-other-devices']],
  newDevice: [['unsure', 'no']],
  otherAppsFail: [['unsure', 'no']],
  otherAccountFails: [['unsure', 'yes', 'no']],
  changed: [['unsure', 'new-computer', 'nothing']],
  clientAge: [['unsure', 'recent']],
  joinType: [['unsure', 'registered', 'domain', 'none']],
  deviceAuth: [['unknown', 'ok', 'disabled', 'no-network']],
  prt: [['unknown', 'yes', 'no', 'wrong-password']],
};
export const familyCode = '0x8004de40';
export const otherCode = '0x80070005';

/** An administrator's yes from a handoff is asked again: the one fact whose origin matters. */
const handedOver = 'yes (handoff)';

function valuesOf(name: FactName, merged: boolean): Value[] {
  if (name === 'code') return [null, familyCode, otherCode];
  if (!(name in choiceFacts)) return [null];
  const all: readonly string[] = choiceFacts[name as keyof typeof choiceFacts];
  const groups = merged ? (alike[name] ?? []) : [];
  const values = all.filter((value) => !groups.some((group) => group.indexOf(value) > 0));
  return [null, ...values, ...(name === 'admin' ? [handedOver] : [])];
}

/** Every value of what may be open, the unknown first. */
export function allOptions(merged: boolean): ReadonlyMap<string, readonly Value[]> {
  const subsets = switches.reduce<string[]>((all, one) => all.flatMap((s) => [s, s ? `${s},${one}` : one]), ['']);
  return new Map<string, readonly Value[]>([
    ...factNames.map((name) => [factIs(name), valuesOf(name, merged)] as const),
    ['switchedOff', subsets],
    ...ladder.map((row) => [answeredIs(row), [null, 'yes']] as const),
  ]);
}
export const yesNo: readonly Value[] = [null, 'yes'];

/** Rows that a recurring case may offer first. */
export const recurringRows: readonly Row[] = ladder.filter(
  (row) => isFixRow(row) && ladder.indexOf(row) >= ladder.indexOf('unlink') && row !== 'rejoin' && row !== 'reinstall',
);

/** A fact as the machine keeps it, from its written form `value` or `value (origin)`. */
export function factOf(written: Value): Fact | undefined {
  if (written === null) return undefined;
  let fact = facts.get(written);
  if (!fact) {
    const [, value, from] = /^(.*?)(?: \((.*)\))?$/.exec(written) ?? [];
    fact = { value: value ?? written, from: (from ?? 'asked') as Fact['from'] };
    facts.set(written, fact);
  }
  return fact;
}
const facts = new Map<string, Fact>();
