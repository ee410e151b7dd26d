import type { MessageFormatAdapter } from '@assistant-ui/react';
import { setTimeout as sleep } from 'node:timers/promises';
import type { UIMessage } from 'ai';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { history, threadList, type Thread } from '../src/assistant-ui/index.js';
import { createChatClient } from '../src/chat/index.js';
import { createAuthClient } from '../src/index.js';
import { startService, type RealService } from './support/real-service.js';

let service: RealService;
beforeAll(async () => {
  service = await startService();
}, 60_000);
afterAll(() => service?.stop());

/** A visitor with a thread that has not begun. What `slow` names, a request waits for. */
function visitor({ at = service, slow }: { at?: RealService; slow?: Promise<unknown> } = {}) {
  let appends = 0;
  const reach: typeof fetch = async (input, init) => {
    if (init?.method === 'POST' && String(input).endsWith('/messages') && ++appends === 1) {
      await slow;
    }
    return fetch(input, init);
  };
  const auth = createAuthClient({
    baseUrl: at.url,
    storage: 'memory',
    anonymous: true,
    fetch: reach,
  });
  const chats = createChatClient(auth);
  return { chats, thread: begin(threadList(chats).initialize) };
}

/** A thread as assistant-ui has it: it begins once. */
function begin(initialize: (id: string) => Promise<{ remoteId: string }>): Thread {
  let begun: Promise<{ remoteId: string }> | undefined;
  let remoteId: string | undefined;
  return {
    getState: () => ({ remoteId }),
    initialize: async () => {
      ({ remoteId } = await (begun ??= initialize('local')));
      return { remoteId };
    },
  };
}

/** How assistant-ui stores messages of the AI SDK. */
const sdk: MessageFormatAdapter<UIMessage, Record<string, unknown>> = {
  format: 'ai-sdk/v6',
  encode: ({ message: { id: _, ...message } }) => message,
  decode: ({ id, parent_id, content }) => ({
    parentId: parent_id,
    message: { id, ...content } as unknown as UIMessage,
  }),
  getId: ({ id }) => id,
};

const says = (id: string, role: UIMessage['role'], text: string): UIMessage => ({
  id,
  role,
  parts: [{ type: 'text', text, state: 'done' }],
  metadata: { from: 'page 3' },
});

describe('a history in the format of a runtime', () => {
  it('keeps messages of the AI SDK as its own, with their branches', async () => {
    const { chats, thread } = visitor();
    const kept = history(chats, () => thread).withFormat!(sdk);
    expect(await kept.load()).toEqual({ headId: null, messages: [] });
    const items = [
      { parentId: null, message: says('q', 'user', 'What is PID?') },
      { parentId: 'q', message: says('a', 'assistant', 'A loop') },
      { parentId: 'q', message: says('b', 'assistant', 'Another loop') },
      { parentId: 'a', message: says('c', 'user', 'And D?') },
    ];
    for (const item of items) await kept.append(item);
    expect(await kept.load()).toEqual({ headId: 'c', messages: items });
    const [chat] = (await chats.list()).data;
    const { data } = await chats.listMessages(chat!.id);
    expect(data.map(({ content }) => content)).toEqual(['What is PID?', 'A loop', 'And D?']);

    const message = says('b', 'assistant', 'A better loop');
    await kept.update!({ parentId: 'q', message }, 'b');
    await kept.delete!([items[3]!, items[3]!]);
    items.splice(2, 2, { parentId: 'q', message });
    expect(await kept.load()).toEqual({ headId: 'a', messages: items });
  });

  it('keeps what any other makes of a message', async () => {
    const { chats, thread } = visitor();
    type Foreign = { key: string; said: { by: string } };
    const foreign: MessageFormatAdapter<Foreign, Record<string, unknown>> = {
      format: 'foreign',
      encode: ({ message }) => message,
      decode: ({ parent_id, content }) => ({
        parentId: parent_id,
        message: content as unknown as Foreign,
      }),
      getId: ({ key }) => key,
    };
    const kept = history(chats, () => thread).withFormat!(foreign);
    const item = { parentId: null, message: { key: 'k', said: { by: 'ü\u2028😀' } } };
    await kept.append(item);
    expect(await kept.load()).toEqual({ headId: 'k', messages: [item] });
  });

  it('writes to the thread that it was pinned to', async () => {
    const { chats, thread } = visitor();
    const other = begin(threadList(chats).initialize);
    let now = thread;
    const kept = history(chats, () => now).withFormat!(sdk);
    kept.pin!();
    now = other;
    await kept.append({ parentId: null, message: says('q', 'user', 'What is PID?') });
    expect(thread.getState().remoteId).toBeDefined();
    expect(other.getState().remoteId).toBeUndefined();
  });
});

it('an answer that comes before its question is saved waits for it', async () => {
  const { chats, thread } = visitor({ slow: sleep(300) });
  const kept = history(chats, () => thread).withFormat!(sdk);
  await Promise.all([
    kept.append({ parentId: null, message: says('q', 'user', 'What is PID?') }),
    kept.append({ parentId: 'q', message: says('a', 'assistant', 'A loop') }),
  ]);
  expect((await kept.load()).messages).toHaveLength(2);
});

it('what cannot be saved is thrown, and what comes later is saved', async () => {
  const at = await startService({ BOOKPLATE__ANONYMOUS__MESSAGES_PER_DAY: '1' });
  onTestFinished(() => at.stop());
  const { chats, thread } = visitor({ at });
  const kept = history(chats, () => thread).withFormat!(sdk);
  await kept.append({ parentId: null, message: says('q', 'user', 'What is PID?') });
  const [refused] = await Promise.allSettled([
    kept.append({ parentId: 'q', message: says('r', 'user', 'And D?') }),
    kept.append({ parentId: 'q', message: says('a', 'assistant', 'A loop') }),
  ]);
  expect(refused).toMatchObject({ reason: { code: 'ANONYMOUS_LIMIT_REACHED', status: 429 } });
  expect((await kept.load()).messages.map(({ message }) => message.id)).toEqual(['q', 'a']);
}, 60_000);

it('a history of more than a page is loaded whole', async () => {
  const { chats, thread } = visitor();
  const { remoteId } = await thread.initialize();
  for (let part = 0; part < 3; part++) {
    const some = Array.from({ length: 50 }, () => ({ role: 'assistant' as const, content: 'x' }));
    await chats.append(remoteId, some);
  }
  const { messages } = await history(chats, () => thread).load();
  expect(messages).toHaveLength(150);
  await chats.delete(remoteId);
  expect(await history(chats, () => thread).load()).toEqual({ headId: null, messages: [] });
});
