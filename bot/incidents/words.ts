import json from '../../cards/locales/en/incidents.json' with { type: 'json' };
import ticketWords from '../../cards/locales/en/ticket.json' with { type: 'json' };
import { fill } from '../../cards/texts.ts';
import type { VerdictId } from '../../dialogs/triage/verdicts.ts';
import { type Incident, titleOf } from './incident.ts';

export const sayWords = json.say;
const { ticket: words, card: cardWords } = json;

/** Plain text for a ticket: nothing in it is made harmless for a chat. */
const put = (text: string, params: { [name: string]: string }): string =>
  text.replace(/\{(\w+)\}/g, (all, name: string) => params[name] ?? all);

const codesText = ({ codes }: Incident) => codes.filter((code) => code !== 'unknown').join(', ') || 'none';

const chanceText = (chance: number) =>
  chance < 1e-6 ? 'less than one in a million' : `${chance.toPrecision(1)}`;

/** The incident's ticket: what was seen, and what happens with it. */
export function incidentTicket(
  incident: Incident,
  verdicts: readonly VerdictId[],
): { subject: string; body: string } {
  const { id, detection, openedBy, people } = incident;
  const title = titleOf(incident);
  const by = detection
    ? put(words.detected, {
        people: `${detection.people}`,
        minutes: `${Math.max(1, Math.round((Date.parse(incident.openedAt) - detection.since) / 60_000))}`,
        expected: detection.expected.toFixed(1),
        chance: chanceText(detection.chance),
      })
    : put(words.byHand, { who: openedBy ?? '' });
  const said = verdicts.map((one) => ticketWords.verdicts[one][0] ?? one).join('; ');
  return {
    subject: put(people > 0 ? words.subject : words.subjectByHand, { id, title, people: `${people}` }),
    body: [
      by,
      put(words.codes, { codes: codesText(incident) }),
      ...(said ? [put(words.verdict, { verdicts: said })] : []),
      words.how,
      put(words.byCommand, { id }),
    ].join('\n\n'),
  };
}

/** A line for the incident's ticket. */
export const ticketLine = (key: keyof typeof words, params: { [name: string]: string } = {}): string =>
  put(words[key], params);

/** The incident's card in the IT channel, in paragraphs. */
export function cardText(incident: Incident): { title: string; body: string[] } {
  const { state, openedAt, closedAt, mergedInto, people, ticket } = incident;
  const at = (state === 'open' ? openedAt : (closedAt ?? openedAt)).slice(0, 16).replace('T', ' ');
  const params = {
    id: incident.id,
    title: titleOf(incident),
    people: `${people}`,
    at,
    into: mergedInto ?? '',
    ticket: ticket.id ?? '',
  };
  const lines = [
    cardWords[state],
    ...(ticket.id ? [cardWords.ticket] : []),
    ...(state === 'open' ? [words.byCommand] : []),
  ];
  return { title: fill(cardWords.title, params), body: lines.map((line) => fill(line, params)) };
}
