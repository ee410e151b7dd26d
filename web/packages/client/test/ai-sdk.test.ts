import { setTimeout as sleep } from 'node:timers/promises';
import type { UIMessage } from 'ai';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { keepChats, loadMessages, type KeepOptions } from '../src/ai-sdk/index.js';
import { createChatClient, newId } from '../src/chat/index.js';
import { createAuthClient } from '../src/index.js';
import { PageChat, says, startModel, type Answering, type Model } from './support/model.js';
import { startService, type RealService } from './support/real-service.js';

let service: RealService;
let model: Model;

beforeAll(async () => {
  [service, model] = await Promise.all([startService(), startModel()]);
}, 60_000);
afterAll(() => Promise.all([service?.stop(), model?.stop()]));
beforeEach(() => {
  model.asked = [];
  model.answering = says('A loop');
});

/** A page of a visitor, with a chat that is kept. */
function page({ at = service, ...options }: KeepOptions & { at?: RealService } = {}) {
  let offline = false;
  const reach: typeof fetch = (input, init) =>
    offline ? Promise.reject(new TypeError('fetch failed')) : fetch(input, init);
  const auth = createAuthClient({
    baseUrl: at.url,
    storage: 'memory',
    anonymous: true,
    fetch: reach,
  });
  const chats = createChatClient(auth);
  const id = newId();
  const opened = (messages: UIMessage[] = []) =>
    new PageChat({ id, messages, transport: keepChats(chats, model.transport(), options) });
  const chat = opened();
  return {
    auth,
    chats,
    chat,
    id,
    opened,
    text: { text: 'What is PID?' },
    /** What somebody sees who opens the chat, as soon as it is what the page shows. */
    reloaded: () => loadMessages(chats, id),
    /** Every message, with what it follows. */
    async tree() {
      const { data } = await chats.listMessages(id, { view: 'all', limit: 100 });
      return data.map(({ id, parentId, status, content }) => ({ id, parentId, status, content }));
    },
    network: (there: boolean) => void (offline = !there),
  };
}

/** What is saved while nobody waits for it. */
const soon = (check: () => unknown): Promise<unknown> => vi.waitFor(check, 4_000);

const bytes = (messages: UIMessage[]): string[] =>
  messages.map(({ id, role, parts, metadata }) => JSON.stringify({ id, role, parts, metadata }));

const textOf = ({ parts }: UIMessage): string =>
  parts.map((part) => (part.type === 'text' ? part.text : '')).join('');

