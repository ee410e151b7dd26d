import { accessOf, spent, type Access } from './access.js';
import { AuthError, isFinal, nobody } from './errors.js';
import { grantOf } from './grant.js';
import { call, bodyOf, type CallOptions, type Send } from './http.js';
import { inTime } from './in-time.js';
import type { Acquire } from './lock.js';
import type { Kept } from './storage.js';
import { LOADING, stateOf, UNAUTHENTICATED, type AuthState, type Store } from './store.js';
import type { TabMessage } from './tabs.js';
import type { AuthOutcome, Refreshed, SessionState } from './types.js';

export interface SessionParts {
  /** Where the paths of the service begin. */
  base: string;
  send: Send;
  cookie: boolean;
  /** Takes the lock that all tabs share. */
  acquire: Acquire;
  kept: Kept;
  store: Store;
  post(message: TabMessage): void;
  /** Called whenever there is another access token, or none any more. */
  rearm(): void;
}

export type SessionKeeper = ReturnType<typeof createSession>;

/** Keeps the tokens of one session: gets them, renews them, shares them, and drops them. */
export function createSession(parts: SessionParts) {
  const { base, send, cookie, acquire, kept, store, post, rearm } = parts;
  let access: Access | null = null;
  /** The refresh token that this tab saw last. */
  let last: string | null = null;
  /** Counts sign-ins and sign-outs: what was asked for before one is of no use after it. */
  let epoch = 0;
  /** Sessions that are over: news of them may be late. */
  const ended = new Set<string>();
  /** Why the service wants to be left alone for a while, and since when. */
  let busy: { retryAfter: number | null; since: number; error: unknown } | undefined;
  let restored: Promise<unknown> | undefined;
  let flight: Promise<Access> | undefined;
  let reading: Promise<void> | undefined;

  const credentials: RequestCredentials = cookie ? 'include' : 'omit';

  const request = <T>(method: string, path: string, options: CallOptions): Promise<T> =>
    inTime(send, async (by) => bodyOf<T>(await call(by, base, method, path, options)));

  /** Takes tokens that were asked for at `at`. */
  function take(grant: Refreshed & Partial<AuthOutcome>, at: number, tell = true): Access {
    const { session, tokens } = grant;
    const state = store.get();
    const known = state.session?.id === session.id ? state.user : null;
    const user = grant.user ?? known;
    access = accessOf(tokens, session.id, at);
    busy = undefined;
    if (!cookie) {
      if (tokens.refreshToken) kept.write(tokens.refreshToken);
      last = kept.read();
    }
    if (user) store.set(stateOf(user, session));
    // Somebody else, whose name is not known yet.
    else if (state.user) store.set(LOADING);
    if (tell) {
      // Where the others read the same storage, the refresh token is none of the channel's.
      const { refreshToken, ...rest } = tokens;
      post({ type: 'grant', at, user, session, tokens: kept.shared() ? rest : tokens });
    }
    rearm();
    return access;
  }

  /** Forgets the session if it is that of the id, and the refresh token if it is still `token`. */
  function end(reason: string, id?: string, tell = true, token = last): void {
    const own = access?.session ?? store.get().session?.id;
    const over = id ?? own;
    if (over) ended.add(over);
    if (over !== own) return;
    epoch++;
    access = null;
    // Another tab may have signed in since.
    if (!cookie && kept.read() === token) kept.write(null);
    last = null;
    store.set(UNAUTHENTICATED, reason);
    if (tell && own) post({ type: 'end', session: own, reason });
    rearm();
  }

  /** The next tokens, instead of `stale`. However many ask at once, it is one request. */
  function refresh(stale: Access | null = access): Promise<Access> {
    if (access && access !== stale) return Promise.resolve(access);
    if (wished() > 0) return Promise.reject(busy!.error);
    flight ??= share(stale).finally(() => (flight = undefined));
    return flight;
  }

  async function share(stale: Access | null): Promise<Access> {
    const began = epoch;
    const release = await acquire();
    try {
      return await rotate(stale, began);
    } finally {
      release();
    }
  }

  async function rotate(stale: Access | null, began: number): Promise<Access> {
    if (access && access !== stale) return access;
    if (epoch !== began) throw nobody();
    const token = cookie ? null : (last = kept.read());
    if (!cookie && !token) {
      // Another tab signed out, or somebody cleared the storage.
      end('SIGNED_OUT');
      throw nobody();
    }
    const at = Date.now();
    const replaced = (): boolean => !cookie && kept.read() !== token;
    let grant: Refreshed;
    try {
      const options = { credentials, ...(token && { body: { refreshToken: token } }) };
      grant = grantOf(await request<Refreshed>('POST', '/auth/refresh', options));
    } catch (error) {
      heed(error);
      if (epoch === began && replaced()) return rotate(stale, began);
      if (epoch === began && error instanceof AuthError) {
        if (isFinal(error.code)) end(error.code);
        // There is no cookie, so there is no session that could be lost.
        else if (cookie && error.code === 'UNAUTHORIZED') end('SIGNED_OUT');
      }
      throw error;
    }
    // Somebody signed in or out meanwhile: these tokens are of a session that is not ours any more.
    // A tab that went on without the lock was given the same token.
    if (epoch !== began || (replaced() && kept.read() !== grant.tokens.refreshToken)) {
      return rotate(stale, began);
    }
    const next = take(grant, at);
    void readUser();
    return next;
  }

  /** Notes for how long the service wants to be left alone. */
  function heed(error: unknown): void {
    const { retryAfter } = error as AuthError;
    if (retryAfter) busy = { retryAfter, since: Date.now(), error };
  }

  /** How long that is yet, in milliseconds. A clock that was set back makes it unknown. */
  function wished(): number {
    const age = busy ? Date.now() - busy.since : -1;
    return age < 0 ? 0 : Math.max(0, busy!.retryAfter! * 1000 - age);
  }

  /** Takes news of who is signed in, and passes them on. */
  function tell(state: AuthState): void {
    const before = store.get();
    store.set(state);
    if (store.get() === before || !state.user) return;
    post({ type: 'user', user: state.user, session: state.session });
  }

  /** Asks who it is: a refresh does not say, and a visitor may have become a user elsewhere. */
  function readUser(): Promise<void> {
    reading ??= ask().finally(() => (reading = undefined));
    return reading;
  }

  async function ask(): Promise<void> {
    const by = access;
    if (!by) return;
    try {
      const headers = { Authorization: `Bearer ${by.token}` };
      // With a cookie as well it would be refused.
      const options: CallOptions = { headers, credentials: 'omit' };
      const { user, session } = await request<SessionState>('GET', '/auth/session', options);
      if (user && session && access?.session === session.id) tell(stateOf(user, session));
    } catch (error) {
      heed(error);
      if (isFinal((error as AuthError).code)) end((error as AuthError).code, by.session);
      else delayed(error);
    }
    // Somebody else signed in meanwhile.
    if (access && access !== by && !store.get().user) return ask();
  }

  /** Finds out once whether there is a session from before; gives why that is not known yet. */
  function ready(): Promise<unknown> {
    // Never at once: whoever starts a client may listen in the next line.
    restored ??= Promise.resolve()
      .then(restore)
      .catch((error: unknown) => {
        delayed(error);
        return error;
      });
    return restored;
  }

  async function restore(): Promise<void> {
    const began = epoch;
    if (!cookie) {
      if (!kept.read()) return store.set(UNAUTHENTICATED);
    } else {
      // Not by a refresh: who has never signed in should see no failed request.
      const found = await request<SessionState>('GET', '/auth/session', { credentials }).catch(
        () => null,
      );
      if (found && !access && epoch === began) {
        if (found.status === 'unauthenticated') return store.set(UNAUTHENTICATED);
        if (found.user && found.session) store.set(stateOf(found.user, found.session));
      }
    }
    await refresh();
    await reading;
  }

  /** Says why nobody knows yet who is signed in. */
  function delayed(error: unknown): void {
    const state = store.get();
    if (state.status === 'loading') store.set({ ...state, error: error as Error });
  }

  /** Hears what another tab has to say. */
  function receive(message: TabMessage): void {
    if (message.type === 'end') return end(message.reason, message.session, false);
    const id = message.session.id;
    if (ended.has(id)) return;
    const same = id === (access?.session ?? store.get().session?.id);
    if (message.type === 'user') {
      if (same) store.set(stateOf(message.user, message.session));
      return;
    }
    const { user, at, session, tokens } = message;
    // Tabs whose storage is their own may have sessions of their own.
    const token = tokens.refreshToken;
    const ours = cookie || same || (token ? kept.read() === token : kept.shared());
    if (!ours || (access && access.at > at)) return;
    if (!same) epoch++;
    take({ session, tokens, ...(user && { user }) }, at, false);
    if (!store.get().user) void readUser();
  }

  /** Looks whether another tab changed the session while this one was asleep. */
  function reconcile(): void {
    if (cookie) return;
    const stored = kept.read();
    if (stored === last) return;
    if (stored) void refresh().catch(() => {});
    else end('SIGNED_OUT', undefined, false);
  }

  return {
    ready,
    refresh,
    readUser,
    tell,
    receive,
    reconcile,
    delayed,
    end,
    credentials,
    wished,
    /** Changes with every sign-in and sign-out. */
    epoch: (): number => epoch,
    /** Waits for an own refresh, whose answer would replace the cookie of the next one. */
    async landed(): Promise<void> {
      if (cookie) await flight?.catch(() => {});
    },
    /** Sends what may set the cookie: one request at a time, of all tabs. */
    async alone(...request: Parameters<Send>): Promise<Response> {
      if (!cookie) return send(...request);
      const release = await acquire();
      return send(...request).finally(release);
    },
    /** What is held now, however old. */
    access: (): Access | null => access,
    /** An access token that works; null if nobody is signed in. */
    async current(): Promise<Access | null> {
      await ready();
      if (store.get().status === 'unauthenticated') return null;
      return access && spent(access) < 1 ? access : refresh();
    },
    /** Somebody signed in: what was asked for before is of no use any more. */
    enter(outcome: AuthOutcome, at: number): void {
      epoch++;
      take(outcome, at);
    },
    /** Tokens of the same session, by a call that gives new ones; unless that was left meanwhile. */
    async renew(ask: () => Promise<Refreshed>): Promise<void> {
      const [began, at, own] = [epoch, Date.now(), access?.session];
      const grant = grantOf(await ask());
      // What it was proven for is not to be done in another's name.
      if (epoch !== began || grant.session.id !== own) throw nobody();
      epoch++;
      take(grant, at);
    },
  };
}
