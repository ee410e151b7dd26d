import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Browser } from './support/browser.js';
import { json, problem, Service } from './support/service.js';
import { during, frozenTime, HOUR, pass, sleepFor } from './support/time.js';

const ADA = { email: 'ada@example.com', password: 'correct horse battery staple' };
const API = 'https://api.example.com';

async function signedIn(options = {}) {
  const service = new Service();
  service.intercept.push(({ url, bearer }) =>
    url.startsWith(Service.URL) ? undefined : json(200, { bearer }),
  );
  const { client } = new Browser(service).tab({ allowedOrigins: [API], ...options });
  await during(client.signIn(ADA));
  const bearerAt = async (input: RequestInfo | URL, init?: RequestInit) =>
    (await (await during(client.fetch(input, init))).json()).bearer as string | null;
  return { service, client, bearerAt };
}

describe('client.fetch', () => {
  frozenTime();

  it('gives the token to the service and to allowed origins, and to no other', async () => {
    const { bearerAt, client } = await signedIn();
    const token = await client.getAccessToken();
    expect(await bearerAt(`${API}/answers`)).toBe(token);
    expect(await bearerAt(new URL(`${API}/answers`))).toBe(token);
    expect(await bearerAt(new Request(`${API}/answers`))).toBe(token);
    for (const url of [
      'https://evil.example.com/',
      `${API}.evil.example/`,
      'http://api.example.com/',
      `${API}:8443/`,
      `https://evil.example/?${API}/`,
      `https://api.example.com@evil.example/`,
    ]) {
      expect(await bearerAt(url).catch(() => null), url).toBeNull();
    }
  });

  it('leaves an Authorization alone that is there already', async () => {
    const { bearerAt } = await signedIn();
    expect(await bearerAt(`${API}/x`, { headers: { Authorization: 'Bearer mine' } })).toBe('mine');
    const request = new Request(`${API}/x`, { headers: { Authorization: 'Bearer mine' } });
    expect(await bearerAt(request)).toBe('mine');
  });

  it('knows relative addresses by the page they are on', async () => {
    const foreign = await signedIn();
    expect(await foreign.bearerAt('/answers')).toBeNull();
    const own = await signedIn({ allowedOrigins: ['https://app.example.com'] });
    expect(await own.bearerAt('/answers')).toMatch(/^a\./);
  });

  it('repeats a Request with its body, at another back end too', async () => {
    const { service, client } = await signedIn();
    const bodies: unknown[] = [];
    service.intercept.unshift(({ url, body, bearer }) => {
      if (!url.startsWith(API)) return undefined;
      bodies.push(body);
      return bearer!.split('.')[2] === '1' ? problem(401, 'ACCESS_TOKEN_EXPIRED') : json(200, {});
    });
    const request = new Request(`${API}/answers`, { method: 'POST', body: '{"q":1}' });
    expect((await during(client.fetch(request))).status).toBe(200);
    expect(bodies).toEqual([{ q: 1 }, { q: 1 }]);
    expect(service.count('POST /auth/refresh')).toBe(1);
  });

  it('refreshes for a back end that verifies tokens by itself, once', async () => {
    const { service, client } = await signedIn();
    const headers = { 'WWW-Authenticate': 'Bearer realm="x", error="invalid_token"' };
    service.intercept.unshift(({ url }) =>
      url.startsWith(API) ? new Response('no', { status: 401, headers }) : undefined,
    );
    expect((await during(client.fetch(`${API}/answers`))).status).toBe(401);
    expect(service.count('GET /answers')).toBe(2);
    expect(service.count('POST /auth/refresh')).toBe(1);
  });

  it.each([
    ['the web', new ReadableStream()],
    ['Node', Readable.from(['x'])],
  ])('does not send a stream of %s twice', async (_, body) => {
    const { service, client } = await signedIn();
    service.skew = HOUR;
    const init = { method: 'POST', body, duplex: 'half' } as unknown as RequestInit;
    const answer = await during(client.fetch(`${Service.URL}/api/v1/chats`, init));
    expect(answer.status).toBe(401);
    expect(service.count('POST /chats')).toBe(1);
  });

  it('believes nobody who answers after a redirect that the session is over', async () => {
    const { service, client } = await signedIn();
    const state = client.getState();
    service.intercept.unshift(({ url }) => {
      if (!url.endsWith('/elsewhere')) return undefined;
      const answer = problem(401, 'SESSION_REVOKED');
      // A copy of it would know nothing of the redirect.
      const clone = { value: () => answer };
      return Object.defineProperties(answer, { redirected: { value: true }, clone });
    });
    const answer = await during(client.fetch(`${Service.URL}/api/v1/elsewhere`));
    expect(answer.status).toBe(401);
    expect(client.getState()).toBe(state);
  });

  it('sends without a token where nobody is signed in', async () => {
    const { client, bearerAt } = await signedIn();
    await during(client.signOut());
    expect(await bearerAt(`${API}/answers`)).toBeNull();
  });

  it('rejects like fetch where there is no network', async () => {
    const { service, client } = await signedIn();
    service.intercept.unshift(() => 'unreachable');
    await expect(during(client.fetch(`${API}/answers`))).rejects.toThrow(TypeError);
  });

  it('can be aborted, with the reason that was given', async () => {
    const { client } = await signedIn();
    const abort = new AbortController();
    const asked = client.request('GET', '/chats', { signal: abort.signal });
    abort.abort(new Error('changed my mind'));
    await expect(during(asked)).rejects.toThrow('changed my mind');
  });

  it.each(['init', 'Request'])('can be aborted while the token is awaited (%s)', async (how) => {
    const { service, client } = await signedIn();
    sleepFor(HOUR);
    service.next('POST /auth/refresh', 'never');
    const abort = new AbortController();
    const { signal } = abort;
    const url = `${Service.URL}/api/v1/chats`;
    const sent =
      how === 'init' ? client.fetch(url, { signal }) : client.fetch(new Request(url, { signal }));
    sent.catch(() => {});
    await pass(100);
    abort.abort(new Error('changed my mind'));
    await expect(during(sent, 10)).rejects.toThrow('changed my mind');
    await pass(HOUR);
    expect(service.count('GET /chats')).toBe(0);
  });
});