describe('a chat that is kept', () => {
  it('is the same to the byte when it is opened again', async () => {
    const here = page();
    await here.chat.sendMessage({ ...here.text, metadata: { from: 'page 3', at: [1.5, null] } });
    model.answering = (send) => {
      send({ type: 'start', messageMetadata: { model: 'm-1' } });
      send({ type: 'start-step' });
      send({ type: 'reasoning-start', id: 'r' });
      send({ type: 'reasoning-delta', id: 'r', delta: 'Hm.' });
      send({ type: 'reasoning-end', id: 'r' });
      send({ type: 'source-url', sourceId: 'c88', url: '/docs/ch3#pid', title: '3.2 PID' });
      send({ type: 'data-figure', id: 'f', data: { z: 1, a: 'ü\u2028😀' } });
      send({ type: 'text-start', id: 't' });
      send({ type: 'text-delta', id: 't', delta: 'Proportional, ' });
      send({ type: 'text-delta', id: 't', delta: 'integral.' });
      send({ type: 'text-end', id: 't' });
      send({ type: 'finish-step' });
      send({ type: 'finish', messageMetadata: { usage: { outputTokens: 2 } } });
    };
    await here.chat.sendMessage({ text: 'And in full?' });
    expect(here.chat.error).toBeUndefined();
    expect(here.chat.messages).toHaveLength(4);
    await soon(async () => {
      expect(bytes(await here.reloaded())).toEqual(bytes(here.chat.messages));
    });
    const [u1, a1, u2, a2] = here.chat.messages.map(({ id }) => id);
    expect(await here.tree()).toMatchObject([
      { id: u1, parentId: null },
      { id: a1, parentId: u1, status: 'complete', content: 'A loop' },
      { id: u2, parentId: a1 },
      { id: a2, parentId: u2, status: 'complete' },
    ]);

    const again = here.opened(await here.reloaded());
    model.answering = says('Derivative.');
    await again.sendMessage({ text: 'And D?' });
    await soon(async () => {
      expect(bytes(await here.reloaded())).toEqual(bytes(again.messages));
    });
    expect(again.messages).toHaveLength(6);
  });

  it('has the id that the back end gives an answer', async () => {
    const here = page();
    model.answering = says('A loop', 'msg_9f2k');
    await here.chat.sendMessage(here.text);
    expect(here.chat.messages[1]!.id).toBe('msg_9f2k');
    await soon(async () => expect((await here.tree())[1]).toMatchObject({ id: 'msg_9f2k' }));
  });

  it('keeps an answer that is made again beside the first', async () => {
    const here = page();
    await here.chat.sendMessage(here.text);
    model.answering = says('Another loop');
    await here.chat.regenerate();
    const [question, second] = here.chat.messages;
    await soon(async () => {
      expect(await here.tree()).toMatchObject([
        { id: question!.id },
        { parentId: question!.id, content: 'A loop' },
        { id: second!.id, parentId: question!.id, content: 'Another loop' },
      ]);
    });
    expect(bytes(await here.reloaded())).toEqual(bytes(here.chat.messages));
  });

  it('keeps what a question was before it was edited', async () => {
    const here = page();
    await here.chat.sendMessage(here.text);
    await here.chat.sendMessage({ text: 'And P?' });
    const [, first, edited] = here.chat.messages;
    await here.chat.sendMessage({ text: 'And I?', messageId: edited!.id });
    await here.chat.sendMessage({ text: 'And D?', messageId: edited!.id });
    await here.chat.sendMessage({ text: 'Thanks' });
    await soon(async () => {
      const loaded = await here.reloaded();
      expect(loaded.map(textOf)).toEqual(here.chat.messages.map(textOf));
      expect(loaded.at(-1)!.id).toBe(here.chat.messages.at(-1)!.id);
    });
    const questions = (await here.tree()).filter(({ parentId }) => parentId === first!.id);
    expect(questions.map(({ content }) => content)).toEqual(['And P?', 'And I?', 'And D?']);
    expect(questions[0]!.id).toBe(edited!.id);
  });

  it('goes on after a greeting that was never saved', async () => {
    const here = page();
    const hello: UIMessage = {
      id: 'hello',
      role: 'assistant',
      parts: [{ type: 'text', text: 'Hello' }],
    };
    const chat = here.opened([hello]);
    await chat.sendMessage(here.text);
    await soon(async () => {
      expect(bytes(await here.reloaded())).toEqual(bytes(chat.messages));
    });
    expect(chat.messages).toHaveLength(3);
  });

  it('is loaded whole, however long it is, and is empty before it begins', async () => {
    const here = page();
    expect(await here.reloaded()).toEqual([]);
    await here.auth.signInAnonymously();
    expect(await here.reloaded()).toEqual([]);
    for (let part = 0; part < 3; part++) {
      const some = Array.from({ length: 50 }, (_, index) => ({
        id: `m${part}-${index}`,
        role: 'assistant' as const,
        content: 'x',
      }));
      await here.chats.append(here.id, some, { createChat: true });
    }
    const ids = (await here.reloaded()).map(({ id }) => id);
    expect(ids).toHaveLength(150);
    expect([ids[0], ids[149]]).toEqual(['m0-0', 'm2-49']);
  });
});

