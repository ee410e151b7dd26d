import { useSyncExternalStore } from 'react';

/** Keeps a state and tells who listens. */
export interface Store<State> {
  /** The same object until something changes. */
  get(): State;
  /** Calls back after every change; gives a function that ends it. */
  subscribe(listener: () => void): () => void;
  change(next: Partial<State>): void;
}

export function createStore<State extends object>(state: State): Store<State> {
  const { subscribe, tell } = createListeners();
  return {
    get: () => state,
    subscribe,
    change(next) {
      state = { ...state, ...next };
      tell();
    },
  };
}

/** The state; the component renders anew when it changes. */
export const useStore = <State>({ subscribe, get }: Omit<Store<State>, 'change'>): State =>
  useSyncExternalStore(subscribe, get, get);

/** Who listens to what is told. */
export function createListeners<T = void>() {
  const listeners = new Set<(told: T) => unknown>();
  return {
    /** Calls back with all that is told; gives a function that ends it. */
    subscribe(listener: (told: T) => unknown): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell: (told: T): void => listeners.forEach((hear) => hear(told)),
  };
}
