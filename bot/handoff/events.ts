import * as z from 'zod';
import words from '../../cards/locales/en/ticket.json' with { type: 'json' };
import { fill } from '../../cards/texts.ts';
import { findCodes } from '../../dialogs/knowledge/codes.ts';
import { readHandoff } from '../api/handoff.ts';
import type { Sender } from '../intake.ts';
import type { TicketEvent } from '../tickets/events.ts';
import { type HandOverDeps, handOver } from '../turn/hand-over.ts';
import { bringToCase } from '../turn/ticket-event.ts';
import { sayEffect } from '../turn/wanted.ts';

/** Bot Framework's handoff protocol, names and states as `EventFactory` and `HandoffEventNames` have them. */
const initiate = 'handoff.initiate';
const status = 'handoff.status';
const states = ['accepted', 'failed', 'completed'] as const;

export interface HandoffStatus {
  state: (typeof states)[number];
  message?: string;
}

export interface EventDeps extends HandOverDeps {
  /** Something was put into the outbox. */
  kick: () => void;
}

const eventSchema = z.object({
  name: z.string(),
  id: z.string().max(1024).optional(),
  value: z.record(z.string(), z.unknown()).nullish(),
  attachments: z
    .array(
      z.object({
        content: z.object({ activities: z.array(z.object({ text: z.string().nullish() })) }).optional(),
      }),
    )
    .nullish()
    .catch(null),
});
const statusSchema = z.object({
  state: z.enum(states),
  message: z.string().max(1000).optional(),
  owner: z.string().max(200).optional(),
});

/**
 * Takes an event of a hub that talks in the user's own conversation. An initiation hands the user of that
 * conversation over; its value is the body of `POST /api/handoffs` without the user, a code is looked for in the
 * transcript too. A status is what became of the user's ticket over there. The answer goes back as
 * `handoff.status`; `null` where none is due.
 */
export async function takeHandoffEvent(
  deps: EventDeps,
  sender: Sender,
  activity: unknown,
): Promise<HandoffStatus | null> {
  const read = eventSchema.safeParse(activity);
  if (!read.success || !sender.personal) return null;
  const { name, id = '' } = read.data;
  if (name === status) {
    await takeStatus(deps, sender, id, read.data.value);
    return null;
  }
  if (name !== initiate) return null;
  const said = (read.data.attachments ?? [])
    .flatMap(({ content }) => content?.activities ?? [])
    .map(({ text }) => text ?? '');
  const [code] = findCodes(said.join('\n'));
  const user = { aadObjectId: sender.user.key.split('/').pop() ?? '' };
  const handoff = readHandoff({ ...(code && { code }), ...read.data.value, user });
  if (!handoff.ok) return { state: 'failed', message: handoff.faults.join('; ') };
  const { key } = sender.user;
  const once = id && `event/${sender.conversationId}/${id}`;
  await handOver(deps, { user: key, known: sender.user, hub: true, ...(once && { once }) }, handoff.handoff);
  deps.kick();
  return { state: 'accepted' };
}

async function takeStatus(deps: EventDeps, sender: Sender, id: string, value: unknown): Promise<void> {
  const read = statusSchema.safeParse(value);
  if (!read.success) return;
  const { state, message, owner } = read.data;
  // Without an id nothing tells the same event again from another one.
  const tag = id || deps.newId();
  await deps.store.turn(async (turn) => {
    const latest = await turn.latestCase(sender.user.key);
    if (!latest?.record.ticket) return;
    if (id !== '' && !(await turn.claim(sender.conversationId, id, deps.now()))) return;
    const { record } = latest;
    if (state === 'failed') {
      const { name, phone } = deps.rules.policy.helpDesk;
      const text = fill(words.handoff.failed, { message, helpDesk: name, phone });
      await turn.addEffects([sayEffect(record.user, text, `handoff-failed:${tag}`, deps.now())]);
      return;
    }
    const event: Omit<TicketEvent, 'id'> = {
      event: `hub:${tag}`,
      at: new Date(deps.now()).toISOString(),
      status: state === 'accepted' ? 'taken' : 'resolved',
      ...(owner && { owner }),
      ...(message && state === 'completed' && { reply: message }),
    };
    await bringToCase(deps, turn, record, event);
  });
  deps.kick();
}
