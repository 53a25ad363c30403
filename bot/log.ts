import type { DestinationStream, Logger } from 'pino';
import { pino } from 'pino';
import type { Config } from './config.ts';
import { codeOf } from './errors.ts';

export type Log = Logger;

/** Removed wherever a caller hands over more than it should; the rule stays to hand over ids and codes only. */
const secretNames = [
  'authorization',
  'password',
  'token',
  'secret',
  'dataKey',
  'metricsToken',
  'webhookSecret',
  'text',
  'name',
  'email',
  'value',
  'from',
  'activity',
  'headers',
];

/** `"at f (file:1:2)"` lines only: a stack begins with the message, and a message may quote what a user wrote. */
const frames = (error: Error) => error.stack?.split('\n').filter((line) => /^\s+at /.test(line));

/**
 * An error as it is logged: class, code, frames. The message is left out unless the error has a code,
 * i.e. its text was made by a program: a JSON or schema error quotes its input. `debug` shows it all.
 */
export function loggedError(error: unknown, verbose: boolean): { [key: string]: unknown } {
  if (!(error instanceof Error)) return { type: typeof error, code: 'unknown' };
  const code = codeOf(error);
  return {
    type: error.name,
    code,
    ...(verbose || code !== error.name ? { message: error.message } : {}),
    stack: frames(error)?.slice(0, 12).join('\n'),
    ...(error.cause === undefined ? {} : { cause: loggedError(error.cause, verbose) }),
  };
}

/**
 * The log: one JSON object a line, on standard output unless told otherwise.
 *
 * What may be in it: ids of cases and activities, codes, counts, durations, states. What may never be:
 * texts of messages, facts, tokens, secrets, names and addresses of people. Properties called like those
 * are removed up to one level deep as a safety net, not as a licence.
 */
export function createLog(config: Pick<Config, 'logLevel'>, destination?: DestinationStream): Log {
  const verbose = config.logLevel === 'debug' || config.logLevel === 'trace';
  const options = {
    level: config.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: (error: unknown) => loggedError(error, verbose) },
    redact: { paths: secretNames.flatMap((name) => [name, `*.${name}`]), remove: true },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** The line that tools wait for. Written whatever the level is, since it is an interface and no chatter. */
export function logReady(log: Log, url: string): void {
  log.child({}, { level: 'info' }).info({ url }, 'ready');
}
