import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Answers with JSON, or with text as it is. Written by hand and not with restify's `send`, which
 * looks at the caller's Accept header and turns errors into text with everything that is in them.
 * Does nothing once there was an answer or the caller has gone.
 */
export function reply(
  res: ServerResponse,
  status: number,
  body?: unknown,
  headers: { readonly [name: string]: string } = {},
): void {
  if (res.headersSent || res.destroyed) return;
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const type = body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' };
  res.writeHead(status, {
    ...type,
    'content-length': String(Buffer.byteLength(text)),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  res.end(text);
}

export type JsonBody =
  | { ok: true; value: unknown; raw: Buffer }
  | { ok: false; status: 400 | 413 | 415; code: string; message: string };

const bad = (status: 400 | 413 | 415, code: string, message: string): JsonBody => ({
  ok: false,
  status,
  code,
  message,
});

/** What is read and thrown away so that the caller gets to hear 413; beyond it the connection is cut. */
const patience = 16;

async function readBytes(req: IncomingMessage, limit: number): Promise<Buffer | 'too large' | 'broken'> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of req) {
      const part: Buffer = chunk;
      size += part.length;
      if (size > limit * patience) break;
      if (size <= limit) chunks.push(part);
    }
  } catch {
    return 'broken';
  }
  return size > limit ? 'too large' : Buffer.concat(chunks);
}

const withoutNul = (text: string) => text.replaceAll('\u0000', '');

/**
 * Reads a JSON body of at most `limit` bytes. Never rejects.
 *
 * Not restify's body parser: it unpacks gzip without a limit and crashes on a broken one. NUL
 * characters are dropped from all texts, since PostgreSQL cannot store them. `raw` is what a
 * signature over the body is checked against.
 */
export async function readJson(req: IncomingMessage, limit: number): Promise<JsonBody> {
  const type = (req.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  // Also what keeps web pages out: a page cannot send this type elsewhere without being asked first.
  if (type !== 'application/json') return bad(415, 'content_type', 'Send application/json');
  if ((req.headers['content-encoding'] ?? 'identity') !== 'identity') {
    return bad(415, 'content_encoding', 'Send the body without compression');
  }
  const raw = await readBytes(req, limit);
  if (raw === 'too large') return bad(413, 'too_large', `The body must not exceed ${limit} bytes`);
  if (raw === 'broken') return bad(400, 'aborted', 'The body did not arrive');
  try {
    const clean = (_key: string, value: unknown) => (typeof value === 'string' ? withoutNul(value) : value);
    const text = raw.toString('utf8');
    const value: unknown = text.includes('\\u0000') ? JSON.parse(text, clean) : JSON.parse(text);
    return { ok: true, value, raw };
  } catch {
    return bad(400, 'bad_json', 'The body is not valid JSON');
  }
}