describe('an answer that does not come to its end', () => {
  const forLong = () => sleep(10_000, undefined, { ref: false });
  const begun =
    (then: Answering): Answering =>
    (send, answer) => {
      send({ type: 'start' });
      send({ type: 'text-start', id: 't' });
      send({ type: 'text-delta', id: 't', delta: 'A PID' });
      return then(send, answer);
    };
  const shown = (chat: PageChat, text: string) =>
    soon(() => expect(textOf(chat.messages.at(-1)!)).toBe(text));

  it('is incomplete, with what was shown, if the user stops it', async () => {
    const here = page();
    model.answering = begun(forLong);
    const sent = here.chat.sendMessage(here.text);
    await shown(here.chat, 'A PID');
    await here.chat.stop();
    await sent;
    await soon(async () => {
      expect(bytes(await here.reloaded())).toEqual(bytes(here.chat.messages));
    });
    expect((await here.tree())[1]).toMatchObject({ status: 'incomplete', content: 'A PID' });
    model.answering = says('A loop');
    await here.chat.sendMessage({ text: 'Again' });
    await soon(async () => expect(await here.tree()).toHaveLength(4));
    expect((await here.tree())[2]!.parentId).toBe(here.chat.messages[1]!.id);
  });

  it('is an error if the model says so', async () => {
    const here = page();
    model.answering = begun((send) => send({ type: 'error', errorText: 'the model is tired' }));
    await here.chat.sendMessage(here.text);
    expect(here.chat.error?.message).toBe('the model is tired');
    await soon(async () => {
      expect((await here.tree())[1]).toMatchObject({ status: 'error', content: 'A PID' });
    });
  });

  it('is an error if its connection breaks, and the question can be asked again', async () => {
    const here = page();
    model.answering = begun((_, answer) => {
      setTimeout(() => answer.destroy(), 100);
      return forLong();
    });
    await here.chat.sendMessage(here.text);
    expect(here.chat.status).toBe('error');
    await soon(async () => {
      expect((await here.tree())[1]).toMatchObject({ status: 'error', content: 'A PID' });
    });
    model.answering = says('A loop');
    await here.chat.regenerate();
    await soon(async () => {
      expect(bytes(await here.reloaded())).toEqual(bytes(here.chat.messages));
    });
    const [question] = here.chat.messages;
    expect((await here.tree()).map(({ parentId }) => parentId)).toEqual([
      null,
      question!.id,
      question!.id,
    ]);
  });

  it('leaves no empty message if there was nothing in it', async () => {
    const here = page();
    model.answering = (send) => {
      send({ type: 'start' });
      send({ type: 'error', errorText: 'the model is tired' });
    };
    await here.chat.sendMessage(here.text);
    expect(here.chat.messages).toHaveLength(1);
    // The next question is not saved before the answer to this one is, if it is.
    model.answering = says('A loop');
    await here.chat.sendMessage({ text: 'Again' });
    const [first, again, answer] = here.chat.messages;
    await soon(async () => expect((await here.tree()).at(-1)).toMatchObject({ id: answer!.id }));
    expect(await here.tree()).toMatchObject([
      { id: first!.id, parentId: null },
      { id: again!.id, parentId: first!.id },
      { id: answer!.id, parentId: again!.id },
    ]);
  });

  it('is saved while it comes', async () => {
    const here = page({ checkpointEvery: 0 });
    let goOn = (): void => {};
    const waiting = new Promise<void>((resolve) => (goOn = resolve));
    model.answering = begun(async (send) => {
      await waiting;
      send({ type: 'text-end', id: 't' });
      send({ type: 'finish' });
    });
    const sent = here.chat.sendMessage(here.text);
    await soon(async () => {
      expect((await here.tree())[1]).toMatchObject({ status: 'streaming' });
    });
    goOn();
    await sent;
    await soon(async () => {
      expect((await here.tree())[1]).toMatchObject({ status: 'complete', content: 'A PID' });
    });
  });
});

