import type { AdaptiveCardJson } from '../cards/models.ts';
import { renderStep } from '../cards/render.ts';
import { findingText } from '../cards/texts.ts';
import { type LiveCase, openCase, type Rules, revive } from '../dialogs/triage/advance.ts';
import { present } from '../dialogs/triage/present.ts';
import type { Notice, StepView } from '../dialogs/triage/view.ts';
import { caseIdOf } from './intake.ts';
import type { UserRow } from './store/store.ts';
import { ticketWords } from './tickets/body.ts';

/** What is shown besides the case itself. */
export interface Shown {
  notice: Notice | null;
  why?: boolean;
  params?: Record<string, string>;
}

/** The welcome card before there is a case; it carries the id that the user's next case will have. */
export function welcomeCase(rules: Rules, user: UserRow, nextN: number, at: string): LiveCase {
  const record = openCase(rules, {
    id: caseIdOf(user.key, nextN),
    user: user.key,
    n: nextN,
    at,
    locale: user.locale,
    input: { wish: 'welcome' },
  });
  const revived = revive(rules, record);
  if (!revived.ok) throw new Error(`A fresh case can't be read: ${revived.why}`);
  return revived.live;
}

/** The living card of a case, as its user sees it. */
export const cardOf = (rules: Rules, user: UserRow, live: LiveCase, shown: Shown): AdaptiveCardJson =>
  renderStep(
    present(rules, live, {
      user: user.channelUserId,
      notice: shown.notice,
      why: shown.why ?? false,
      ...(shown.params && { params: shown.params }),
      lines: linesOf(rules, user, live),
    }),
  );

/** Lines that belong to a step and are not the same for everybody. */
function linesOf(rules: Rules, user: UserRow, live: LiveCase): StepView['lines'] {
  switch (live.step) {
    case 'escalate':
      return ticketWords(user, live, rules.policy).lines;
    case 'evidence':
      return live.record.reading.map(({ key, line }) => ({
        label: findingText(key).replace(/\.$/, ''),
        text: line,
      }));
    default:
      return [];
  }
}
