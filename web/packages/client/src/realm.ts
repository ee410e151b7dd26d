/**
 * The globals that the client uses, all of them optional: a server has no document, a private window
 * may refuse storage, and tests give each tab a realm of its own.
 *
 * They are read when they are needed, never while a module is loaded or a client is made.
 */
export interface Realm {
  fetch?: typeof globalThis.fetch;
  localStorage?: StorageLike;
  sessionStorage?: StorageLike;
  BroadcastChannel?: new (name: string) => ChannelLike;
  navigator?: { locks?: LocksLike };
  document?: { visibilityState: string } & Listening;
  location?: { href: string; hash: string; assign(url: string): void };
  history?: { state: unknown; replaceState(state: unknown, unused: string, url: string): void };
  crypto?: Pick<Crypto, 'getRandomValues' | 'subtle'>;
  addEventListener?: Listening['addEventListener'];
  removeEventListener?: Listening['removeEventListener'];
}

/** What of `localStorage` is used. */
export interface StorageLike {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** What of a `BroadcastChannel` is used. */
export interface ChannelLike {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}

/** What of `navigator.locks` is used. */
export interface LocksLike {
  request(
    name: string,
    options: { signal: AbortSignal },
    held: () => Promise<void> | undefined,
  ): Promise<unknown>;
}

interface Listening {
  addEventListener(type: string, listener: (event: Event) => void): void;
  removeEventListener(type: string, listener: (event: Event) => void): void;
}

/** What `read` gives, or nothing if the browser refuses: reading a global may throw. */
export function reach<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
