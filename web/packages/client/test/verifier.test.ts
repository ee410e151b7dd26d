import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import {
  createVerifier,
  sessionFromRequest,
  TokenError,
  type VerifierOptions,
} from '../src/server/index.js';
import { forged, ISSUER, Signing } from './support/forge.js';
import { json } from './support/service.js';
import { frozenTime, MINUTE, SECOND, sleepFor } from './support/time.js';

const own = new Signing();
const foreign = new Signing();

/** A verifier, and the service's keys as they are published; what is no set is thrown or answered. */
function verifying(options: Partial<VerifierOptions> = {}) {
  const site = { keys: [own.jwk] as unknown[], failing: null as null | (() => Response), fetches: 0 };
  const asked: string[] = [];
  const send: typeof fetch = async (url) => {
    site.fetches++;
    asked.push(String(url));
    if (site.failing) return site.failing();
    return json(200, { keys: site.keys });
  };
  const verifier = createVerifier({ issuer: ISSUER, fetch: send, ...options });
  const codeOf = (token: string) =>
    verifier.verify(token).then(
      () => 'good',
      (error: TokenError) => error.code,
    );
  return { site, asked, verifier, codeOf };
}

const unreachable = () => {
  throw new TypeError('fetch failed');
};

describe('a verifier', () => {
  frozenTime();

  it('gives what a good token says, and what it does not know too', async () => {
    const { verifier } = verifying();
    const claims = await verifier.verify(own.token({ colour: 'blue', email: 'ada@example.com' }));
    expect(claims).toMatchObject({ sub: 'ada', sid: 'session', role: 'user', colour: 'blue' });
  });

  it.each(forged(own, foreign).map(([name], index) => [name, index] as const))(
    'refuses %s',
    async (_, index) => {
      const { verifier, codeOf } = verifying();
      expect(await codeOf(own.token())).toBe('good');
      const [, token] = forged(own, foreign)[index]!;
      const refusal = verifier.verify(token);
      await expect(refusal).rejects.toBeInstanceOf(TokenError);
      await expect(refusal).rejects.toMatchObject({ code: 'ACCESS_TOKEN_INVALID', status: 401 });
    },
  );

  it('refuses what is no text at all', async () => {
    const { verifier } = verifying();
    for (const token of [undefined, null, 1, {}, ['a.b.c']] as unknown as string[]) {
      await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'ACCESS_TOKEN_INVALID' });
    }
  });

  it('tells an expired token from a bad one, after five seconds for clocks that differ', async () => {
    const { codeOf } = verifying();
    const exp = Math.floor(Date.now() / 1000);
    expect(await codeOf(own.token({ exp: exp - 4 }))).toBe('good');
    expect(await codeOf(own.token({ exp: exp - 5 }))).toBe('ACCESS_TOKEN_EXPIRED');
    const bad = own.token({ exp: exp - 60 }, {}, foreign.signer);
    expect(await codeOf(bad)).toBe('ACCESS_TOKEN_INVALID');
  });

  it('accepts an audience of its own, alone or among others', async () => {
    const { codeOf } = verifying({ audience: 'shop' });
    expect(await codeOf(own.token({ aud: 'shop' }))).toBe('good');
    expect(await codeOf(own.token({ aud: ['other', 'shop'] }))).toBe('good');
    expect(await codeOf(own.token())).toBe('ACCESS_TOKEN_INVALID');
  });

  it.each([
    [{}, 'issuer is missing'],
    [{ issuer: '' }, 'issuer is missing'],
    [{ issuer: undefined, jwksUrl: `${ISSUER}/keys` }, 'issuer is missing'],
    [{ issuer: 'accounts.example.com' }, 'issuer is no URL'],
    [{ issuer: 'localhost:7860' }, 'issuer is no URL'],
    [{ issuer: ISSUER, audience: '' }, 'audience is empty'],
    [{ issuer: ISSUER, audience: null }, 'audience is empty'],
  ])('is not made of %j', (options, why) => {
    const make = () => createVerifier(options as unknown as VerifierOptions);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(why);
  });

  it('needs no URL as the issuer where it is told of the keys', async () => {
    const { codeOf } = verifying({ issuer: 'the accounts', jwksUrl: `${ISSUER}/keys` });
    expect(await codeOf(own.token({ iss: 'the accounts' }))).toBe('good');
  });

  it('names both issuers where they differ, but not to whoever sent the token', async () => {
    const { verifier } = verifying({ issuer: `${ISSUER}/` });
    const error: TokenError = await verifier.verify(own.token()).catch((error) => error);
    expect(error.message).toBe(`the token is of the issuer "${ISSUER}", not of "${ISSUER}/"`);
    expect(JSON.stringify(error)).not.toContain(ISSUER);
    const long = own.token({ iss: `\n${'x'.repeat(5_000)}` });
    const { message }: TokenError = await verifier.verify(long).catch((error) => error);
    expect(message).toMatch(/^the token is of the issuer "\\nx{0,100}, not of /);
  });

  it('looks for the keys at the issuer if nothing else is said', async () => {
    const { asked, codeOf } = verifying();
    await codeOf(own.token());
    expect(asked).toEqual([`${ISSUER}/.well-known/jwks.json`]);
    const inside = verifying({ jwksUrl: 'http://bookplate:7860/keys' });
    await inside.codeOf(own.token());
    expect(inside.asked).toEqual(['http://bookplate:7860/keys']);
  });
});

