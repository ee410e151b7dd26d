import { describe, expect, it } from 'vitest';
import { Browser } from './support/browser.js';
import { problem, REFRESH_TOKEN, Service } from './support/service.js';
import { during, frozenTime, HOUR, MINUTE, pass, SECOND, sleepFor } from './support/time.js';

const REFRESH = 'POST /auth/refresh';
const ADA = { email: 'ada@example.com', password: 'correct horse battery staple' };
const EVE = { ...ADA, email: 'eve@example.com' };
const LOCK = `bookplate:${Service.URL}/api/v1`;

async function twoTabs(options = {}, globals = {}) {
  const service = new Service();
  const browser = new Browser(service);
  const left = browser.tab(options, globals);
  await during(left.client.signIn(ADA));
  const right = browser.tab(options, globals);
  right.client.start();
  await pass(SECOND);
  service.requests.length = 0;
  return { service, browser, left, right };
}

const email = (tab: { client: { getState(): { user: { email: string | null } | null } } }) =>
  tab.client.getState().user?.email;

describe.each(['body', 'cookie'] as const)('two tabs (%s)', (transport) => {
  frozenTime();

  it('make one refresh when the token of both runs out', async () => {
    const { service, left, right } = await twoTabs({ transport });
    await pass(13 * MINUTE);
    expect(service.count(REFRESH)).toBe(1);
    expect(await left.client.getAccessToken()).toBe(await right.client.getAccessToken());
    await pass(5 * HOUR);
    expect(service.count(REFRESH)).toBe(26);
    expect([email(left), email(right)]).toEqual([ADA.email, ADA.email]);
  });

  it('make one refresh when both wake from sleep and ask at once', async () => {
    const { service, left, right } = await twoTabs({ transport });
    sleepFor(8 * HOUR);
    const asked = [left, right, left, right].map((tab) => tab.client.getUser());
    await during(Promise.all(asked));
    expect(service.count(REFRESH)).toBe(1);
  });

  it('race across expiry 20 times without a sign-out, locks or not', async () => {
    for (const globals of [{}, { navigator: {} }]) {
      const { left, right } = await twoTabs({ transport }, globals);
      for (let round = 0; round < 20; round++) {
        sleepFor(HOUR);
        await during(Promise.all([left.client.getUser(), right.client.getUser()]));
      }
      expect([email(left), email(right)]).toEqual([ADA.email, ADA.email]);
    }
  });

  it('sign out together', async () => {
    const { service, left, right } = await twoTabs({ transport });
    const heard: (string | null)[] = [];
    right.client.onAuthStateChange(({ type, reason }) => heard.push(type, reason));
    await during(left.client.signOut());
    expect(right.client.getState().status).toBe('unauthenticated');
    expect(heard).toEqual(['signed-out', 'SIGNED_OUT']);
    expect(service.count('POST /auth/logout')).toBe(1);
    await pass(HOUR);
    expect(service.count(REFRESH)).toBe(0);
  });

  it('hear together that the session is over', async () => {
    const { service, left, right } = await twoTabs({ transport });
    service.next(REFRESH, () => problem(401, 'SESSION_REVOKED'));
    left.client.refresh().catch(() => {});
    await pass(SECOND);
    expect(right.client.getState().status).toBe('unauthenticated');
  });

  it('sign in together, and as somebody else', async () => {
    const { left, right } = await twoTabs({ transport });
    await during(left.client.signIn(EVE));
    expect([email(left), email(right)]).toEqual([EVE.email, EVE.email]);
    await during(right.client.signOut());
    await during(right.client.signIn(ADA));
    expect([email(left), email(right)]).toEqual([ADA.email, ADA.email]);
  });

  it('do not take back a token of somebody who signed out in the other', async () => {
    const { service, left, right } = await twoTabs({ transport });
    service.latency = 100;
    right.client.refresh().catch(() => {});
    await pass(5);
    service.latency = 10;
    await during(left.client.signOut());
    expect(left.client.getState().status).toBe('unauthenticated');
    expect(right.client.getState().status).toBe('unauthenticated');
  });

  it('do not take back a token of somebody whom another replaced in the other', async () => {
    const { service, left, right } = await twoTabs({ transport });
    service.latency = 100;
    right.client.refresh().catch(() => {});
    await pass(5);
    service.latency = 10;
    await during(left.client.signIn(EVE));
    expect(email(right)).toBe(EVE.email);
    expect(await right.client.getAccessToken()).toContain('.session-2.');
  });

  it('do not send what one user meant in the name of the next', async () => {
    const { service, left, right } = await twoTabs({ transport });
    service.next('POST /chats', () => problem(401, 'ACCESS_TOKEN_EXPIRED'));
    service.latency = 100;
    const url = `${Service.URL}/api/v1/chats`;
    const sent = right.client.fetch(url, { method: 'POST', body: '{"mine":"of ada"}' });
    await pass(5);
    service.latency = 10;
    await during(left.client.signIn(EVE));
    expect((await sent).status).toBe(401);
    expect(service.kept).toEqual([]);
    expect(email(right)).toBe(EVE.email);
  });

  it('know the new name', async () => {
    const { left, right } = await twoTabs({ transport });
    await during(left.client.updateProfile({ name: 'Ada Lovelace' }));
    expect(right.client.getState().user?.name).toBe('Ada Lovelace');
  });
});

