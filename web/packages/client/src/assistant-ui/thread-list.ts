import type { RemoteThreadListAdapter } from '@assistant-ui/react';
import type { Chat, ChatClient } from '../chat/index.js';
import { askedByNobody } from '../chat/nobody.js';
import type { Page } from '../types.js';

/** How often, and after how many milliseconds, a chat without a title is looked at again. */
const PAUSES = [100, 200, 400, 800, 1_600];

type Thread = Awaited<ReturnType<RemoteThreadListAdapter['fetch']>>;
type Title = Awaited<ReturnType<RemoteThreadListAdapter['generateTitle']>>;
type TitleChunk = Title extends ReadableStream<infer Chunk> ? Chunk : never;

/**
 * The chats of whoever is signed in as the threads of `useRemoteThreadListRuntime`. Keep the
 * adapter: another one loads the list anew. Its calls throw `AuthError`.
 */
export function threadList(
  chats: Pick<ChatClient, 'list' | 'create' | 'get' | 'update' | 'delete'>,
): RemoteThreadListAdapter {
  return {
    async list({ after } = {}) {
      const query = { limit: 50, ...(after !== undefined && { cursor: after }) };
      const page = await chats.list(query).catch(noneForNobody);
      return { threads: page.data.map(threadOf), nextCursor: page.nextCursor ?? undefined };
    },

    fetch: async (id) => threadOf(await chats.get(id)),

    /** The id of a new thread is one of the page only; the chat has one of its own. */
    async initialize() {
      return { remoteId: (await chats.create()).id, externalId: undefined };
    },

    async rename(id, title) {
      await chats.update(id, { title });
    },

    async archive(id) {
      await chats.update(id, { archived: true });
    },

    async unarchive(id) {
      await chats.update(id, { archived: false });
    },

    delete: (id) => chats.delete(id),

    /** The service makes the title of the first question, as soon as that is saved. */
    async generateTitle(id) {
      let { title } = await chats.get(id);
      for (const pause of PAUSES) {
        if (title !== null) break;
        await new Promise((resolve) => setTimeout(resolve, pause));
        ({ title } = await chats.get(id));
      }
      return titled(title);
    },
  };
}

function noneForNobody(error: unknown): Page<Chat> {
  if (!askedByNobody(error)) throw error;
  return { data: [], nextCursor: null };
}

const threadOf = (chat: Chat): Thread => ({
  remoteId: chat.id,
  status: chat.archived ? 'archived' : 'regular',
  title: chat.title ?? undefined,
  lastMessageAt: new Date(chat.lastMessageAt),
  custom: chat.metadata as Record<string, unknown>,
});

/** A title as a model would stream it. */
function titled(title: string | null): Title {
  const chunks: TitleChunk[] =
    title === null
      ? []
      : [
          { path: [], type: 'part-start', part: { type: 'text' } },
          { path: [0], type: 'text-delta', textDelta: title },
          { path: [0], type: 'part-finish' },
        ];
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}
