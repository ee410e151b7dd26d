import { describe, expect, it } from 'vitest';
import { createChatClient } from '../src/chat/index.js';
import { createProviderClient } from '../src/providers/index.js';
import { Browser } from './support/browser.js';
import { Service } from './support/service.js';
import { during, frozenTime } from './support/time.js';

const ADA = { email: 'ada@example.com', password: 'correct horse battery staple' };
const CHAT = '01a1fd70-f207-74d0-8512-0bd70c99ba89';

async function signedIn() {
  const service = new Service();
  const { client } = new Browser(service).tab();
  await during(client.signIn(ADA));
  service.requests.length = 0;
  return { service, client };
}

const jsonText = (text: string, status: number): Response =>
  new Response(text || null, { status, headers: { 'Content-Type': 'application/json' } });

describe('an answer that is none', () => {
  frozenTime();

  it.each([
    '',
    'null',
    '[]',
    '{}',
    '"x"',
    '{"tokens":{}}',
    '{"session":{"id":"s"},"tokens":{"accessToken":"a","expiresIn":900}}',
    '{"session":{"id":"s"},"tokens":{"accessToken":"a","expiresIn":900},"user":{}}',
  ])('signs nobody in: %j', async (text) => {
    for (const line of ['POST /auth/login', 'POST /auth/register', 'POST /auth/anonymous']) {
      const service = new Service();
      const { client } = new Browser(service).tab();
      service.next(line, () => jsonText(text, 200));
      const calls: Record<string, () => Promise<unknown>> = {
        'POST /auth/login': () => client.signIn(ADA),
        'POST /auth/register': () => client.register({ ...ADA, name: 'Ada' }),
        'POST /auth/anonymous': () => client.signInAnonymously(),
      };
      await expect(during(calls[line]!())).rejects.toMatchObject({
        name: 'AuthError',
        code: 'UNKNOWN_ERROR',
      });
      expect(client.getState().status).toBe('unauthenticated');
    }
  });

  it('becomes an AuthError of the types that it says', async () => {
    const { service, client } = await signedIn();
    const strange = {
      ...{ code: 7, errors: 'x', detail: { a: 1 }, requestId: [], limit: {}, retryAfter: 'soon' },
    };
    service.next('GET /users/me', () => jsonText(JSON.stringify(strange), 500));
    await expect(during(client.getUser())).rejects.toMatchObject({
      ...{ name: 'AuthError', code: 'UNKNOWN_ERROR', status: 500, message: 'UNKNOWN_ERROR' },
      ...{ fieldErrors: [], requestId: null, limit: null, retryAfter: null },
    });
    service.next('GET /users/me', () => jsonText('{"__proto__":{},"code":"NOT_FOUND"}', 404));
    await expect(during(client.getUser())).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const errors = [null, 'x', {}, { field: 'name', code: 'TOO_LONG' }];
    service.next('GET /users/me', () => jsonText(JSON.stringify({ errors }), 422));
    await expect(during(client.getUser())).rejects.toMatchObject({ fieldErrors: [errors[3]] });
  });
});

describe('an id that would lead elsewhere', () => {
  frozenTime();

  it.each(['', '.', '..'])('is refused: %j', async (id) => {
    const { service, client } = await signedIn();
    const chats = createChatClient(client);
    for (const call of [
      () => client.unlinkProvider(id),
      () => client.revokeSession(id),
      () => chats.get(id),
      () => chats.delete(id),
      () => chats.deleteMessage(CHAT, id),
      () => chats.append(id, { role: 'user', content: 'x' }),
      () => client.request('GET', `/chats/${id}`),
      () => createProviderClient(client).signInWithProvider(id),
    ]) {
      await expect(during(call())).rejects.toMatchObject({ name: 'AuthError', code: 'NOT_FOUND' });
    }
    expect(service.requests).toEqual([]);
  });

  // Browsers read a backslash as a slash, and leave tabs and line ends out.
  it.each(['/..\\x', '/.\t./x', '/\t../x', '/..\n/x', '/%2e\t%2e/x'])(
    'is refused in a path: %j',
    async (path) => {
      const { service, client } = await signedIn();
      const refused = { name: 'AuthError', code: 'NOT_FOUND' };
      await expect(during(client.request('GET', path))).rejects.toMatchObject(refused);
      expect(service.requests).toEqual([]);
    },
  );

  it('is not one that has dots or slashes besides', async () => {
    const { service, client } = await signedIn();
    const chats = createChatClient(client);
    for (const id of ['...', '.a', '../x', '%2e%2e', 'a?b=..']) {
      await during(chats.deleteMessage(CHAT, id));
    }
    const sent = service.requests.map(({ url }) => url.split('/messages/')[1]);
    expect(sent).toEqual(['...', '.a', '..%2Fx', '%252e%252e', 'a%3Fb%3D..']);
  });
});
