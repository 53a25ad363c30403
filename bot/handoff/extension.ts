import * as z from 'zod';
import { doneChoices, renderHandoffForm, renderHandoffSent } from '../../cards/handoff-form.ts';
import words from '../../cards/locales/en/ticket.json' with { type: 'json' };
import { fill } from '../../cards/texts.ts';
import { findCodes } from '../../dialogs/knowledge/codes.ts';
import { readHandoff } from '../api/handoff.ts';
import type { ItChannel } from '../effects/channel.ts';
import type { Sender } from '../intake.ts';
import { type HandOverDeps, handOver } from '../turn/hand-over.ts';
import { installLink } from './link.ts';

/** The action command's id in the manifest. */
export const sendCommand = 'sendToHelper';

/** What the dialog of the message extension shows next: a card, or a sentence. */
export type DialogAnswer = { card: object } | { text: string };

export interface ExtensionDeps extends HandOverDeps {
  /** Agents are the members of its team. */
  itChannel: ItChannel | null;
  /** The ticket system in use: an agent's ticket number belongs to it. */
  system: string;
  appId: string;
  /** Something was put into the outbox. */
  kick: () => void;
}

const { form } = words;

/** The message that the command was used on; Teams names its author by directory id and display name. */
const payloadSchema = z.object({
  messagePayload: z
    .object({
      from: z
        .object({ user: z.object({ id: z.string(), displayName: z.string().nullish() }).nullish() })
        .nullish(),
      body: z.object({ content: z.string().nullish() }).nullish(),
    })
    .nullish()
    .catch(null),
});

const field = z
  .string()
  .max(4000)
  .nullish()
  .transform((text) => text?.trim() ?? '');
const dataSchema = z.object({
  person: field,
  code: field,
  platform: field,
  ownership: field,
  done: field,
  ticket: field,
  note: field,
});

/** Why somebody may not hand users over; `null` where they may. */
async function refusal({ itChannel }: ExtensionDeps, sender: Sender): Promise<string | null> {
  if (!itChannel) return form.noChannel;
  const { serviceUrl, botId, tenant, channelUserId } = sender.user;
  switch (await itChannel.member({ serviceUrl, botId, tenant }, channelUserId)) {
    case 'member':
      return null;
    case 'stranger':
      return form.stranger;
    case 'unknown':
      return form.unsure;
  }
}

/** Opens the dialog: the message's author and the code it names are filled in. */
export async function openHandoffForm(
  deps: ExtensionDeps,
  sender: Sender,
  value: unknown,
): Promise<DialogAnswer> {
  const refused = await refusal(deps, sender);
  if (refused) return { text: refused };
  const read = payloadSchema.safeParse(value);
  const payload = read.success ? read.data.messagePayload : null;
  const author = payload?.from?.user;
  const text = (payload?.body?.content ?? '').replace(/<[^>]*>/g, ' ');
  const person = author ? { id: author.id, name: author.displayName || author.id } : null;
  return { card: renderHandoffForm({ person, code: findCodes(text)[0] ?? '', faults: [] }) };
}

/** Hands the chosen person over; with faults the form comes back and nothing is done. */
export async function submitHandoffForm(
  deps: ExtensionDeps,
  sender: Sender,
  value: unknown,
): Promise<DialogAnswer> {
  const refused = await refusal(deps, sender);
  if (refused) return { text: refused };
  const data = dataSchema.safeParse((value as { data?: unknown } | null)?.data ?? {});
  if (!data.success) return again(form.faulty, '', '');
  const { person, code, platform, ownership, done, ticket, note } = data.data;
  // People pickers give directory ids; some clients put the channel's prefix in front.
  const aadObjectId = person.replace(/^8:orgid:/, '');
  if (aadObjectId === '') return again(form.personMissing, person, code);
  const stepsDone = done
    .split(',')
    .filter((one) => doneChoices.includes(one))
    .map((one) => ({ step: one.split(':')[0], answer: one.split(':')[1] }));
  const read = readHandoff({
    user: { aadObjectId },
    ...(code && { code }),
    ...(ticket && { ticket: { system: deps.system, id: ticket } }),
    facts: { ...(platform && { platform }), ...(ownership && { ownership }) },
    stepsDone,
    ...(note && { note }),
  });
  if (!read.ok) return again(read.faults.join(' '), person, code);
  const { key, name, tenant } = sender.user;
  const sent = { user: `${tenant}/${aadObjectId}`, agent: key, ...(name && { by: name }) };
  const answer = await handOver(deps, sent, read.handoff);
  deps.kick();
  if (answer.state === 'delivered') return { card: renderHandoffSent({ text: form.delivered, links: [] }) };
  const links = [
    { label: form.chatLink, url: answer.chatLink },
    { label: form.installLink, url: installLink(deps.appId) },
  ];
  return { card: renderHandoffSent({ text: fill(form.waiting, {}), links }) };
}

const again = (fault: string, person: string, code: string): DialogAnswer => ({
  card: renderHandoffForm({
    person: person ? { id: person, name: person } : null,
    code,
    faults: [fault],
  }),
});
