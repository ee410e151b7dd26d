import type { Access } from './access.js';
import { authorisationOf, withToken } from './authorised.js';
import { AuthError, isFinal, nobody } from './errors.js';
import { grantOf, hasId } from './grant.js';
import { call, bodyOf, type Send } from './http.js';
import { inTime } from './in-time.js';
import type { Acquire } from './lock.js';
import type { SessionKeeper } from './session.js';
import type { AuthState, Store } from './store.js';
import type { AuthOutcome, Refreshed, SignedIn, VerificationRequired } from './types.js';

/** How somebody signs in. */
export interface SignInOptions {
  /**
   * Whether a visitor's chats come along, which they do if nothing is said. If not, the answer has
   * the `anonymousToken` by which some of them can be claimed later.
   */
  bringChats?: boolean | undefined;
}

export interface SignInParts {
  base: string;
  send: Send;
  cookie: boolean;
  acquire: Acquire;
  store: Store;
  session: SessionKeeper;
  ready(): Promise<void>;
}

export type SignIn = ReturnType<typeof createSignIn>;

/** Everything that ends with another session than before. */
export function createSignIn({
  base,
  send,
  cookie,
  acquire,
  store,
  session,
  ready,
}: SignInParts) {
  let visiting: Promise<Access> | undefined;

  /** Who it is; throws why nobody can know. */
  async function whoever(): Promise<AuthState> {
    await ready();
    if (store.get().status === 'loading') {
      await session.refresh();
      await session.readUser();
    }
    const state = store.get();
    if (state.status === 'loading') throw state.error ?? new AuthError('NETWORK_ERROR');
    return state;
  }

  /** The token of whoever is a visitor; null for anybody else. */
  async function visitor(): Promise<Access | null> {
    try {
      // There may be a visitor whom nobody could ask for yet. Chats must not be lost in silence.
      return (await whoever()).status === 'anonymous' ? await session.current() : null;
    } catch (error) {
      const { status } = error as AuthError;
      // What the service refuses keeps nobody from signing in; what may be better soon does.
      if (status >= 400 && status < 500 && status !== 429) return null;
      throw error;
    }
  }

  function post<T>(
    path: string,
    body: object,
    access: Access | null,
    by: Send = session.alone,
  ): Promise<T> {
    const { credentials } = session;
    return inTime(by, async (inTimeBy) => {
      const sent: Send = (url, init) =>
        withToken(authorisationOf(session, access, true), (token) => {
          const headers = { ...init.headers, ...(token && { Authorization: `Bearer ${token}` }) };
          return inTimeBy(url, { ...init, headers });
        });
      return bodyOf<T>(await call(sent, base, 'POST', path, { body, credentials }));
    });
  }

  /** Begins a session by a call. */
  async function begun(
    path: string,
    body: object,
    ...how: [Access | null, Send?]
  ): Promise<AuthOutcome | VerificationRequired> {
    const transport = cookie ? 'cookie' : 'body';
    const sent = { ...body, transport };
    const outcome = await post<AuthOutcome | VerificationRequired>(path, sent, ...how);
    const waits = path === '/auth/register' && outcome?.status === 'verification_required';
    if (waits || hasId(grantOf(outcome as AuthOutcome).user)) return outcome;
    throw new AuthError('UNKNOWN_ERROR');
  }

  /** Signs in by a call, and takes along what is a visitor's. */
  async function enter(
    path: string,
    body: object,
    { bringChats = true }: SignInOptions = {},
  ): Promise<SignedIn | VerificationRequired> {
    const from = await visitor();
    await session.landed();
    const at = Date.now();
    const outcome = await begun(path, body, bringChats ? from : null).catch((error: AuthError) => {
      // A visitor whose session is over has nothing that could come along.
      if (!from || !isFinal(error.code)) throw error;
      return begun(path, body, null);
    });
    if (!('tokens' in outcome)) return outcome;
    session.enter(outcome, at);
    return {
      status: 'authenticated',
      user: outcome.user,
      session: outcome.session,
      linked: outcome.linked ?? null,
      anonymousToken: bringChats ? null : (from?.token ?? null),
    };
  }

  /** Begins a visitor's session; all who ask at once, and all tabs, get the same. */
  function visit(): Promise<Access> {
    visiting ??= begin().finally(() => (visiting = undefined));
    return visiting;
  }

  async function begin(): Promise<Access> {
    const release = await acquire();
    try {
      if (!session.access()) {
        const [began, at] = [session.epoch(), Date.now()];
        const outcome = await begun('/auth/anonymous', {}, null, send);
        // Whoever signed in meanwhile is no visitor.
        if (session.epoch() === began) session.enter(outcome as AuthOutcome, at);
      }
      const access = session.access();
      if (!access) throw nobody();
      return access;
    } finally {
      release();
    }
  }

  /** Proves who it is, and goes on with the new tokens. */
  async function prove(body: object): Promise<void> {
    await ready();
    const access = await session.current();
    if (!access) throw nobody();
    await session.landed();
    return session.renew(() => post<Refreshed>('/auth/reauthenticate', body, access));
  }

  return { enter, visit, prove, whoever };
}
