import { describe, expect, it } from 'vitest';
import { createChatClient } from '../src/chat/index.js';
import { Browser } from './support/browser.js';
import { problem, Service } from './support/service.js';
import { during, frozenTime, HOUR, pass, SECOND } from './support/time.js';

const ADA = { email: 'ada@example.com', password: 'correct horse battery staple' };
const CHAT = '01a1fd70-f207-74d0-8512-0bd70c99ba89';

function newTab(options = {}) {
  const service = new Service();
  const browser = new Browser(service);
  const tab = browser.tab({ anonymous: true, ...options });
  return { service, browser, tab, client: tab.client, chats: createChatClient(tab.client) };
}

const ask = (chats: ReturnType<typeof createChatClient>, id = 'q1') =>
  chats.append(CHAT, { id, role: 'user', content: 'What is PID?' }, { createChat: true });

describe('a visitor', () => {
  frozenTime();

  it('has a session from the first question on, and one only', async () => {
    const { service, client, chats } = newTab();
    await during(client.ready());
    await expect(during(chats.list())).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    expect(service.count('POST /auth/anonymous')).toBe(0);
    await during(Promise.all([ask(chats, 'q1'), ask(chats, 'q2'), ask(chats, 'q3')]));
    expect(service.count('POST /auth/anonymous')).toBe(1);
    expect(client.getState().status).toBe('anonymous');
    expect(service.kept.map(({ by }) => by)).toEqual(['visitor', 'visitor', 'visitor']);
  });

  it('is the same in two tabs', async () => {
    const { service, browser, chats } = newTab();
    const other = browser.tab({ anonymous: true });
    await during(Promise.all([ask(chats), ask(createChatClient(other.client), 'q2')]));
    expect(service.count('POST /auth/anonymous')).toBe(1);
  });

  it('is one where there are no locks, too', async () => {
    const service = new Service();
    const { client } = new Browser(service).tab({ anonymous: true }, { navigator: {} });
    const chats = createChatClient(client);
    await during(Promise.all([ask(chats, 'q1'), ask(chats, 'q2')]));
    expect(service.count('POST /auth/anonymous')).toBe(1);
  });

  it('is not made where nobody wants them, nor by calls of accounts', async () => {
    const unwanted = newTab({ anonymous: false });
    await expect(during(ask(unwanted.chats))).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    const { service, client } = newTab();
    const changed = client.changePassword({ currentPassword: 'a', newPassword: 'b' });
    await expect(during(changed)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    expect(service.count('POST /auth/anonymous')).toBe(0);
  });

  it('can be made by hand', async () => {
    const { service, client } = newTab({ anonymous: false });
    await during(client.signInAnonymously());
    await during(client.signInAnonymously());
    expect(client.getState().status).toBe('anonymous');
    expect(service.count('POST /auth/anonymous')).toBe(1);
  });

  it('comes along when somebody logs in or registers', async () => {
    const { service, client, chats } = newTab();
    await during(ask(chats));
    await during(client.register({ ...ADA, name: 'Ada' }));
    expect(service.requests.at(-1)).toMatchObject({
      line: 'POST /auth/register',
      bearer: expect.stringContaining('a.session-1.'),
    });
    expect(client.getState().status).toBe('anonymous');
    const outcome = await during(client.signIn(ADA));
    expect(outcome).toMatchObject({ linked: { chats: 2 }, anonymousToken: null });
    expect(outcome).not.toHaveProperty('tokens');
    expect(client.getState().status).toBe('authenticated');
  });

  it('comes along with a token that had run out', async () => {
    const { service, tab, client, chats } = newTab();
    await during(ask(chats));
    tab.hide();
    await pass(HOUR);
    expect((await during(client.signIn(ADA))).linked).toEqual({ chats: 2 });
    service.skew = HOUR;
  });

  it('comes along with a token that the service calls expired', async () => {
    const { service, client, chats } = newTab();
    await during(ask(chats));
    service.skew = HOUR;
    expect((await during(client.signIn(ADA))).linked).toEqual({ chats: 2 });
    expect(service.count('POST /auth/login')).toBe(2);
  });

  it('whose session is over does not keep anybody from signing in', async () => {
    for (const skew of [0, HOUR]) {
      const { service, client, chats } = newTab();
      await during(ask(chats));
      service.revoke('session-1');
      service.skew = skew;
      expect((await during(client.signIn(ADA))).linked).toBeNull();
      expect(client.getState().status).toBe('authenticated');
    }
  });

  it('may leave the chats behind, to claim some of them later', async () => {
    const { service, client, chats } = newTab();
    await during(ask(chats));
    const { anonymousToken } = await during(client.signIn(ADA, { bringChats: false }));
    expect(
      service.requests.filter(({ line }) => line === 'POST /auth/login')[0]!.bearer,
    ).toBeNull();
    await during(chats.claim({ anonymousToken: anonymousToken!, chatIds: [CHAT] }));
    expect(service.kept.at(-1)).toEqual({
      by: ADA.email,
      body: { anonymousToken: expect.stringContaining('a.session-1.'), chatIds: [CHAT] },
    });
  });

  it('who was verified elsewhere is a user as soon as the page is looked at', async () => {
    const { service, tab, client, chats } = newTab();
    await during(ask(chats));
    await during(client.register({ ...ADA, name: 'Ada' }));
    const changes: string[] = [];
    client.onAuthStateChange(({ type }) => changes.push(type));
    tab.hide();
    const session = service.sessions.get('session-1')!;
    session.user = { ...session.user, role: 'user', email: ADA.email, emailVerified: true };
    tab.show();
    await pass(SECOND);
    expect(client.getState()).toMatchObject({
      status: 'authenticated',
      user: { email: ADA.email },
    });
    expect(changes).toEqual(['signed-in']);
  });

  it('whose password is wrong stays a visitor', async () => {
    const { client, chats } = newTab();
    await during(ask(chats));
    const wrong = client.signIn({ ...ADA, password: 'wrong' });
    await expect(during(wrong)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
    expect(client.getState().status).toBe('anonymous');
  });

  it('who has asked too much is told so', async () => {
    const { service, chats } = newTab();
    service.next(`POST /chats/${CHAT}/messages`, () =>
      problem(429, 'ANONYMOUS_LIMIT_REACHED', { limit: 20, retryAfter: 3600 }),
    );
    await expect(during(ask(chats))).rejects.toMatchObject({
      code: 'ANONYMOUS_LIMIT_REACHED',
      limit: 20,
      retryAfter: 3600,
    });
  });
});
