import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { UserRow } from './store/store.ts';

/** Who wrote, where, and under which ids: the parts of an activity that a turn needs. */
export interface Sender {
  user: Omit<UserRow, 'livingCard' | 'welcomedAt' | 'blockedAt'>;
  conversationId: string;
  activityId: string;
  personal: boolean;
}

/** What an activity asks for. */
export type Intake = Sender &
  (
    | {
        kind: 'click';
        /** An invoke is answered with the next card, a submit by updating its message. */
        via: 'invoke' | 'submit';
        verb: string;
        case: string | null;
        step: string | null;
        rev: number | null;
        inputs: { [id: string]: string };
        /** The message that carries the card. */
        cardActivityId: string | null;
      }
    | { kind: 'text'; text: string }
    /** Installed, or the chat was opened for the first time. */
    | { kind: 'hello' }
    /** The app was removed: nothing may be sent any more. */
    | { kind: 'removed' }
  );

const id = z.string().min(1).max(1024);
const account = z.object({
  id,
  name: z.string().max(256).optional(),
  aadObjectId: z.string().max(128).optional(),
});

/** Zones are a few hundred under all of their names, and to ask for one costs more than to read the rest of a message. */
const mostZones = 1000;
const zones = new Map<string, string | undefined>();

/** The one name of a time zone (Asia/Kolkata is Asia/Calcutta); `undefined` for what is none. */
function zoneOf(name: string): string | undefined {
  if (zones.has(name)) return zones.get(name);
  let known: string | undefined;
  try {
    known = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    known = undefined;
  }
  if (zones.size >= mostZones) zones.clear();
  zones.set(name, known);
  return known;
}

/** An IANA time zone; anything else is left out. */
const zone = z
  .string()
  .regex(/^[A-Za-z_]{2,20}(\/[A-Za-z0-9_+-]{1,30}){1,2}$/)
  .transform(zoneOf)
  .optional()
  .catch(undefined);

const activitySchema = z.object({
  type: z.string(),
  id: z.string().max(1024).optional(),
  channelId: id,
  serviceUrl: z.string().max(2048),
  from: account,
  recipient: z.object({ id: z.string() }).optional(),
  conversation: z.object({
    id,
    tenantId: z.string().optional(),
    conversationType: z.string().optional(),
    isGroup: z.boolean().optional(),
  }),
  channelData: z
    .object({ tenant: z.object({ id: z.string() }).optional() })
    .loose()
    .nullish(),
  locale: z.string().max(35).optional(),
  localTimezone: zone,
  entities: z
    .array(z.object({ timezone: zone }).loose())
    .max(50)
    .optional()
    .catch(undefined),
});

/** `data` of an action; anything may arrive here, so nothing is required. */
const dataSchema = z
  .object({
    case: z.string().max(64).nullish().catch(null),
    step: z.string().max(64).nullish().catch(null),
    rev: z.number().int().nullish().catch(null),
    verb: z.string().max(64).optional().catch(undefined),
  })
  .loose();

const invokeSchema = z.object({
  action: z.object({ verb: z.string().max(64).catch(''), data: z.unknown() }),
});

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An id as it is stored and compared: a GUID has no case, and Teams writes it in small letters; others stay as they are. */
export const plainId = (id: string): string => (guid.test(id) ? id.toLowerCase() : id);

/** The key of a user of a directory; whoever names the same user gets the same key. */
export const directoryKey = (tenant: string, objectId: string): string =>
  `${plainId(tenant)}/${plainId(objectId)}`;

/** The key of a user across conversations: tenant and directory id, else the channel's id. */
const userKey = (tenant: string, objectId: string | undefined, channelId: string, userId: string) =>
  objectId ? directoryKey(tenant, objectId) : `${channelId}/${userId}`;

/**
 * The id of a user's n-th case. Derived, so that a welcome card can carry it before anything is stored and
 * two turns that begin the same case collide on its key; the hash keeps the user's directory id out of it.
 */
export const caseIdOf = (key: string, n: number): string =>
  `${createHash('sha256').update(key).digest('hex').slice(0, 16)}-${n}`;

/** The sender of an activity, or `null` where the activity lacks what every one of them has. */
export function senderOf(activity: unknown): Sender | null {
  const parsed = activitySchema.safeParse(activity);
  if (!parsed.success) return null;
  const a = parsed.data;
  const tenant = plainId(a.channelData?.tenant?.id ?? a.conversation.tenantId ?? 'none');
  const personal = a.conversation.conversationType
    ? a.conversation.conversationType === 'personal'
    : !a.conversation.isGroup;
  const site = a.localTimezone ?? a.entities?.find(({ timezone }) => timezone)?.timezone;
  return {
    user: {
      key: userKey(tenant, a.from.aadObjectId, a.channelId, a.from.id),
      tenant,
      channelUserId: a.from.id,
      name: a.from.name ?? '',
      locale: a.locale ?? 'en',
      serviceUrl: a.serviceUrl,
      channelId: a.channelId,
      conversationId: personal ? a.conversation.id : null,
      botId: a.recipient?.id ?? '',
      ...(site && { site }),
    },
    conversationId: a.conversation.id,
    activityId: a.id ?? '',
    personal,
  };
}

/** A card action's data as strings; objects and lists are dropped, they are no input of ours. */
function inputsOf(data: Record<string, unknown>): { [id: string]: string } {
  const own = ['case', 'step', 'rev', 'verb', 'msteams'];
  return Object.fromEntries(
    Object.entries(data).flatMap(([key, value]) => {
      if (own.includes(key)) return [];
      if (typeof value === 'string') return [[key, value.slice(0, 65_536)]];
      return typeof value === 'number' || typeof value === 'boolean' ? [[key, String(value)]] : [];
    }),
  );
}

/** A click from an `adaptiveCard/action` invoke's value or from a message activity's value. */
export function clickOf(
  sender: Sender,
  value: unknown,
  via: 'invoke' | 'submit',
  replyToId?: string,
): Intake {
  const action = via === 'invoke' ? invokeSchema.safeParse(value) : null;
  const raw = action ? action.data?.action.data : value;
  const data = dataSchema.safeParse(raw ?? {});
  const fields = data.success ? data.data : {};
  return {
    ...sender,
    kind: 'click',
    via,
    verb: action?.data?.action.verb || fields.verb || '',
    case: fields.case ?? null,
    step: fields.step ?? null,
    rev: fields.rev ?? null,
    inputs: inputsOf(fields),
    cardActivityId: replyToId ?? null,
  };
}
