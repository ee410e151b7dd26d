/** Keeps a state and tells who listens: what `useSyncExternalStore` reads. */
export interface Store<State> {
  /** The same object until something changes. */
  get(): State;
  /** Calls back after every change; gives a function that ends it. */
  subscribe(listener: () => void): () => void;
  change(next: Partial<State>): void;
}

export function createStore<State extends object>(state: State): Store<State> {
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    change(next) {
      state = { ...state, ...next };
      listeners.forEach((tell) => tell());
    },
  };
}
