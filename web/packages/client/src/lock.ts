import { reach, type Realm } from './realm.js';

/** A tab that was frozen while it held the lock is waited for this long, in milliseconds. */
const PATIENCE = 5_000;

/** A lock that is free is granted sooner, in milliseconds. */
const AT_ONCE = 3;

/** Whoever had the lock before has told the others by then, in milliseconds. */
const HEARSAY = 30;

/** Lets go of a lock. */
export type Release = () => void;

/** Takes a lock. */
export type Acquire = () => Promise<Release>;

/**
 * A lock that all tabs share; where there are no Web Locks, only those in this tab wait for each
 * other. It never blocks: if whoever holds it does not let go in time, the caller goes on without.
 * That is safe, since the service gives all who race the same tokens; the lock saves requests, and
 * keeps the cookies of two answers in order.
 */
export function createLock(realm: Realm, name: string): Acquire {
  let tail: Promise<void> | undefined;
  return () =>
    new Promise((resolve) => {
      const giveUp = new AbortController();
      const asked = Date.now();
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        giveUp.abort();
        resolve(() => {});
      }, PATIENCE);
      const granted = (): Promise<void> | undefined => {
        clearTimeout(timer);
        if (late) return undefined;
        return new Promise<void>((release) => {
          if (Date.now() - asked > AT_ONCE) setTimeout(resolve, HEARSAY, release);
          else resolve(release);
        });
      };
      const refused = (): void => void (tail = Promise.resolve(tail).then(granted));
      // Some browsers throw where the page may not use them, others reject.
      const request = reach(() =>
        realm.navigator?.locks?.request(name, { signal: giveUp.signal }, granted),
      );
      if (request) request.catch(refused);
      else refused();
    });
}
