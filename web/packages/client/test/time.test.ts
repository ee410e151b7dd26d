import { describe, expect, it } from 'vitest';
import { Browser } from './support/browser.js';
import { Service } from './support/service.js';
import { during, frozenTime, HOUR, MINUTE, pass, SECOND, sleepFor } from './support/time.js';

const REFRESH = 'POST /auth/refresh';
const ADA = { email: 'ada@example.com', password: 'correct horse battery staple' };

async function signedIn(skew = 0) {
  const service = new Service();
  service.skew = skew;
  const browser = new Browser(service);
  const tab = browser.tab();
  await during(tab.client.signIn(ADA));
  return { service, tab, client: tab.client };
}

describe('clocks', () => {
  frozenTime();

  it.each([
    ['a day ahead', 24 * HOUR],
    ['a day behind', -24 * HOUR],
  ])('of a service that is %s change nothing', async (_, skew) => {
    const { service, client } = await signedIn(skew);
    await pass(10 * MINUTE);
    await during(client.getUser());
    expect(service.count(REFRESH)).toBe(0);
    await pass(50 * MINUTE);
    expect(service.count(REFRESH)).toBe(5);
    await during(client.getUser());
    expect(service.count('GET /users/me')).toBe(2);
  });

  it('that were set back cost one refresh', async () => {
    const { service, client } = await signedIn();
    sleepFor(-HOUR);
    await during(client.getUser());
    await during(client.getUser());
    expect(service.count(REFRESH)).toBe(1);
    expect(client.getState().status).toBe('authenticated');
  });

  it('that were set back by seconds cost one refresh, and no more later', async () => {
    const { service, client } = await signedIn();
    sleepFor(-2 * SECOND);
    await during(client.getUser());
    await pass(11 * MINUTE);
    expect(service.count(REFRESH)).toBe(1);
  });
});

describe('sleep', () => {
  frozenTime();

  it('makes the timer late; the first request refreshes before it is sent', async () => {
    const { service, client } = await signedIn();
    sleepFor(8 * HOUR);
    expect((await during(client.getUser())).email).toBe(ADA.email);
    expect(service.count(REFRESH)).toBe(1);
    expect(service.count('GET /users/me')).toBe(1);
  });

  it.each(['visibilitychange', 'online', 'pageshow'])(
    'ends with %s, which refreshes',
    async (type) => {
      const { service, tab } = await signedIn();
      sleepFor(8 * HOUR);
      (type === 'visibilitychange' ? tab.realm.document : tab.window).emit(type);
      await pass(SECOND);
      expect(service.count(REFRESH)).toBe(1);
    },
  );

  it('of a few seconds refreshes nothing', async () => {
    const { service, tab } = await signedIn();
    sleepFor(10 * SECOND);
    tab.show();
    await pass(SECOND);
    expect(service.count(REFRESH)).toBe(0);
  });

  it('in the back/forward cache makes the page ask who is signed in by now', async () => {
    const { service, tab, client } = await signedIn();
    service.revoke('session-1');
    tab.window.emit('pageshow', { persisted: true });
    await pass(SECOND);
    expect(client.getState().status).toBe('unauthenticated');
  });
});
