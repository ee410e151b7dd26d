import { accountCalls, type AccountCalls } from './account.js';
import { authCalls, type AuthCalls } from './auth.js';
import { createAuthorise, type Authorise } from './authorised.js';
import { isText } from './errors.js';
import { createFetch } from './fetch.js';
import { inTime } from './in-time.js';
import { call, bodyOf, type CallOptions, type Send } from './http.js';
import { keepInside } from './inside.js';
import { createLive } from './live.js';
import { createLock } from './lock.js';
import type { AuthClientOptions } from './options.js';
import type { Realm } from './realm.js';
import { createSession } from './session.js';
import { createSignIn } from './sign-in.js';
import { keepIn } from './storage.js';
import { createStore, LOADING, type AuthChange, type AuthState } from './store.js';
import { createTabs } from './tabs.js';

/** Who is signed in, and all calls that are theirs. */
export interface AuthClient extends AuthCalls, AccountCalls {
  /** Who is signed in; the same object until something changes. */
  getState(): AuthState;
  /**
   * What a server renders, and a browser while it hydrates that: `loading`, always the same object.
   * The third argument of `useSyncExternalStore`.
   */
  getServerState(): AuthState;
  /** Calls back after every change; gives a function that ends it. For `useSyncExternalStore`. */
  subscribe(listener: () => void): () => void;
  /** Calls back with every change once it is known who is signed in. */
  onAuthStateChange(listener: (change: AuthChange) => void): () => void;
  /**
   * Restores the session from before, keeps it alive while the page is visible, and listens to the
   * other tabs, until what it gives is called. The first use of the client in a browser starts it,
   * too. On a server it does nothing.
   */
  start(): () => void;
  /** Stops whatever was started. The session stays; `start` goes on with it. */
  dispose(): void;
  /** Resolves once it is known who is signed in, or that this takes longer. */
  ready(): Promise<AuthState>;
  /**
   * `fetch` with the access token, for the service and for `allowedOrigins`; others get the request
   * without. A 401 that tells of a useless token is followed by one refresh and one repetition: by the
   * service's code, or by `WWW-Authenticate: Bearer error="invalid_token"`.
   */
  fetch: typeof fetch;
  /** The rules of `fetch` for what sends requests in another way, as the subpath `/axios` does. */
  authorise: Authorise;
  /** An access token that works now, for what is not `fetch`; null if nobody is signed in. */
  getAccessToken(): Promise<string | null>;
  /** Gets new tokens, and who it is now: a visitor may have become a user elsewhere. */
  refresh(): Promise<AuthState>;
  /** Any call of the service by its path below `/api/v1`, with the access token: JSON in and out. */
  request<T>(method: string, path: string, options?: CallOptions): Promise<T>;
}

/** Makes a client of what the realm has; nothing of it is touched before the first use. */
export function createClient(options: AuthClientOptions, realm: Realm): AuthClient {
  // An environment variable that is not there, mostly.
  if (!isText(options?.baseUrl)) throw new TypeError('baseUrl is missing');
  const { baseUrl, storage = 'local', storageKey = 'bookplate', allowedOrigins = [] } = options;
  const base = `${baseUrl.replace(/\/*(\/api\/v1)?\/*$/, '')}/api/v1`;
  const cookie = options.transport === 'cookie';
  const name = `${storageKey}:${base}`;
  const fetch: typeof globalThis.fetch = (...request) =>
    (options.fetch ?? realm.fetch!)(...request);

  const store = createStore();
  // Tabs of another kind, or of another release, mean something else by what they say.
  const kind = cookie ? 'cookie' : typeof storage === 'string' ? storage : 'own';
  const tabs = createTabs(realm, kind === 'memory' ? null : `${name}:${kind}:1`);
  const kept = keepIn(realm, storage, `${name}.refresh-token`);
  const acquire = createLock(realm, name);
  const session = createSession({
    base,
    send: fetch,
    cookie,
    acquire,
    kept,
    store,
    post: tabs.post,
    rearm: () => live.arm(),
  });
  const live = createLive(realm, session, store, tabs);

  let started = 0;
  let disposed = false;
  const begin = (): void => {
    if (!disposed) live.begin();
  };
  const dispose = (): void => {
    started = 0;
    disposed = true;
    live.end();
  };
  const ready = async (): Promise<void> => {
    begin();
    await session.ready();
  };

  const signIn = createSignIn({ base, send: fetch, cookie, acquire, store, session, ready });
  const parts = { realm, session, base, allowedOrigins };
  const current = async () => {
    begin();
    return session.current();
  };
  const asCaller = createFetch(createAuthorise({ ...parts, token: current }), fetch);
  const authorise = createAuthorise({
    ...parts,
    token: async (method) => {
      const access = await current();
      const begins = options.anonymous && !access && !/^(GET|HEAD)$/.test(method);
      return begins ? signIn.visit() : access;
    },
  });
  const asVisitor = createFetch(authorise, fetch);
  const json =
    (by: Send) =>
    async <T>(method: string, path: string, more?: CallOptions) =>
      bodyOf<T>(await call(by, base, method, path, more), more);
  const context = {
    realm,
    base,
    cookie,
    name,
    kept,
    store,
    session,
    signIn,
    live,
    open: <T>(method: string, path: string, more?: CallOptions) =>
      inTime(fetch, (by) => json(by)<T>(method, path, { credentials: 'omit', ...more })),
    own: json(asCaller),
    ownRaw: (method: string, path: string, more?: CallOptions) =>
      call(asCaller, base, method, path, more),
  };

  const client: AuthClient = {
    ...authCalls({ ...context, ready }),
    ...accountCalls(context),
    getState: store.get,
    getServerState: () => LOADING,
    subscribe(listener) {
      begin();
      return store.subscribe(listener);
    },
    onAuthStateChange(listener) {
      begin();
      return store.onChange(listener);
    },
    start() {
      let mine = true;
      started++;
      disposed = false;
      live.begin();
      return () => {
        if (mine && --started === 0) dispose();
        mine = false;
      };
    },
    dispose,
    async ready() {
      await ready();
      return store.get();
    },
    fetch: asVisitor,
    authorise,
    getAccessToken: async () => (await current())?.token ?? null,
    async refresh() {
      await ready();
      if (store.get().status !== 'unauthenticated') {
        await session.refresh();
        await session.readUser();
      }
      return store.get();
    },
    request: json(asVisitor),
  };
  return keepInside(client, context);
}
