// @vitest-environment jsdom
import type { AuthClient } from '@bookplate/client';
import { createChatClient } from '@bookplate/client/chat';
import { act, renderHook, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { useChatClient, useChats, useUser } from '../src/index.js';
import { openSite, within } from './support/site.js';
import { Wire } from './support/wire.js';
import './support/quiet.js';

const site = openSite();

/** Everything that was rendered: of whom, and which chats. */
function mounted(client: AuthClient, query: Parameters<typeof useChats>[0] = {}) {
  const renders: { email: string | null | undefined; titles: (string | null)[] }[] = [];
  const { result, unmount } = renderHook(
    () => {
      const own = { user: useUser(), client: useChatClient(), list: useChats({ ...query }) };
      renders.push({
        email: own.user?.email,
        titles: own.list.chats.map(({ title }) => title),
      });
      return own;
    },
    { wrapper: within(client) },
  );
  const titles = () => result.current.list.chats.map(({ title }) => title);
  return { result, renders, titles, unmount };
}

it('nobody has no chats, and the service is not asked for them', async () => {
  const wire = new Wire();
  const { result } = mounted(site.client({ fetch: wire.fetch }));
  await waitFor(() => expect(result.current.list.status).toBe('idle'));
  expect(result.current.list).toMatchObject({ chats: [], error: null, hasMore: false });
  await act(() => result.current.list.reload());
  await act(() => result.current.list.loadMore());
  expect(wire.sent).toEqual([]);
});

it('a list is read once, though it is mounted twice', async () => {
  const wire = new Wire();
  const client = await site.signedIn({ fetch: wire.fetch });
  const { result } = mounted(client);
  expect(result.current.list.status).toBe('loading');
  await waitFor(() => expect(result.current.list.status).toBe('ready'));
  expect(wire.count('GET /chats')).toBe(1);
});

it('what a chat client changes is seen by every list', async () => {
  const client = await site.signedIn();
  const both = renderHook(
    () => ({ chats: useChatClient(), all: useChats(), pinned: useChats({ pinned: true }) }),
    { wrapper: within(client) },
  );
  const { chats } = both.result.current;
  const chat = await act(() => chats.create({ title: 'PID' }));
  await waitFor(() => expect(both.result.current.all.chats).toHaveLength(1));
  expect(both.result.current.pinned.chats).toEqual([]);
  await act(() => chats.update(chat.id, { pinned: true }));
  await waitFor(() => expect(both.result.current.pinned.chats).toHaveLength(1));
  await act(() => chats.append(chat.id, { role: 'user', content: 'What is PID?' }));
  await waitFor(() => expect(both.result.current.all.chats[0]?.messageCount).toBe(1));
  await act(() => chats.deleteMany([chat.id]));
  await waitFor(() => expect(both.result.current.all.chats).toEqual([]));
  expect(both.result.current.pinned.chats).toEqual([]);
});

it('whoever signs in never sees a chat of the visitor before, not for one render', async () => {
  const ada = await site.person();
  const away = site.client();
  await away.signIn(ada);
  await createChatClient(away).create({ title: "Ada's" });

  const client = site.client();
  await client.signInAnonymously();
  await createChatClient(client).create({ title: "the visitor's" });
  const { renders, titles } = mounted(client);
  await waitFor(() => expect(titles()).toEqual(["the visitor's"]));
  await act(() => client.signIn(ada, { bringChats: false }));
  await waitFor(() => expect(titles()).toEqual(["Ada's"]));
  for (const { email, titles } of renders) {
    expect(titles).not.toContain(email === ada.email ? "the visitor's" : "Ada's");
  }
  await act(() => client.signOut());
  expect(titles()).toEqual([]);
});

it('a visitor who signs in brings the chats along', async () => {
  const client = site.client();
  await client.signInAnonymously();
  const { result, titles } = mounted(client);
  await act(() => result.current.client.create({ title: 'brought along' }));
  const ada = await site.person();
  await act(() => client.signIn(ada));
  await waitFor(() => expect(titles()).toEqual(['brought along']));
});

it('an answer that comes late does not replace a newer one', async () => {
  const wire = new Wire();
  const client = await site.signedIn({ fetch: wire.fetch });
  const { result, titles } = mounted(client);
  await waitFor(() => expect(result.current.list.status).toBe('ready'));
  const free = wire.hold(/^GET \/chats/);
  let late!: Promise<void>;
  act(() => void (late = result.current.list.reload()));
  await waitFor(() => expect(wire.count('GET /chats')).toBe(2));
  await act(() => result.current.client.create({ title: 'new' }));
  await waitFor(() => expect(titles()).toEqual(['new']));
  free();
  await act(() => late);
  expect(titles()).toEqual(['new']);
});

it('older chats come page by page, and stay when the list is read anew', async () => {
  const wire = new Wire();
  const client = await site.signedIn({ fetch: wire.fetch });
  const chats = createChatClient(client);
  for (const title of ['1', '2', '3', '4', '5']) await chats.create({ title });
  const { result, titles } = mounted(client, { limit: 2 });
  await waitFor(() => expect(titles()).toEqual(['5', '4']));
  expect(result.current.list.hasMore).toBe(true);
  await act(() => result.current.list.loadMore());
  expect(titles()).toEqual(['5', '4', '3', '2']);

  const free = wire.hold(/limit=4/);
  act(() => void result.current.list.reload());
  await act(() => result.current.list.loadMore());
  free();
  await waitFor(() => expect(result.current.list.status).toBe('ready'));
  expect(titles()).toEqual(['5', '4', '3', '2', '1']);
  expect(result.current.list.hasMore).toBe(false);
});

it('without a network there is an error, and what was there stays', async () => {
  const wire = new Wire();
  const client = await site.signedIn({ fetch: wire.fetch });
  await createChatClient(client).create({ title: 'kept' });
  const { result, titles } = mounted(client);
  await waitFor(() => expect(titles()).toEqual(['kept']));
  wire.cut = true;
  await act(() => result.current.list.reload());
  expect(result.current.list).toMatchObject({ status: 'error', error: { code: 'NETWORK_ERROR' } });
  expect(titles()).toEqual(['kept']);
  wire.cut = false;
  await act(() => result.current.list.reload());
  expect(result.current.list).toMatchObject({ status: 'ready', error: null });
});

it('an answer to a list that is not shown any more changes nothing', async () => {
  const wire = new Wire();
  const client = await site.signedIn({ fetch: wire.fetch });
  const free = wire.hold(/^GET \/chats/);
  const { renders, unmount } = mounted(client);
  await waitFor(() => expect(wire.count('GET /chats')).toBe(1));
  unmount();
  const before = renders.length;
  free();
  await createChatClient(client).list();
  expect(renders).toHaveLength(before);
});
