import { withToken } from './authorised.js';
import { heeding } from './in-time.js';
import type { Access } from './access.js';
import { reach, type Realm } from './realm.js';
import type { SessionKeeper } from './session.js';

export interface FetchParts {
  realm: Realm;
  session: SessionKeeper;
  base: string;
  allowedOrigins: readonly string[];
  fetch: typeof globalThis.fetch;
  /** The token for a request that begins a visitor's session if there is none. */
  token(method: string): Promise<Access | null>;
}

/** `fetch` with the access token, for origins that may see it. */
export function createFetch(parts: FetchParts): typeof globalThis.fetch {
  const { realm, session, base, allowedOrigins, fetch, token } = parts;
  const page = (): string | undefined => reach(() => realm.location?.href);
  const absolute = (url: string): URL | undefined => reach(() => new URL(url, page()));

  return async (input, init = {}) => {
    const request = typeof input === 'object' && 'headers' in input ? input : null;
    const url = absolute(request ? request.url : String(input));
    const home = absolute(base);
    const headers = new Headers(init.headers ?? request?.headers);
    const mayKnow = url && [home?.origin, ...allowedOrigins].includes(url.origin);
    // A relative address on a server has no origin; only the service itself can be meant.
    const own = (url?.href ?? String(input)).startsWith(`${home?.href ?? base}/`);
    if ((!mayKnow && !own) || headers.has('Authorization')) return fetch(input, init);

    const method = (init.method ?? request?.method ?? 'GET').toUpperCase();
    // A stream can be read once only.
    const body = init.body as { getReader?: unknown } | null | undefined;
    const once = typeof body?.getReader === 'function';
    const send = (bearer: string | null): Promise<Response> => {
      if (bearer) headers.set('Authorization', `Bearer ${bearer}`);
      return fetch(request ? request.clone() : input, { ...init, headers });
    };
    const sent = async (): Promise<Response> => {
      const access = await token(method);
      return once ? send(access?.token ?? null) : withToken(session, access, own, send);
    };
    // The token may be waited for.
    return heeding(init.signal ?? request?.signal, sent());
  };
}
