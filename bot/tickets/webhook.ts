import { createHmac } from 'node:crypto';
import * as z from 'zod';
import type { TicketConfig } from '../config.ts';
import { basic, type Call, type ConnectorOptions, createHttp, type Failed, problemOf } from './http.ts';
import type { TicketFile, TicketResult, TicketSystem } from './port.ts';
import { closingWords, fileNameOf } from './reference.ts';

const accepted = z.object({
  id: z.union([z.string().min(1), z.number()]).transform(String),
  url: z
    .url({ protocol: /^https?$/ })
    .nullish()
    .catch(null),
});

/** The signature that goes both ways: HMAC-SHA256 of the raw body (RFC 2104), in hex. */
export const signatureOf = (body: string | Buffer, secret: string): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

/** A file within the JSON. */
const inlineOf = ({ name, contentType, content }: TicketFile, as = name) => ({
  name: as,
  contentType,
  base64: Buffer.from(content).toString('base64'),
});

/** Statuses of a receiver that knows tickets only. */
const unknownMethod = [404, 405, 501];

/**
 * Any receiver of one's own: `POST TICKET_URL` with the ticket, answered by 2xx `{id, url?}`; everything else is
 * tried again (contract.md, Ticket). What happens to a ticket later goes out as `PATCH TICKET_URL`, so that a
 * receiver which takes each POST for a ticket never opens a second one; any 2xx will do, 404, 405 and 501 mean
 * that it wants none of this. Each request has an `Idempotency-Key` and an `X-Signature` of its raw body.
 * Where the receiver asks for a sign-in as well, TICKET_TOKEN goes as a bearer, TICKET_USER as Basic.
 */
export function webhook(config: TicketConfig, secret: string, options: ConnectorOptions = {}): TicketSystem {
  const authorization = config.token
    ? `Bearer ${config.token}`
    : config.user
      ? basic(config.user, config.password ?? '')
      : undefined;
  const http = createHttp('webhook', config.url ?? '', authorization ? { authorization } : {}, options);
  const signed = (method: Call['method'], key: string, body: unknown): Call => {
    const content = JSON.stringify(body);
    return {
      method,
      path: '',
      raw: { content, type: 'application/json' },
      headers: { 'idempotency-key': key, 'x-signature': signatureOf(content, secret) },
    };
  };
  /** Nothing a receiver says is a no, and its refusals come without the wait for an administrator. */
  const again = (failed: Failed): TicketResult<never> =>
    failed.kind === 'refused' || failed.status === 401 ? { kind: 'retry', error: failed.error } : failed;
  const patch = async (key: string, body: unknown): Promise<TicketResult<null>> => {
    const answer = await http.ask(signed('PATCH', key, body), z.unknown());
    if (answer.kind === 'done') return { kind: 'done', value: null };
    return answer.status !== undefined && unknownMethod.includes(answer.status)
      ? { kind: 'refused', error: `webhook takes no changes (${answer.status})` }
      : again(answer);
  };
  return {
    name: 'webhook',
    queue: config.queue ?? '',
    can: { attach: 'with', status: false },
    async create(ticket, queue) {
      const { files = [], ...rest } = ticket;
      const body = { ...rest, queue, attachments: files.map((file) => inlineOf(file)) };
      const answer = await http.ask(signed('POST', ticket.key, body), accepted);
      if (answer.kind !== 'done') return again(answer);
      const { id, url } = answer.value;
      return { kind: 'done', value: { key: ticket.key, id, url: url ?? null } };
    },
    comment: ({ id, key: ticket }, text, key) => patch(key, { ticket, id, comment: { text } }),
    close: ({ id, key: ticket }, why, key) =>
      patch(key, {
        ticket,
        id,
        status: why === 'fixed' ? 'resolved' : 'withdrawn',
        comment: { text: closingWords[why] },
      }),
    reopen: ({ id, key: ticket }, key) =>
      patch(key, { ticket, id, status: 'open', comment: { text: closingWords.reopened } }),
    attach: ({ id, key: ticket }, file, key) =>
      patch(key, {
        ticket,
        id,
        attachment: inlineOf(file, fileNameOf(file.name, key)),
      }),
    status: async () => ({ kind: 'refused', error: 'webhook has no way to ask for a status' }),
    async check() {
      // What a receiver says to a request that is no ticket is its own affair, but a refused sign-in is not.
      const answer = await http.ask({ method: 'GET', path: '' }, z.unknown());
      if (answer.kind === 'done' || (answer.status !== undefined && answer.status !== 401)) return [];
      return answer.status === 401 && !authorization ? [] : [problemOf(answer, 'TICKET_URL')];
    },
  };
}
