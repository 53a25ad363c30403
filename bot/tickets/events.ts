import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import type { TicketConfig } from '../config.ts';
import { jiraEvent } from './jira-event.ts';
import type { TicketStatus } from './port.ts';
import { ownerOf, statusOf } from './status-words.ts';
import { signatureOf } from './webhook.ts';

/** What a ticket system says has happened. */
export interface TicketEvent {
  /** The ticket's id over there, as in its handle. */
  id: string;
  /** Unique; the same again is the same event. */
  event: string;
  /** ISO 8601, UTC. */
  at: string;
  status?: TicketStatus;
  owner?: string;
  actor?: string;
  /** The key that the ticket was created with. */
  correlation?: string;
  /** What was written for the user, plain text. */
  reply?: string;
  /** How the reply was meant, where the sender has said so. */
  tone?: 'question' | 'instruction';
}

export type ReadEvent = { ok: true; event: TicketEvent } | { ok: false; status: 401 | 400 };

/** An event's age at most, and how far a clock may be ahead, ms. */
const day = 86_400_000;
const longestReply = 20_000;

const words = z.string().nullish();
const id = z.union([z.string().min(1).max(200), z.number()]).transform(String);
const schema = z.object({
  id,
  event: z.union([z.string().min(1).max(300), z.number()]).transform(String),
  at: z.string(),
  status: words,
  owner: words,
  actor: words,
  correlation: words,
  reply: words,
});

type Headers = { readonly [name: string]: string | string[] | undefined };

/**
 * The signature of a webhook from its headers (names in lower case), for `readEvent`. `X-Signature` for every
 * system; Jira's admin webhooks say the same in `X-Hub-Signature`, and Zendesk signs its own way, with a timestamp.
 */
export function signatureHeader(system: TicketConfig['system'], headers: Headers): string | undefined {
  const one = (name: string) => {
    const value = headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  const own = one('x-signature');
  if (own !== undefined) return own;
  if (system === 'jira') return one('x-hub-signature');
  const [signature, timestamp] = [
    one('x-zendesk-webhook-signature'),
    one('x-zendesk-webhook-signature-timestamp'),
  ];
  return system === 'zendesk' && signature && timestamp ? `zendesk=${timestamp} ${signature}` : undefined;
}

/** Compares without telling by its time how much was right. */
function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Zendesk: base64 of HMAC-SHA256 over timestamp and body (developer.zendesk.com, "Verifying webhooks"). */
function isSigned(system: string, body: Buffer, given: string, secret: string): boolean {
  const zendesk = system === 'zendesk' ? /^zendesk=(\S+) (\S+)$/.exec(given) : null;
  // ServiceNow's own function for it gives base64, which its scripts can't easily turn into hex.
  const base64 = () => `sha256=${createHmac('sha256', secret).update(body).digest('base64')}`;
  if (!zendesk) {
    return (
      same(given.toLowerCase(), signatureOf(body, secret)) ||
      (system === 'servicenow' && same(given, base64()))
    );
  }
  const [, timestamp = '', signature = ''] = zendesk;
  return same(signature, createHmac('sha256', secret).update(timestamp).update(body).digest('base64'));
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Reads a webhook's body once its signature is right; nothing in it is looked at before. Pure.
 *
 * 401: no secret here, no or a wrong signature, or `at` more than a day away, which is a recording played back.
 * 400: signed, but not `{id, event, at, …}` (contract.md, Ticket); Jira's own bodies are understood too.
 */
export function readEvent(
  system: TicketConfig['system'],
  rawBody: Buffer | string,
  signature: string | undefined,
  secret: string | undefined,
  now: number,
): ReadEvent {
  const body = Buffer.from(rawBody);
  if (!secret || !signature || !isSigned(system, body, signature, secret)) return { ok: false, status: 401 };
  const given = json(body.toString('utf8'));
  const read = schema.safeParse(system === 'jira' ? (jiraEvent(given) ?? given) : given);
  if (!read.success) return { ok: false, status: 400 };
  const at = Date.parse(read.data.at);
  if (Number.isNaN(at)) return { ok: false, status: 400 };
  if (Math.abs(now - at) > day) return { ok: false, status: 401 };
  const { status, actor, correlation, reply } = read.data;
  const owner = ownerOf(read.data.owner);
  const text = reply?.trim().slice(0, longestReply);
  return {
    ok: true,
    event: {
      id: read.data.id,
      event: read.data.event,
      at: new Date(at).toISOString(),
      ...(status && { status: statusOf(status, owner) }),
      ...(owner && { owner }),
      ...(actor && { actor }),
      ...(correlation && { correlation }),
      ...(text && { reply: text }),
    },
  };
}
