import { createClient, type AuthClient } from '../../src/client.js';
import type { AuthClientOptions } from '../../src/options.js';
import type { ChannelLike, Realm, StorageLike } from '../../src/realm.js';
import { Service } from './service.js';

/** A browser: its tabs share a storage, a cookie, channels and locks. */
export class Browser {
  readonly jar: { cookie: string | null } = { cookie: null };
  readonly local = new MemoryStorage();
  private readonly channels = new Set<Channel>();
  private readonly queues = new Map<string, Promise<unknown>>();

  constructor(readonly service: Service) {}

  /** Opens a tab with a client of its own. */
  tab(options: Partial<AuthClientOptions> = {}, globals: Partial<Realm> = {}): Tab {
    return new Tab(this, options, globals);
  }

  realm(): Realm & { document: Page } {
    const channels = this.channels;
    return {
      fetch: this.service.fetchOf(this.jar),
      localStorage: this.local,
      sessionStorage: new MemoryStorage(),
      document: new Page(),
      location: { href: 'https://app.example.com/', hash: '', assign: () => {} },
      history: { state: null, replaceState: () => {} },
      crypto: globalThis.crypto,
      BroadcastChannel: class extends Channel {
        constructor(name: string) {
          super(name, channels);
        }
      },
      navigator: { locks: { request: this.lock } },
    };
  }

  /** Holds the lock as a tab does that was frozen, until the answer is called. */
  seize(name: string): () => void {
    let free!: () => void;
    this.queues.set(name, new Promise<void>((resolve) => (free = resolve)));
    return free;
  }

  get openChannels(): number {
    return this.channels.size;
  }

  private readonly lock = async (
    name: string,
    { signal }: { signal: AbortSignal },
    held: () => Promise<void> | undefined,
  ): Promise<void> => {
    const before = this.queues.get(name) ?? Promise.resolve();
    const aborted = new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason)),
    );
    const granted = Promise.race([before, aborted]).then(held);
    this.queues.set(name, Promise.allSettled([before, granted]));
    return granted;
  };
}

/** One tab: a client, and what its browser gives it. */
export class Tab {
  readonly realm: Realm & { document: Page };
  readonly window = new Page();
  readonly client: AuthClient;

  constructor(browser: Browser, options: Partial<AuthClientOptions>, globals: Partial<Realm>) {
    this.realm = {
      ...browser.realm(),
      addEventListener: this.window.addEventListener,
      removeEventListener: this.window.removeEventListener,
      ...globals,
    } as Realm & { document: Page };
    this.client = createClient({ baseUrl: Service.URL, ...options }, this.realm);
  }

  hide(): void {
    this.show('hidden');
  }

  show(state = 'visible'): void {
    this.realm.document.visibilityState = state;
    this.realm.document.emit('visibilitychange');
  }
}

/** What listens to events: the document or the window. */
export class Page {
  visibilityState = 'visible';
  readonly listeners = new Set<[string, (event: Event) => void]>();

  readonly addEventListener = (type: string, listener: (event: Event) => void): void => {
    this.listeners.add([type, listener]);
  };

  readonly removeEventListener = (type: string, listener: (event: Event) => void): void => {
    for (const entry of this.listeners) {
      if (entry[0] === type && entry[1] === listener) this.listeners.delete(entry);
    }
  };

  emit(type: string, more: object = {}): void {
    const event = Object.assign(new Event(type), more);
    for (const [name, listener] of [...this.listeners]) if (name === type) listener(event);
  }
}

export class MemoryStorage implements StorageLike {
  readonly items = new Map<string, string>();
  getItem = (key: string): string | null => this.items.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.items.set(key, value);
  removeItem = (key: string): void => void this.items.delete(key);
}

class Channel implements ChannelLike {
  onmessage: ((event: MessageEvent) => void) | null = null;

  constructor(
    readonly name: string,
    private readonly all: Set<Channel>,
  ) {
    all.add(this);
  }

  postMessage(message: unknown): void {
    const data = structuredClone(message);
    for (const other of this.all) {
      if (other === this || other.name !== this.name) continue;
      setTimeout(() => {
        if (this.all.has(other)) other.onmessage?.({ data } as MessageEvent);
      }, 1);
    }
  }

  close(): void {
    this.all.delete(this);
  }
}
