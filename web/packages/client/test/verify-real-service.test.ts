import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import axios from 'axios';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { attachAuth } from '../src/axios/index.js';
import { AuthError, createAuthClient } from '../src/index.js';
import { createVerifier, sessionFromRequest, TokenError } from '../src/server/index.js';
import { base64url, byPublicKey, Signing } from './support/forge.js';
import { startService, type RealService } from './support/real-service.js';

const PASSWORD = 'correct horse battery staple';
let service: RealService;

beforeAll(async () => {
  service = await startService();
}, 60_000);
afterAll(() => service?.stop());
afterEach(() => void vi.useRealTimers());

const client = (allowedOrigins: string[] = []) =>
  createAuthClient({ baseUrl: service.url, storage: 'memory', allowedOrigins });

async function visitor(allowedOrigins?: string[]) {
  const here = client(allowedOrigins);
  await here.signInAnonymously();
  return here;
}

async function ada() {
  const here = client();
  const email = 'ada@example.com';
  await here.register({ email, name: 'Ada', password: PASSWORD });
  await here.verifyEmail(await service.mailedToken(email));
  await here.signIn({ email, password: PASSWORD });
  return here;
}

describe('tokens of the real service', () => {
  it('are verified with its keys', async () => {
    const verifier = createVerifier({ issuer: service.url });
    const here = await ada();
    const { user, session } = here.getState();
    const authorization = `Bearer ${await here.getAccessToken()}`;
    const caller = await sessionFromRequest({ headers: { authorization } }, { verifier });
    expect(caller).toMatchObject({ userId: user!.id, sessionId: session!.id, role: 'user' });
    expect(caller!.claims).toMatchObject({ email: 'ada@example.com', email_verified: true });
    const token = await (await visitor()).getAccessToken();
    expect((await verifier.verify(token!)).role).toBe('anonymous');
  }, 20_000);

  it('expire, and are of no use elsewhere', async () => {
    const token = (await (await visitor()).getAccessToken())!;
    const at = (options: object) => createVerifier({ issuer: service.url, ...options });
    const invalid = { code: 'ACCESS_TOKEN_INVALID' };
    await expect(at({ audience: 'other' }).verify(token)).rejects.toMatchObject(invalid);
    const jwksUrl = `${service.url}/.well-known/jwks.json`;
    const other = at({ issuer: 'https://evil.example', jwksUrl });
    await expect(other.verify(token)).rejects.toMatchObject(invalid);
    const nowhere = at({ jwksUrl: `${service.url}/nothing` });
    await expect(nowhere.verify(token)).rejects.toMatchObject({ status: 503 });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 20 * 60_000 });
    const late = at({}).verify(token);
    await expect(late).rejects.toMatchObject({ code: 'ACCESS_TOKEN_EXPIRED', status: 401 });
  });

  it('cannot be altered or made by others', async () => {
    const verifier = createVerifier({ issuer: service.url });
    const token = (await (await visitor()).getAccessToken())!;
    const claims = await verifier.verify(token);
    const jwks = await (await fetch(`${service.url}/.well-known/jwks.json`)).json();
    const { kid, x } = jwks.keys[0];
    const [head, , tail] = token.split('.');
    const admin = { ...claims, role: 'admin' };
    const thief = new Signing(kid);
    for (const forged of [
      `${head}.${base64url(JSON.stringify(admin))}.${tail}`,
      thief.token(admin),
      thief.token(admin, { jwk: thief.jwk }),
      thief.token(admin, { alg: 'HS256' }, byPublicKey(x)),
      thief.token(admin, { alg: 'none' }, () => new Uint8Array()),
      new Signing('unknown').token(admin),
    ]) {
      const refusal = verifier.verify(forged);
      await expect(refusal).rejects.toMatchObject({ code: 'ACCESS_TOKEN_INVALID' });
    }
    expect((await verifier.verify(token)).role).toBe('anonymous');
  });

  it('go by axios to another back end, which makes the client refresh', async () => {
    const verifier = createVerifier({ issuer: service.url });
    let refusals = 1;
    const shop = createServer(async (request, response) => {
      try {
        const caller = await sessionFromRequest(request, { verifier });
        if (refusals-- > 0) throw new TokenError('ACCESS_TOKEN_EXPIRED', 401);
        response.end(JSON.stringify({ userId: caller?.userId, gen: caller?.claims.gen }));
      } catch (error) {
        const { status, headers } = error as TokenError;
        response.writeHead(status, headers).end(JSON.stringify(error));
      }
    });
    await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
    try {
      const here = await visitor([url]);
      const http = axios.create({ baseURL: url });
      attachAuth(http, here);
      const { data } = await http.get('/cart');
      expect(data.userId).toBe(here.getState().user!.id);
      expect(refusals).toBe(-1);
      refusals = 2;
      const refused = await http.get('/cart').catch((error) => error);
      expect(refused).toBeInstanceOf(AuthError);
      expect(refused).toMatchObject({ code: 'ACCESS_TOKEN_EXPIRED', status: 401 });
      const own = await http.get(`${service.url}/api/v1/users/me`);
      expect(own.data.id).toBe(data.userId);
      const missing = http.get(`${service.url}/api/v1/chats/${crypto.randomUUID()}`);
      await expect(missing).rejects.toMatchObject({ name: 'AuthError', code: 'NOT_FOUND' });
    } finally {
      shop.closeAllConnections();
      await new Promise((resolve) => shop.close(resolve));
    }
  });
});
