// @vitest-environment jsdom
import {
  AssistantRuntimeProvider,
  RuntimeAdapterProvider,
  useAui,
  useLocalRuntime,
  useRemoteThreadListRuntime,
  type AssistantRuntime,
  type ChatModelAdapter,
  type ThreadMessage,
} from '@assistant-ui/react';
import { act, cleanup, configure, render, waitFor } from '@testing-library/react';
import { createElement, useMemo, type ReactNode } from 'react';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { history, threadList } from '../src/assistant-ui/index.js';
import { createChatClient, type ChatClient } from '../src/chat/index.js';
import { createAuthClient } from '../src/index.js';
import { startService, type RealService } from './support/real-service.js';

let service: RealService;
beforeAll(async () => {
  service = await startService();
}, 60_000);
afterAll(() => service?.stop());
configure({ asyncUtilTimeout: 4_000 });
afterEach(cleanup);

/** What the model does; it tells how much it was sent. */
let answering: ChatModelAdapter['run'] = ({ messages }) =>
  Promise.resolve({
    content: [{ type: 'text', text: `Answer ${messages.length}` }],
    metadata: { custom: { model: 'm-1' } },
  });

function visitor() {
  const auth = createAuthClient({ baseUrl: service.url, storage: 'memory', anonymous: true });
  return { auth, chats: createChatClient(auth) };
}

/** A page with the threads of somebody, as the README shows it. */
async function page(chats: ChatClient): Promise<AssistantRuntime> {
  let runtime!: AssistantRuntime;
  const Kept = ({ children }: { children?: ReactNode }) => {
    const aui = useAui();
    const adapters = useMemo(() => ({ history: history(chats, () => aui.threadListItem) }), [aui]);
    return createElement(RuntimeAdapterProvider, { adapters, children });
  };
  const adapter = { ...threadList(chats), unstable_Provider: Kept };
  const Page = () => {
    runtime = useRemoteThreadListRuntime({
      adapter,
      runtimeHook: () => useLocalRuntime({ run: (options) => answering(options) }),
    });
    return createElement(AssistantRuntimeProvider, { runtime, children: null });
  };
  // Nobody asks anything before the page is there.
  await act(async () => void render(createElement(Page)));
  await runtime.threads.getLoadThreadsPromise();
  return runtime;
}

const texts = (messages: readonly ThreadMessage[]): string[] =>
  messages.map(({ content }) => content.map((it) => (it.type === 'text' ? it.text : '')).join(''));
const shown = (runtime: AssistantRuntime): readonly ThreadMessage[] =>
  runtime.thread.getState().messages;
const idle = (runtime: AssistantRuntime, count: number) =>
  waitFor(() => {
    expect(shown(runtime)).toHaveLength(count);
    expect(runtime.thread.getState().isRunning).toBe(false);
  });

/** The one chat of somebody, once it has so many messages. */
const kept = (chats: ChatClient, count: number) =>
  waitFor(async () => {
    const [chat] = (await chats.list()).data;
    expect(chat?.messageCount).toBe(count);
    return chat!;
  });

async function opened(chats: ChatClient): Promise<AssistantRuntime> {
  cleanup();
  const [chat] = (await chats.list()).data;
  const again = await page(chats);
  await again.threads.switchToThread(chat!.id);
  await waitFor(() => expect(shown(again).length).toBeGreaterThan(0));
  return again;
}

it('a thread is a chat, titled by its first question, and opens as it was', async () => {
  const { chats } = visitor();
  const here = await page(chats);
  here.thread.append('What is PID?');
  await idle(here, 2);
  const content = [{ type: 'text' as const, text: 'And D?' }];
  const name = 'loop.txt';
  here.thread.append({
    content,
    attachments: [{ id: 'f', type: 'document', name, status: { type: 'complete' }, content }],
  });
  await idle(here, 4);
  const chat = await kept(chats, 4);
  expect(chat.title).toBe('What is PID?');
  await waitFor(() => expect(here.threads.mainItem.getState().title).toBe('What is PID?'));
  expect(here.threads.mainItem.getState().remoteId).toBe(chat.id);

  const before = shown(here);
  expect(before[2]!.attachments).toMatchObject([{ name }]);
  expect(before[3]!.metadata.custom).toEqual({ model: 'm-1' });
  const again = await opened(chats);
  const bare = (messages: readonly ThreadMessage[]) =>
    messages.map(({ createdAt: _, ...message }) => JSON.parse(JSON.stringify(message)) as unknown);
  expect(bare(shown(again))).toEqual(bare(before));
  expect(shown(again)[0]!.createdAt).toBeInstanceOf(Date);
  again.thread.append('Thanks');
  await idle(again, 6);
  await kept(chats, 6);
});

it('an edited question and an answer made again are branches when it is opened again', async () => {
  const { chats } = visitor();
  const here = await page(chats);
  here.thread.append('What is PID?');
  await idle(here, 2);
  await kept(chats, 2);
  here.thread.getMessageByIndex(1).reload();
  await kept(chats, 3);
  await idle(here, 2);
  const { composer } = here.thread.getMessageByIndex(0);
  composer.beginEdit();
  composer.setText('What is PI?');
  composer.send();
  const chat = await kept(chats, 5);
  await idle(here, 2);

  const tree = (await chats.listMessages(chat.id, { view: 'all' })).data;
  const [question, first, second, edited] = tree;
  expect(tree.map(({ parentId }) => parentId)).toEqual([
    null,
    question!.id,
    question!.id,
    null,
    edited!.id,
  ]);
  const again = await opened(chats);
  expect(texts(shown(again))).toEqual(['What is PI?', 'Answer 1']);
  expect(again.thread.getMessageByIndex(0).getState()).toMatchObject({ branchCount: 2 });
  again.thread.getMessageByIndex(0).switchToBranch({ position: 'previous' });
  expect(shown(again).map(({ id }) => id)).toEqual([question!.id, first!.id]);
  again.thread.getMessageByIndex(1).switchToBranch({ position: 'next' });
  expect(shown(again).map(({ id }) => id)).toEqual([question!.id, second!.id]);
});