describe('the keys', () => {
  frozenTime();

  it('are asked for once by fifty tokens at a time, and again after five minutes', async () => {
    const { site, codeOf } = verifying();
    expect(site.fetches).toBe(0);
    await Promise.all(Array.from({ length: 50 }, () => codeOf(own.token())));
    sleepFor(5 * MINUTE - 1);
    expect(await codeOf(own.token())).toBe('good');
    expect(site.fetches).toBe(1);
    sleepFor(1);
    expect(await codeOf(own.token())).toBe('good');
    expect(site.fetches).toBe(2);
  });

  it('are forgotten after five minutes: one that was revoked is of no use any more', async () => {
    const { site, codeOf } = verifying();
    const next = new Signing('next');
    expect(await codeOf(own.token())).toBe('good');
    site.keys = [next.jwk];
    sleepFor(5 * MINUTE);
    expect(await codeOf(own.token())).toBe('ACCESS_TOKEN_INVALID');
    expect(await codeOf(next.token())).toBe('good');
  });

  it('are looked through again for an unknown one, every 30 seconds at most', async () => {
    const { site, codeOf } = verifying();
    const next = new Signing('next');
    expect(await codeOf(own.token())).toBe('good');
    site.keys = [own.jwk, next.jwk];
    const made = Array.from({ length: 20 }, (_, n) => foreign.token({}, { kid: `unknown ${n}` }));
    for (const token of [...made, next.token()]) {
      expect(await codeOf(token)).toBe('ACCESS_TOKEN_INVALID');
    }
    expect(site.fetches).toBe(1);
    sleepFor(30 * SECOND - 1);
    expect(await codeOf(next.token())).toBe('ACCESS_TOKEN_INVALID');
    expect(site.fetches).toBe(1);
    sleepFor(1);
    expect(await Promise.all([...made, next.token()].map(codeOf))).toContain('good');
    for (const token of made) expect(await codeOf(token)).toBe('ACCESS_TOKEN_INVALID');
    expect(site.fetches).toBe(2);
  });

  it('are not asked for by tokens that could not be good with any key', async () => {
    const { site, codeOf } = verifying();
    for (const token of ['a.b.c', own.token({ iss: 'x' }), own.token({}, { alg: 'none' })]) {
      expect(await codeOf(token)).toBe('ACCESS_TOKEN_INVALID');
    }
    expect(site.fetches).toBe(0);
  });

  it.each([
    ['no answer', unreachable],
    ['an error', () => json(500, { keys: [own.jwk] })],
    ['no JSON', () => new Response('<html>')],
    ['no set', () => json(200, null)],
    ['no keys', () => json(200, { keys: [] })],
    ['no key of this kind', () => json(200, { keys: [{ ...own.jwk, crv: 'X25519' }] })],
    ['a key that is cut off', () => json(200, { keys: [{ ...own.jwk, x: 'AAAA' }] })],
  ])('cannot be had: %s is a 503, since the token may be good', async (_, failing) => {
    const { site, verifier, codeOf } = verifying();
    site.failing = failing;
    const failure = verifier.verify(own.token());
    await expect(failure).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', status: 503 });
    for (let tries = 0; tries < 20; tries++) await codeOf(own.token());
    expect(site.fetches).toBe(1);
    site.failing = null;
    sleepFor(SECOND);
    expect(await codeOf(own.token())).toBe('good');
  });

  it('serve for their five minutes while the service is away, and no longer', async () => {
    const { site, codeOf } = verifying();
    await codeOf(own.token());
    site.failing = unreachable;
    sleepFor(4 * MINUTE);
    expect(await codeOf(foreign.token({}, { kid: 'unknown' }))).toBe('SERVICE_UNAVAILABLE');
    expect(await codeOf(foreign.token({}, { kid: 'unknown' }))).toBe('SERVICE_UNAVAILABLE');
    expect(site.fetches).toBe(2);
    expect(await codeOf(own.token())).toBe('good');
    sleepFor(MINUTE);
    expect(await codeOf(own.token())).toBe('SERVICE_UNAVAILABLE');
  });

  it('are asked for anew when the clock was set back', async () => {
    const { site, codeOf } = verifying();
    await codeOf(own.token());
    sleepFor(-60 * MINUTE);
    expect(await codeOf(own.token())).toBe('good');
    expect(site.fetches).toBe(2);
  });

  it('of other kinds are left out, and do not spoil the rest', async () => {
    const { site, codeOf } = verifying();
    const encrypting = { ...new Signing('encrypting').jwk, use: 'enc' };
    site.keys = [{ kty: 'RSA', kid: 'rsa', n: 'AQAB', e: 'AQAB' }, {}, encrypting, own.jwk];
    expect(await codeOf(own.token())).toBe('good');
    expect(await codeOf(own.token({}, { kid: 'rsa' }))).toBe('ACCESS_TOKEN_INVALID');
    expect(await codeOf(own.token({}, { kid: 'encrypting' }))).toBe('ACCESS_TOKEN_INVALID');
  });
});

