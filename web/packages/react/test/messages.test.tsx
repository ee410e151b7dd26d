// @vitest-environment jsdom
import { createChatClient, newId } from '@bookplate/client/chat';
import { act, renderHook, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { useAnonymousLimit, useChatClient, useChatMessages, useChats } from '../src/index.js';
import { openSite, within } from './support/site.js';
import { Wire } from './support/wire.js';
import './support/quiet.js';

const site = openSite();
const ask = (content: string) => ({ role: 'user', content }) as const;

function mounted(client: ReturnType<typeof site.client>, first: string | null) {
  const { result, rerender, unmount } = renderHook(
    ({ chat }: { chat: string | null }) => ({
      here: useChatMessages(chat),
      there: useChatMessages(chat),
      chats: useChats(),
      client: useChatClient(),
      limit: useAnonymousLimit(),
    }),
    { wrapper: within(client), initialProps: { chat: first } },
  );
  const texts = (where: 'here' | 'there' = 'here') =>
    result.current[where].messages.map(({ content }) => content);
  return { result, texts, unmount, open: (chat: string | null) => rerender({ chat }) };
}

it('a chat begins with its first message, and every list sees it', async () => {
  const { result, texts } = mounted(await site.signedIn(), newId());
  expect(result.current.here.status).toBe('loading');
  await waitFor(() => expect(result.current.here.status).toBe('ready'));
  expect(result.current.here).toMatchObject({ messages: [], error: null, hasMore: false });
  const appended = await act(() => result.current.here.append(ask('What is PID?')));
  expect(appended.stored).toBe(true);
  expect(texts()).toEqual(['What is PID?']);
  await waitFor(() => expect(texts('there')).toEqual(['What is PID?']));
  await waitFor(() => expect(result.current.chats.chats).toHaveLength(1));
});

it('nobody becomes a visitor by asking, and sees how much is left', async () => {
  const { result, texts } = mounted(site.client({ anonymous: true }), newId());
  await waitFor(() => expect(result.current.here.status).toBe('idle'));
  expect(result.current.limit.data).toBeNull();
  await act(() => result.current.here.append(ask('What is PID?')));
  await waitFor(() => expect(texts()).toEqual(['What is PID?']));
  await waitFor(() => expect(result.current.limit.data?.remaining).toBe(19));
  await act(() => result.current.here.append(ask('And PI?')));
  await waitFor(() => expect(result.current.limit.data?.remaining).toBe(18));
});

it('a new chat is not asked for before it has begun, and is there after signing in', async () => {
  const wire = new Wire();
  const client = site.client({ fetch: wire.fetch, anonymous: true });
  const [chat, ada] = [newId(), await site.person()];
  const open = () => {
    const { result, unmount } = renderHook(() => useChatMessages(chat, { isNew: true }), {
      wrapper,
    });
    const texts = () => result.current.messages.map(({ content }) => content);
    return { result, texts, unmount };
  };
  const wrapper = within(client);
  await act(() => client.signInAnonymously());
  const { result, texts } = open();
  await waitFor(() => expect(result.current).toMatchObject({ status: 'ready', messages: [] }));
  await act(() => result.current.reload());
  expect(wire.count('GET /chats')).toBe(0);
  await act(() => result.current.append(ask('What is PID?')));
  expect(texts()).toEqual(['What is PID?']);
  const { length } = wire.sent;
  await act(() => client.signIn(ada));
  await waitFor(() => expect(result.current.status).toBe('ready'));
  expect(texts()).toEqual(['What is PID?']);
  expect(wire.sent.slice(length).filter((line) => line.startsWith('GET /chats'))).toHaveLength(1);
});

it('who becomes a visitor by the first question of a new chat gets no 404 for it', async () => {
  const seen: number[] = [];
  const noting: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    seen.push(answer.status);
    return answer;
  };
  const client = site.client({ fetch: noting, anonymous: true });
  const both = () => ({
    one: useChatMessages(chat, { isNew: true }),
    two: useChatMessages(chat, { isNew: true }),
  });
  const chat = newId();
  const { result } = renderHook(both, { wrapper: within(client) });
  await act(() => result.current.one.append(ask('What is PID?')));
  await waitFor(() => expect(result.current.one.messages).toHaveLength(1));
  await waitFor(() => expect(result.current.two.messages).toHaveLength(1));
  expect(seen.filter((status) => status >= 400)).toEqual([]);
});

