import { describe, expect, it, vi } from 'vitest';
import { Browser } from './support/browser.js';
import { problem, Service } from './support/service.js';
import { during, frozenTime, HOUR, MINUTE, pass } from './support/time.js';

const ADA = { email: 'ada@example.com', password: 'correct horse battery staple' };

async function loadedPage() {
  const service = new Service();
  const browser = new Browser(service);
  const before = browser.tab();
  await during(before.client.signIn(ADA));
  before.client.dispose();
  service.requests.length = 0;
  const tab = browser.tab();
  return { service, browser, tab, client: tab.client };
}

describe('mounting', () => {
  frozenTime();

  it('twice, as StrictMode does, restores once and listens once', async () => {
    const { service, browser, tab, client } = await loadedPage();
    const first = client.start();
    first();
    client.start();
    await pass(1000);
    expect(client.getState().status).toBe('authenticated');
    expect(service.requests.map(({ line }) => line)).toEqual([
      'POST /auth/refresh',
      'GET /auth/session',
    ]);
    expect(browser.openChannels).toBe(1);
    expect(tab.realm.document.listeners.size).toBe(1);
    await pass(13 * MINUTE);
    expect(service.count('POST /auth/refresh')).toBe(2);
  });

  it('twice while the service is away asks it once, and waits as after one failure', async () => {
    const { service, client } = await loadedPage();
    service.intercept.push(() => 'unreachable');
    client.start()();
    client.start();
    await pass(900);
    expect(service.count('POST /auth/refresh')).toBe(1);
    await pass(200);
    expect(service.count('POST /auth/refresh')).toBe(2);
  });

  it('in two places goes on until both are gone', async () => {
    const { browser, client } = await loadedPage();
    const [first, second] = [client.start(), client.start()];
    first();
    first();
    expect(browser.openChannels).toBe(1);
    second();
    expect(browser.openChannels).toBe(0);
  });

  it('ends with nothing left behind; the next one goes on with the session', async () => {
    const { service, browser, tab, client } = await loadedPage();
    client.start();
    await pass(1000);
    client.dispose();
    expect(browser.openChannels).toBe(0);
    expect(tab.realm.document.listeners.size + tab.window.listeners.size).toBe(0);
    await pass(HOUR);
    expect(service.count('POST /auth/refresh')).toBe(1);
    expect((await during(client.getUser())).email).toBe(ADA.email);
    expect(browser.openChannels).toBe(0);
    client.start();
    await pass(HOUR);
    expect(service.count('POST /auth/refresh')).toBe(7);
  });

  it('is not needed: the first use starts what the page needs', async () => {
    const { browser, client } = await loadedPage();
    expect(browser.openChannels).toBe(0);
    client.subscribe(() => {});
    await pass(1000);
    expect(client.getState().status).toBe('authenticated');
    expect(browser.openChannels).toBe(1);
  });
});

describe('loading', () => {
  frozenTime();

  it('happens in a tab that was opened in the background, too', async () => {
    const { tab, client } = await loadedPage();
    tab.hide();
    client.start();
    await pass(1000);
    expect(client.getState().status).toBe('authenticated');
  });

  it('waits for as long as a busy service says', async () => {
    const { service, client } = await loadedPage();
    const busy = () => problem(429, 'RATE_LIMIT_EXCEEDED', { retryAfter: 30 });
    service.next('POST /auth/refresh', busy);
    client.start();
    await pass(29_000);
    expect(client.getState()).toMatchObject({ status: 'loading', error: { status: 429 } });
    expect(service.count('POST /auth/refresh')).toBe(1);
    await pass(2_000);
    expect(client.getState().status).toBe('authenticated');
  });

  it('is heard of by who listens after the start', async () => {
    const { client } = new Browser(new Service()).tab();
    client.start();
    const heard: string[] = [];
    client.onAuthStateChange(({ type, state }) => heard.push(`${type} ${state.status}`));
    await pass(1000);
    expect(heard).toEqual(['loaded unauthenticated']);
  });

  it('asks for nothing more where nobody is signed in', async () => {
    const { client } = new Browser(new Service()).tab();
    expect(await during(client.refresh())).toMatchObject({ status: 'unauthenticated' });
  });
});

describe('the state', () => {
  frozenTime();

  it('is the same frozen object until something changes', async () => {
    const { client } = await loadedPage();
    let calls = 0;
    const end = client.subscribe(() => calls++);
    expect(client.getState()).toBe(client.getState());
    await pass(1000);
    const state = client.getState();
    expect(calls).toBe(1);
    await during(client.refresh());
    await during(client.getUser());
    expect(client.getState()).toBe(state);
    expect(Object.isFrozen(state)).toBe(true);
    await during(client.updateProfile({ name: 'Ada' }));
    expect(client.getState()).not.toBe(state);
    expect(calls).toBe(2);
    end();
    await during(client.signOut());
    expect(calls).toBe(2);
  });

  it('tells what changed, and why', async () => {
    const { service, client } = await loadedPage();
    const heard: unknown[] = [];
    client.onAuthStateChange(({ type, state, reason }) => heard.push([type, state.status, reason]));
    await pass(1000);
    await during(client.updateProfile({ name: 'Ada' }));
    service.revoke('session-1');
    await during(client.getUser().catch(() => {}));
    await during(client.signIn(ADA));
    expect(heard).toEqual([
      ['loaded', 'authenticated', null],
      ['updated', 'authenticated', null],
      ['signed-out', 'unauthenticated', 'SESSION_REVOKED'],
      ['signed-in', 'authenticated', null],
    ]);
  });

  it('reaches all who listen although one of them throws', async () => {
    const { client } = await loadedPage();
    const thrown: unknown[] = [];
    const heard: string[] = [];
    // Errors are thrown where nobody waits for them, for the browser to tell of.
    vi.spyOn(globalThis, 'queueMicrotask').mockImplementation((work) => {
      try {
        work();
      } catch (error) {
        thrown.push(error);
      }
    });
    client.subscribe(() => {
      throw new Error('broken');
    });
    client.subscribe(() => heard.push('the other'));
    await pass(1000);
    expect(heard).toEqual(['the other']);
    expect(thrown).toEqual([new Error('broken')]);
  });
});
