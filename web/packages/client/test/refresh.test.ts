import { describe, expect, it } from 'vitest';
import { Browser } from './support/browser.js';
import { problem, REFRESH_TOKEN, Service } from './support/service.js';
import { during, frozenTime, HOUR, MINUTE, pass, SECOND } from './support/time.js';

const REFRESH = 'POST /auth/refresh';
const ADA = { email: 'ada@example.com', password: 'correct horse battery staple' };

async function signedIn(options = {}) {
  const service = new Service();
  const browser = new Browser(service);
  const tab = browser.tab(options);
  await during(tab.client.signIn(ADA));
  return { service, browser, tab, client: tab.client };
}

const question = (client: { fetch: typeof fetch }, body = '{}') =>
  client.fetch(`${Service.URL}/api/v1/chats`, { method: 'POST', body });

describe('refreshing', () => {
  frozenTime();

  it('makes one refresh for 50 requests whose token the service calls expired', async () => {
    const { service, client } = await signedIn();
    service.skew = HOUR;
    const answers = await during(Promise.all(Array.from({ length: 50 }, () => question(client))));
    expect(answers.map((answer) => answer.status)).toEqual(Array(50).fill(200));
    expect(service.count(REFRESH)).toBe(1);
    expect(service.count('POST /chats')).toBe(100);
  });

  it('makes one refresh for 50 requests whose token is known to have expired', async () => {
    const { service, tab, client } = await signedIn();
    tab.hide();
    await pass(HOUR);
    expect(service.count(REFRESH)).toBe(0);
    await during(Promise.all(Array.from({ length: 50 }, () => question(client))));
    expect(service.count(REFRESH)).toBe(1);
    expect(service.count('POST /chats')).toBe(50);
  });

  it.each(['ACCESS_TOKEN_EXPIRED', 'ACCESS_TOKEN_INVALID'])(
    'repeats once after %s, and never in a loop',
    async (code) => {
      const { service, client } = await signedIn();
      service.next('POST /chats', () => problem(401, code), 1000);
      const answer = await during(question(client), HOUR / 10);
      expect(answer.status).toBe(401);
      expect(service.count(REFRESH)).toBe(1);
      expect(service.count('POST /chats')).toBe(2);
      expect(client.getState().status).toBe('authenticated');
    },
  );

  it('does not refresh after a 401 of another code', async () => {
    const { service, client } = await signedIn();
    await expect(during(client.signIn({ ...ADA, password: 'wrong' }))).rejects.toMatchObject({
      code: 'INVALID_CREDENTIALS',
    });
    service.next('POST /chats', () => problem(401, 'UNAUTHORIZED'));
    expect((await during(question(client))).status).toBe(401);
    expect(service.count(REFRESH)).toBe(0);
    expect(client.getState().status).toBe('authenticated');
  });

  it('refreshes at four fifths of the lifetime while the page is visible', async () => {
    const { service } = await signedIn();
    await pass(0.79 * 15 * MINUTE);
    expect(service.count(REFRESH)).toBe(0);
    await pass(0.02 * 15 * MINUTE);
    expect(service.count(REFRESH)).toBe(1);
    await pass(HOUR);
    expect(service.count(REFRESH)).toBe(6);
  });

  it('leaves a hidden page alone, and refreshes when it is looked at', async () => {
    const { service, tab } = await signedIn();
    tab.hide();
    await pass(HOUR);
    expect(service.count(REFRESH)).toBe(0);
    tab.show();
    await pass(SECOND);
    expect(service.count(REFRESH)).toBe(1);
  });

  it('sends the same refresh token again if the answer was lost', async () => {
    const { service, client } = await signedIn();
    service.skew = HOUR;
    service.next(REFRESH, 'lost');
    await expect(during(question(client))).rejects.toMatchObject({ code: 'NETWORK_ERROR' });
    expect(client.getState().status).toBe('authenticated');
    expect((await during(question(client))).status).toBe(200);
    const sent = service.requests.filter((request) => request.line === REFRESH);
    expect(sent.map((request) => request.body.refreshToken)).toEqual([
      'r.session-1.1',
      'r.session-1.1',
    ]);
    await pass(HOUR);
    expect(client.getState().status).toBe('authenticated');
  });

  it('gives up a refresh that is never answered, and lets the next one try', async () => {
    const { service, client } = await signedIn();
    service.skew = HOUR;
    service.next(REFRESH, 'never');
    await expect(during(question(client), 16 * SECOND)).rejects.toMatchObject({
      code: 'NETWORK_ERROR',
    });
    expect((await during(question(client))).status).toBe(200);
  });

  it.each(['body', 'cookie'])(
    'does not bring back a session that was signed out of meanwhile (%s)',
    async (transport) => {
      const { service, browser, client } = await signedIn({ transport });
      service.latency = 50;
      const refreshed = client.refresh();
      refreshed.catch(() => {});
      await pass(5);
      service.latency = 10;
      await during(client.signOut());
      await expect(refreshed).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
      expect(client.getState().status).toBe('unauthenticated');
      expect(browser.local.items.size).toBe(0);
      expect(service.count(REFRESH)).toBe(1);
      expect(service.sessions.get('session-1')!.revoked).toBe(true);
    },
  );

  it('keeps the access token in memory only', async () => {
    const { browser, client } = await signedIn();
    const token = await client.getAccessToken();
    expect(token).toMatch(/^a\./);
    expect([...browser.local.items]).toEqual([[REFRESH_TOKEN, 'r.session-1.1']]);
  });

  it('keeps nothing at all where the cookie does', async () => {
    const { browser, service, client } = await signedIn({ transport: 'cookie' });
    expect(browser.local.items.size).toBe(0);
    await during(client.refresh());
    expect(browser.jar.cookie).toBe('r.session-1.2');
    const sent = service.requests.find((request) => request.line === REFRESH)!;
    expect(sent).toMatchObject({ body: {}, credentials: 'include' });
    await during(client.reauthenticate({ password: ADA.password }));
    expect(service.requests.at(-1)).toMatchObject({
      line: 'POST /auth/reauthenticate',
      credentials: 'include',
    });
    // Next to the access token, the service refuses the cookie there.
    await during(client.getSession());
    const reads = service.requests.filter(({ line }) => line === 'GET /auth/session').slice(1);
    expect(reads.map((read) => [read.bearer !== null, read.credentials])).toEqual([
      [true, 'omit'],
      [true, 'omit'],
    ]);
  });
});
