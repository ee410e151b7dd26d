import { describe, expect, it, vi } from 'vitest';
import { createChatClient } from '../src/chat/index.js';
import { Browser } from './support/browser.js';
import { json, problem, Service } from './support/service.js';
import { during, frozenTime, HOUR, MINUTE, pass, SECOND, sleepFor } from './support/time.js';

const REFRESH = 'POST /auth/refresh';
const ADA = { email: 'ada@example.com', password: 'correct horse battery staple' };
/** Answers to a refresh that are none. */
const NONE = [
  ['nothing', ''],
  ['null', 'null'],
  ['no tokens', '{"session":{"id":"session-1"},"tokens":{}}'],
  ['no session', '{"tokens":{"accessToken":"a","expiresIn":900}}'],
  ['a lifetime of 0', '{"session":{"id":"s"},"tokens":{"accessToken":"a","expiresIn":0}}'],
  ['no end', '{"session":{"id":"s"},"tokens":{"accessToken":"a","expiresIn":1e999}}'],
  ['a number', '{"session":{"id":"s"},"tokens":{"accessToken":7,"expiresIn":900}}'],
] as const;

async function signedIn() {
  const service = new Service();
  const browser = new Browser(service);
  const tab = browser.tab();
  await during(tab.client.signIn(ADA));
  service.requests.length = 0;
  return { service, browser, tab, client: tab.client };
}

/** Answers all refreshes in this way. */
function refreshes(service: Service, answer: () => Response): void {
  service.intercept.push(({ line }) => (line === REFRESH ? answer() : undefined));
}

describe('no answer makes a storm of requests:', () => {
  frozenTime();

  it.each(NONE)('%s instead of tokens', async (_, body) => {
    const { service, browser, client } = await signedIn();
    const headers = { 'Content-Type': 'application/json' };
    refreshes(service, () => new Response(body || null, { headers }));
    const timers = vi.spyOn(globalThis, 'setTimeout');
    await pass(14 * MINUTE);
    expect(service.count(REFRESH)).toBeLessThan(10);
    expect(timers.mock.calls.length).toBeLessThan(100);
    await expect(during(client.refresh())).rejects.toMatchObject({ code: 'UNKNOWN_ERROR' });
    expect(client.getState().status).toBe('authenticated');
    expect([...browser.local.items.values()]).toEqual(['r.session-1.1']);
  });

  it.each(['"30s"', '{"seconds":30}', '-1', '1e999', 'null'])(
    'a time to wait that is %s',
    async (after) => {
      const { service, client } = await signedIn();
      const headers = { 'Content-Type': 'application/json' };
      refreshes(service, () => new Response(`{"retryAfter":${after}}`, { status: 503, headers }));
      await pass(14 * MINUTE);
      expect(service.count(REFRESH)).toBeLessThan(10);
      await expect(during(client.refresh())).rejects.toMatchObject({ retryAfter: null });
    },
  );

  it('tokens that work for a second', async () => {
    const { service, client } = await signedIn();
    service.lifetime = 1;
    await pass(12 * MINUTE + SECOND);
    service.requests.length = 0;
    await pass(MINUTE);
    expect(service.count(REFRESH)).toBeGreaterThan(30);
    expect(service.count(REFRESH)).toBeLessThanOrEqual(61);
    expect((await during(client.getUser())).email).toBe(ADA.email);
  });

  it('a session that nobody can be asked for', async () => {
    const { service } = await signedIn();
    service.intercept.push(({ line }) =>
      line === 'GET /auth/session' ? json(200, { status: 'authenticated' }) : undefined,
    );
    await pass(14 * MINUTE);
    expect(service.requests.length).toBeLessThan(10);
  });
});

describe('a service that says when to come again', () => {
  frozenTime();

  it('is not asked before, whoever calls; the calls fail at once', async () => {
    const { service, tab, client } = await signedIn();
    refreshes(service, () => problem(429, 'RATE_LIMIT_EXCEEDED', { retryAfter: 120 }));
    sleepFor(HOUR);
    for (let second = 0; second < 60; second++) {
      const asked = during(client.getUser());
      await expect(asked).rejects.toMatchObject({ code: 'RATE_LIMIT_EXCEEDED', status: 429 });
    }
    tab.window.emit('online');
    await pass(SECOND);
    expect(service.count(REFRESH)).toBe(1);
    await pass(2 * MINUTE);
    expect(service.count(REFRESH)).toBe(2);
  });

  it('is asked again by a clock that was set back', async () => {
    const { service, client } = await signedIn();
    service.next(REFRESH, () => problem(429, 'RATE_LIMIT_EXCEEDED', { retryAfter: 120 }));
    await during(client.refresh().catch(() => {}));
    sleepFor(-24 * HOUR);
    expect((await during(client.getUser())).email).toBe(ADA.email);
  });

  it.each([11, 3_600, 3_000_000])('in %i seconds is not waited for with a message', async (after) => {
    const { service, client } = await signedIn();
    service.intercept.push(({ line }) =>
      line === 'POST /chats' ? problem(503, 'BUSY', { retryAfter: after }) : undefined,
    );
    const created = createChatClient(client).create();
    await expect(during(created)).rejects.toMatchObject({ status: 503, retryAfter: after });
    expect(service.count('POST /chats')).toBe(1);
  });
});
