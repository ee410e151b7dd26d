import { describe, expect, it } from 'vitest';
import type { StorageLike } from '../src/index.js';
import { Browser, MemoryStorage } from './support/browser.js';
import { REFRESH_TOKEN, Service } from './support/service.js';
import { during, frozenTime, HOUR, pass } from './support/time.js';

const ADA = { email: 'ada@example.com', password: 'correct horse battery staple' };

class Denied implements StorageLike {
  getItem(): string | null {
    throw new DOMException('denied', 'SecurityError');
  }
  setItem(): void {
    throw new DOMException('denied', 'SecurityError');
  }
  removeItem(): void {
    throw new DOMException('denied', 'SecurityError');
  }
}

class Full extends MemoryStorage {
  full = false;
  override setItem = (key: string, value: string): void => {
    if (this.full) throw new DOMException('full', 'QuotaExceededError');
    this.items.set(key, value);
  };
}

async function hoursWith(storage: StorageLike, globals = {}) {
  const service = new Service();
  const tab = new Browser(service).tab({ storage }, globals);
  await during(tab.client.signIn(ADA));
  await pass(3 * HOUR);
  expect((await during(tab.client.getUser())).email).toBe(ADA.email);
  return { service, client: tab.client };
}

describe('storage', () => {
  frozenTime();

  it('that is denied leaves the session in memory', async () => {
    const { client } = await hoursWith(new Denied());
    await during(client.signOut());
    expect(client.getState().status).toBe('unauthenticated');
  });

  it('that may not even be named leaves the session in memory', async () => {
    const service = new Service();
    const globals = {
      get localStorage(): StorageLike {
        throw new DOMException('denied', 'SecurityError');
      },
    };
    const browser = new Browser(service);
    const tab = browser.tab();
    Object.defineProperty(
      tab.realm,
      'localStorage',
      Object.getOwnPropertyDescriptor(globals, 'localStorage')!,
    );
    await during(tab.client.signIn(ADA));
    await pass(3 * HOUR);
    expect((await during(tab.client.getUser())).email).toBe(ADA.email);
  });

  it('that becomes full keeps no token that was replaced', async () => {
    const storage = new Full();
    const service = new Service();
    const { client } = new Browser(service).tab({ storage });
    await during(client.signIn(ADA));
    storage.full = true;
    await pass(3 * HOUR);
    expect(storage.items.size).toBe(0);
    expect((await during(client.getUser())).email).toBe(ADA.email);
  });

  it.each(['session', 'memory'] as const)('can be %s', async (storage) => {
    const service = new Service();
    const browser = new Browser(service);
    const tab = browser.tab({ storage });
    await during(tab.client.signIn(ADA));
    expect(browser.local.items.size).toBe(0);
    const kept = (tab.realm.sessionStorage as MemoryStorage).items.size;
    expect(kept).toBe(storage === 'session' ? 1 : 0);
    await pass(3 * HOUR);
    expect((await during(tab.client.getUser())).email).toBe(ADA.email);
  });

  it('restores the session when the page is loaded', async () => {
    const service = new Service();
    const browser = new Browser(service);
    const before = browser.tab();
    await during(before.client.signIn(ADA));
    before.client.dispose();
    const { client } = browser.tab();
    expect(client.getState().status).toBe('loading');
    client.start();
    await pass(100);
    expect(client.getState()).toMatchObject({
      status: 'authenticated',
      user: { email: ADA.email },
    });
  });

  it('that is empty needs no request to know that nobody is signed in', async () => {
    const service = new Service();
    const { client } = new Browser(service).tab();
    expect(await during(client.ready())).toMatchObject({ status: 'unauthenticated' });
    expect(service.requests).toEqual([]);
  });

  it('of the cookie is asked without a request that fails', async () => {
    const service = new Service();
    const browser = new Browser(service);
    const { client } = browser.tab({ transport: 'cookie' });
    expect(await during(client.ready())).toMatchObject({ status: 'unauthenticated' });
    expect(service.requests.map(({ line }) => line)).toEqual(['GET /auth/session']);
    await during(client.signIn(ADA));
    const again = browser.tab({ transport: 'cookie' });
    expect(await during(again.client.ready())).toMatchObject({ status: 'authenticated' });
    expect(await again.client.getAccessToken()).toMatch(/^a\.session-1\.2\./);
  });

  it('keeps the tokens of two services apart', async () => {
    const service = new Service();
    const browser = new Browser(service);
    await during(browser.tab().client.signIn(ADA));
    service.requests.length = 0;
    const other = browser.tab({ baseUrl: 'https://other.example.com' });
    expect(await during(other.client.ready())).toMatchObject({ status: 'unauthenticated' });
    expect(service.requests).toEqual([]);
    await during(other.client.signIn({ ...ADA, email: 'eve@example.com' }));
    await during(other.client.signOut());
    expect([...browser.local.items]).toEqual([[REFRESH_TOKEN, 'r.session-1.1']]);
  });
});
