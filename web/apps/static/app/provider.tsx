'use client';

import { createAuthClient } from '@bookplate/client';
import { AuthProvider } from '@bookplate/react';
import type { ReactNode } from 'react';

const client = createAuthClient({ baseUrl: 'https://accounts.example.com', anonymous: true });

/** Gives what is below it the client. */
export function Provider({ children }: { children: ReactNode }): ReactNode {
  return <AuthProvider client={client}>{children}</AuthProvider>;
}
