import type { ThreadHistoryAdapter } from '@assistant-ui/react';
import type {
  ChatClient,
  ChatMessage,
  ListMessagesQuery,
  MessageBody,
  MessagePage,
} from '../chat/index.js';
import type { AuthError } from '../errors.js';
import { decodedOf, encodedOf } from './format.js';
import { fromThreadMessage, toThreadMessage } from './thread-message.js';

/** The thread that a history belongs to: `useAui().threadListItem` of assistant-ui. */
export interface Thread {
  getState(): { readonly remoteId?: string | undefined };
  /** Starts its chat if there is none yet. */
  initialize(): Promise<{ remoteId: string }>;
}

/** The calls of a chat client that a history needs. */
export type HistoryChats = Pick<
  ChatClient,
  'append' | 'deleteMessage' | 'listMessages' | 'putMessage'
>;

/**
 * The messages of one thread, with all branches. What cannot be saved is thrown, an `AuthError`;
 * with `saveHistory: false` nothing is kept.
 *
 * @param thread gives the thread as it is now: `() => aui.threadListItem`.
 */
export function history(chats: HistoryChats, thread: () => Thread): ThreadHistoryAdapter {
  /** One after the other: a question may take longer to save than its answer takes to come. */
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(write: () => Promise<T>): Promise<T> => {
    const written = last.then(write, write);
    last = written;
    return written;
  };

  function writing(of: Thread) {
    const chat = async () => (await of.initialize()).remoteId;
    return {
      append: (id: string, parentId: string | null, body: MessageBody) =>
        inTurn(async () => {
          await chats.append(await chat(), { ...body, id, parentId }, { createChat: true });
        }),
      update: (id: string, parentId: string | null, body: MessageBody) =>
        inTurn(async () => {
          await chats.putMessage(await chat(), id, { ...body, parentId });
        }),
      delete: (ids: string[]) =>
        inTurn(async () => {
          const chatId = await chat();
          for (const id of ids) await chats.deleteMessage(chatId, id).catch(unlessGone);
        }),
    };
  }

  /** All messages, each after the one that it follows. */
  async function read<T>(of: Thread, each: (message: ChatMessage) => T) {
    const messages: T[] = [];
    let headId: string | null = null;
    const { remoteId } = of.getState();
    for (let cursor: string | null = ''; remoteId !== undefined && cursor !== null; ) {
      const query: ListMessagesQuery = { view: 'all', limit: 100, ...(cursor && { cursor }) };
      const page: MessagePage | void = await chats.listMessages(remoteId, query).catch(unlessGone);
      if (!page) break;
      messages.push(...page.data.map(each));
      headId = page.headMessageId;
      cursor = page.nextCursor;
    }
    return { headId, messages };
  }

  return {
    load: () => read(thread(), (it) => ({ parentId: it.parentId, message: toThreadMessage(it) })),

    append: ({ message, parentId }) =>
      writing(thread()).append(message.id, parentId, fromThreadMessage(message)),

    update: ({ message, parentId }) =>
      writing(thread()).update(message.id, parentId, fromThreadMessage(message)),

    delete: (items) => writing(thread()).delete(items.map(({ message }) => message.id)),

    withFormat(format) {
      let pinned: Thread | undefined;
      const here = (): Thread => (pinned ??= thread());
      return {
        pin: () => void (pinned = thread()),
        load: () => {
          pinned = thread();
          return read(pinned, (it) => format.decode(decodedOf(format.format, it)));
        },
        append: (item) =>
          writing(here()).append(
            format.getId(item.message),
            item.parentId,
            encodedOf(format.format, format.encode(item)),
          ),
        update: (item) =>
          writing(here()).update(
            format.getId(item.message),
            item.parentId,
            encodedOf(format.format, format.encode(item)),
          ),
        delete: (items) =>
          writing(here()).delete(items.map(({ message }) => format.getId(message))),
      };
    },
  };
}

/** What is not there is not read, and need not be deleted. */
function unlessGone(error: AuthError): void {
  if (error.status !== 404) throw error;
}
