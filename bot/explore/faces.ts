import { renderStep } from '../../cards/render.ts';
import { brokenByCard, type CardRuleId, type Face } from '../../cards/rules.ts';
import { openCase, type Rules, revive } from '../../dialogs/triage/advance.ts';
import { type StepId, stepIds } from '../../dialogs/triage/answers.ts';
import { startContext } from '../../dialogs/triage/context.ts';
import type { Facts, Switch } from '../../dialogs/triage/facts.ts';
import { present } from '../../dialogs/triage/present.ts';
import { windowsRows } from '../../dialogs/triage/rules/table.ts';

type Values = { [name: string]: string };

const asked = (values: Values): Facts =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { value, from: 'asked' as const }]),
  );

/** The facts by which one card differs from another in its words. */
const kinds: Values[] = ['windows', 'mac'].flatMap((platform) =>
  ['managed', 'personal'].flatMap((ownership) =>
    ['work', 'personal'].flatMap((accountType) =>
      ['hybrid', 'entra'].map((joinType) => ({
        code: '0x8004de40',
        ownDevice: 'yes',
        admin: 'yes',
        platform,
        ownership,
        accountType,
        joinType,
      })),
    ),
  ),
);
const everyOff: Switch[][] = [
  [],
  ['proxy'],
  ['scanner'],
  ['vpn', 'filter'],
  ['proxy', 'scanner', 'vpn', 'filter'],
];

const at = new Date(0).toISOString();

/** Every card that the triage can show under a policy, as far as its words differ; with all that can be off. */
export function* faces(rules: Rules, offs = everyOff): Generator<Face> {
  const record = openCase(rules, { id: 'case', user: 'user', n: 1, at, locale: 'en', input: {} });
  const revived = revive(rules, record);
  if (!revived.ok) throw new Error(`A fresh case can't be read: ${revived.why}`);
  for (const step of stepIds) {
    for (const values of kinds) {
      if (values.platform === 'mac' && (windowsRows as readonly StepId[]).includes(step)) continue;
      for (const switchedOff of offs) {
        const context = { ...startContext({ facts: asked(values) }, rules.policy), switchedOff };
        const snapshot = rules.machine.resolveState({ value: step as never, context });
        const live = { ...revived.live, snapshot, context, step };
        const skipped = rules.policy.steps.off.map((off) => ({ step: off.step, why: 'policy' as const }));
        const view = { ...present(rules, live, { user: 'user', why: true }), skipped };
        yield { view, card: renderStep(view) };
      }
    }
  }
}

export interface BrokenCard {
  rule: CardRuleId;
  /** Which card it is, in words. */
  card: string;
}

/** The first card for each rule about words that is broken under a policy. */
export function brokenCards(rules: Rules, offs = everyOff): BrokenCard[] {
  const found = new Map<CardRuleId, BrokenCard>();
  for (const face of faces(rules, offs)) {
    for (const rule of brokenByCard(face)) {
      const { step, tags, switchedOff } = face.view;
      const off = switchedOff.length > 0 ? `, switched off: ${switchedOff.join(', ')}` : '';
      if (!found.has(rule)) found.set(rule, { rule, card: `${step} (${tags.join(', ')}${off})` });
    }
  }
  return [...found.values()];
}
