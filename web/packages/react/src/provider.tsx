import type { AuthClient } from '@bookplate/client';
import { useEffect, useMemo, type ReactNode } from 'react';
import { Context } from './context.js';
import { createShared } from './shared.js';

/** Whose session everything below is about. */
export interface AuthProviderProps {
  /** What `createAuthClient` made; one for the whole page, made outside of any component. */
  client: AuthClient;
  children?: ReactNode | undefined;
}

/** Gives everything below it the client, and keeps its session alive while it is mounted. */
export function AuthProvider({ client, children }: AuthProviderProps): ReactNode {
  const shared = useMemo(() => createShared(client), [client]);
  useEffect(() => client.start(), [client]);
  return <Context.Provider value={shared}>{children}</Context.Provider>;
}
