import { createTransport, type SentMessageInfo } from 'nodemailer';
import type { TicketConfig } from '../config.ts';
import { isLoopback } from '../config.ts';
import { codeOf } from '../errors.ts';
import { htmlOf, messageIdOf } from './email-message.ts';
import { type ConnectorOptions, type Failed, signInWaitMs } from './http.ts';
import type { TicketFile, TicketHandle, TicketResult, TicketSystem } from './port.ts';
import { closingWords, isKey, oneLine, referenceOf } from './reference.ts';

export interface EmailOptions extends ConnectorOptions {
  /** PEM of the authority that signed the server's certificate, where the system does not know it. */
  ca?: string;
}

interface Mail {
  key: string;
  subject: string;
  text: string;
  /** The key of the ticket that this is about; absent in the first message. */
  inReplyTo?: string;
  date?: string;
  headers?: { [name: string]: string };
  attachments?: { filename: string; contentType: string; content: Buffer }[];
}

/**
 * What an SMTP failure means (RFC 5321, 4.2.1): 5xx to this message or recipient is a no, all else may go well
 * later. Refused sign-ins wait for an administrator, so that the account is not locked. Says the code only, since
 * servers repeat addresses.
 */
export function smtpFailure(error: unknown): Failed {
  const reply = (error as { responseCode?: unknown } | null)?.responseCode;
  const code = codeOf(error);
  const name = typeof reply === 'number' ? `${code} ${reply}` : code;
  if (code === 'EAUTH' || code === 'ENOAUTH') {
    return { kind: 'retry', error: `email: the sign-in was refused (${name})`, afterMs: signInWaitMs };
  }
  const isAboutThis = code === 'EENVELOPE' || code === 'EMESSAGE';
  if (isAboutThis && typeof reply === 'number' && reply >= 500) {
    return { kind: 'refused', error: `email: the server refused it (${name})`, status: reply };
  }
  return { kind: 'retry', error: `email: the server did not take it (${name})` };
}

const attachmentOf = ({ name, contentType, content }: TicketFile) => ({
  filename: name,
  contentType,
  content: Buffer.from(content),
});

/**
 * Tickets by e-mail over SMTP, with STARTTLS or `smtps://`; without either only to this machine and without a
 * sign-in. The Message-ID is made from the key: an attempt whose answer was lost is the same message again, which
 * mailboxes keep once (RFC 5322, 3.6.4), and what comes later belongs to its thread. SMTP has no way to ask, so a
 * ticket system behind the mailbox has to know a Message-ID it has seen. The queue stands in `X-Queue`.
 */
export function email(config: TicketConfig, options: EmailOptions = {}): TicketSystem {
  const { timeoutMs = 10_000, ca } = options;
  const url = URL.canParse(config.url ?? '') ? new URL(config.url ?? '') : new URL('smtp://localhost');
  const user = config.user ?? decodeURIComponent(url.username);
  const password = config.password ?? decodeURIComponent(url.password);
  const secure = url.protocol === 'smtps:';
  const from = config.from ?? '';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const open = () =>
    createTransport({
      host,
      port: Number(url.port) || (secure ? 465 : 587),
      secure,
      requireTLS: !secure && (user !== '' || !isLoopback(host)),
      ...(user && { auth: { user, pass: password } }),
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
      tls: { minVersion: 'TLSv1.2', ...(ca && { ca }) },
    });

  /** One use of the server. Each timeout of the transport is for one silence, so a deadline ends the whole. */
  async function use<T>(work: (transport: ReturnType<typeof open>) => Promise<T>): Promise<TicketResult<T>> {
    const transport = open();
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(
        () => reject(Object.assign(new Error('deadline'), { code: 'ETIMEDOUT' })),
        timeoutMs * 2,
      );
    });
    try {
      return { kind: 'done', value: await Promise.race([work(transport), deadline]) };
    } catch (error) {
      return smtpFailure(error);
    } finally {
      clearTimeout(timer);
      transport.close();
    }
  }

  async function send(mail: Mail): Promise<TicketResult<null>> {
    if (!isKey(mail.key))
      return { kind: 'refused', error: 'email: the key has characters that no Message-ID may have' };
    const parent = mail.inReplyTo === undefined ? undefined : messageIdOf(mail.inReplyTo, from);
    const sent = await use<SentMessageInfo>((transport) =>
      transport.sendMail({
        from,
        to: config.to ?? '',
        subject: mail.subject,
        messageId: messageIdOf(mail.key, from),
        ...(parent && { inReplyTo: parent, references: [parent] }),
        ...(mail.date && { date: mail.date }),
        text: mail.text,
        html: htmlOf(mail.text),
        ...(mail.attachments && { attachments: mail.attachments }),
        // Keeps absence notes away (RFC 3834; Exchange knows its own header only).
        headers: {
          'Auto-Submitted': 'auto-generated',
          'X-Auto-Response-Suppress': 'All',
          'X-Correlation-ID': mail.key,
          ...mail.headers,
        },
      }),
    );
    return sent.kind === 'done' ? { kind: 'done', value: null } : sent;
  }

  const follow = (handle: TicketHandle, text: string, key: string, attachments?: Mail['attachments']) =>
    send({
      key,
      subject: `Re: OneDrive ticket [${handle.id}]`,
      text,
      inReplyTo: handle.key,
      ...(attachments && { attachments }),
    });

  return {
    name: 'email',
    queue: config.queue ?? '',
    can: { attach: 'with', status: false },
    async create(ticket, queue) {
      const id = referenceOf(ticket.key);
      const sent = await send({
        key: ticket.key,
        subject: `${oneLine(ticket.subject, 150)} [${id}]`,
        text: ticket.body,
        date: ticket.createdAt,
        headers: { 'X-Category': ticket.category, ...(queue && { 'X-Queue': oneLine(queue, 100) }) },
        ...(ticket.files?.length && { attachments: ticket.files.map(attachmentOf) }),
      });
      return sent.kind === 'done' ? { kind: 'done', value: { key: ticket.key, id, url: null } } : sent;
    },
    comment: (handle, text, key) => follow(handle, text, key),
    close: (handle, why, key) => follow(handle, closingWords[why], key),
    reopen: (handle, key) => follow(handle, closingWords.reopened, key),
    attach: (handle, file, key) => follow(handle, file.name, key, [attachmentOf(file)]),
    status: async () => ({ kind: 'refused', error: 'email has no way to ask for a status' }),
    async check() {
      const verified = await use((transport) => transport.verify());
      if (verified.kind === 'done') return [];
      return /EAUTH|ENOAUTH/.test(verified.error)
        ? [`TICKET_USER and TICKET_PASSWORD are wrong: ${verified.error}`]
        : [`TICKET_URL: ${verified.error}`];
    },
  };
}
