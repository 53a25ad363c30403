import { type ItCardJson, renderItTicket } from '../../cards/it-ticket.ts';
import words from '../../cards/locales/en/ticket.json' with { type: 'json' };
import {
  answerText,
  factLabel,
  factValueLabel,
  originText,
  skipText,
  stepName,
  switchOnText,
} from '../../cards/texts.ts';
import type { LiveCase } from '../../dialogs/triage/advance.ts';
import type { CaseRecord } from '../../dialogs/triage/case.ts';
import { is } from '../../dialogs/triage/context.ts';
import { categoryOf, verdictsOf } from '../../dialogs/triage/verdicts.ts';
import type { ItCardRow, UserRow } from '../store/store.ts';
import { evidenceText, mustNotLines, sentBy } from '../tickets/body.ts';
import { type ItNotice, offered, ownerOf, statusOf } from './desk.ts';

const { it } = words;

/** What a ticket's card is about. */
export interface ItSubject {
  /** The case that the ticket was opened for: it gives the card its id. */
  own: LiveCase;
  /** The same one, or a later one that was added to the ticket. */
  live: LiveCase;
  card: ItCardRow;
  user: UserRow | null;
}

/** A ticket's card as the IT channel shows it now; `notice` for the one who clicked. */
export function itCardOf(about: ItSubject, notice: ItNotice | null = null): ItCardJson {
  const { live, own, card, user } = about;
  const { record, context: c } = live;
  const cases = own.record.id === record.id ? [record] : [own.record, record];
  const status = statusOf(record, card);
  const ticket = record.ticket?.key === card.key ? record.ticket : null;
  const verdicts = verdictsOf(c);
  const [first] = verdicts;
  const [headline, advice] = first ? words.verdicts[first.id] : words.none;
  const code = c.facts.code?.value ?? 'unknown';
  const mustNot = mustNotLines(c).join(' ');
  const tags = [is(c, 'platform', 'mac') ? ('mac' as const) : ('windows' as const)];
  return renderItTicket({
    case: own.record.id,
    rev: card.rev,
    number: ticket?.id ?? null,
    url: ticket?.url ?? null,
    status,
    owner: ownerOf(record),
    severity: card.severity,
    notice,
    title: headline ?? '',
    verdict: [
      ...(advice ? [{ label: first ? `${it.advice}:` : '', text: advice }] : []),
      ...(first && first.evidence.length > 0
        ? [{ label: `${it.because}:`, text: first.evidence.map(evidenceText).join('; ') }]
        : []),
      ...verdicts.slice(1, 4).map(({ id }) => ({ label: '–', text: words.verdicts[id][0] ?? '' })),
    ],
    warnings: [
      ...(user?.blockedAt ? [{ label: '', text: it.unreachable }] : []),
      ...c.switchedOff.map((one) => ({ label: `${it.switchedOff}:`, text: switchOnText(one, tags) })),
      ...(mustNot ? [{ label: `${it.mustNot}:`, text: mustNot }] : []),
    ],
    facts: [...who(live, user), ...known(live, code)],
    trail: trailLines(cases.flatMap(({ trail }) => trail)),
    more: [
      ...cases
        .flatMap(({ notes }) => notes)
        .filter(({ kind }) => kind === 'evidence')
        .map(({ text, at }) => ({ label: clock(at), text })),
      ...record.skipped.map(({ step, why }) => ({ label: stepName(step), text: skipText(why) })),
    ],
    reading: words.links.flatMap((line) => {
      const [, title = '', url = ''] = /^(.*): (https:.*)$/.exec(line) ?? [];
      return url ? [{ title, url }] : [];
    }),
    happened: happened(cases, card, user),
    verbs: offered(status),
  });
}

function who({ record }: LiveCase, user: UserRow | null) {
  const { reachBy, reachWhen } = record.contact;
  const name = user?.name || record.user;
  return [
    { label: it.user, text: name },
    ...(reachBy ? [{ label: words.reach.by, text: reachBy }] : []),
    ...(reachWhen ? [{ label: words.reach.when, text: reachWhen }] : []),
    ...sentBy(record),
  ];
}

const known = ({ context: c }: LiveCase, code: string) => [
  { label: factLabel('code'), text: code },
  { label: words.it.reading, text: words.categories[categoryOf(c)] },
  ...Object.entries(c.facts)
    .filter(([name]) => name !== 'code')
    .map(([name, fact]) => {
      const from = fact ? originText(fact.from as never) : '';
      return {
        label: factLabel(name),
        text: `${factValueLabel(name, fact?.value ?? '')}${from && ` (${from})`}`,
      };
    }),
];

/** What IT did and what was written since, in one list; a text is found by the time of the action it belongs to. */
function happened(cases: CaseRecord[], card: ItCardRow, user: UserRow | null) {
  const said = cases.flatMap(({ notes }) => notes).filter(({ kind }) => kind !== 'evidence');
  const acts = card.log.map(({ at, who: name, did }) => {
    const text = said.find((note) => note.kind === 'reply' && note.at === at)?.text;
    return { at, line: `${name} ${it.did[did]}${text ? `: ${text}` : ''}` };
  });
  const letters = said
    .filter((note) => note.kind === 'comment' || !card.log.some(({ at }) => at === note.at))
    .map(({ kind, text, at, by }) => {
      const name = kind === 'comment' ? user?.name || it.user : by || 'IT';
      return { at, line: `${it.wrote.replace('{who}', name)}: ${text}` };
    });
  return [...acts, ...letters]
    .sort((a, b) => a.at.localeCompare(b.at))
    .map(({ at, line }) => ({ label: clock(at), text: line }));
}

/** The date stands where it changes, so that the lines stay short on a phone. */
function trailLines(trail: CaseRecord['trail']): string[] {
  return trail.map((entry, n) => {
    const day = entry.at.slice(5, 10);
    const date = trail[n - 1]?.at.slice(5, 10) === day ? '' : `${day} `;
    return `${date}${entry.at.slice(11, 16)}  ${stepName(entry.step)}: ${answerText(entry)}`;
  });
}

/** UTC to the minute: people of one team sit in several time zones. */
const clock = (at: string) => `${at.slice(5, 16).replace('T', ' ')} UTC`;