describe('an answer that a tool interrupts', () => {
  it('is one message, with the output that the page gave', async () => {
    const here = page();
    model.answering = (send) => {
      send({ type: 'start' });
      send({ type: 'start-step' });
      const call = { toolCallId: 'c1', toolName: 'page', input: { of: 'PID' } };
      send({ type: 'tool-input-available', ...call });
      send({ type: 'finish-step' });
      send({ type: 'finish' });
    };
    await here.chat.sendMessage(here.text);
    await here.chat.addToolOutput({ tool: 'page', toolCallId: 'c1', output: 3 });
    model.answering = says('Page 3');
    await here.chat.sendMessage();
    expect(here.chat.messages).toHaveLength(2);
    await soon(async () => {
      expect(bytes(await here.reloaded())).toEqual(bytes(here.chat.messages));
    });
    expect(textOf(here.chat.messages[1]!)).toBe('Page 3');
  });
});

describe('a question that cannot be saved', () => {
  it('does not reach the model when a visitor may ask no more', async () => {
    const at = await startService({ BOOKPLATE__ANONYMOUS__MESSAGES_PER_DAY: '1' });
    onTestFinished(() => at.stop());
    const here = page({ at });
    await here.chat.sendMessage(here.text);
    await here.chat.sendMessage({ text: 'And D?' });
    expect(here.chat.error).toMatchObject({ code: 'ANONYMOUS_LIMIT_REACHED', status: 429 });
    expect(model.asked).toHaveLength(1);
    expect((await here.reloaded()).map(textOf)).toEqual(['What is PID?', 'A loop']);
  }, 60_000);

  it('does not reach the model without a network, and is saved with the next', async () => {
    const here = page();
    await here.auth.signInAnonymously();
    here.network(false);
    await here.chat.sendMessage(here.text);
    expect(here.chat.error).toMatchObject({ code: 'NETWORK_ERROR' });
    expect(model.asked).toHaveLength(0);
    here.network(true);
    await here.chat.sendMessage({ text: 'Hello?' });
    await soon(async () => {
      expect(bytes(await here.reloaded())).toEqual(bytes(here.chat.messages));
    });
    expect(here.chat.messages.map(textOf)).toEqual(['What is PID?', 'Hello?', 'A loop']);
  }, 30_000);

  it('nor is an answer lost that came while there was no network', async () => {
    const onError = vi.fn();
    const here = page({ onError });
    model.answering = (send, answer) => {
      here.network(false);
      return says('A loop')(send, answer);
    };
    await here.chat.sendMessage(here.text);
    expect(here.chat.messages).toHaveLength(2);
    await vi.waitFor(() => expect(onError).toHaveBeenCalledOnce(), 20_000);
    expect(onError.mock.lastCall![0]).toMatchObject({ code: 'NETWORK_ERROR' });
    here.network(true);
    model.answering = says('Yes');
    await here.chat.sendMessage({ text: 'Hello?' });
    await soon(async () => {
      expect(bytes(await here.reloaded())).toEqual(bytes(here.chat.messages));
    });
    expect(here.chat.messages).toHaveLength(4);
  }, 30_000);

  it('is answered all the same if the user wants no history', async () => {
    const here = page();
    await here.auth.signInAnonymously();
    await here.auth.updatePreferences({ chat: { saveHistory: false } });
    await here.chat.sendMessage(here.text);
    await here.chat.sendMessage({ text: 'And D?' });
    expect(here.chat.messages.map(textOf)).toEqual(['What is PID?', 'A loop', 'And D?', 'A loop']);
    expect((await here.chats.list()).data).toEqual([]);
  });
});

it('an interrupted stream is taken up by the transport that is wrapped', async () => {
  const inner = model.transport();
  const reconnect = vi.spyOn(inner, 'reconnectToStream').mockResolvedValue(null);
  const kept = keepChats(page().chats, inner);
  expect(await kept.reconnectToStream({ chatId: 'c' })).toBeNull();
  expect(reconnect).toHaveBeenCalledWith({ chatId: 'c' });
  expect(kept.resumeStreamIsReplay).toBe(inner.resumeStreamIsReplay);
});
