import { Readable } from 'node:stream';
import axios, {
  type AxiosResponse,
  type CreateAxiosDefaults,
  type InternalAxiosRequestConfig,
} from 'axios';
import { describe, expect, it } from 'vitest';
import { attachAuth } from '../src/axios/index.js';
import { AuthError } from '../src/index.js';
import { Browser } from './support/browser.js';
import { json, problem, Service } from './support/service.js';
import { during, frozenTime, HOUR, pass, sleepFor } from './support/time.js';

const ADA = { email: 'ada@example.com', password: 'correct horse battery staple' };
const API = 'https://api.example.com';
const CHATS = `${Service.URL}/api/v1/chats`;

const refusal = (challenge = 'Bearer realm="x", error="invalid_token"') =>
  new Response('no', { status: 401, headers: { 'WWW-Authenticate': challenge } });

async function signedIn(defaults: CreateAxiosDefaults = {}) {
  const service = new Service();
  service.intercept.push(({ url, bearer }) =>
    url.startsWith(Service.URL) ? undefined : json(200, { bearer }),
  );
  const { client } = new Browser(service).tab({ allowedOrigins: [API] });
  await during(client.signIn(ADA));
  const fetch = service.fetchOf({ cookie: null });
  const http = axios.create({ adapter: 'fetch', env: { fetch }, ...defaults });
  const detach = attachAuth(http, client);
  const bearerAt = async (url: string, config = {}) =>
    (await during(http.get(url, config))).data.bearer as string | null;
  return { service, client, http, detach, bearerAt };
}

/** The answers of the other back end: these, and then what it was sent. */
function answering(service: Service, ...answers: (() => Response)[]) {
  const sent: { bearer: string | null; body: unknown; trace: string | null }[] = [];
  service.intercept.unshift(({ url, bearer, body, headers }) => {
    if (!url.startsWith(API)) return undefined;
    sent.push({ bearer, body, trace: headers.get('X-Trace') });
    return answers.shift()?.() ?? json(200, { bearer });
  });
  return sent;
}

const failure = <T>(work: Promise<T>) =>
  during(work).then(
    () => null,
    (error) => error,
  );

