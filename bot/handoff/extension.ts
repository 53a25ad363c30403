import * as z from 'zod';
import { doneChoices, renderHandoffForm, renderHandoffSent } from '../../cards/handoff-form.ts';
import words from '../../cards/locales/en/ticket.json' with { type: 'json' };
import { findCodes } from '../../dialogs/knowledge/codes.ts';
import { readHandoff } from '../api/handoff.ts';
import type { ItChannel } from '../effects/channel.ts';
import { directoryKey, type Sender } from '../intake.ts';
import { type HandOverDeps, handOver } from '../turn/hand-over.ts';
import { installLink } from './link.ts';

/** The action command's id in the manifest. */
export const sendCommand = 'sendToHelper';

/** What the dialog of the message extension shows next. */
export interface DialogAnswer {
  card: object;
}

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
  if (refused) return sentence(refused);
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
  if (refused) return sentence(refused);
  const data = dataSchema.safeParse((value as { data?: unknown } | null)?.data ?? {});
  if (!data.success) return again(form.faulty, '', '');
  const { person, code, platform, ownership, done, ticket, note } = data.data;
  if (person === '') return again(form.personMissing, person, code);
  const aadObjectId = await directoryId(deps, sender, person);
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
  const sent = { user: directoryKey(tenant, aadObjectId), agent: key, ...(name && { by: name }) };
  const answer = await handOver(deps, sent, read.handoff);
  deps.kick();
  if (answer.state === 'delivered') return sentence(form.delivered);
  const links = [
    { label: form.chatLink, url: answer.chatLink },
    { label: form.installLink, url: installLink(deps.appId) },
  ];
  return { card: renderHandoffSent({ text: form.waiting, links }) };
}

const sentence = (text: string): DialogAnswer => ({ card: renderHandoffSent({ text, links: [] }) });

/** Teams' picker and messages give directory ids; the local chat gives its own. */
async function directoryId({ itChannel }: ExtensionDeps, sender: Sender, person: string): Promise<string> {
  const { serviceUrl, botId, tenant } = sender.user;
  if (z.guid().safeParse(person).success || !itChannel) return person;
  const found = await itChannel.directoryId({ serviceUrl, botId, tenant }, sender.conversationId, person);
  return found ?? person;
}

const again = (fault: string, person: string, code: string): DialogAnswer => ({
  card: renderHandoffForm({
    person: person ? { id: person, name: person } : null,
    code,
    faults: [fault],
  }),
});