describe('a tab', () => {
  frozenTime();

  it('goes on without the lock if a frozen one holds it', async () => {
    const { service, browser, left } = await twoTabs();
    browser.seize(LOCK);
    const refreshed = left.client.refresh();
    await pass(4 * SECOND);
    expect(service.count(REFRESH)).toBe(0);
    expect((await during(refreshed, 2 * SECOND)).status).toBe('authenticated');
  });

  it('gives the lock back that it was given too late', async () => {
    const { service, browser, left, right } = await twoTabs();
    const free = browser.seize(LOCK);
    await during(left.client.refresh(), 6 * SECOND);
    free();
    await during(right.client.refresh(), SECOND);
    expect(service.count(REFRESH)).toBe(2);
  });

  it('is not hindered by locks that it may not use', async () => {
    const refused = { locks: { request: () => Promise.reject(new Error('SecurityError')) } };
    const thrown = {
      get locks(): never {
        throw new Error('SecurityError');
      },
    };
    for (const navigator of [refused, thrown]) {
      const { left } = await twoTabs({}, { navigator });
      expect((await during(left.client.refresh())).status).toBe('authenticated');
    }
  });

  it('is not hindered where there are no channels; it finds out when it is looked at', async () => {
    const none = { BroadcastChannel: undefined } as object;
    const { left, right } = await twoTabs({}, none);
    right.hide();
    await during(left.client.signOut());
    expect(right.client.getState().status).toBe('authenticated');
    right.show();
    await pass(SECOND);
    expect(right.client.getState().status).toBe('unauthenticated');
    await during(left.client.signIn(EVE));
    right.show();
    await pass(SECOND);
    expect(email(right)).toBe(EVE.email);
  });

  it('that was duplicated shares its session, and only with its like', async () => {
    const service = new Service();
    const browser = new Browser(service);
    const left = browser.tab({ storage: 'session' });
    await during(left.client.signIn(ADA));
    const other = browser.tab({ storage: 'session' });
    await during(other.client.signIn(EVE));
    const copy = browser.tab({ storage: 'session' });
    const token = left.realm.sessionStorage!.getItem(REFRESH_TOKEN)!;
    copy.realm.sessionStorage!.setItem(REFRESH_TOKEN, token);
    copy.client.start();
    await pass(5 * HOUR);
    expect([left, copy, other].map(email)).toEqual([ADA.email, ADA.email, EVE.email]);
    await during(left.client.signOut());
    expect([left, copy, other].map(email)).toEqual([undefined, undefined, EVE.email]);
  });

  it('that is still loading does not mind the end of a session that is not its own', async () => {
    const service = new Service();
    const browser = new Browser(service);
    const [left, right] = [
      browser.tab({ storage: 'session' }),
      browser.tab({ storage: 'session' }),
    ];
    await during(left.client.signIn(ADA));
    await during(right.client.signIn(EVE));
    const reloaded = browser.tab({ storage: right.realm.sessionStorage! });
    service.latency = 100;
    reloaded.client.start();
    await pass(5);
    service.latency = 10;
    await during(left.client.signOut());
    expect(email(reloaded)).toBe(EVE.email);
  });
});

describe('tabs that cannot talk', () => {
  frozenTime();
  const none = { BroadcastChannel: undefined } as object;

  it('never show one user with the token of another', async () => {
    const { left, right } = await twoTabs({}, none);
    await during(left.client.signIn(EVE));
    const shown: (string | null | undefined)[] = [];
    right.client.subscribe(() => shown.push(email(right)));
    right.show();
    await pass(SECOND);
    expect(shown).toEqual([undefined, EVE.email]);
  });

  it('ask again who it is if somebody else came while they asked', async () => {
    const { service, left, right } = await twoTabs({}, none);
    void right.client.refresh();
    await pass(5);
    service.latency = 500;
    await pass(10);
    service.latency = 10;
    await during(left.client.signIn(EVE), 100);
    right.show();
    await pass(100);
    expect(right.client.getState().status).toBe('loading');
    await pass(SECOND);
    expect(email(right)).toBe(EVE.email);
  });

  it('leave alone what the other has kept since', async () => {
    const { service, browser, left, right } = await twoTabs({}, none);
    await during(left.client.signIn(EVE));
    service.revoke('session-1');
    await expect(during(right.client.getUser())).rejects.toMatchObject({ code: 'SESSION_REVOKED' });
    expect(browser.local.getItem(REFRESH_TOKEN)).toContain('session-2');
    right.show();
    await pass(SECOND);
    expect(email(right)).toBe(EVE.email);
  });

  it('go on with what the other has kept, if their own is refused', async () => {
    const { service, browser, left, right } = await twoTabs({}, none);
    service.next(REFRESH, () => problem(401, 'REFRESH_TOKEN_REUSED'));
    service.latency = 100;
    const refreshed = right.client.refresh();
    await pass(5);
    service.latency = 10;
    await during(left.client.signIn(EVE));
    expect((await refreshed).user?.email).toBe(EVE.email);
    expect(browser.local.getItem(REFRESH_TOKEN)).toContain('session-2');
  });
});
