import type { Role } from '../types.js';
import { refused } from './errors.js';
import type { AccessClaims, Verifier } from './verifier.js';

/** A request of `fetch`, or one of Node's, or of a framework that is made of either. */
export interface RequestLike {
  readonly headers:
    | { get(name: string): string | null }
    | Readonly<Record<string, string | string[] | undefined>>;
}

/** Who makes a request. */
export interface RequestSession {
  readonly userId: string;
  readonly sessionId: string;
  /** When the token was issued; visitors are `anonymous`. */
  readonly role: Role;
  /** All that the token says. */
  readonly claims: AccessClaims;
}

/** How requests are verified. */
export interface SessionOptions {
  verifier: Verifier;
}

/**
 * Who makes a request, by its `Authorization: Bearer …`; null if it has none. Throws `TokenError` for
 * a token that is not accepted: answer with that, so that the client refreshes.
 */
export async function sessionFromRequest(
  { headers }: RequestLike,
  { verifier }: SessionOptions,
): Promise<RequestSession | null> {
  const given = typeof headers.get === 'function' ? headers.get('Authorization') : plain(headers);
  if (!given || !/^Bearer\b/i.test(given)) return null;
  const token = /^Bearer +(\S+) *$/i.exec(given)?.[1];
  if (!token) throw refused('there is not one token');
  const claims = await verifier.verify(token);
  return { userId: claims.sub, sessionId: claims.sid, role: claims.role, claims };
}

/** Node writes the names of headers in small letters. */
function plain(headers: RequestLike['headers']): string | undefined {
  const { authorization } = headers as Record<string, string | string[] | undefined>;
  return [authorization].flat().join(', ');
}
