import { findCodes } from '../../dialogs/knowledge/codes.ts';
import type { Store, Turn } from '../store/store.ts';
import { type Incident, titleOf } from './incident.ts';
import { asOf, closeIncident, type Managed, mergeIncident, nameIncident, openByHand } from './manage.ts';

export interface Command {
  /** What was said after the word `incidents`, word by word. */
  args: readonly string[];
  /** Who said it. */
  by: string;
  /** Whose incidents are opened; `null` for those of all tenants. */
  tenant: string | null;
  /** Milliseconds since the epoch. */
  now: number;
}

const faults: { [W in (Managed & { ok: false })['why']]: string } = {
  unknown: 'There is no such incident.',
  'not-open': 'That incident is not open.',
  'open-already': 'An incident is open for that code already.',
  another:
    'The two together are what another open incident is for already: merge each of them into that one.',
  itself: 'An incident can only be merged into another one.',
};
const usage = 'Say: open <code> [name] | name <id> <name> | merge <id> <into> | close <id> [what was done]';

const lineOf = (one: Incident): string =>
  `${one.id}  ${one.state}  ${one.openedAt.slice(0, 16).replace('T', ' ')}  ${one.people} people  ${one.ticket.id ?? '-'}  ${titleOf(one)}`;

/** Does what IT says about incidents in words, the same in a terminal and in the channel; the outbox does the rest. */
export async function runCommand(store: Store, command: Command): Promise<{ ok: boolean; text: string }> {
  const [verb = '', first = '', ...rest] = command.args;
  if (verb === '' || verb === 'list') {
    const all = await store.turn((turn) => turn.incidents.list(50, command.tenant ?? undefined));
    return { ok: true, text: all.map(lineOf).join('\n') || 'There are no incidents.' };
  }
  const done = await change(store, command, verb.toLowerCase(), first, rest.join(' '));
  if (!done) return { ok: false, text: usage };
  if (!done.ok) return { ok: false, text: faults[done.why] };
  const { id, state } = done.incident;
  return { ok: true, text: `${id}: ${state}, ${titleOf(done.incident)}` };
}

function change(
  store: Store,
  { by, tenant, now }: Command,
  verb: string,
  first: string,
  words: string,
): Promise<Managed> | null {
  const id = first.toUpperCase();
  const into = words.toUpperCase();
  const theirs = (ids: string[], work: (turn: Turn) => Promise<Managed>) =>
    asOf(store, tenant ?? undefined, ids, work);
  switch (verb) {
    case 'open': {
      const code = first.toLowerCase() === 'unknown' ? 'unknown' : findCodes(first)[0];
      const given = { tenant, name: words, by };
      return code === undefined ? null : theirs([], (turn) => openByHand(turn, { ...given, code }, now));
    }
    case 'name':
      return words ? theirs([id], (turn) => nameIncident(turn, id, words, now)) : null;
    case 'merge':
      return words ? theirs([id, into], (turn) => mergeIncident(turn, id, into, now)) : null;
    case 'close':
      return first ? theirs([id], (turn) => closeIncident(turn, id, by, words, now)) : null;
    default:
      return null;
  }
}
