import { describe, expect, it } from 'vitest';
import { createChatClient } from '../src/chat/index.js';
import { Browser } from './support/browser.js';
import { Service } from './support/service.js';
import { during, frozenTime, HOUR, MINUTE, pass, SECOND } from './support/time.js';

const ADA = { email: 'ada@example.com', password: 'correct horse battery staple' };
const EVE = { ...ADA, email: 'eve@example.com' };

async function signedIn(options = {}, globals = {}) {
  const service = new Service();
  const browser = new Browser(service);
  const tab = browser.tab(options, globals);
  await during(tab.client.signIn(ADA));
  return { service, browser, tab, client: tab.client };
}

/** Begins what is answered half a second later; what follows is quick again. */
async function slowly(service: Service, begin: () => Promise<unknown>): Promise<void> {
  service.latency = 500;
  begin().catch(() => {});
  await pass(5);
  service.latency = 10;
}

describe('an answer that comes late', () => {
  frozenTime();

  it('makes no visitor of who has signed in since', async () => {
    const service = new Service();
    const browser = new Browser(service);
    const { client } = browser.tab({ anonymous: true });
    const chats = createChatClient(client);
    await during(client.ready());
    await slowly(service, () => chats.create());
    await during(client.signIn(ADA), 100);
    await pass(SECOND);
    expect(client.getState()).toMatchObject({ user: { email: ADA.email } });
    expect(await client.getAccessToken()).toContain('.session-2.');
    expect([...browser.local.items.values()]).toEqual(['r.session-2.1']);
    expect(service.kept.map(({ by }) => by)).toEqual([ADA.email]);
  });

  it('makes no visitor of who has signed in and out since', async () => {
    const service = new Service();
    const browser = new Browser(service);
    const { client } = browser.tab({ anonymous: true });
    await during(client.ready());
    let error: unknown;
    const chats = createChatClient(client);
    await slowly(service, () => chats.create().catch((thrown: unknown) => (error = thrown)));
    await during(client.signIn(ADA), 100);
    await during(client.signOut(), 100);
    await pass(SECOND);
    expect(client.getState().status).toBe('unauthenticated');
    expect(browser.local.items.size).toBe(0);
    expect(error).toMatchObject({ code: 'UNAUTHORIZED' });
  });

  it('to a reauthentication fails, and gives nobody back whom another replaced', async () => {
    const { service, browser, client } = await signedIn();
    const right = browser.tab();
    right.client.start();
    await pass(SECOND);
    let error: unknown;
    const prove = () => client.reauthenticate({ password: ADA.password });
    await slowly(service, () => prove().catch((thrown: unknown) => (error = thrown)));
    await during(right.client.signIn(EVE), 100);
    await pass(SECOND);
    // Whoever goes on after a proof, to delete the account say, would go on as Eve.
    expect(error).toMatchObject({ code: 'UNAUTHORIZED' });
    for (const tab of [client, right.client]) {
      expect(tab.getState()).toMatchObject({ user: { email: EVE.email } });
      expect(await tab.getAccessToken()).toContain('.session-2.');
    }
    expect([...browser.local.items.values()]).toEqual(['r.session-2.1']);
  });

  it('to a reauthentication fails, and gives nobody back who has signed out', async () => {
    const { service, browser, client } = await signedIn();
    let error: unknown;
    const prove = () => client.reauthenticate({ password: ADA.password });
    await slowly(service, () => prove().catch((thrown: unknown) => (error = thrown)));
    await during(client.signOut(), 100);
    await pass(SECOND);
    expect(error).toMatchObject({ code: 'UNAUTHORIZED' });
    expect(client.getState().status).toBe('unauthenticated');
    expect(browser.local.items.size).toBe(0);
  });
});

describe.each([
  ['with locks', {}],
  ['without locks', { navigator: {} }],
])('a cookie that comes late, %s,', (_, globals) => {
  frozenTime();

  it.each([
    ['a refresh', 'refresh'],
    ['a reauthentication', 'reauthenticate'],
  ] as const)('of %s is not that of who has signed in since', async (_, how) => {
    const { service, browser, client } = await signedIn({ transport: 'cookie' }, globals);
    await slowly(service, () => client[how]({ password: ADA.password }));
    await during(client.signIn(EVE), SECOND);
    expect(client.getState()).toMatchObject({ user: { email: EVE.email } });
    expect(browser.jar.cookie).toContain('.session-2.');
    await pass(HOUR);
    expect(client.getState()).toMatchObject({ user: { email: EVE.email } });
  });
});

describe('a cookie that comes very late', () => {
  frozenTime();

  it('of a refresh, longer than the lock is waited for, is waited for', async () => {
    const { service, browser, client } = await signedIn({ transport: 'cookie' });
    service.latency = 9 * SECOND;
    client.refresh().catch(() => {});
    await pass(5);
    service.latency = 10;
    await during(client.signIn(EVE), 20 * SECOND);
    expect(browser.jar.cookie).toContain('.session-2.');
    expect(client.getState()).toMatchObject({ user: { email: EVE.email } });
  });
});

describe('somebody', () => {
  frozenTime();

  it('who signs in by the cookie waits for a refresh of the other tab', async () => {
    const { service, browser, client } = await signedIn({ transport: 'cookie' });
    const right = browser.tab({ transport: 'cookie' });
    right.client.start();
    await pass(SECOND);
    await slowly(service, () => client.refresh());
    await during(right.client.signIn(EVE), SECOND);
    await pass(15 * MINUTE);
    expect(browser.jar.cookie).toContain('.session-2.');
    expect(client.getState()).toMatchObject({ user: { email: EVE.email } });
  });

  it('who is somebody else by now is told of as one who signed in', async () => {
    const none = { BroadcastChannel: undefined } as object;
    const { browser, client, tab } = await signedIn({}, none);
    const other = browser.tab({}, none);
    const heard: unknown[] = [];
    client.onAuthStateChange(({ type, state }) => heard.push([type, state.user?.email]));
    await during(other.client.signIn(EVE));
    tab.show();
    await pass(SECOND);
    expect(heard).toEqual([['signed-in', EVE.email]]);
  });

  it('who was a visitor signs in with a token that the service calls expired (cookie)', async () => {
    const service = new Service();
    const { client } = new Browser(service).tab({ transport: 'cookie', anonymous: true });
    await during(createChatClient(client).create());
    service.skew = HOUR;
    expect((await during(client.signIn(ADA))).linked).toEqual({ chats: 2 });
  });
});
