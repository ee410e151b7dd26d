import { Fragment, type ReactNode } from 'react';
import { useAuth } from '../auth.js';

/**
 * Shows its children to users only, and begins anew with each: what one has typed, or was asked, is
 * nothing for the next.
 */
export function OfUser({ children }: { children: ReactNode }): ReactNode {
  const { status, user } = useAuth();
  return status === 'authenticated' && <Fragment key={user.id}>{children}</Fragment>;
}
