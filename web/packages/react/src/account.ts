import type {
  Identity,
  Preferences,
  PreferencesPatch,
  PublicConfig,
  Session,
} from '@bookplate/client';
import { useOwner } from './auth.js';
import { useChanges, useShared } from './context.js';
import { useResource, type Resource } from './resource.js';

/** The rules of the service: for passwords, visitors and chats, and who else signs people in. */
export function useConfig(): Resource<PublicConfig> {
  const { config } = useShared();
  return useResource('config', config);
}

/** How the user wants things. All components that ask for it see a change at once. */
export function usePreferences(): Resource<Preferences> & {
  /** Changes what is given; what is not stays. Rejects with an `AuthError`. */
  update(patch: PreferencesPatch): Promise<Preferences>;
} {
  const { client, tell } = useShared();
  const owner = useOwner();
  const resource = useResource(owner, client.getPreferences);
  const { put } = resource;
  // An answer may come when somebody else is signed in: it is of these preferences only.
  const own = `/users/${owner}/preferences`;
  useChanges(({ path, answer }) => path === own && put(answer as Preferences), put);
  return {
    ...resource,
    async update(body) {
      const answer = await client.updatePreferences(body);
      tell({ path: own, answer });
      return answer;
    },
  };
}

/** Where the user is signed in. */
export function useSessions(): Resource<Session[]> & {
  /** Ends one; the own one signs out. Rejects with an `AuthError`. */
  revoke(id: string): Promise<void>;
  /** Ends all but the own. Rejects with an `AuthError`. */
  revokeOthers(): Promise<void>;
} {
  const { client } = useShared();
  const resource = useResource(useOwner(true), async () => (await client.listSessions()).data);
  return {
    ...resource,
    async revoke(id) {
      await client.revokeSession(id);
      // With its own session the client has lost the list, too.
      if (client.getState().user) await resource.reload();
    },
    async revokeOthers() {
      await client.revokeOtherSessions();
      await resource.reload();
    },
  };
}

/** By which providers the user can sign in. */
export function useIdentities(): Resource<Identity[]> & {
  /** Takes one away by the provider's name. Needs `reauthenticate`; rejects with an `AuthError`. */
  unlink(provider: string): Promise<void>;
} {
  const { client } = useShared();
  const resource = useResource(useOwner(true), async () => (await client.listIdentities()).data);
  return {
    ...resource,
    async unlink(provider) {
      await client.unlinkProvider(provider);
      await resource.reload();
    },
  };
}
