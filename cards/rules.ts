import type { StepView } from '../dialogs/triage/view.ts';
import type { AdaptiveCardJson } from './models.ts';

/*
 * What the rules of triage.md say of a card's words. They look at the finished card and share nothing with the
 * locale and the templates that made it.
 */

/** A card as its user sees it. */
export interface Face {
  view: StepView;
  card: AdaptiveCardJson;
}
export type CardRuleId = 'R5' | 'R11' | 'R13' | 'R17' | 'R20' | 'R21';

/** Every text of a card from top to bottom, texts of inputs and buttons included. */
export function textsOf(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(textsOf);
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) => {
    if (typeof value === 'string') return said.includes(key) ? [value] : [];
    return key === 'data' || key === 'refresh' ? [] : textsOf(value);
  });
}
const said = ['text', 'title', 'label', 'placeholder', 'errorMessage', 'speak', 'fallbackText', 'altText'];

const windowsWords =
  /registry|Win\+R|Windows key|Control Panel|inetcpl|netsh|dsregcmd|this PC|Start menu|File Explorer|Command Prompt|near the clock|restore point|System Restore|Internet Options|Windows update|Credential Manager/i;
const protectionOff =
  /(?:switch|turn)(?:ed|ing)? off [^.]*(?:antivirus|protection|firewall|scan|security|defender)|disable (?:the |your )?(?:antivirus|protection|firewall|security|defender)|pause (?:only|web|the scan|an ad)|uninstall (?:your|the) (?:security|antivirus)/i;
const thirdParty = /(?<!don't download any )repair tool|cleaner|registry fix|DLL|driver updater/i;
const roundUac = /(?:bypass|disable|switch off|turn off) (?:UAC|user account control)/i;
const asksForSecrets =
  /(?:enter|type|send|tell|give|write)(?: me| us| here)*(?: your| the)? (?:password|passcode|pin|token|one-time code|verification code)/i;
const changing =
  /netsh (?:winsock|int ip) reset|onedrive\.exe \/reset|dsregcmd \/(?:leave|join)|ipconfig \/flushdns/i;

/** Rows that can cut the connection (R21). */
const cutting = ['connection', 'proxy', 'other-network', 'winsock', 'rejoin', 'credentials'];

const joined = ({ card }: Face): string => textsOf(card).join('\n');
const has = ({ view }: Face, tag: StepView['tags'][number]): boolean => view.tags.includes(tag);

export const cardRules: { readonly [R in CardRuleId]: (face: Face) => boolean } = {
  /** "Someone else's device: no fix, no command." */
  R5: (face) => face.view.step !== 'other-device' || !changing.test(joined(face)),

  /** "While `switchedOff` is not empty every card … starts with how to switch it on again." */
  R11: ({ view, card }) => {
    if (view.switchedOff.length === 0) return true;
    const first = textsOf((card.body as object[])[0]).join('\n');
    return /switch(?:ed)? .*(?:on|off)/i.test(first) && first.split('\n').length > view.switchedOff.length;
  },

  /** "Nothing suggests third-party repair tools, going round UAC, or switching protection off on a managed device." */
  R13: (face) => {
    const text = joined(face);
    const protection = has(face, 'managed') && protectionOff.test(text);
    return !protection && !roundUac.test(text) && !(thirdParty.test(text) && face.view.step !== 'code-help');
  },

  /** "No Windows instruction for a Mac." */
  R17: (face) => !has(face, 'mac') || !windowsWords.test(joined(face)),

  /** "The bot never asks for a password, code or token." */
  R20: (face) =>
    !asksForSecrets.test(joined(face)) && !JSON.stringify(face.card).includes('"style":"Password"'),

  /**
   * "Before a step that can cut the connection … the card says how to undo it without this chat, that the chat goes
   * on from a phone, and the help desk's number", where the policy knows one.
   */
  R21: (face) => {
    const { view } = face;
    if (!cutting.includes(view.step)) return true;
    const text = joined(face);
    return (
      /If the connection drops/.test(text) &&
      /on your phone/.test(text) &&
      text.includes(view.params.phone ?? '')
    );
  },
};

/** The rules that a card breaks. */
export const brokenByCard = (face: Face): CardRuleId[] =>
  (Object.keys(cardRules) as CardRuleId[]).filter((id) => !cardRules[id](face));
