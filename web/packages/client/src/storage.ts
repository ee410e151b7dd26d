import { reach, type Realm, type StorageLike } from './realm.js';

/** Where the refresh token is kept: somewhere of the browser, or anything that is like it. */
export type StorageChoice = 'local' | 'session' | 'memory' | StorageLike;

/** One value that is kept. */
export interface Kept {
  read(): string | null;
  write(value: string | null): void;
  /** Whether other tabs read the same. */
  shared(): boolean;
}

/**
 * Keeps one value in the storage of choice, and in memory as well: what denies itself, or is full,
 * is not asked again, and the session lasts as long as the page.
 */
export function keepIn(realm: Realm, choice: StorageChoice, key: string): Kept {
  let memory: string | null = null;
  let denied = false;

  const attempt = <T>(work: (storage: StorageLike) => T): T | undefined => {
    if (denied) return undefined;
    try {
      const storage = find(realm, choice);
      if (storage) return work(storage);
    } catch {
      // Falls through: what was refused once is refused again.
    }
    denied = true;
    return undefined;
  };

  return {
    read() {
      const stored = attempt((storage) => storage.getItem(key));
      if (!denied) memory = stored ?? null;
      return memory;
    },
    write(value) {
      memory = value;
      attempt((storage) =>
        value === null ? storage.removeItem(key) : storage.setItem(key, value),
      );
      // A token that was replaced must not stay behind: using it again would end the session.
      if (denied) reach(() => find(realm, choice)?.removeItem(key));
    },
    shared: () => choice === 'local' && !denied,
  };
}

function find(realm: Realm, choice: StorageChoice): StorageLike | undefined {
  if (typeof choice === 'object') return choice;
  if (choice === 'local') return realm.localStorage;
  return choice === 'session' ? realm.sessionStorage : undefined;
}
