import type { AuthClient, PublicConfig } from '@bookplate/client';
import { createChatClient, type ChatClient } from '@bookplate/client/chat';
import { createListeners } from './store.js';

/** A call that has changed something. */
export interface Change {
  /** Of what, below `/api/v1`. */
  path: string;
  /** What was sent. */
  body?: unknown;
  /** What was answered. */
  answer?: unknown;
}

/** One client, and what its components need to know of each other. */
export interface Shared {
  client: AuthClient;
  /** The chats; what is written by it is seen by every list of chats and messages below. */
  chats: ChatClient;
  /** The ids of chats that were read or written here: these may be at the service. */
  begun: Set<string | undefined>;
  /** Calls back after anything has changed; gives a function that ends it. */
  onChange(listener: (change: Change) => unknown): () => void;
  /** Says that something has changed. */
  tell(change: Change): void;
  /** What a front end must know of the service. It is asked for once. */
  config(): Promise<PublicConfig>;
}

export function createShared(client: AuthClient): Shared {
  const { subscribe, tell } = createListeners<Change>();
  let config: Promise<PublicConfig> | undefined;
  const begun: Shared['begun'] = new Set();
  const chats = createChatClient({
    async request<T>(...call: Parameters<AuthClient['request']>): Promise<T> {
      const [method, path, { body } = {}] = call;
      // A lost answer may have begun it, too.
      const answer = await client.request<T>(...call).finally(() => begun.add(path.split('/')[2]));
      // Who writes down an answer that still streams shows it already; the last one tells it all.
      if (method !== 'GET' && Object(body).status !== 'streaming') tell({ path, body, answer });
      return answer;
    },
  });

  return {
    client,
    chats,
    begun,
    onChange: subscribe,
    tell,
    config: () =>
      (config ??= client.getConfig().catch((error: unknown) => {
        config = undefined;
        throw error;
      })),
  };
}
