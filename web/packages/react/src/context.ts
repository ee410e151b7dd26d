import { createContext, useContext } from 'react';
import type { Shared } from './shared.js';

export const Context = createContext<Shared | null>(null);

/** What all components of one client share. */
export function useShared(): Shared {
  const shared = useContext(Context);
  if (!shared) throw new Error('no <AuthProvider> around');
  return shared;
}
