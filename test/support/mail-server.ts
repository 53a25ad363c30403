import { execFile } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { end, freePort, serverFolder, serverScript, whyNot } from './request-tracker.ts';

const run = promisify(execFile);

/** Why the real mail server cannot be started here, or `null`; also says it. */
export function whyNoMailServer(): string | null {
  const why = whyNot('smtp-up.sh', ['/usr/sbin/exim4', '/usr/bin/openssl']);
  if (why) process.stdout.write(`Tests against a real mail server are skipped: ${why}.\n`);
  return why;
}

/** A real exim4 on a free port: STARTTLS, sign-in after it; `nosuch@` 550, `greylist@` 451, at most 5 MB. */
export async function startMailServer(rtUrl = 'http://127.0.0.1:1') {
  const folder = await serverFolder();
  const port = await freePort();
  await run(serverScript('smtp-up.sh'), [folder, String(port)], {
    env: { ...process.env, RT_URL: rtUrl },
    timeout: 60_000,
  });
  const box = join(folder, 'mail', 'box', 'new');
  return {
    url: `smtp://127.0.0.1:${port}`,
    user: 'teamsbot',
    password: 'smtp-pass-1',
    /** The certificate that the server signed itself. */
    ca: await readFile(join(folder, 'tls.crt'), 'utf8'),
    /** What has been delivered so far, in no order. */
    async delivered(): Promise<ParsedMail[]> {
      const names = await readdir(box).catch(() => []);
      return Promise.all(names.map(async (name) => simpleParser(await readFile(join(box, name)))));
    },
    async [Symbol.asyncDispose]() {
      await end(Number((await readFile(join(folder, 'exim.pid'), 'utf8')).trim()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type MailServer = Awaited<ReturnType<typeof startMailServer>>;

/** A mail server in this process whose every step can be told to fail; without a certificate unless it is given. */
export async function smtpServer(
  options: SMTPServerOptions = {},
  afterData?: (number: number) => Error | 'drop' | null,
) {
  const received: { mail: ParsedMail; to: string[] }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    ...options,
    onData(stream, session, callback) {
      simpleParser(stream).then((mail) => {
        received.push({ mail, to: session.envelope.rcptTo.map(({ address }) => address) });
        const fault = afterData?.(received.length) ?? null;
        if (fault === 'drop') for (const connection of server.connections) connection.close();
        else callback(fault);
      }, callback);
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    received,
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
