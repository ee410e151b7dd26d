import type { AuthClient } from '../client.js';
import { AuthError, nobody } from '../errors.js';
import { insideOf } from '../inside.js';
import { arrive, depart, type ProviderPurpose } from './way.js';
import type { SignInOptions } from '../sign-in.js';
import type { Identity, SignedIn } from '../types.js';

/** Where to come back to. */
export interface ProviderOptions {
  /** One of the service's `links.sign_in`, to the letter; its first if nothing is said. */
  redirectTo?: string | undefined;
  /**
   * What the provider is asked to do, whoever is signed in there: to have the person sign in once
   * more, or choose an account. Not every provider does it.
   */
  prompt?: 'login' | 'select_account' | undefined;
}

/** What came of a way to a provider and back. */
export type ProviderOutcome =
  | ({ purpose: 'sign-in' } & SignedIn)
  | { purpose: 'link'; identity: Identity }
  | { purpose: 'reauthenticate' };

export type { ProviderPurpose } from './way.js';

/** Signing in through others. The names of the buttons are in `getConfig().providers`. */
export interface ProviderClient {
  /** Leaves the page for the provider, to sign in. */
  signInWithProvider(provider: string, options?: ProviderOptions): Promise<void>;
  /** The same, to add a way to sign in. Needs `reauthenticate` before. */
  linkProvider(provider: string, options?: ProviderOptions): Promise<void>;
  /** The same, to prove who it is where there is no password. */
  reauthenticateWithProvider(provider: string, options?: ProviderOptions): Promise<void>;
  /**
   * For the page that providers come back to: finishes whatever was begun. Null if nobody comes from
   * a provider. Calling it again on the same page gives the same outcome.
   */
  completeProviderSignIn(options?: SignInOptions): Promise<ProviderOutcome | null>;
}

const clients = new WeakMap<AuthClient, ProviderClient>();

/**
 * The way to providers and back, by the session of `auth`. A client has one, however often it is
 * made.
 */
export function createProviderClient(auth: AuthClient): ProviderClient {
  const client = clients.get(auth) ?? made(auth);
  clients.set(auth, client);
  return client;
}

function made(auth: AuthClient): ProviderClient {
  const { realm, base, name, own, store, session, signIn } = insideOf(auth);
  const key = `${name}.provider`;
  let completion: Promise<ProviderOutcome | null> | undefined;
  /** Whose completion that is, once it is there. */
  let completedBy: string | undefined;
  const user = (): string | undefined => store.get().user?.id;

  const leave =
    (purpose: ProviderPurpose) =>
    async (provider: string, options: ProviderOptions = {}): Promise<void> => {
      const own = purpose !== 'sign-in';
      if (own && !(await signIn.whoever()).user) throw nobody();
      const note = { provider, purpose, user: own ? user() : undefined };
      return depart(realm, key, base, note, options);
    };

  async function complete(
    arrival: ReturnType<typeof arrive>,
    options?: SignInOptions,
  ): Promise<ProviderOutcome> {
    const { purpose, code, codeVerifier, user: beganBy } = arrival!();
    const body = { code, codeVerifier };
    if (purpose !== 'sign-in') {
      await signIn.whoever();
      // So that the next call has a token at once, and nobody else comes in between.
      await session.current();
      if (user() !== beganBy) {
        throw new AuthError('SIGN_IN_NOT_STARTED', 0, { detail: 'somebody else began it' });
      }
    }
    if (purpose === 'link') {
      return { purpose, identity: await own<Identity>('POST', '/users/me/identities', { body }) };
    }
    if (purpose === 'reauthenticate') {
      await signIn.prove(body);
      return { purpose };
    }
    const outcome = await signIn.enter('/auth/oauth/exchange', body, options);
    return { purpose, ...(outcome as SignedIn) };
  }

  return {
    signInWithProvider: leave('sign-in'),
    linkProvider: leave('link'),
    reauthenticateWithProvider: leave('reauthenticate'),
    completeProviderSignIn(options) {
      const arrival = arrive(realm, key);
      // A page that is never left may be another user's by now.
      if (completedBy && completedBy !== user()) completion = undefined;
      if (arrival) {
        completedBy = undefined;
        completion = complete(arrival, options).finally(() => (completedBy = user()));
      }
      return completion ?? Promise.resolve(null);
    },
  };
}
