import type { CallOptions } from './http.js';
import type { createLive } from './live.js';
import type { Realm } from './realm.js';
import type { SessionKeeper } from './session.js';
import type { SignIn } from './sign-in.js';
import type { Kept } from './storage.js';
import type { Store } from './store.js';

/** What the calls are made of. */
export interface CallContext {
  realm: Realm;
  base: string;
  cookie: boolean;
  /** The name of all that is kept or shared by this client. */
  name: string;
  kept: Kept;
  store: Store;
  session: SessionKeeper;
  signIn: SignIn;
  live: ReturnType<typeof createLive>;
  /** A call of anybody. */
  open<T>(method: string, path: string, options?: CallOptions): Promise<T>;
  /** A call with the access token of whoever is signed in. */
  own<T>(method: string, path: string, options?: CallOptions): Promise<T>;
  /** The same, for an answer that is not JSON. */
  ownRaw(method: string, path: string, options?: CallOptions): Promise<Response>;
}
