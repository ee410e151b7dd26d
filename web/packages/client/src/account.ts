import type { CallContext } from './calls.js';
import { stateOf } from './store.js';
import type * as types from './types.js';

/** The own account and its sessions. */
export interface AccountCalls {
  /** Reads the own account anew. */
  getUser(): Promise<types.User>;
  /**
   * Changes name, picture or words about oneself; null takes one away. With `ifVersion`, only if
   * nobody has changed them since, else 412 `VERSION_CONFLICT`.
   */
  updateProfile(patch: types.ProfilePatch, options?: { ifVersion?: number | undefined }): Promise<types.User>;
  /** Deletes the account with everything that is its own. Needs `reauthenticate`. */
  deleteAccount(): Promise<void>;
  /** Theme, language, time zone, what to be told of, and how chats are answered. */
  getPreferences(): Promise<types.Preferences>;
  /** Changes what is given; what is not stays. */
  updatePreferences(patch: types.PreferencesPatch): Promise<types.Preferences>;
  /** What happened to the own account, newest first. */
  listEvents(query?: types.ListEventsQuery): Promise<types.Page<types.OwnEvent>>;
  /** Everything that is held about the account, as NDJSON; twice a day. */
  exportData(): Promise<Response>;
  /** Where the user is signed in; the own session is `current`. */
  listSessions(): Promise<types.Page<types.Session>>;
  /** Ends one session; the own one signs out. */
  revokeSession(id: string): Promise<void>;
  /** Ends all sessions but the own. */
  revokeOtherSessions(): Promise<types.RevokedSessions>;
  /** By which providers the user can sign in. */
  listIdentities(): Promise<types.Page<types.Identity>>;
  /** Takes away a way to sign in: a provider's name, or `password`. Needs `reauthenticate`. */
  unlinkProvider(provider: string): Promise<void>;
}

export function accountCalls(context: CallContext): AccountCalls {
  const { own, ownRaw, store, session } = context;

  /** The state says what is newest. */
  function told(user: types.User): types.User {
    const state = store.get();
    if (state.user && state.user.id === user.id) session.tell(stateOf(user, state.session));
    return user;
  }

  return {
    getUser: async () => told(await own('GET', '/users/me')),
    updateProfile: async (body, options) =>
      told(await own('PATCH', '/users/me', { body, ...options })),
    async deleteAccount() {
      await own('DELETE', '/users/me');
      session.end('SIGNED_OUT');
    },
    getPreferences: () => own('GET', '/users/me/preferences'),
    updatePreferences: (body) => own('PATCH', '/users/me/preferences', { body }),
    listEvents: (query) => own('GET', '/users/me/events', { query }),
    exportData: () => ownRaw('GET', '/users/me/export'),
    listSessions: () => own('GET', '/sessions'),
    async revokeSession(id) {
      await own('DELETE', `/sessions/${encodeURIComponent(id)}`);
      if (store.get().session?.id === id) session.end('SIGNED_OUT');
    },
    revokeOtherSessions: () => own('DELETE', '/sessions'),
    listIdentities: () => own('GET', '/users/me/identities'),
    unlinkProvider: (provider) =>
      own('DELETE', `/users/me/identities/${encodeURIComponent(provider)}`),
  };
}
