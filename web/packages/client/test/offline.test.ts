import { describe, expect, it } from 'vitest';
import { Browser } from './support/browser.js';
import { problem, Service } from './support/service.js';
import { during, frozenTime, HOUR, MINUTE, pass, SECOND } from './support/time.js';

const REFRESH = 'POST /auth/refresh';
const ADA = { email: 'ada@example.com', password: 'correct horse battery staple' };

async function signedIn() {
  const service = new Service();
  const browser = new Browser(service);
  const tab = browser.tab();
  await during(tab.client.signIn(ADA));
  return { service, browser, tab, client: tab.client };
}

function unplug(service: Service): () => void {
  let off = true;
  service.intercept.push(() => (off ? 'unreachable' : undefined));
  return () => (off = false);
}

describe('without a network', () => {
  frozenTime();

  it('the session stays, for hours, and goes on when the network is back', async () => {
    const { service, tab, client } = await signedIn();
    const plugIn = unplug(service);
    await pass(5 * HOUR + 20 * SECOND);
    expect(client.getState().status).toBe('authenticated');
    await expect(during(client.getUser())).rejects.toMatchObject({
      name: 'AuthError',
      code: 'NETWORK_ERROR',
      status: 0,
    });
    plugIn();
    const before = service.count(REFRESH);
    tab.window.emit('online');
    await pass(SECOND);
    expect(service.count(REFRESH)).toBe(before + 1);
    expect((await during(client.getUser())).email).toBe(ADA.email);
  });

  it('it is tried again ever more rarely, once a minute at last', async () => {
    const { service } = await signedIn();
    unplug(service);
    await pass(12 * MINUTE + 35 * SECOND);
    expect(service.count(REFRESH)).toBe(6);
    await pass(10 * MINUTE);
    expect(service.count(REFRESH)).toBeLessThanOrEqual(17);
  });

  it('a page that is loaded says that it does not know, and finds out by itself', async () => {
    const { service, browser } = await signedIn();
    const plugIn = unplug(service);
    const { client } = browser.tab();
    client.start();
    const state = await during(client.ready());
    expect(state).toMatchObject({ status: 'loading', error: { code: 'NETWORK_ERROR' } });
    plugIn();
    await pass(3 * SECOND);
    expect(client.getState()).toMatchObject({
      status: 'authenticated',
      user: { email: ADA.email },
    });
  });

  it('a page that learned its tokens but not its user asks for that alone', async () => {
    const { service, browser } = await signedIn();
    service.next('GET /auth/session', 'unreachable', 2);
    const { client } = browser.tab();
    client.start();
    await pass(SECOND / 2);
    expect(service.count('GET /auth/session')).toBe(2);
    expect(client.getState()).toMatchObject({ error: { code: 'NETWORK_ERROR' } });
    await pass(5 * SECOND);
    expect(client.getState().status).toBe('authenticated');
    expect(service.count(REFRESH)).toBe(1);
  });

  it('signing in fails rather than lose what a visitor may have', async () => {
    const { service, browser } = await signedIn();
    service.next(REFRESH, 'unreachable', 2);
    const { client } = browser.tab();
    await expect(during(client.signIn(ADA))).rejects.toMatchObject({ code: 'NETWORK_ERROR' });
  });
});

describe('a busy service', () => {
  frozenTime();

  it.each([429, 503])('that answers %i is left alone for as long as it says', async (status) => {
    const { service, tab, client } = await signedIn();
    service.next(REFRESH, () => problem(status, 'BUSY', { retryAfter: 120 }), 1);
    await pass(13 * MINUTE);
    tab.show();
    await pass(SECOND);
    expect(service.count(REFRESH)).toBe(1);
    expect(client.getState().status).toBe('authenticated');
    await pass(2 * MINUTE);
    expect(service.count(REFRESH)).toBe(2);
    await during(client.getUser());
    expect(service.count(REFRESH)).toBe(2);
  });

  it('says why in the error', async () => {
    const { service, client } = await signedIn();
    service.next('PATCH /users/me', () =>
      problem(422, 'VALIDATION_ERROR', {
        errors: [{ field: 'name', code: 'TOO_LONG', message: '…', params: { max: 100 } }],
      }),
    );
    await expect(during(client.updateProfile({ name: 'x' }))).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
      status: 422,
      requestId: 'r1',
      retryAfter: null,
      fieldErrors: [{ field: 'name', code: 'TOO_LONG', params: { max: 100 } }],
    });
    service.next('GET /users/me', () => {
      const headers = { 'Retry-After': '7', 'X-Request-Id': 'r2' };
      return new Response('busy', { status: 503, headers });
    });
    await expect(during(client.getUser())).rejects.toMatchObject({
      code: 'UNKNOWN_ERROR',
      status: 503,
      retryAfter: 7,
      requestId: 'r2',
    });
  });
});
