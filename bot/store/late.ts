import { setTimeout as delay } from 'node:timers/promises';
import { type Store, StoreUnavailable } from './store.ts';

/** A store that may not be there yet. */
export interface LateStore {
  store: Store;
  /** Resolves once it is. */
  opened: Promise<void>;
}

/**
 * Opens a store. Where the database does not answer yet (the server is down, the disk full or read-only) the bot
 * starts all the same, is not ready, and asks users to try again, instead of ending and being started in a loop: it
 * tries again every `everyMs` and tells `failed` each time. Rejects where waiting would not help.
 */
export async function openLate(
  open: () => Promise<Store>,
  { everyMs, failed }: { everyMs: number; failed: (error: unknown) => void },
): Promise<LateStore> {
  let store: Store | undefined;
  const closed = new AbortController();
  const tryOnce = async (): Promise<boolean> => {
    try {
      store = await open();
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      failed(error);
    }
    return store !== undefined;
  };
  const keepTrying = async () => {
    do await delay(everyMs, undefined, { signal: closed.signal }).catch(() => {});
    while (!closed.signal.aborted && !(await tryOnce().catch(failed)));
    if (!closed.signal.aborted) return;
    await store?.close();
    // What was never opened never will be.
    await new Promise(() => {});
  };
  if (await tryOnce()) return { store: store as Store, opened: Promise.resolve() };
  return { store: until(() => store, closed), opened: keepTrying() };
}

/** The store where there is one; otherwise everything but closing it is refused. */
const until = (store: () => Store | undefined, closed: AbortController): Store =>
  new Proxy({} as Store, {
    get(_, name) {
      const open = store();
      if (open) {
        const member: unknown = Reflect.get(open, name);
        return typeof member === 'function' ? member.bind(open) : member;
      }
      if (name === 'then') return undefined;
      return async () => {
        if (name === 'close') closed.abort();
        else throw new StoreUnavailable('The database has not answered since the start');
      };
    },
  });
