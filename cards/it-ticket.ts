import { Template } from 'adaptivecards-templating';
import { link } from './actions.ts';
import { stepLines, within } from './lines.ts';
import words from './locales/en/ticket.json' with { type: 'json' };
import type { CardInput, Labelled } from './models.ts';
import itJson from './templates/it-ticket.json' with { type: 'json' };
import { fill, harmless, say } from './texts.ts';

type Status = 'new' | 'taken' | 'resolved' | 'withdrawn';
type ItVerb = 'take' | 'ask' | 'instruct' | 'resolve' | 'reopen' | 'severity';
export type Severity = keyof typeof words.it.severities;

/** What a ticket's card says to IT, in words already. */
export interface ItTicketView {
  case: string;
  rev: number;
  /** The ticket's number; `null` while there is none yet. */
  number: string | null;
  url: string | null;
  status: Status;
  owner: string | null;
  severity: Severity;
  notice: keyof typeof words.it.notices | null;
  /** The first verdict's headline. */
  title: string;
  /** Advice and reasons. */
  verdict: Labelled[];
  warnings: Labelled[];
  facts: Labelled[];
  trail: string[];
  /** What is folded: evidence, and what was left out. */
  more: { label: string; text: string }[];
  /** Pages of Microsoft's that help a technician. */
  reading: { title: string; url: string }[];
  /** Who did what since it was sent; oldest first. */
  happened: { label: string; text: string }[];
  verbs: ItVerb[];
}

interface ItAction {
  type: 'Action.Execute';
  title: string;
  verb: ItVerb;
  data: { case: string; step: 'it-ticket'; rev: number };
  associatedInputs?: 'none';
  fallback: object;
}

/** A finished card for the channel. */
export interface ItCardJson {
  type: 'AdaptiveCard';
  version: '1.5';
  fallbackText: string;
  body: unknown[];
  actions?: ItAction[];
  refresh: object;
}

const template = new Template(itJson);
const { it } = words;
const colors: Record<Status, string> = {
  new: 'Attention',
  taken: 'Accent',
  resolved: 'Good',
  withdrawn: 'Default',
};
/** What each part may take of the card's 28 KB, buttons and the JSON around every line left aside; more is in the ticket. */
const most = {
  verdict: { bytes: 1500, lines: 6 },
  warnings: { bytes: 1200, lines: 6 },
  facts: { bytes: 2500, lines: 24 },
  trail: { bytes: 2500, lines: 24 },
  more: { bytes: 3000, lines: 24 },
  happened: { bytes: 2500, lines: 12 },
};
/** Verbs that send what was entered along. */
const sends: readonly ItVerb[] = ['ask', 'instruct', 'resolve', 'severity'];

function statusLine({ status, owner, severity }: ItTicketView): string {
  const stands = status === 'taken' && owner ? fill(it.status.takenBy, { who: owner }) : it.status[status];
  return `· ${stands} · ${it.severity}: ${it.severities[severity]}`;
}

function inputs(view: ItTicketView): CardInput[] {
  const text = view.verbs.includes('ask')
    ? [
        {
          type: 'Input.Text' as const,
          id: 'text',
          label: it.text,
          placeholder: it.textHint,
          maxLength: 2000,
          isMultiline: true as const,
        },
      ]
    : [];
  const severity = view.verbs.includes('severity')
    ? [
        {
          type: 'Input.ChoiceSet' as const,
          id: 'severity',
          label: it.severity,
          style: 'compact' as const,
          choices: Object.entries(it.severities).map(([value, title]) => ({ title, value })),
          value: view.severity,
        },
      ]
    : [];
  return [...text, ...severity];
}

function action(view: ItTicketView, verb: ItVerb): ItAction {
  const data = { case: view.case, step: 'it-ticket' as const, rev: view.rev };
  const title = it.buttons[verb === 'take' && view.status === 'taken' ? 'takeOver' : verb];
  const own = sends.includes(verb) ? {} : { associatedInputs: 'none' as const };
  const fallback = { type: 'Action.Submit', title, data: { ...data, verb }, ...own };
  return { type: 'Action.Execute', title, verb, data, ...own, fallback };
}

/** Lets the clients of up to sixty members fetch the current card; that also tells that it has arrived. */
const refreshOf = ({ case: id, rev }: ItTicketView) => ({
  refresh: {
    action: {
      type: 'Action.Execute',
      title: say('refresh'),
      verb: 'show',
      data: { case: id, step: 'it-ticket', rev },
    },
  },
});

/** The card of a ticket in the IT channel, at most 28 KB. Pure: the same view gives the same card. */
export function renderItTicket(view: ItTicketView): ItCardJson {
  const links = link(it.open, view.url ?? undefined);
  const fields = inputs(view);
  const reading = view.reading.flatMap(({ title, url }) => link(title, url));
  const number = view.number ?? `${it.ticket} (${it.pending})`;
  const steps = view.trail.length > 0 ? view.trail.slice(1 - most.trail.lines) : [it.nothingTried];
  const trail = within(
    steps.map((text) => ({ label: '', text })),
    most.trail,
  );
  const happened = stepLines(view.happened.slice(-10), most.happened);
  const more = stepLines(view.more, most.more).map((line) => ({ ...line, font: 'Monospace' }));
  const plain = harmless(`${number} ${statusLine(view)}: ${view.title}`);
  const card = template.expand({
    $root: {
      fallbackText: plain,
      speak: plain,
      notice: view.notice ? [{ text: it.notices[view.notice] }] : [],
      number: harmless(number),
      status: harmless(statusLine(view)),
      color: colors[view.status],
      title: harmless(view.title.slice(0, 200)),
      verdict: within(view.verdict, most.verdict),
      warnings: within(view.warnings, most.warnings),
      facts: within(view.facts, most.facts),
      trailTitle: it.trail,
      trail,
      hasMore: more.length + reading.length > 0,
      reading,
      hasReading: reading.length > 0,
      moreTitle: it.evidence,
      more,
      hasHappened: happened.length > 0,
      happenedTitle: it.happened,
      happened,
      links,
      hasLinks: links.length > 0,
      inputs: fields,
      hasInputs: fields.length > 0,
    },
  }) as ItCardJson;
  const actions = view.verbs.map((verb) => action(view, verb));
  return { ...card, ...(actions.length > 0 && { actions }), ...refreshOf(view) };
}
