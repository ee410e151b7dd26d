import { AuthError } from '@bookplate/client';
import { createStore } from './store.js';

/** What has been read so far. */
export interface Read<T> {
  /** What was read last; null until then. */
  data: T | null;
  /** `idle`: there is nobody to read it for. `loading`: an answer is waited for. */
  status: 'idle' | 'loading' | 'ready' | 'error';
  /** Why it could not be read; what was read before stays. */
  error: AuthError | null;
}

/** Something of the service that is read, and may be read again; React knows nothing of it. */
export interface Reading<T> {
  get(): Read<T>;
  /** Calls back after every change, and reads anew unless that is under way. */
  subscribe(listener: () => void): () => void;
  /** Reads it anew. Resolves once the newest answer is there; never rejects. */
  reload(): Promise<void>;
  /** Resolves once nothing is being read. */
  settled(): Promise<void>;
  /** Changes what is there; an answer on its way is put together with that. */
  change(next: Partial<Read<T>>): void;
  /** Puts something newer in its place: an answer that is on its way does not count any more. */
  put(data: T): void;
}

/**
 * Reads by `load`, which is given what is there already; null reads nothing. Of several answers the
 * one counts that was asked for last. `merge` puts it together with what is there when it comes.
 */
export function createReading<T>(
  load: ((before: T | null) => Promise<T>) | null,
  merge: (fresh: T, now: T | null) => T = (fresh) => fresh,
): Reading<T> {
  const { get, subscribe, change } = createStore<Read<T>>({
    data: null,
    status: load ? 'loading' : 'idle',
    error: null,
  });
  let turn = 0;
  let flight: Promise<void> | undefined;

  async function read(by: NonNullable<typeof load>): Promise<void> {
    const own = ++turn;
    let next: Partial<Read<T>>;
    if (get().status !== 'loading') change({ status: 'loading' });
    try {
      const fresh = await by(get().data);
      next = { data: merge(fresh, get().data), status: 'ready', error: null };
    } catch (thrown) {
      next = { status: 'error', error: asAuthError(thrown) };
    }
    if (own !== turn) return flight;
    flight = undefined;
    change(next);
  }

  const reload = async (): Promise<void> => {
    if (load) await (flight = read(load));
  };

  return {
    get,
    subscribe(listener) {
      const end = subscribe(listener);
      if (!flight) void reload();
      return end;
    },
    reload,
    settled: async () => flight,
    change,
    put(data) {
      turn++;
      flight = undefined;
      change({ data, status: 'ready', error: null });
    },
  };
}

/** What failed, as an error of the client; what was thrown, if that is none, is its `cause`. */
export function asAuthError(error: unknown): AuthError {
  if (error instanceof AuthError) return error;
  return new AuthError('UNKNOWN_ERROR', 0, {}, error);
}
