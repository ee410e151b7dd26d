import { createContext, useContext, useEffect } from 'react';
import type { Change, Shared } from './shared.js';

export const Context = createContext<Shared | null>(null);

/** What all components of one client share. */
export function useShared(): Shared {
  const shared = useContext(Context);
  if (!shared) throw new Error('no <AuthProvider>');
  return shared;
}

/**
 * Calls back after every change, as long as the component is mounted. `hear` may be another in each
 * render: that of the render which brought `of` is called.
 */
export function useChanges(hear: (change: Change) => unknown, of: unknown): void {
  const { onChange } = useShared();
  useEffect(() => onChange(hear), [onChange, of]);
}