it('what a chat client does to a message is seen, and only where the message is', async () => {
  const wire = new Wire();
  const client = await site.signedIn({ fetch: wire.fetch });
  const chat = newId();
  const { result, texts } = mounted(client, chat);
  const { client: chats } = result.current;
  await act(() => chats.append(chat, ask('first'), { createChat: true }));
  await waitFor(() => expect(texts()).toEqual(['first']));
  const [first] = result.current.here.messages;
  const answer = { role: 'assistant', content: 'A lo', parentId: first!.id } as const;

  wire.sent.length = 0;
  await act(() => chats.putMessage(chat, 'answer', { ...answer, status: 'streaming' }));
  expect(wire.sent.map((line) => line.split(' ')[0])).toEqual(['PUT']);
  const whole = { ...answer, content: 'A loop', status: 'complete' } as const;
  await act(() => chats.putMessage(chat, 'answer', whole));
  await waitFor(() => expect(texts()).toEqual(['first', 'A loop']));
  await act(() => chats.giveFeedback(chat, 'answer', { rating: 'up' }));
  await waitFor(() => expect(result.current.here.messages[1]?.feedback?.rating).toBe('up'));
  await act(() => chats.deleteMessage(chat, 'answer'));
  await waitFor(() => expect(texts('there')).toEqual(['first']));

  await waitFor(() => expect(result.current.chats.status).toBe('ready'));
  wire.sent.length = 0;
  await act(() => chats.append(newId(), ask('elsewhere'), { createChat: true }));
  await waitFor(() => expect(result.current.chats.chats).toHaveLength(2));
  expect(wire.count(`GET /chats/${chat}`)).toBe(0);
  await act(() => chats.deleteMany([chat]));
  await waitFor(() => expect(texts()).toEqual([]));
});

it('another chat shows nothing of the one before', async () => {
  const client = await site.signedIn();
  const chats = createChatClient(client);
  const [left, right] = [newId(), newId()];
  await chats.append(left, ask('left'), { createChat: true });
  await chats.append(right, ask('right'), { createChat: true });
  const { result, texts, open } = mounted(client, left);
  await waitFor(() => expect(texts()).toEqual(['left']));
  open(right);
  expect(result.current.here).toMatchObject({ messages: [], status: 'loading' });
  await waitFor(() => expect(texts()).toEqual(['right']));
  open(null);
  expect(result.current.here).toMatchObject({ messages: [], status: 'idle' });
  await expect(result.current.here.append(ask('where?'))).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

it('earlier messages come before the later ones, and stay after an append', async () => {
  const client = await site.signedIn();
  const chat = newId();
  const texts60 = Array.from({ length: 60 }, (_, at) => `message ${at}`);
  const chats = createChatClient(client);
  await chats.append(chat, texts60.slice(0, 30).map(ask), { createChat: true });
  await chats.append(chat, texts60.slice(30).map(ask));
  const { result, texts } = mounted(client, chat);
  await waitFor(() => expect(texts()).toEqual(texts60.slice(10)));
  await act(() => result.current.here.loadMore());
  expect(texts()).toEqual(texts60);
  await act(() => result.current.here.append(ask('the last')));
  expect(texts()).toEqual([...texts60, 'the last']);
  expect(result.current.here.hasMore).toBe(false);
}, 20_000);

it('what cannot be added is thrown, and what cannot be read is told', async () => {
  const wire = new Wire();
  const client = await site.signedIn({ fetch: wire.fetch });
  const chat = newId();
  const { result, texts } = mounted(client, chat);
  await act(() => result.current.here.append(ask('kept')));
  const empty = act(() => result.current.here.append([]));
  await expect(empty).rejects.toMatchObject({ code: 'VALIDATION_ERROR' });
  wire.cut = true;
  await act(() => result.current.here.reload());
  expect(result.current.here).toMatchObject({ status: 'error', error: { code: 'NETWORK_ERROR' } });
  expect(texts()).toEqual(['kept']);
});
