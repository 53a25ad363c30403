import { createCipheriv, createDecipheriv, createHash, randomBytes, scryptSync } from 'node:crypto';
import { StartError } from '../errors.ts';

/**
 * Encrypts what columns hold: AES-256-GCM, every value under a nonce of its own. `place` (table and key of the row) is
 * authenticated with it, so that a value can't be moved to another row. What was stored before there was a key is
 * read as it is.
 */
export interface Seal {
  /** Id of the key that new values get; `null`: they stay readable. */
  readonly current: string | null;
  /** Ids of all keys that values can be read with. */
  readonly known: readonly string[];
  text(plain: string, place: string): string;
  openText(stored: string, place: string): string;
  bytes(plain: Uint8Array, place: string): Uint8Array;
  openBytes(stored: Uint8Array, place: string): Uint8Array;
  /** Whether a stored value is as `text` or `bytes` would store it today. */
  isCurrent(stored: string | Uint8Array): boolean;
}

interface Key {
  id: string;
  secret: Buffer;
}

/** JSON never begins with it. */
const textMark = '~';
/** A raw deflate stream never begins with it: its first block would be of the reserved type. */
const bytesMark = 0x0e;
const nonceBytes = 12;
const tagBytes = 16;
const idBytes = 4;

/** Keys are passphrases or random text; the work of stretching them is done once a start. */
function keyOf(text: string): Key {
  const secret = scryptSync(text, 'columns of the triage, first version', 32);
  return {
    secret,
    id: createHash('sha256')
      .update(secret)
      .digest('hex')
      .slice(0, 2 * idBytes),
  };
}

/** Reads `DATA_KEY`: keys separated by commas, the first for what is written, the others for what is read. */
export function sealOf(dataKey: string | undefined): Seal {
  const keys = (dataKey ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map(keyOf);
  const current = keys[0];
  const find = (id: string): Key => {
    const found = keys.find((key) => key.id === id);
    if (!found) throw unreadable(`A value is encrypted with key ${id}, which DATA_KEY does not hold`);
    return found;
  };
  return {
    current: current?.id ?? null,
    known: keys.map((key) => key.id),
    text: (plain, place) =>
      current
        ? `${textMark}${current.id}${encrypt(current, Buffer.from(plain), place).toString('base64')}`
        : plain,
    openText(stored, place) {
      if (!stored.startsWith(textMark)) return stored;
      const from = textMark.length + 2 * idBytes;
      const key = find(stored.slice(textMark.length, from));
      return decrypt(key, Buffer.from(stored.slice(from), 'base64'), place).toString();
    },
    bytes: (plain, place) =>
      current
        ? Buffer.concat([
            Buffer.from([bytesMark]),
            Buffer.from(current.id, 'hex'),
            encrypt(current, plain, place),
          ])
        : plain,
    openBytes(stored, place) {
      if (stored[0] !== bytesMark) return stored;
      const buffer = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
      const key = find(buffer.subarray(1, 1 + idBytes).toString('hex'));
      return decrypt(key, buffer.subarray(1 + idBytes), place);
    },
    isCurrent: (stored) => (idIn(stored) ?? null) === (current?.id ?? null),
  };
}

/** The id of the key that a stored value is encrypted with. */
function idIn(stored: string | Uint8Array): string | undefined {
  if (typeof stored === 'string')
    return stored.startsWith(textMark)
      ? stored.slice(textMark.length, textMark.length + 2 * idBytes)
      : undefined;
  return stored[0] === bytesMark ? Buffer.from(stored.slice(1, 1 + idBytes)).toString('hex') : undefined;
}

function encrypt({ secret }: Key, plain: Uint8Array, place: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', secret, nonce);
  cipher.setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

function decrypt({ id, secret }: Key, stored: Buffer, place: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', secret, stored.subarray(0, nonceBytes));
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(stored.subarray(nonceBytes, nonceBytes + tagBytes));
  try {
    return Buffer.concat([decipher.update(stored.subarray(nonceBytes + tagBytes)), decipher.final()]);
  } catch (error) {
    throw unreadable(`A value under key ${id} was changed or moved (${place})`, error);
  }
}

const unreadable = (message: string, cause?: unknown) =>
  Object.assign(new Error(message, { cause }), { code: 'data_key' });

/** The start's error where the database needs a key that `DATA_KEY` does not hold. Ids tell nothing about keys. */
export const missingKey = (missing: readonly string[], seal: Seal): StartError => {
  const which = missing.join(', ');
  const have = seal.known.length > 0 ? `holds ${seal.known.join(', ')}` : 'is not set';
  return new StartError(
    'data_key',
    `The database is encrypted with key ${which}, but DATA_KEY ${have}. Set DATA_KEY to the key that was used; after a change keep the old one behind the new: DATA_KEY=new,old.`,
  );
};
