import { describe, expect, it } from 'vitest';
import { createChatClient } from '../src/chat/index.js';
import { Browser } from './support/browser.js';
import { Service } from './support/service.js';
import { during, frozenTime, MINUTE, pass } from './support/time.js';

const SESSION = 'GET /auth/session';
const ADA = { email: 'ada@example.com', password: 'correct horse battery staple' };

/** A page that is loaded by somebody who is signed in. */
async function loaded(transport: 'body' | 'cookie') {
  const service = new Service();
  const browser = new Browser(service);
  const before = browser.tab({ transport });
  await during(before.client.signIn(ADA));
  before.client.dispose();
  return { service, browser, client: browser.tab({ transport }).client };
}

describe('a request that is never answered', () => {
  frozenTime();

  it.each(['body', 'cookie'] as const)(
    'does not keep the page from finding out who it is (%s)',
    async (transport) => {
      const { service, client } = await loaded(transport);
      service.next(SESSION, 'never');
      client.start();
      expect((await during(client.getUser(), MINUTE)).email).toBe(ADA.email);
      expect(client.getState()).toMatchObject({ status: 'authenticated' });
    },
  );

  it.each(['body', 'cookie'] as const)(
    'does not keep anybody from signing in or out (%s)',
    async (transport) => {
      const { service, client } = await loaded(transport);
      service.next(SESSION, 'never');
      await during(client.signOut(), MINUTE);
      expect(client.getState().status).toBe('unauthenticated');
      const other = await loaded(transport);
      other.service.next(SESSION, 'never');
      const entered = other.client.signIn({ ...ADA, email: 'eve@example.com' });
      expect((await during(entered, MINUTE)).user.email).toBe('eve@example.com');
    },
  );

  it('does not keep anybody signed in who wants to go', async () => {
    const { service, browser, client } = await loaded('body');
    await during(client.ready());
    service.next('POST /auth/logout', 'never');
    await during(client.signOut(), MINUTE);
    expect(client.getState().status).toBe('unauthenticated');
    expect(browser.local.items.size).toBe(0);
  });

  it('does not keep the next from becoming a visitor', async () => {
    const service = new Service();
    service.next('POST /auth/anonymous', 'never');
    const { client } = new Browser(service).tab({ anonymous: true });
    const chats = createChatClient(client);
    const created = chats.create();
    created.catch(() => {});
    await pass(MINUTE);
    await during(created);
    expect(client.getState().status).toBe('anonymous');
    expect(service.count('POST /chats')).toBe(1);
  });

  it('is given up, although the fetch that was given hears of no signal', async () => {
    const service = new Service();
    const browser = new Browser(service);
    const deaf: typeof fetch = (input, init) =>
      String(input).endsWith('/login')
        ? new Promise(() => {})
        : service.fetchOf(browser.jar)(input, init);
    const { client } = browser.tab({ fetch: deaf });
    await expect(during(client.signIn(ADA), MINUTE)).rejects.toMatchObject({
      code: 'NETWORK_ERROR',
    });
  });
});
