import type { IncomingMessage } from 'node:http';
import type { Activity } from 'botbuilder';
import type { JWTVerifyGetKey } from 'jose';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import * as z from 'zod';
import { channelOptions } from './adapter.ts';
import type { Config } from './config.ts';
import { isLoopback } from './config.ts';

/** Why a request goes no further; `message` may be told to the caller, `code` is for logs and metrics. */
export interface Refusal {
  ok: false;
  status: 400 | 401 | 403 | 503;
  code: string;
  message: string;
}
/** Who sends: the service address that its token vouches for, or `null` without credentials. */
export interface Caller {
  ok: true;
  serviceUrl: string | null;
}

/** Decides about a request to /api/messages before Bot Framework sees it. */
export interface Guard {
  /** From the headers alone, so that nobody unknown gets a body read. Never rejects. */
  caller(request: IncomingMessage): Promise<Caller | Refusal>;
  /** Whether this body is an activity that this caller may send. */
  activity(caller: Caller, body: unknown): { ok: true; activity: Activity } | Refusal;
}

const refuse = (status: Refusal['status'], code: string, message: string): Refusal => ({
  ok: false,
  status,
  code,
  message,
});

/** A control character in an id is never meant well, and PostgreSQL stores no NUL. */
const id = z
  .string()
  .min(1)
  .max(1024)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  .regex(/^[^\u0000-\u001f]+$/);
const objects = z.array(z.object({})).nullish();
const maybeText = z.string().nullish();

/** What the SDK and we rely on; everything else in an activity may be anything. */
const shape = z.object({
  type: id,
  id: id.optional(),
  channelId: id,
  serviceUrl: id.max(2048),
  from: z.object({ id }),
  conversation: z.object({ id, tenantId: maybeText }),
  recipient: z.object({ id }).optional(),
  channelData: z.object({ tenant: z.object({ id: z.string() }).nullish() }).nullish(),
  text: maybeText,
  name: maybeText,
  locale: maybeText,
  replyToId: maybeText,
  deliveryMode: maybeText,
  timestamp: maybeText,
  localTimestamp: maybeText,
  expiration: maybeText,
  entities: objects,
  attachments: objects,
  membersAdded: objects,
  membersRemoved: objects,
});

class KeysUnavailable extends Error {
  readonly code = 'keys_unavailable';
}

const day = 24 * 60 * 60 * 1000;
const seconds = 1000;

/** The channel's signing keys, found through its OpenID metadata; both are kept for a day. */
function channelKeys(metadataUrl: string): JWTVerifyGetKey {
  let known: { keys: JWTVerifyGetKey; until: number } | undefined;
  let asking: Promise<JWTVerifyGetKey> | undefined;

  const ask = async () => {
    const response = await fetch(metadataUrl, { signal: AbortSignal.timeout(5 * seconds) });
    const { jwks_uri } = z.object({ jwks_uri: z.url() }).parse(await response.json());
    const keys = createRemoteJWKSet(new URL(jwks_uri), { cacheMaxAge: day, timeoutDuration: 5 * seconds });
    known = { keys, until: Date.now() + day };
    return keys;
  };
  const current = async () => {
    if (known && known.until > Date.now()) return known.keys;
    // Many requests at once ask once; a failure is not kept, and yesterday's keys are better than none.
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return known ? asking.catch(() => known?.keys ?? Promise.reject(new KeysUnavailable())) : asking;
  };
  return async (header, token) => {
    try {
      return await (await current())(header, token);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (code === 'ERR_JWKS_NO_MATCHING_KEY' || code === 'ERR_JWKS_MULTIPLE_MATCHING_KEYS') throw error;
      throw new KeysUnavailable('The signing keys of the channel cannot be read', { cause: error });
    }
  };
}

const unauthorized = (code: string) => refuse(401, code, 'A valid token of the channel is required');

/** The part of a token that is cheap to look at, so that rubbish never makes us ask for keys. */
function plausible(token: string, issuer: string): boolean {
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    return alg === 'RS256' && typeof kid === 'string' && decodeJwt(token).iss === issuer;
  } catch {
    return false;
  }
}

