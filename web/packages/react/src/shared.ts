import type { AuthClient, PublicConfig } from '@bookplate/client';
import { createChatClient, type ChatClient } from '@bookplate/client/chat';

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
  /** Calls back after anything has changed; gives a function that ends it. */
  onChange(listener: (change: Change) => void): () => void;
  /** Says that something has changed. */
  tell(change: Change): void;
  /** What a front end must know of the service. It is asked for once. */
  config(): Promise<PublicConfig>;
}

export function createShared(client: AuthClient): Shared {
  const listeners = new Set<(change: Change) => void>();
  const tell = (change: Change): void => listeners.forEach((hear) => hear(change));
  let config: Promise<PublicConfig> | undefined;
  const chats = createChatClient({
    async request<T>(...call: Parameters<AuthClient['request']>): Promise<T> {
      const [method, path, { body } = {}] = call;
      const answer = await client.request<T>(...call);
      // Who writes down an answer that still streams shows it already; the last one tells it all.
      const streams = Object(body).status === 'streaming';
      if (method !== 'GET' && !streams) tell({ path, body, answer });
      return answer;
    },
  });

  return {
    client,
    chats,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell,
    config: () =>
      (config ??= client.getConfig().catch((error: unknown) => {
        config = undefined;
        throw error;
      })),
  };
}
