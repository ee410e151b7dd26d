import { describe, expect, it } from 'vitest';
import { Browser } from './support/browser.js';
import { problem, Service } from './support/service.js';
import { during, frozenTime, HOUR, pass, SECOND } from './support/time.js';

const REFRESH = 'POST /auth/refresh';
const ADA = { email: 'ada@example.com', password: 'correct horse battery staple' };
const FINAL = [
  'REFRESH_TOKEN_INVALID',
  'REFRESH_TOKEN_REUSED',
  'SESSION_EXPIRED',
  'SESSION_REVOKED',
];
const HARMLESS: [number, string][] = [
  [400, 'MALFORMED_REQUEST'],
  [401, 'ACCESS_TOKEN_EXPIRED'],
  [401, 'ACCESS_TOKEN_INVALID'],
  [401, 'INVALID_CREDENTIALS'],
  [401, 'UNAUTHORIZED'],
  [403, 'ACCOUNT_SUSPENDED'],
  [403, 'FORBIDDEN'],
  [403, 'ORIGIN_NOT_ALLOWED'],
  [404, 'NOT_FOUND'],
  [429, 'RATE_LIMIT_EXCEEDED'],
  [500, 'INTERNAL_ERROR'],
  [503, 'SERVICE_UNAVAILABLE'],
];

async function signedIn(options = {}) {
  const service = new Service();
  const browser = new Browser(service);
  const tab = browser.tab(options);
  await during(tab.client.signIn(ADA));
  const reasons: (string | null)[] = [];
  tab.client.onAuthStateChange(({ type, reason }) => {
    if (type === 'signed-out') reasons.push(reason);
  });
  return { service, browser, tab, client: tab.client, reasons };
}

describe('the end of a session', () => {
  frozenTime();

  it.each(FINAL)('comes with %s as the answer to a refresh', async (code) => {
    const { service, client, browser, reasons } = await signedIn();
    service.next(REFRESH, () => problem(401, code));
    await expect(during(client.refresh())).rejects.toMatchObject({ code });
    expect(client.getState()).toEqual({ status: 'unauthenticated', user: null, session: null });
    expect(browser.local.items.size).toBe(0);
    expect(reasons).toEqual([code]);
    await pass(HOUR);
    expect(service.count(REFRESH)).toBe(1);
  });

  it.each(['SESSION_EXPIRED', 'SESSION_REVOKED'])('comes with %s from any call', async (code) => {
    const { service, client, reasons } = await signedIn();
    service.next('GET /users/me', () => problem(401, code));
    await expect(during(client.getUser())).rejects.toMatchObject({ code });
    expect(client.getState().status).toBe('unauthenticated');
    expect(reasons).toEqual([code]);
    expect(service.count(REFRESH)).toBe(0);
  });

  it.each(HARMLESS)('does not come with %i %s', async (status, code) => {
    const { service, client, browser, reasons } = await signedIn();
    service.next(REFRESH, () => problem(status, code));
    await expect(during(client.refresh())).rejects.toMatchObject({ code, status });
    expect(client.getState().status).toBe('authenticated');
    expect(browser.local.items.size).toBe(1);
    expect(reasons).toEqual([]);
    expect((await during(client.refresh())).status).toBe('authenticated');
  });

  it('does not come with a page that something in between answered', async () => {
    const { service, client } = await signedIn();
    const html = { 'Content-Type': 'text/html' };
    service.next(REFRESH, () => new Response('<h1>Log in to the train</h1>', { headers: html }));
    await expect(during(client.refresh())).rejects.toMatchObject({ code: 'UNKNOWN_ERROR' });
    service.next(
      REFRESH,
      () => new Response('<h1>Bad gateway</h1>', { status: 502, headers: html }),
    );
    await expect(during(client.refresh())).rejects.toMatchObject({ status: 502 });
    service.next(REFRESH, () => new Response(null, { status: 200 }));
    await expect(during(client.refresh())).rejects.toMatchObject({ code: 'UNKNOWN_ERROR' });
    expect(client.getState().status).toBe('authenticated');
  });

  it('does not come with what another back end says', async () => {
    const { service, client } = await signedIn({ allowedOrigins: ['https://api.example.com'] });
    service.intercept.push(({ url }) =>
      url.startsWith('https://api.') ? problem(401, 'SESSION_REVOKED') : undefined,
    );
    const answer = await during(client.fetch('https://api.example.com/answers'));
    expect(answer.status).toBe(401);
    expect(client.getState().status).toBe('authenticated');
  });

  it('comes where the cookie is gone, for then there is no session', async () => {
    const { browser, client } = await signedIn({ transport: 'cookie' });
    browser.jar.cookie = null;
    await expect(during(client.refresh())).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    expect(client.getState().status).toBe('unauthenticated');
  });

  it('comes with a sign-out, which the service hears of', async () => {
    const { service, client, reasons } = await signedIn();
    await during(client.signOut());
    expect(service.requests.at(-1)).toMatchObject({
      line: 'POST /auth/logout',
      body: { everywhere: false, refreshToken: 'r.session-1.1' },
    });
    expect(reasons).toEqual(['SIGNED_OUT']);
  });

  it('comes with a sign-out although the service cannot be reached', async () => {
    const { service, client, browser } = await signedIn();
    service.next('POST /auth/logout', 'unreachable');
    await during(client.signOut());
    expect(client.getState().status).toBe('unauthenticated');
    expect(browser.local.items.size).toBe(0);
  });

  it('waits for the service where only that can take the cookie away, or end the others', async () => {
    const byCookie = await signedIn({ transport: 'cookie' });
    byCookie.service.next('POST /auth/logout', 'unreachable');
    await expect(during(byCookie.client.signOut())).rejects.toMatchObject({ status: 0 });
    expect(byCookie.client.getState().status).toBe('authenticated');
    await during(byCookie.client.signOut());
    expect(byCookie.browser.jar.cookie).toBeNull();

    const byBody = await signedIn();
    byBody.service.next('POST /auth/logout', 'unreachable');
    const everywhere = byBody.client.signOut({ everywhere: true });
    await expect(during(everywhere)).rejects.toMatchObject({ status: 0 });
    expect(byBody.client.getState().status).toBe('authenticated');
  });

  it('comes with the deletion of the account and of the own session', async () => {
    const deleted = await signedIn();
    await during(deleted.client.deleteAccount());
    expect(deleted.client.getState().status).toBe('unauthenticated');
    const revoked = await signedIn();
    await during(revoked.client.revokeSession('session-other'));
    expect(revoked.client.getState().status).toBe('authenticated');
    await during(revoked.client.revokeSession('session-1'));
    expect(revoked.client.getState().status).toBe('unauthenticated');
  });

  it('of a session before this one changes nothing', async () => {
    const { service, client, reasons } = await signedIn();
    service.next('GET /users/me', () => problem(401, 'SESSION_REVOKED'));
    service.latency = 200;
    const late = client.getUser();
    late.catch(() => {});
    await pass(1);
    service.latency = 10;
    // Somebody else signs in while the answer is under way.
    await during(client.signIn({ ...ADA, email: 'eve@example.com' }), SECOND);
    await expect(late).rejects.toMatchObject({ code: 'SESSION_REVOKED' });
    expect(client.getState()).toMatchObject({ user: { email: 'eve@example.com' } });
    expect(reasons).toEqual([]);
  });
});
