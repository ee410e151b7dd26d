import type { AuthErrorCode, OrOther } from './codes.js';
import type { Session, User } from './types.js';

/** Who is signed in. One object stays the same until something changes. */
export type AuthState =
  | {
      /** Nobody knows yet. On a server it stays so. */
      readonly status: 'loading';
      readonly user: null;
      readonly session: null;
      /** Why it takes longer, if the service could not be asked. It is asked again by itself. */
      readonly error: Error | null;
    }
  | { readonly status: 'unauthenticated'; readonly user: null; readonly session: null }
  | {
      /** `anonymous`: a visitor, who has a session but no account. */
      readonly status: 'anonymous' | 'authenticated';
      readonly user: User;
      /**
       * Its `lastActiveAt` and `expiresAt` are those of the last change of anything else;
       * `listSessions` has the newest.
       */
      readonly session: Session;
    };

/** What happened to the state. */
export interface AuthChange {
  /**
   * `loaded`: it is known for the first time. `signed-in`: there is another user than before, or a
   * visitor became one. `updated`: the same user, with other words or another session.
   */
  readonly type: 'loaded' | 'signed-in' | 'signed-out' | 'updated';
  readonly state: AuthState;
  /** Why somebody was signed out: the code that ended the session, or `SIGNED_OUT` if it was asked for. */
  readonly reason: OrOther<AuthErrorCode | 'SIGNED_OUT'> | null;
}

export const LOADING: AuthState = Object.freeze({
  status: 'loading',
  user: null,
  session: null,
  error: null,
});

export const UNAUTHENTICATED: AuthState = Object.freeze({
  status: 'unauthenticated',
  user: null,
  session: null,
});

/** The state of somebody with a session. */
export const stateOf = (user: User, session: Session): AuthState => ({
  status: user.role === 'anonymous' ? 'anonymous' : 'authenticated',
  user,
  session,
});

export type Store = ReturnType<typeof createStore>;

/** Keeps the state and tells who listens. */
export function createStore() {
  let state = LOADING;
  /** What was known last: between two users it is loading, too. */
  let known: AuthState | undefined;
  const subscribers = new Set<() => void>();
  const listeners = new Set<(change: AuthChange) => void>();

  return {
    get: (): AuthState => state,

    set(next: AuthState, reason: string | null = null): void {
      const before = state;
      if (wordsOf(next) === wordsOf(before)) return;
      state = Object.freeze(next);
      const change = { type: changeOf(known, next), state: next, reason };
      if (next.status !== 'loading') known = next;
      subscribers.forEach(safely);
      if (next.status !== 'loading') listeners.forEach((tell) => safely(() => tell(change)));
    },

    subscribe: (listener: () => void): (() => void) => join(subscribers, listener),

    onChange: (listener: (change: AuthChange) => void): (() => void) => join(listeners, listener),
  };
}

/** What is worth telling: each use of a session moves these two, and nobody should render anew. */
const wordsOf = (state: AuthState): string =>
  JSON.stringify(state, (name, it: unknown) =>
    /^(lastActiveAt|expiresAt)$/.test(name) ? 0 : it,
  );

function changeOf(before: AuthState | undefined, next: AuthState): AuthChange['type'] {
  if (!before) return 'loaded';
  if (!next.user) return 'signed-out';
  return before.status === next.status && before.user?.id === next.user.id
    ? 'updated'
    : 'signed-in';
}

// In a box of its own, since one function may be added twice.
function join<T>(all: Set<T>, listener: T & ((...args: never[]) => void)): () => void {
  const own = ((...args: never[]) => listener(...args)) as T;
  all.add(own);
  return () => void all.delete(own);
}

/** A listener that throws must not keep the others from hearing. */
function safely(work: () => void): void {
  try {
    work();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
