import type { AuthError } from '@bookplate/client';
import type { Appended, ChatMessage, MessagePage, NewMessage } from '@bookplate/client/chat';
import { useCallback, useMemo } from 'react';
import { useOwner } from './auth.js';
import { useShared } from './context.js';
import { usePages, type List } from './pages.js';

/** The messages of one chat. */
export interface ChatMessages extends List {
  /** From a root to the head, first to last; empty until they are read. More are earlier ones. */
  messages: readonly ChatMessage[];
  /**
   * Adds messages, all or none, and starts the chat with them if it is not there. Resolves once
   * `messages` has them; rejects with an `AuthError` if they could not be added.
   */
  append(messages: NewMessage | readonly NewMessage[]): Promise<Appended>;
}

/** What is known of a chat before it is read. */
export interface ChatMessagesOptions {
  /**
   * Whether the id was made just now, so that nothing of it can be at the service: it is not asked
   * for before something was written to it, and no 404 stands in the browser's console. It may stay
   * true after that.
   */
  isNew?: boolean | undefined;
}

/** How many messages are read at once. */
const SIZE = 50;

/** The latest messages of a chat that may have yet to begin; null is no chat, and stays `idle`. */
export function useChatMessages(
  chatId: string | null,
  { isNew }: ChatMessagesOptions = {},
): ChatMessages {
  const { chats, begun } = useShared();
  const owner = useOwner();
  const [page, list, { settled }] = usePages<MessagePage>(
    owner && chatId && `${owner} ${chatId}`,
    SIZE,
    async (of) =>
      isNew && !begun.has(chatId!)
        ? NONE
        : chats.listMessages(chatId!, { order: 'desc', ...of }).catch(noneYet),
    // One of the chat, or of several that it is among. Ids are UUIDs, so nothing is to be escaped.
    ({ path, body }) =>
      path.startsWith(`/chats/${chatId}`) || Object(body).chatIds?.includes(chatId),
  );

  const append = useCallback(
    async (messages: NewMessage | readonly NewMessage[]) => {
      // No chat has an empty id: the client says so.
      const appended = await chats.append(chatId ?? '', messages, { createChat: true });
      // The change has been told, so the list is being read anew.
      await settled();
      return appended;
    },
    [chats, chatId, settled],
  );

  const messages = useMemo(() => (page?.data ?? []).slice().reverse(), [page]);
  return { messages, ...list, append };
}

const NONE: MessagePage = { data: [], nextCursor: null, headMessageId: null };

/** A chat begins with its first message. */
function noneYet(error: unknown): MessagePage {
  if ((error as AuthError).code === 'NOT_FOUND') return NONE;
  throw error;
}
