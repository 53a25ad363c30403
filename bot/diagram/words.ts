import type { Gate } from '../../dialogs/triage/conditions.ts';
import type { ConditionName } from '../../dialogs/triage/rows.ts';

const arrowWords: Record<ConditionName, string> = {
  othersToo: 'others too',
  newAndManaged: 'new and managed',
  otherAppsFail: 'other apps fail',
  readyToRejoin: 'all yes',
};

const gateWords: Record<Gate, string> = {
  'ask-code': 'code not known',
  'code-help': 'another code',
  device: 'computer not known',
  'other-device': 'not theirs, or by policy',
  unsupported: 'server, or old Windows',
  mobile: 'phone',
};

/** The machine's other guards, those with a value as `name:value`. */
const guardWords: Record<string, string> = {
  incident: 'incident open for the code',
  webDown: 'web fails',
  deviceTrustNow: 'new and managed',
  mobile: 'phone',
  'wishes:welcome': 'says nothing yet',
  proxyAloneNotRequired: 'only the proxy, not needed',
  'proxyRequired:yes': 'known: needed',
  'proxyRequired:no': 'not needed, more is off',
  proxyOff: 'proxy was off',
  nothingOff: 'nothing off',
  switching: 'it was switched off',
};

/** A guard or an action of the machine: its name and what it was given. */
export interface Named {
  type: string;
  params: Record<string, unknown>;
}

/** Reads a guard or an action as it stands in the machine's definition. */
export function named(one: unknown): Named | null {
  if (typeof one === 'string') return { type: one, params: {} };
  if (typeof one !== 'object' || one === null || !('type' in one)) return null;
  const params = 'params' in one && typeof one.params === 'object' ? one.params : {};
  return { type: String(one.type), params: { ...params } };
}

/** A guard in words, `null` where it only asks whether the card offers the answer. Throws on one without words. */
export function guardInWords({ type, params }: Named): string | null {
  if (type === 'offered' || type === 'urgent' || type === 'readAt') return null;
  const value = params.when ?? params.gate ?? params.wish ?? params.value;
  const tables: Record<string, string> =
    type === 'arrow' ? arrowWords : type === 'gate' ? gateWords : guardWords;
  const key = ['arrow', 'gate'].includes(type) || value === undefined ? value : `${type}:${value}`;
  const words = tables[String(key ?? type)];
  if (!words) throw new Error(`The diagram has no words for the guard ${type} ${JSON.stringify(params)}.`);
  return words;
}
