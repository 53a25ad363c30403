import { StoreConflict } from './store.ts';

/** Turns that meet on the same rows seldom meet twice. */
const tries = 3;

/**
 * Runs a turn; one that lost against another one is decided again on what that one left. The last try's conflict comes
 * out, like everything else that `turn` throws.
 */
export async function again<T>(turn: () => Promise<T>): Promise<T> {
  for (let n = 1; ; n++) {
    try {
      return await turn();
    } catch (error) {
      if (!(error instanceof StoreConflict) || n === tries) throw error;
    }
  }
}
