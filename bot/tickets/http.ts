import type * as z from 'zod';
import { codeOf } from '../errors.ts';

/** What every connector may be given: a deadline for each call, and the clock that reads `Retry-After` dates. */
export interface ConnectorOptions {
  /** Ten seconds unless said otherwise. */
  timeoutMs?: number;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

/**
 * A call that did not end well; `status` is absent where there was no answer at all. `says` is the first of the
 * call's `words` that a refusal contains; the rest of it, which may repeat the ticket's text, goes no further.
 */
export type Failed =
  | { kind: 'retry'; error: string; afterMs?: number; status?: number }
  | { kind: 'refused'; error: string; status?: number; says?: string };

export type Answered<T> = { kind: 'done'; value: T; status: number } | Failed;

export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** Below the base address; with its query. */
  path: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, instead of `body`. */
  raw?: { content: string | Uint8Array<ArrayBuffer> | FormData; type?: string };
  headers?: { readonly [name: string]: string };
  /** What to look for in a refusal, where its status does not say enough. */
  words?: readonly string[];
}

export interface Http {
  /** One request; the answer's JSON in the form of `schema`. Never rejects. */
  ask<T>(call: Call, schema: z.ZodType<T>): Promise<Answered<T>>;
}

const second = 1000;
const longestWait = 3600 * second;
/** After an answer that a person must put right first: soon enough for them, too seldom to lock an account. */
export const signInWaitMs = 600 * second;

/** Statuses that say "later", not "no": timeout, conflict, too early, too many, and whatever broke over there. */
const later = (status: number) => status >= 500 || [408, 409, 423, 425, 429].includes(status);

/**
 * Milliseconds from a `Retry-After` header: seconds or an HTTP date (RFC 9110, 10.2.3); at most an hour.
 * `undefined` where there is none, it is in the past, or it makes no sense.
 */
export function retryAfter(value: string | null, now: number): number | undefined {
  if (!value) return undefined;
  const ms = /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) * second : Date.parse(value) - now;
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, longestWait) : undefined;
}

/** What a status without success means for the call. */
export function failureOf(system: string, status: number, headers: Headers, now: number): Failed {
  if (status === 401)
    return { kind: 'retry', error: `${system} refused the sign-in (401)`, afterMs: signInWaitMs, status };
  if (later(status)) {
    // Zendesk's older name for the same, in seconds.
    const afterMs = retryAfter(headers.get('retry-after') ?? headers.get('ratelimit-reset'), now);
    return { kind: 'retry', error: `${system} answered ${status}`, status, ...(afterMs && { afterMs }) };
  }
  return { kind: 'refused', error: `${system} answered ${status}`, status };
}

/** Why no answer came: a name such as `ECONNREFUSED`, never an address or a text. */
function reasonOf(error: unknown): string {
  if (error instanceof DOMException && error.name === 'TimeoutError') return 'timeout';
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return codeOf(cause);
}

function parsed(text: string): unknown {
  if (text.trim() === '') return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Basic authentication (RFC 7617). */
export const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/**
 * JSON over HTTP with one system. Redirects are not followed: a sign-in page is no ticket, and the credentials
 * are for this address alone. A success whose body is something else than expected (a page instead of JSON,
 * as sleeping or proxied instances send) counts as no answer, since the call may have had its effect.
 */
export function createHttp(
  system: string,
  base: string,
  headers: { readonly [name: string]: string },
  { timeoutMs = 10 * second, now = Date.now }: ConnectorOptions,
): Http {
  return {
    async ask(call, schema) {
      try {
        const isJson = call.raw === undefined && call.body !== undefined;
        const type = isJson ? 'application/json' : call.raw?.type;
        const body = isJson ? JSON.stringify(call.body) : call.raw?.content;
        const response = await fetch(base + call.path, {
          method: call.method,
          headers: {
            accept: 'application/json',
            ...headers,
            ...(type && { 'content-type': type }),
            ...call.headers,
          },
          redirect: 'manual',
          signal: AbortSignal.timeout(timeoutMs),
          ...(body !== undefined && { body }),
        });
        const text = await response.text();
        const { status } = response;
        if (!response.ok) {
          const failed = failureOf(system, status, response.headers, now());
          const says = call.words?.find((word) => text.includes(word));
          return failed.kind === 'refused' && says ? { ...failed, says } : failed;
        }
        const read = schema.safeParse(parsed(text));
        if (read.success) return { kind: 'done', value: read.data, status };
        return {
          kind: 'retry',
          error: `${system} answered ${status} with something else than expected`,
          status,
        };
      } catch (error) {
        return { kind: 'retry', error: `${system} gave no answer (${reasonOf(error)})` };
      }
    },
  };
}

/** One sentence of `check` for a call that failed; `what` is what was asked for. */
export function problemOf(failed: Failed, what: string): string {
  if (failed.status === undefined) return `TICKET_URL does not answer: ${failed.error}`;
  if (failed.status === 401)
    return `TICKET_TOKEN, or TICKET_USER and TICKET_PASSWORD, are wrong: ${failed.error}`;
  return `${what}: ${failed.error}`;
}
