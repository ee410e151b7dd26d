import type { Access } from './access.js';
import { isFinal, isStale, problemOf } from './errors.js';
import { reach, type Realm } from './realm.js';
import type { SessionKeeper } from './session.js';

/** Lets one request carry the access token. */
export interface Authorisation {
  /** The access token; null if nobody is signed in. */
  readonly token: string | null;
  /**
   * To be told of every 401 to the request: the problem's `code`, and `WWW-Authenticate`. Gives the
   * token to repeat the request with, once; null if that is of no use.
   */
  renew(code?: string, challenge?: string | null): Promise<string | null>;
}

/** The authorisation of a request to this address; null if it must not see the access token. */
export type Authorise = (url: string, method?: string) => Promise<Authorisation | null>;

export interface AuthoriseParts {
  realm: Realm;
  session: SessionKeeper;
  base: string;
  allowedOrigins: readonly string[];
  /** The token for a request that begins a visitor's session if there is none. */
  token(method: string): Promise<Access | null>;
}

export function createAuthorise(parts: AuthoriseParts): Authorise {
  const { realm, session, base, allowedOrigins, token } = parts;
  const absolute = (url: string): URL | undefined =>
    reach(() => new URL(url, realm.location?.href));

  return async (address, method = 'GET') => {
    const url = absolute(address);
    const home = absolute(base);
    const mayKnow = url && [home?.origin, ...allowedOrigins].includes(url.origin);
    // A relative address on a server has no origin; only the service itself can be meant.
    const own = (url?.href ?? address).startsWith(`${home?.href ?? base}/`);
    if (!mayKnow && !own) return null;

    return authorisationOf(session, await token(method.toUpperCase()), own);
  };
}

/** Lets a request carry this access token. `own`: it is the service itself that is asked. */
export function authorisationOf(
  session: SessionKeeper,
  access: Access | null,
  own: boolean,
): Authorisation {
  let renewed = false;
  return {
    token: access?.token ?? null,
    async renew(code, challenge) {
      if (!access) return null;
      // Only the service may say that the session is over.
      if (own && isFinal(code)) session.end(code, access.session);
      // Its code says more than the challenge; the code of another back end may be anything.
      const useless = isStale(code) || (!(own && code) && REFUSED.test(challenge!));
      if (renewed || !useless) return null;
      renewed = true;
      const next = await session.refresh(access);
      // What somebody meant to send must not be sent in another's name.
      return next.session === access.session ? next.token : null;
    },
  };
}

/** Sends, and after an answer that the token is of no use once more with another. */
export async function withToken(
  { token, renew }: Authorisation,
  send: (token: string | null) => Promise<Response>,
): Promise<Response> {
  for (;;) {
    const answer = await send(token);
    // After a redirect it may be anybody who answers.
    if (answer.status !== 401 || answer.redirected) return answer;
    const { code } = await problemOf(answer);
    token = await renew(code, answer.headers.get('WWW-Authenticate'));
    if (!token) return answer;
    void answer.body?.cancel().catch(() => {});
  }
}

/** What a back end says that verifies tokens by itself. */
const REFUSED = /\bBearer\b.*\berror="?invalid_token\b/i;
