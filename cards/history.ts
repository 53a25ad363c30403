import type { Answer, FixRow, StepId } from '../dialogs/triage/answers.ts';
import { isFixRow } from '../dialogs/triage/answers.ts';
import type { Switch } from '../dialogs/triage/facts.ts';
import type { SkipReason, StepView, TrailEntry } from '../dialogs/triage/view.ts';
import type { BannerModel, FoldedLine, Words } from './models.ts';
import {
  answerText,
  escapeMarkdown,
  originText,
  say,
  skipText,
  stepName,
  switchOnText,
  undoText,
} from './texts.ts';

/** Cards are small: older lines of a very long case stay in the ticket. */
const mostEarlier = 25;
const shownOpen = 3;

/** Reasons a user has something from reading; the others only say that a row was not for this computer. */
const worthSaying: readonly SkipReason[] = ['read', 'policy', 'data-at-risk', 'signed-out', 'no-admin'];

/** To pause and to carry on says nothing about the error; the ticket has it. */
const restful: readonly Answer[] = ['pause', 'resume'];

const clocks = new Map<string, Intl.DateTimeFormat | null>();

function clock(timeZone: string): Intl.DateTimeFormat | null {
  let found = clocks.get(timeZone);
  if (found === undefined) {
    try {
      found = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone });
    } catch {
      // The zone is the client's word; a card without times is better than none.
      found = null;
    }
    clocks.set(timeZone, found);
  }
  return found;
}

function timeOf(at: string, timeZone: string | undefined): string {
  const format = timeZone ? clock(timeZone) : null;
  const date = new Date(at);
  return format && !Number.isNaN(date.valueOf()) ? `${format.format(date)} ` : '';
}

function trailLine(entry: TrailEntry, timeZone: string | undefined): string {
  const origin = originText(entry.from);
  const seen = answerText(entry);
  return `${timeOf(entry.at, timeZone)}${stepName(entry.step)}: ${seen}${origin && ` (${origin})`}`;
}

/** The lines that say how to undo what was really changed, oldest first. */
export function changes(view: Pick<StepView, 'changed' | 'tags'>): string[] {
  const rows: FixRow[] = view.changed.filter((step: StepId): step is FixRow => isFixRow(step));
  return rows.map((row) => `${stepName(row)}: ${undoText(row, view.tags)}`);
}

function leftOut(view: StepView): string[] {
  return (
    view.skipped
      .filter(({ why }) => worthSaying.includes(why))
      // A default of the policy is nothing that anybody decided about this user.
      .filter(({ step, why }) => why !== 'policy' || view.params[`off.${step}`] !== undefined)
      .map(({ step, why }) => {
        const reason = why === 'policy' ? view.params[`off.${step}`] : undefined;
        return `${stepName(step)}: ${skipText(why)}${reason ? ` (${escapeMarkdown(reason)})` : ''}`;
      })
  );
}

const section = (heading: string, lines: string[]): FoldedLine[] =>
  lines.length === 0
    ? []
    : [{ text: heading, weight: 'Bolder' }, ...lines.map((text) => ({ text, weight: 'Default' as const }))];

/** The last lines of the trail in the open, everything else for the folded part. */
export function history(view: StepView, timeZone?: string): { trail: Words[]; more: FoldedLine[] } {
  const trail = view.trail.filter(({ answer }) => !restful.includes(answer));
  const last = trail.slice(-shownOpen);
  const earlier = trail.slice(0, -shownOpen).slice(-mostEarlier);
  return {
    trail: last.map((entry) => ({ text: trailLine(entry, timeZone) })),
    more: [
      ...section(
        say('earlier'),
        earlier.map((entry) => trailLine(entry, timeZone)),
      ),
      ...section(say('changes'), changes(view)),
      ...section(say('leftOut'), leftOut(view)),
    ],
  };
}

/** What a row's own instruction switches off: while its card is the current one, it is only about to be. */
const switching: { [S in StepId]?: readonly Switch[] } = {
  proxy: ['proxy'],
  'other-network': ['vpn', 'filter'],
  'security-software': ['scanner'],
};

/** R11: what is still switched off, and how to switch it on again, before anything else. */
export function banner(view: Pick<StepView, 'switchedOff' | 'tags'> & { step?: StepId }): BannerModel {
  const own = (view.step && switching[view.step]) ?? [];
  const onlyOwn = view.switchedOff.every((item) => own.includes(item));
  return {
    hasBanner: view.switchedOff.length > 0,
    bannerTitle: say(onlyOwn ? 'switchingOff' : 'switchedOff'),
    banner: view.switchedOff.map((item) => ({ text: switchOnText(item, view.tags) })),
  };
}
