import type { AuthError, Page } from '@bookplate/client';
import type { Chat, ChatClient, ListChatsQuery } from '@bookplate/client/chat';
import { useOwner } from './auth.js';
import { useShared } from './context.js';
import { usePages } from './pages.js';

/** The chats of whoever is signed in. */
export interface Chats {
  /** Those with the latest activity first; empty until they are read, and for nobody. */
  chats: readonly Chat[];
  /** `idle`: nobody is signed in. */
  status: 'idle' | 'loading' | 'ready' | 'error';
  /** Why they could not be read; those that were read before stay. */
  error: AuthError | null;
  /** Whether there are older ones. */
  hasMore: boolean;
  /** Reads older ones, too. It never rejects: what fails is told in `error`. */
  loadMore(): Promise<void>;
  /** Reads the list anew, as much as there is. It never rejects. */
  reload(): Promise<void>;
}

/** The calls of chats. What they change is seen by `useChats` and `useChatMessages`. */
export function useChatClient(): ChatClient {
  return useShared().chats;
}

/** A list of chats, which follows what `useChatClient` changes. */
export function useChats(query: Omit<ListChatsQuery, 'cursor'> = {}): Chats {
  const { chats } = useShared();
  const owner = useOwner();
  const [page, list] = usePages<Page<Chat>>(
    owner && `${owner} ${JSON.stringify(query)}`,
    query.limit ?? 20,
    (of) => chats.list({ ...query, ...of }),
    ({ path }) => path.startsWith('/chats'),
  );
  return { chats: page?.data ?? [], ...list };
}
