import type { AuthError } from '@bookplate/client';
import type { Appended, ChatMessage, MessagePage, NewMessage } from '@bookplate/client/chat';
import { useCallback, useMemo } from 'react';
import { useOwner } from './auth.js';
import { useShared } from './context.js';
import { usePages } from './pages.js';
import { asAuthError } from './reading.js';
import type { Change } from './shared.js';

/** The messages of one chat. */
export interface ChatMessages {
  /** From a root to the head, first to last; empty until they are read. */
  messages: readonly ChatMessage[];
  /** `idle`: nobody is signed in, or there is no chat. */
  status: 'idle' | 'loading' | 'ready' | 'error';
  /** Why they could not be read; those that were read before stay. */
  error: AuthError | null;
  /** Whether there are earlier ones. */
  hasMore: boolean;
  /** Reads earlier ones, too. It never rejects: what fails is told in `error`. */
  loadMore(): Promise<void>;
  /** Reads them anew, as many as there are. It never rejects. */
  reload(): Promise<void>;
  /**
   * Adds messages, all or none, and starts the chat with them if it is not there. Resolves once
   * `messages` has them; rejects with an `AuthError` if they could not be added.
   */
  append(messages: NewMessage | readonly NewMessage[]): Promise<Appended>;
}

/** How many messages are read at once. */
const SIZE = 50;

/** The latest messages of a chat that may have yet to begin; null is no chat. */
export function useChatMessages(chatId: string | null): ChatMessages {
  const { chats } = useShared();
  const owner = useOwner();
  const [page, list, { settled }] = usePages<MessagePage>(
    owner && chatId && `${owner} ${chatId}`,
    SIZE,
    (of) => chats.listMessages(chatId!, { order: 'desc', ...of }).catch(noneYet),
    (change) => concerns(change, chatId!),
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

/** A chat begins with its first message. */
function noneYet(error: unknown): MessagePage {
  if (asAuthError(error).code === 'NOT_FOUND') {
    return { data: [], nextCursor: null, headMessageId: null };
  }
  throw error;
}

/** Whether a change is one of the chat, or of several that it is among. */
function concerns({ path, body }: Change, chatId: string): boolean {
  const { chatIds } = Object(body) as { chatIds?: string[] };
  return path.startsWith(`/chats/${encodeURIComponent(chatId)}`) || !!chatIds?.includes(chatId);
}