/** Tokens of the channel: RS256, its issuer and our audience, five minutes of tolerance. */
function tokenCheck(appId: string, config: Config): Guard['caller'] {
  const channel = channelOptions(config);
  const issuer = channel.ToBotFromChannelTokenIssuer;
  const keys = channelKeys(channel.ToBotFromChannelOpenIdMetadataUrl);
  const rules = { issuer, audience: appId, algorithms: ['RS256'], clockTolerance: 300 };
  return async (request) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) return unauthorized('no_token');
    if (!plausible(token, issuer)) return unauthorized('bad_token');
    try {
      const { payload } = await jwtVerify(token, keys, { ...rules, requiredClaims: ['exp', 'serviceurl'] });
      return { ok: true, serviceUrl: String(payload.serviceurl) };
    } catch (error) {
      // Not the caller's fault, and soon over: the channel tries again.
      if (error instanceof KeysUnavailable) return refuse(503, error.code, 'Please try again later');
      return unauthorized('bad_token');
    }
  };
}

/**
 * Without credentials only this machine is answered. The listening address sees to that; this holds
 * where a tunnel or proxy on the machine passes strangers on, or a web page renames this machine.
 */
async function localOnly(request: IncomingMessage): Promise<Caller | Refusal> {
  return isLocal(request)
    ? { ok: true, serviceUrl: null }
    : refuse(403, 'not_local', 'Without an app id this bot answers its own machine only');
}

/** Whether a request comes from this machine itself, and was not passed on by a proxy on it. */
export function isLocal(request: IncomingMessage): boolean {
  const { host, forwarded, 'x-forwarded-for': via, 'x-forwarded-host': viaHost } = request.headers;
  const name = (host ?? '').replace(/:\d+$/, '');
  return isLoopback(request.socket.remoteAddress ?? '') && isLoopback(name) && !forwarded && !via && !viaHost;
}

/** The user's tenant; two that differ are no tenant at all. */
function tenantOf(body: z.infer<typeof shape>): string | undefined {
  const said = [body.channelData?.tenant?.id, body.conversation.tenantId]
    .filter((tenant) => typeof tenant === 'string')
    .map((tenant) => tenant.toLowerCase());
  return new Set(said).size === 1 ? said[0] : undefined;
}

const isObject = (body: unknown): body is { serviceUrl?: unknown } =>
  typeof body === 'object' && body !== null && !Array.isArray(body);

/**
 * The guard for a configuration. It is stricter than Bot Framework, which accepts an activity without
 * `serviceUrl`, other channels and any tenant, and answers several bad tokens with 500.
 */
export function createGuard(config: Config): Guard {
  const { credentials, allowedTenants } = config;
  return {
    caller: credentials ? tokenCheck(credentials.appId, config) : localOnly,

    activity(caller, body) {
      if (!isObject(body)) return refuse(400, 'malformed', 'This is no activity: send an object');
      if (caller.serviceUrl !== null && body.serviceUrl !== caller.serviceUrl) {
        return refuse(401, 'service_url', 'The token is for another serviceUrl');
      }
      const parsed = shape.safeParse(body);
      if (!parsed.success) {
        const where = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.')))];
        return refuse(400, 'malformed', `This is no activity: look at ${where.join(', ')}`);
      }
      const seen = parsed.data;
      if (credentials && seen.channelId !== 'msteams') {
        return refuse(403, 'channel', 'This bot answers Microsoft Teams only');
      }
      const service = URL.parse(seen.serviceUrl);
      const local = isLoopback(service?.hostname ?? '');
      if (service?.protocol !== 'https:' && !(service?.protocol === 'http:' && local)) {
        return refuse(400, 'malformed', 'This is no activity: look at serviceUrl');
      }
      // Whoever may send anonymously must not be able to make the bot call other machines.
      if (!credentials && !local)
        return refuse(400, 'malformed', 'Without an app id serviceUrl must be local');
      const tenant = tenantOf(seen);
      if (allowedTenants.length > 0 && (tenant === undefined || !allowedTenants.includes(tenant))) {
        return refuse(403, 'tenant', 'This bot does not answer your organisation');
      }
      return { ok: true, activity: body as Activity };
    },
  };
}
