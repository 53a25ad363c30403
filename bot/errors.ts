import { randomInt } from 'node:crypto';

/** Without vowels and look-alikes, so that no word comes out and it can be read out on the phone. */
const alphabet = '23456789BCDFGHJKMNPQRSTVWXZ';

/** A reference that a user can read out and IT can find in the log, e.g. `R-7KX3-QM2P`. */
export function newReference(random: (below: number) => number = randomInt): string {
  const part = () => Array.from({ length: 4 }, () => alphabet[random(alphabet.length)]).join('');
  return `R-${part()}-${part()}`;
}

/** The stable name of what went wrong: the error's own `code`, or its class. Never its message. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('code' in error && typeof error.code === 'string' && /^[\w.-]{1,60}$/.test(error.code))
    return error.code;
  return error.name;
}

/** What the user reads when a turn failed. The error's own text stays in the log. */
export function apology(reference: string): string {
  return (
    'Sorry, something went wrong on my side and your last answer may not have been saved. ' +
    'Please send it again in a moment, or write "help" to see where you are. ' +
    `If it keeps happening, tell your IT help desk this reference: ${reference}`
  );
}

/** A start that failed for a reason which the person at the keyboard can remove; `message` says how. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly code: 'port_taken' | 'not_ready' | 'cannot_listen' | 'data_key';

  constructor(code: StartError['code'], message: string) {
    super(message);
    this.code = code;
  }
}
