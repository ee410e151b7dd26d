import { AuthError } from './errors.js';
import type { Send } from './http.js';

/** What takes longer is given up, in milliseconds: others may wait for it. */
const PATIENCE = 15_000;

/** Does what is sent by `by`, and gives it up if there is no answer in time. */
export function inTime<T>(send: Send, work: (by: Send) => Promise<T>): Promise<T> {
  const late = new AbortController();
  const { signal } = late;
  const timer = setTimeout(() => late.abort(new AuthError('NETWORK_ERROR')), PATIENCE);
  const done = work((url, init) => send(url, { ...init, signal }));
  return heeding(signal, done).finally(() => clearTimeout(timer));
}

/** The same, unless the signal comes first; not everything that is waited for hears of it. */
export function heeding<T>(signal: AbortSignal | null | undefined, work: Promise<T>): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const aborted = (): void => reject(signal.reason);
    if (signal.aborted) aborted();
    signal.addEventListener('abort', aborted);
    void work
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', aborted));
  });
}
