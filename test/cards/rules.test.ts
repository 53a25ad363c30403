import { describe, expect, it } from 'vitest';
import { renderStep } from '../../cards/render.ts';
import { brokenByCard, type CardRuleId, textsOf } from '../../cards/rules.ts';
import type { StepView } from '../../dialogs/triage/view.ts';
import { viewOf } from './views.ts';

type Change = (card: { body: object[] }) => void;
const say =
  (text: string): Change =>
  (card) =>
    card.body.push({ type: 'TextBlock', text });
const without =
  (text: RegExp): Change =>
  (card) => {
    const cut = (part: object): object => JSON.parse(JSON.stringify(part).replace(text, ''));
    card.body = cut(card.body) as object[];
  };

/** A fault in a card for every rule about words. */
const faults: [CardRuleId, string, Partial<StepView> & { step: StepView['step'] }, Change][] = [
  ['R5', "a command on somebody else's computer", { step: 'other-device' }, say('netsh winsock reset')],
  [
    'R11',
    'a card that begins with something else',
    { step: 'tls', switchedOff: ['proxy'] },
    (card) => card.body.unshift({ type: 'TextBlock', text: 'Hello' }),
  ],
  [
    'R13',
    'protection off on a managed computer',
    { step: 'tls', tags: ['windows', 'managed'] },
    say('Switch off the antivirus.'),
  ],
  ['R13', 'a repair tool', { step: 'tls' }, say('Download this repair tool.')],
  ['R13', 'a way round the consent window', { step: 'tls' }, say('Turn off UAC first.')],
  [
    'R17',
    'a Windows word for a Mac',
    { step: 'proxy', tags: ['mac', 'managed', 'look'] },
    say('Open the Control Panel.'),
  ],
  ['R20', 'a question for a password', { step: 'tls' }, say('Please enter your password here.')],
  [
    'R20',
    'a field for a password',
    { step: 'tls' },
    (card) => card.body.push({ type: 'Input.Text', style: 'Password' }),
  ],
  ['R21', 'nothing about a lost connection', { step: 'winsock' }, without(/If the connection drops:/g)],
  ['R21', "not the help desk's number", { step: 'proxy' }, without(/\+49 30 555 0100/g)],
];

describe('the rules about words', () => {
  it.each(faults)('%s finds %s', (rule, _fault, { step, ...over }, change) => {
    const view = viewOf(step, over);
    const card = renderStep(view);
    expect(brokenByCard({ view, card })).toEqual([]);
    change(card as unknown as { body: object[] });
    expect(brokenByCard({ view, card })).toContain(rule);
  });

  it('read everything that a person reads', () => {
    const texts = textsOf(renderStep(viewOf('escalate'))).join('\n');
    expect(texts).toContain('Send');
    expect(texts).not.toContain('c-7f3a');
  });
});
