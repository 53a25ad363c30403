import { isFixRow, ladder, type Row } from '../answers.ts';
import { choiceFacts, type FactName, factNames, type Switch, switches } from '../facts.ts';

/** Nothing is known. */
export const unknown = undefined;

/**
 * Values that no guard and no action tells apart: the first of each list stands for all of it. A test asks every
 * guard and every action, on every context, whether that is true.
 */
export const alike: { [F in FactName]?: readonly (readonly (string | undefined)[])[] } = {
  code: [
    ['0x8004de40', '0x8004de88', 'unknown'],
    ['0x80070005', 'CAA50021', 'sync-pending', 'not-onedrive'],
  ],
  platform: [['server', 'windows-old']],
  accountType: [['work', 'personal']],
  surface: [[unknown, 'sign-in-window', 'tray-icon', 'file-explorer', 'other']],
  otherNetworkWorks: [['yes', 'no', 'unsure']],
  spread: [['only-me', 'my-other-devices', 'unsure']],
  newDevice: [['no', 'unsure']],
  otherAppsFail: [['no', 'unsure']],
  otherAccountFails: [['yes', 'no', 'unsure']],
  changed: [['nothing', 'new-computer', 'unsure']],
  dataAtRisk: [[unknown, 'no']],
  backupDone: [[unknown, 'no']],
  signedOut: [[unknown, 'no']],
  tls12: [[unknown, 'off']],
  joinType: [['none', 'registered', 'domain', 'unsure']],
  deviceAuth: [['ok', 'disabled', 'no-network', 'unknown']],
  prt: [['yes', 'no', 'wrong-password', 'unknown']],
};

/** Facts that are free text and that no guard looks into. */
const openFactValues: { [F in FactName]?: readonly (string | undefined)[] } = {
  code: [unknown, '0x8004de40', '0x80070005'],
  securityProduct: [unknown],
  clientVersion: [unknown],
  vpnOrProxyOrFilter: [unknown],
};

/** The values of a fact, each standing for those like it; the unknown first. */
export function valuesOf(name: FactName): readonly (string | undefined)[] {
  const all = openFactValues[name] ?? [unknown, ...choiceFacts[name as keyof typeof choiceFacts]];
  const groups = alike[name] ?? [];
  return all.filter((value) => !groups.some((group) => group.indexOf(value) > 0));
}
export const factValues = Object.fromEntries(factNames.map((name) => [name, valuesOf(name)])) as Record<
  FactName,
  readonly (string | undefined)[]
>;

/** Every set of things that can be off at once. */
export const switchedOffSets: readonly (readonly Switch[])[] = switches.reduce<Switch[][]>(
  (sets, one) => sets.concat(sets.map((set) => [...set, one])),
  [[]],
);

/** Rows that a case which came back may offer first. */
export const recurringRows: readonly Row[] = ladder.filter(
  (row) =>
    isFixRow(row) &&
    ladder.indexOf(row) >= ladder.indexOf('unlink') &&
    row !== 'rejoin' &&
    row !== 'reinstall',
);
