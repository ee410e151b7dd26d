import type { Page } from '@bookplate/client';
import type { Chat, ChatClient, ListChatsQuery } from '@bookplate/client/chat';
import { useOwner } from './auth.js';
import { useShared } from './context.js';
import { usePages, type List } from './pages.js';

/** The chats of whoever is signed in. */
export interface Chats extends List {
  /** Those with the latest activity first; empty until they are read, and for nobody. */
  chats: readonly Chat[];
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
