import type { Role } from '../types.js';
import { expired, refused } from './errors.js';
import { createKeys } from './keys.js';
import { partsOf, type Json } from './token.js';

/** For clocks that differ, in seconds. */
const LEEWAY = 5;

/** Whose tokens are accepted. */
export interface VerifierOptions {
  /** What `iss` must be, to the letter: the service's `server.public_url`, or `tokens.issuer`. */
  issuer: string;
  /** What `aud` must be: `tokens.audience`; `bookplate` if nothing is said. */
  audience?: string | undefined;
  /** Where the keys are; if nothing is said, `/.well-known/jwks.json` of the issuer, a URL then. */
  jwksUrl?: string | URL | undefined;
  /** Used instead of the global `fetch`. */
  fetch?: typeof fetch | undefined;
}

/** What an access token says; there may be more that this version does not know. */
export interface AccessClaims {
  readonly iss: string;
  readonly aud: string | readonly string[];
  /** The user's id; it stays the same for good. */
  readonly sub: string;
  /** The session's id. */
  readonly sid: string;
  /** When the token was issued; visitors are `anonymous`. */
  readonly role: Role;
  /** When it was issued, in seconds since 1970. */
  readonly iat: number;
  /** When it expires, in seconds since 1970. */
  readonly exp: number;
  /** The id of this token alone. */
  readonly jti?: string;
  /** The address in its canonical form; a visitor has none. */
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly name?: string;
  /** When a password or a provider last proved who it is, in seconds since 1970. */
  readonly auth_time?: number;
  readonly [claim: string]: unknown;
}

/** Verifies access tokens without asking the service about them. */
export interface Verifier {
  /** What a token says, if it is good; throws `TokenError` if not. */
  verify(token: string): Promise<AccessClaims>;
}

/**
 * Makes a verifier, which keeps the service's keys for five minutes: make one and share it. It
 * accepts a token until it expires, also after a sign-out. Throws a `TypeError` for options by
 * which no token could ever be good.
 */
export function createVerifier(options: VerifierOptions): Verifier {
  const { issuer, audience = 'bookplate', jwksUrl } = options;
  // An environment variable that is not there, mostly.
  if (!isName(issuer)) throw new TypeError('issuer is missing');
  if (!isName(audience)) throw new TypeError('audience is empty');
  if (jwksUrl === undefined && !/^https?:\/\/[^/]/.test(issuer)) {
    throw new TypeError(`issuer is no URL, and jwksUrl is missing: ${issuer}`);
  }
  const url = jwksUrl ?? `${issuer.replace(/\/+$/, '')}/.well-known/jwks.json`;
  const key = createKeys(String(url), (...request) => (options.fetch ?? fetch)(...request));

  return {
    async verify(token) {
      const parts = partsOf(token);
      if (!parts) throw refused('this is no signed token');
      const { header, claims, signature, signed } = parts;
      // All that costs nothing first: a token that is worth nothing should not make us ask for keys.
      const kid = kidOf(header);
      checkClaims(claims, issuer, audience);
      const good = await crypto.subtle.verify('Ed25519', await key(kid), signature, signed);
      if (!good) throw refused('the signature is wrong');
      if ((claims.exp as number) + LEEWAY <= Date.now() / 1000) throw expired();
      return claims as unknown as AccessClaims;
    },
  };
}

/** The name of the key, which is all that a header is asked for: no algorithm, key or address. */
function kidOf({ alg, typ, kid, crit }: Json): string {
  if (typ !== 'at+jwt') throw refused('this is no access token');
  if (alg !== 'EdDSA') throw refused('the token is of another algorithm');
  if (crit !== undefined) throw refused('the token demands what is not known here');
  if (!isName(kid)) throw refused('the token names no key');
  return kid;
}

function checkClaims(claims: Json, issuer: string, audience: string): void {
  const { iss, aud, exp, iat, nbf, sub, sid, role } = claims;
  if (iss !== issuer) {
    // What the token says may be anything, of any length.
    const other = `${JSON.stringify(iss)}`.slice(0, 100);
    throw refused(`the token is of the issuer ${other}, not of "${issuer}"`);
  }
  if (![aud].flat().includes(audience)) throw refused('the token is for another audience');
  if (!Number.isFinite(exp) || !Number.isFinite(iat)) throw refused('the token has no times');
  if (![sub, sid, role].every(isName)) throw refused('the token does not say whose it is');
  if (nbf !== undefined && !((nbf as number) <= Date.now() / 1000 + LEEWAY)) {
    throw refused('the token is not valid yet');
  }
}

/** An empty one names nothing. */
const isName = (value: unknown): value is string => typeof value === 'string' && value !== '';