it('a failed and a stopped answer are kept as what they are', async () => {
  const { chats } = visitor();
  const here = await page(chats);
  const usual = answering;
  answering = async function* ({ abortSignal }) {
    yield { content: [{ type: 'text', text: 'A PID' }] };
    await new Promise((resolve) => abortSignal.addEventListener('abort', resolve));
  };
  here.thread.append('What is PID?');
  await waitFor(() => expect(texts(shown(here))).toContain('A PID'));
  here.thread.cancelRun();
  await kept(chats, 2);
  answering = async function* () {
    yield {
      content: [{ type: 'text', text: 'Hm' }],
      status: { type: 'incomplete', reason: 'error', error: 'the model is tired' },
    };
  };
  here.thread.append('Again');
  const chat = await kept(chats, 4);
  answering = usual;
  const { data } = await chats.listMessages(chat.id);
  expect(data.map(({ status }) => status)).toEqual(['complete', 'incomplete', 'complete', 'error']);
  const again = await opened(chats);
  expect(shown(again).map(({ status }) => status)).toMatchObject([
    undefined,
    { type: 'incomplete', reason: 'cancelled' },
    undefined,
    { type: 'incomplete', reason: 'error', error: 'the model is tired' },
  ]);
});

it('threads are listed, renamed, archived and deleted', async () => {
  const { chats } = visitor();
  const none = await page(chats);
  expect(none.threads.getState().threadIds).toEqual([]);
  cleanup();
  for (let chat = 0; chat < 51; chat++) await chats.create({ title: `Chat ${chat}` });
  const here = await page(chats);
  const threads = here.threads.getState().threadIds;
  expect(threads).toHaveLength(50);
  const item = here.threads.getItemById(threads[0]!);
  expect(item.getState()).toMatchObject({ title: 'Chat 50', status: 'regular' });
  await item.rename('Renamed');
  await item.archive();
  expect(await chats.get(threads[0]!)).toMatchObject({ title: 'Renamed', archived: true });
  await item.unarchive();
  expect(await chats.get(threads[0]!)).toMatchObject({ archived: false });
  await item.delete();
  await expect(chats.get(threads[0]!)).rejects.toMatchObject({ status: 404 });
  const { nextCursor } = await threadList(chats).list();
  expect(nextCursor).toBeUndefined();
  await chats.create({ title: 'Newest' });
  const first = await threadList(chats).list();
  const second = await threadList(chats).list({ after: first.nextCursor });
  expect(second.threads.map(({ title }) => title)).toEqual(['Chat 0']);
  expect((await threadList(chats).fetch(threads[1]!)).title).toBe('Chat 49');
});

it('who has not begun to be a visitor has no threads, but a failure is no empty list', async () => {
  const { auth, chats } = visitor();
  await expect(threadList(chats).list()).resolves.toEqual({ threads: [] });
  expect(auth.getState().status).toBe('unauthenticated');
  await auth.signInAnonymously();
  const refused = threadList(chats).list({ after: 'no cursor' });
  await expect(refused).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
});

it('what a back end or the AI SDK has saved is shown, as far as it can be', async () => {
  const { chats } = visitor();
  const { id } = await chats.create();
  const image = { type: 'file', url: 'https://example.com/a.png', mediaType: 'image/png' };
  const tool = { toolCallId: 'c1', state: 'output-available', input: { of: 'PID' }, output: 3 };
  await chats.append(id, [
    { role: 'user', parts: [{ type: 'text', text: 'What is PID?' }, image] },
    {
      role: 'assistant',
      metadata: { model: 'm-1' },
      parts: [
        { type: 'step-start' },
        { type: 'tool-page', ...tool },
        { type: 'source-url', sourceId: 'c88', url: '/docs/ch3#pid', title: '3.2 PID' },
        { type: 'data-figure', data: { z: 1 } },
        { type: 'text', text: 'A loop' },
      ],
    },
  ]);
  const here = await opened(chats);
  const [question, answer] = shown(here);
  expect(question!.content[1]).toEqual({
    type: 'file',
    data: image.url,
    mimeType: 'image/png',
  });
  expect(answer!.metadata.custom).toEqual({ model: 'm-1' });
  const call = { type: 'tool-call', toolCallId: 'c1', toolName: 'page', result: 3 };
  const input = { args: { of: 'PID' }, argsText: '{"of":"PID"}' };
  expect(answer!.content).toEqual([
    { ...call, ...input },
    { type: 'source', sourceType: 'url', id: 'c88', url: '/docs/ch3#pid', title: '3.2 PID' },
    { type: 'data', name: 'figure', data: { z: 1 } },
    { type: 'text', text: 'A loop' },
  ]);
});

it('a thread goes on, and keeps nothing, if the user wants no history', async () => {
  const { auth, chats } = visitor();
  await auth.signInAnonymously();
  await auth.updatePreferences({ chat: { saveHistory: false } });
  const here = await page(chats);
  here.thread.append('What is PID?');
  await idle(here, 2);
  expect(texts(shown(here))).toEqual(['What is PID?', 'Answer 1']);
  expect((await chats.list()).data.map(({ messageCount }) => messageCount)).toEqual([0]);
});
