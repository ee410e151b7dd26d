import type { UIMessage } from 'ai';
import type { ChatCallOptions, ChatClient, MessagePage } from '../chat/index.js';
import { askedByNobody } from '../chat/nobody.js';
import type { AuthError } from '../errors.js';

/**
 * The messages of a chat for `useChat`, from the first to the newest, along the branch that ends
 * with the newest. None if there is no such chat yet, or nobody is signed in. Throws `AuthError`.
 */
export async function loadMessages<Message extends UIMessage = UIMessage>(
  chats: Pick<ChatClient, 'listMessages'>,
  chatId: string,
  options?: ChatCallOptions,
): Promise<Message[]> {
  const messages: unknown[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    let page: MessagePage;
    try {
      page = await chats.listMessages(chatId, { limit: 100, ...(cursor && { cursor }) }, options);
    } catch (error) {
      if (askedByNobody(error) || (error as AuthError).status === 404) return [];
      throw error;
    }
    for (const { id, role, parts, metadata } of page.data) {
      messages.push({ id, role, parts, ...(metadata !== undefined && { metadata }) });
    }
    cursor = page.nextCursor;
  }
  return messages as Message[];
}
