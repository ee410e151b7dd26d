import type { Role } from '@bookplate/client';
import type { ReactNode } from 'react';
import { useAuthState, useOwner } from './auth.js';

/** What is shown to some only. */
export interface GateProps {
  children?: ReactNode | undefined;
}

/** Shows its children to users. */
export function SignedIn({ children }: GateProps): ReactNode {
  return useOwner(true) ? children : null;
}

/** Shows its children to visitors and whoever is nobody yet; to no one while that is not known. */
export function SignedOut({ children }: GateProps): ReactNode {
  const { status } = useAuthState();
  return status === 'unauthenticated' || status === 'anonymous' ? children : null;
}

/** Who is let in, and what the others see. */
export interface RequireAuthProps extends GateProps {
  /** Who may see it; any user if nothing is said. The service judges for itself. */
  roles?: readonly Role[] | undefined;
  /** Shown to all others: a page for signing in, say. */
  fallback?: ReactNode | undefined;
  /** Shown while nobody knows. `useAuth().error` tells it why that takes longer. */
  loading?: ReactNode | undefined;
}

/** Shows its children to users only, and to others what is given for them. */
export function RequireAuth({ roles, fallback, loading, children }: RequireAuthProps): ReactNode {
  const { status, user } = useAuthState();
  if (status === 'loading') return loading;
  const may = status === 'authenticated' && (!roles || roles.includes(user.role));
  return may ? children : fallback;
}