describe('the session of a request', () => {
  const { verifier } = verifying();
  const session = (authorization?: string) =>
    sessionFromRequest(
      new Request('https://shop.example.com', { headers: authorization ? { authorization } : {} }),
      { verifier },
    );

  it('is whoever the token names', async () => {
    expect(await session(`Bearer ${own.token()}`)).toMatchObject({
      ...{ userId: 'ada', sessionId: 'session', role: 'user', claims: { gen: 1 } },
    });
    expect(await session(`bearer  ${own.token({ role: 'anonymous' })} `)).toMatchObject({
      role: 'anonymous',
    });
  });

  it('is read from the headers of Node too', async () => {
    const request = new IncomingMessage(new Socket());
    expect(await sessionFromRequest(request, { verifier })).toBeNull();
    request.headers.authorization = `Bearer ${own.token()}`;
    expect(await sessionFromRequest(request, { verifier })).toMatchObject({ userId: 'ada' });
  });

  it('is null where there is no token', async () => {
    expect(await session()).toBeNull();
    expect(await session('Basic YWRhOnB3')).toBeNull();
    expect(await session('Bearers abc')).toBeNull();
  });

  it.each(['Bearer', 'Bearer ', 'Bearer a b', 'Bearer a, Bearer b', 'Bearer ~'])(
    'is refused for %j',
    async (authorization) => {
      await expect(session(authorization)).rejects.toMatchObject({ code: 'ACCESS_TOKEN_INVALID' });
    },
  );

  it('that is refused has an answer on which a client refreshes', async () => {
    const error = await session(`Bearer ${own.token({ exp: 1 })}`).catch((error) => error);
    const answer = (error as TokenError).toResponse();
    expect(answer.status).toBe(401);
    expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer error="invalid_token"');
    expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
    expect(await answer.json()).toEqual({
      type: 'urn:bookplate:problem:access-token-expired',
      title: 'Unauthorized',
      status: 401,
      detail: 'The access token is of no use.',
      code: 'ACCESS_TOKEN_EXPIRED',
    });
  });

  it('that cannot be verified has an answer after which a client tries again', async () => {
    const away = verifying();
    away.site.failing = unreachable;
    const error = await away.verifier.verify(own.token()).catch((error) => error);
    expect(error.cause).toBeInstanceOf(TypeError);
    const answer = (error as TokenError).toResponse();
    expect(answer.status).toBe(503);
    expect(answer.headers.get('Retry-After')).toBe('5');
    expect(answer.headers.has('WWW-Authenticate')).toBe(false);
    expect(await answer.json()).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryAfter: 5 });
  });

  it('gives up on keys that do not come', async () => {
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort());
    const verifier = createVerifier({ issuer: 'http://127.0.0.1:9' });
    const iss = 'http://127.0.0.1:9';
    await expect(verifier.verify(own.token({ iss }))).rejects.toMatchObject({ status: 503 });
    expect(timeout).toHaveBeenCalledWith(5_000);
  });
});