describe('axios', () => {
  frozenTime();

  it('gives the token to the service and to allowed origins, and to no other', async () => {
    const { client, bearerAt } = await signedIn();
    const token = await client.getAccessToken();
    expect(await bearerAt(`${API}/answers`)).toBe(token);
    expect(await bearerAt('/answers', { baseURL: API })).toBe(token);
    for (const url of [
      'https://evil.example.com/',
      `${API}.evil.example/`,
      'http://api.example.com/',
      `${API}:8443/`,
      `https://evil.example/?${API}/`,
      'https://api.example.com@evil.example/',
    ]) {
      // axios makes a password of what stands before an @.
      expect(await bearerAt(url).catch(() => null), url).not.toBe(token);
    }
    expect(await bearerAt('https://evil.example.com/', { baseURL: API })).toBeNull();
  });

  it('judges the address that is sent, whatever an interceptor made of it', async () => {
    const foreign = 'https://evil.example/x';
    const baseURL = Service.URL;
    const elsewhere: Record<string, (config: InternalAxiosRequestConfig) => void> = {
      '/x': (config) => {
        config.url = foreign;
        delete config.baseURL;
      },
      [foreign]: (config) => void delete config.allowAbsoluteUrls,
    };
    for (const [url, change] of Object.entries(elsewhere)) {
      const { http, bearerAt } = await signedIn({ baseURL, allowAbsoluteUrls: false });
      http.interceptors.request.use((config) => {
        change(config);
        return config;
      });
      expect(await bearerAt(url), url).toBeNull();
    }
  });

  it('leaves an Authorization alone, of whatever kind', async () => {
    const { service, http } = await signedIn();
    const sent = answering(service, refusal, refusal);
    const headers = { Authorization: 'Bearer mine' };
    expect((await failure(http.get(API, { headers }))).response.status).toBe(401);
    await failure(http.get(API, { auth: { username: 'a', password: 'b' } }));
    expect(sent.map(({ bearer }) => bearer)).toEqual(['mine', 'Basic YTpi']);
    expect(service.count('POST /auth/refresh')).toBe(0);
  });

  it.each([
    ['an expired token', () => problem(401, 'ACCESS_TOKEN_EXPIRED')],
    ['a token that is none', () => problem(401, 'ACCESS_TOKEN_INVALID')],
    ['what another back end calls invalid_token', refusal],
    ['the same among others', () => refusal('Basic realm="x", Bearer error=invalid_token')],
  ])('refreshes once and repeats once after %s', async (_, stale) => {
    const { service, client, http } = await signedIn();
    const before = await client.getAccessToken();
    const sent = answering(service, stale);
    const answer = await during(http.post(`${API}/answers`, { q: 1 }));
    expect(sent.map(({ body }) => body)).toEqual([{ q: 1 }, { q: 1 }]);
    expect(sent[0]!.bearer).toBe(before);
    expect(answer.data.bearer).toBe(await client.getAccessToken());
    expect(answer.data.bearer).not.toBe(before);
    expect(service.count('POST /auth/refresh')).toBe(1);
  });

  it('never repeats twice, and not after another 401', async () => {
    const { service, http } = await signedIn();
    const sent = answering(service, refusal, refusal, () => refusal('Bearer'));
    expect((await failure(http.get(API))).response.status).toBe(401);
    expect(sent).toHaveLength(2);
    expect((await failure(http.get(API))).response.status).toBe(401);
    expect(sent).toHaveLength(3);
    expect(service.count('POST /auth/refresh')).toBe(1);
  });

  it('can be aborted while the token is awaited', async () => {
    const { service, http } = await signedIn();
    sleepFor(HOUR);
    service.next('POST /auth/refresh', 'never');
    const abort = new AbortController();
    const sent = http.get(CHATS, { signal: abort.signal });
    sent.catch(() => {});
    await pass(100);
    abort.abort();
    expect(axios.isCancel(await during(sent, 10).catch((error) => error))).toBe(true);
    await pass(HOUR);
    expect(service.count('GET /chats')).toBe(0);
  });

  it('makes one refresh for fifty requests', async () => {
    const { service, http } = await signedIn();
    service.skew = HOUR;
    const work = Array.from({ length: 50 }, () => http.get(CHATS));
    expect(await during(Promise.all(work))).toHaveLength(50);
    expect(service.count('POST /auth/refresh')).toBe(1);
    expect(service.count('GET /chats')).toBe(100);
  });

  it.each(['json', 'text', 'blob', 'arraybuffer', 'stream'] as const)(
    'reads the refusal of a request for a %s',
    async (responseType) => {
      const { service, http } = await signedIn();
      service.skew = HOUR;
      const challenge = { 'WWW-Authenticate': 'Bearer error="invalid_token"' };
      service.next('GET /chats', () => {
        const refused = problem(401, 'ACCESS_TOKEN_EXPIRED');
        for (const [name, value] of Object.entries(challenge)) refused.headers.set(name, value);
        return refused;
      });
      expect((await during(http.get(CHATS, { responseType }))).status).toBe(200);
    },
  );

  it('refreshes where a 401 is no error for the caller', async () => {
    const { service, http } = await signedIn({ validateStatus: () => true });
    answering(service, refusal);
    expect((await during(http.get(API))).status).toBe(200);
    answering(service, () => new Response(null, { status: 304 }));
    expect((await during(http.get(API))).status).toBe(304);
  });

  it('sends what was given again, once through each interceptor', async () => {
    const { service, http } = await signedIn({
      transformRequest: [(data) => JSON.stringify({ wrapped: data })],
      headers: { 'Content-Type': 'application/json' },
    });
    let [before, after] = [0, 0];
    http.interceptors.request.use((config) => {
      config.headers.set('X-Trace', `${++before}`);
      return config;
    });
    http.interceptors.response.use((answer) => {
      after++;
      return answer.data;
    });
    const sent = answering(service, refusal);
    const data = await during(http.post<never, AxiosResponse>(`${API}/answers`, 'q'));
    expect(data).toHaveProperty('bearer');
    expect([before, after]).toEqual([1, 1]);
    expect(sent.map(({ body, trace }) => [body, trace])).toEqual([
      [{ wrapped: 'q' }, '1'],
      [{ wrapped: 'q' }, '1'],
    ]);
  });

  it('does not send a stream twice', async () => {
    const { service, http } = await signedIn({ adapter: async (config) => failing(config) });
    const error = await failure(http.post(`${API}/files`, Readable.from(['x'])));
    expect(error.response.status).toBe(401);
    expect(service.count('POST /auth/refresh')).toBe(0);
  });

  it('throws a problem of the service as AuthError, and no other', async () => {
    const { service, http } = await signedIn();
    const ours = { type: 'urn:bookplate:problem:rate-limit-exceeded', retryAfter: 7 };
    service.next('GET /chats', () => problem(429, 'RATE_LIMIT_EXCEEDED', ours));
    const error = await failure(http.get(CHATS));
    expect(error).toBeInstanceOf(AuthError);
    expect(error).toMatchObject({ code: 'RATE_LIMIT_EXCEEDED', status: 429, retryAfter: 7 });
    expect(error.requestId).toBe('r1');
    expect(axios.isAxiosError(error.cause)).toBe(true);
    answering(service, () => problem(429, 'TOO_MANY', { type: 'about:blank' }));
    expect(axios.isAxiosError(await failure(http.get(API)))).toBe(true);
    answering(service, () => new Response(null, { status: 304 }));
    expect((await failure(http.get(API))).response.status).toBe(304);
    service.next('GET /chats', 'unreachable');
    expect((await failure(http.get(CHATS))).code).toBe('ERR_NETWORK');
  });

  it('signs out when the service says so, and not when another back end does', async () => {
    const { service, client, http } = await signedIn();
    answering(service, () => problem(401, 'SESSION_REVOKED'));
    await failure(http.get(API));
    expect(client.getState().status).toBe('authenticated');
    const refreshes = service.count('POST /auth/refresh');
    service.next('GET /chats', () => {
      const over = problem(401, 'SESSION_REVOKED');
      over.headers.set('WWW-Authenticate', 'Bearer realm="bookplate", error="invalid_token"');
      return over;
    });
    expect(await failure(http.get(CHATS))).not.toBeNull();
    expect(service.count('POST /auth/refresh')).toBe(refreshes);
    expect(client.getState().status).toBe('unauthenticated');
    await during(http.get(API));
    expect(service.requests.at(-1)!.bearer).toBeNull();
  });

  it('keeps the session where the refresh is not answered', async () => {
    const { service, client, http } = await signedIn();
    answering(service, refusal);
    service.next('POST /auth/refresh', 'unreachable');
    expect(await failure(http.get(API))).toMatchObject({ code: 'NETWORK_ERROR' });
    expect(client.getState().status).toBe('authenticated');
  });

  it('is as it was when it is detached, and one when it was attached twice', async () => {
    const { service, client, http, detach, bearerAt } = await signedIn();
    const detachSecond = attachAuth(http, client);
    const sent = answering(service, refusal, refusal);
    await failure(http.get(API));
    expect(sent).toHaveLength(2);
    detach();
    expect(await bearerAt(API)).toMatch(/^a\./);
    detachSecond();
    expect(await bearerAt(API)).toBeNull();
  });
});

/** An adapter whose back end takes no token. */
async function failing(config: InternalAxiosRequestConfig): Promise<AxiosResponse> {
  const headers = { 'www-authenticate': 'Bearer error="invalid_token"' };
  const response = { data: '', status: 401, statusText: '', headers, config };
  throw new axios.AxiosError('401', '401', config, null, response);
}
