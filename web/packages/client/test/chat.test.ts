import { describe, expect, it } from 'vitest';
import { createChatClient, newId } from '../src/chat/index.js';
import { Browser } from './support/browser.js';
import { problem, Service } from './support/service.js';
import { during, frozenTime, MINUTE, pass, SECOND } from './support/time.js';

const ADA = { email: 'ada@example.com', password: 'correct horse battery staple' };
const CHAT = '01a1fd70-f207-74d0-8512-0bd70c99ba89';
const APPEND = `POST /chats/${CHAT}/messages`;
const question = { role: 'user', content: 'What is PID?' } as const;

async function signedIn() {
  const service = new Service();
  const { client } = new Browser(service).tab();
  await during(client.signIn(ADA));
  service.requests.length = 0;
  return { service, chats: createChatClient(client) };
}

describe('appending', () => {
  frozenTime();

  it.each(['lost', 'unreachable'] as const)(
    'sends again what was %s, with the same ids',
    async (how) => {
      const { service, chats } = await signedIn();
      service.next(APPEND, how, 2);
      await during(chats.append(CHAT, [question, { ...question, id: 'q2' }]), 10 * SECOND);
      const sent = service.requests.map(({ body }) => body.messages as { id: string }[]);
      expect(sent).toHaveLength(3);
      expect(sent[1]).toEqual(sent[0]);
      expect(sent[2]).toEqual(sent[0]);
      expect(sent[0]!.map(({ id }) => id)).toEqual([
        expect.stringMatching(/^[0-9a-f-]{36}$/),
        'q2',
      ]);
    },
  );

  it('sends again what a gateway or a busy service refused, when that is wanted', async () => {
    const { service, chats } = await signedIn();
    service.next(APPEND, () => problem(503, 'SERVICE_UNAVAILABLE', { retryAfter: 9 }));
    const appended = chats.append(CHAT, question);
    await pass(8 * SECOND);
    expect(service.count(APPEND)).toBe(1);
    await during(appended, 2 * SECOND);
    expect(service.count(APPEND)).toBe(2);
  });

  it('gives up after four tries', async () => {
    const { service, chats } = await signedIn();
    service.next(APPEND, 'unreachable', 100);
    await expect(during(chats.append(CHAT, question), MINUTE)).rejects.toMatchObject({ status: 0 });
    expect(service.count(APPEND)).toBe(4);
  });

  it.each([409, 422, 429, 500])('does not send again what was answered with %i', async (status) => {
    const { service, chats } = await signedIn();
    service.next(APPEND, () => problem(status, 'NO'), 100);
    await expect(during(chats.append(CHAT, question), MINUTE)).rejects.toMatchObject({ status });
    expect(service.count(APPEND)).toBe(1);
  });

  it('can be aborted between tries', async () => {
    const { service, chats } = await signedIn();
    service.next(APPEND, 'unreachable', 100);
    const abort = new AbortController();
    const appended = chats.append(CHAT, question, { signal: abort.signal });
    appended.catch(() => {});
    await pass(100);
    abort.abort(new Error('closed'));
    await expect(during(appended, MINUTE)).rejects.toThrow('closed');
    expect(service.count(APPEND)).toBe(1);
  });

  it('starts a chat only once, too', async () => {
    const { service, chats } = await signedIn();
    service.next('POST /chats', 'lost');
    await during(chats.create({ title: 'PID' }), 5 * SECOND);
    const [first, second] = service.requests.map(({ body }) => body);
    expect(first).toEqual({ id: expect.any(String), title: 'PID' });
    expect(second).toEqual(first);
  });
});

describe('the calls of chats', () => {
  frozenTime();

  it('are what the contract says', async () => {
    const { service, chats } = await signedIn();
    const body = { role: 'assistant', content: 'A loop', status: 'streaming' } as const;
    await during(
      (async () => {
        await chats.list({ archived: false, tag: 'a b', limit: 5 });
        await chats.get(CHAT);
        await chats.update(CHAT, { pinned: true }, { ifVersion: 7 });
        await chats.delete(CHAT);
        await chats.deleteMany([CHAT]);
        await chats.search({ q: 'pid loop' });
        await chats.export(CHAT);
        await chats.exportMarkdown(CHAT);
        await chats.claim({ anonymousToken: 'a' });
        await chats.listMessages(CHAT, { view: 'all', order: 'desc' });
        await chats.append(CHAT, question, { createChat: true });
        await chats.getMessage(CHAT, 'm1');
        await chats.putMessage(CHAT, 'm1', body);
        await chats.deleteMessage(CHAT, 'm1');
        await chats.giveFeedback(CHAT, 'm1', { rating: 'up' });
        await chats.takeFeedbackBack(CHAT, 'm1');
        await chats.report(CHAT, 'm1', { reason: 'incorrect' });
      })(),
      5 * SECOND,
    );
    const base = `${Service.URL}/api/v1`;
    expect(
      service.requests.map(({ line, url }) => `${line.split(' ')[0]} ${url.slice(base.length)}`),
    ).toEqual([
      'GET /chats?archived=false&tag=a+b&limit=5',
      `GET /chats/${CHAT}`,
      `PATCH /chats/${CHAT}`,
      `DELETE /chats/${CHAT}`,
      'POST /chats/bulk-delete',
      'GET /chats/search?q=pid+loop',
      `GET /chats/${CHAT}/export?format=json`,
      `GET /chats/${CHAT}/export?format=markdown`,
      'POST /chats/claim',
      `GET /chats/${CHAT}/messages?view=all&order=desc`,
      `POST /chats/${CHAT}/messages`,
      `GET /chats/${CHAT}/messages/m1`,
      `PUT /chats/${CHAT}/messages/m1`,
      `DELETE /chats/${CHAT}/messages/m1`,
      `PUT /chats/${CHAT}/messages/m1/feedback`,
      `DELETE /chats/${CHAT}/messages/m1/feedback`,
      `POST /chats/${CHAT}/messages/m1/report`,
    ]);
    expect(service.requests[2]!.headers.get('If-Match')).toBe('"7"');
    expect(service.requests[10]!.body).toMatchObject({ createChat: true });
  });

  it('do not repeat a checkpoint that may be older than the next one', async () => {
    const { service, chats } = await signedIn();
    const line = `PUT /chats/${CHAT}/messages/m1`;
    service.next(line, 'unreachable', 2);
    const put = (status: 'streaming' | 'complete') =>
      chats.putMessage(CHAT, 'm1', { role: 'assistant', content: 'A loop', status });
    await expect(during(put('streaming'))).rejects.toMatchObject({ status: 0 });
    await during(put('complete'));
    expect(service.count(line)).toBe(3);
  });

  it('make ids that are UUIDs of version 4, each another', () => {
    const ids = Array.from({ length: 1000 }, newId);
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(ids.every((id) => uuid.test(id))).toBe(true);
    expect(new Set(ids).size).toBe(1000);
  });
});
