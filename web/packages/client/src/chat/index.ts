import type { AuthClient } from '../client.js';
import type { CallOptions } from '../http.js';
import type { Page } from '../types.js';
import { repeated } from './repeat.js';
import type * as types from './types.js';

export type * from './types.js';

/** What any call may be given. */
export interface ChatCallOptions {
  signal?: AbortSignal | undefined;
}

/** A change or deletion of what has a version. */
export interface ChatChangeOptions extends ChatCallOptions {
  /** Only if the chat still has this version, else 412 `VERSION_CONFLICT`. */
  ifVersion?: number | undefined;
}

/** How messages are added. */
export interface AppendOptions extends ChatCallOptions {
  /** Starts the chat if it is not there; the id of the chat is then any UUID of your choice. */
  createChat?: boolean | undefined;
}

/** Chats of whoever is signed in, visitors included. */
export type ChatClient = ReturnType<typeof createChatClient>;

/** The calls of chats, by the session of `auth`. They throw `AuthError`, or the reason of your signal. */
export function createChatClient(auth: Pick<AuthClient, 'request'>) {
  type Options = CallOptions & ChatCallOptions;

  const call = <T>(method: string, path: string, options?: Options): Promise<T> =>
    auth.request<T>(method, `/chats${path}`, options);

  const to = (chatId: string, messageId?: string): string => {
    const chat = `/${encodeURIComponent(chatId)}`;
    return messageId === undefined ? chat : `${chat}/messages/${encodeURIComponent(messageId)}`;
  };

  return {
    /** Those with the latest activity first. */
    list: (query?: types.ListChatsQuery, options?: ChatCallOptions) =>
      call<Page<types.Chat>>('GET', '', { query, ...options }),

    /** Starts a chat. It is given an id here if it has none, so a lost answer starts no second one. */
    create: (chat: types.NewChat = {}, options: ChatCallOptions = {}) => {
      const body = { ...chat, id: chat.id ?? newId() };
      return repeated(() => call<types.Chat>('POST', '', { body, ...options }), options.signal);
    },

    /** One chat, without its messages. */
    get: (chatId: string, options?: ChatCallOptions) =>
      call<types.Chat>('GET', to(chatId), options),

    /** Changes title, pin, archive, tags or, by merging, metadata. */
    update: (chatId: string, patch: types.ChatPatch, options?: ChatChangeOptions) =>
      call<types.Chat>('PATCH', to(chatId), { body: patch, ...options }),

    /** Deletes a chat with all its messages. */
    delete: (chatId: string, options?: ChatChangeOptions) =>
      call<void>('DELETE', to(chatId), options),

    /** Deletes up to 100 chats; those that are not there are not counted. */
    deleteMany: (chatIds: string[], options?: ChatCallOptions) =>
      call<types.DeletedChats>('POST', '/bulk-delete', { body: { chatIds }, ...options }),

    /** Titles and texts that have all the words. */
    search: (query: types.SearchQuery, options?: ChatCallOptions) =>
      call<Page<types.SearchHit>>('GET', '/search', { query, ...options }),

    /** A chat with all its messages. */
    export: (chatId: string, options?: ChatCallOptions) =>
      call<types.ChatExport>('GET', `${to(chatId)}/export`, {
        query: { format: 'json' },
        ...options,
      }),

    /** The active branch as Markdown. */
    exportMarkdown: (chatId: string, options?: ChatCallOptions) =>
      call<string>('GET', `${to(chatId)}/export`, {
        query: { format: 'markdown' },
        as: 'text',
        ...options,
      }),

    /** Takes over chats of who was a visitor; `signIn` with `bringChats: false` gives the token. */
    claim: (body: types.ClaimBody, options?: ChatCallOptions) =>
      call<types.ClaimedChats>('POST', '/claim', { body, ...options }),

    /** From a root to the head, first to last. */
    listMessages: (chatId: string, query?: types.ListMessagesQuery, options?: ChatCallOptions) =>
      call<types.MessagePage>('GET', `${to(chatId)}/messages`, { query, ...options }),

    /**
     * Adds up to 50 messages, all or none. Those without an id are given one; if the answer is lost
     * they are sent again with the same ids, so that none is there twice. With `stored: false` in the
     * answer the user wants no history: go on, and keep nothing.
     */
    append: (
      chatId: string,
      messages: types.NewMessage | readonly types.NewMessage[],
      { createChat, ...options }: AppendOptions = {},
    ) => {
      const all = [messages].flat() as types.NewMessage[];
      const body = {
        messages: all.map((message) => ({ ...message, id: message.id ?? newId() })),
        ...(createChat !== undefined && { createChat }),
      };
      const path = `${to(chatId)}/messages`;
      return repeated(
        () => call<types.Appended>('POST', path, { body, ...options }),
        options.signal,
      );
    },

    /** One message, on whatever branch. */
    getMessage: (chatId: string, messageId: string, options?: ChatCallOptions) =>
      call<types.ChatMessage>('GET', to(chatId, messageId), options),

    /**
     * Writes a message whole, whether it is there or not. A checkpoint of an answer that still
     * streams is not sent again: the next one says more.
     */
    putMessage: (
      chatId: string,
      messageId: string,
      body: types.MessageBody,
      options: ChatCallOptions = {},
    ) => {
      const put = () =>
        call<types.ChatMessage | types.Appended>('PUT', to(chatId, messageId), {
          body,
          ...options,
        });
      return body.status === 'streaming' ? put() : repeated(put, options.signal);
    },

    /** Deletes a message; its answers follow its parent from then on. */
    deleteMessage: (chatId: string, messageId: string, options?: ChatCallOptions) =>
      call<void>('DELETE', to(chatId, messageId), options),

    /** Rates an answer, or rates it anew. */
    giveFeedback: (
      chatId: string,
      messageId: string,
      body: types.FeedbackBody,
      options?: ChatCallOptions,
    ) => call<types.ChatMessage>('PUT', `${to(chatId, messageId)}/feedback`, { body, ...options }),

    /** Takes the rating away. */
    takeFeedbackBack: (chatId: string, messageId: string, options?: ChatCallOptions) =>
      call<void>('DELETE', `${to(chatId, messageId)}/feedback`, options),

    /** Tells the moderators. */
    report: (
      chatId: string,
      messageId: string,
      body: types.ReportBody,
      options?: ChatCallOptions,
    ) => call<types.OwnReport>('POST', `${to(chatId, messageId)}/report`, { body, ...options }),
  };
}

/** A new UUID (version 4). `randomUUID` itself is not there on pages without https. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
