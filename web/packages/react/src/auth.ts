import type { AuthClient, AuthState, User } from '@bookplate/client';
import { useSyncExternalStore } from 'react';
import { useShared } from './context.js';

/** Who is signed in, and the client to change that with. */
export type Auth = AuthState & {
  client: AuthClient;
  /** While it is `loading`: why that takes longer, if the service cannot be reached. Else null. */
  error: Error | null;
};

/** The state, which is that of `client.getState()`. The component renders anew when it changes. */
export function useAuthState(): AuthState {
  const { client } = useShared();
  return useSyncExternalStore(client.subscribe, client.getState, client.getServerState);
}

/**
 * Who is signed in, and the client: `const { status, user, session, error, client } = useAuth()`.
 */
export function useAuth(): Auth {
  const { client } = useShared();
  return { error: null, ...useAuthState(), client };
}

/** The user, who may be a visitor (`role: 'anonymous'`); null for nobody. */
export function useUser(): User | null {
  return useAuthState().user;
}

/** Whose things are read: the id of the user, or null for nobody. Visitors have no account. */
export function useOwner(onlyUsers = false): string | null {
  const { status, user } = useAuthState();
  return onlyUsers && status !== 'authenticated' ? null : (user?.id ?? null);
}
