import { withToken, type Authorise } from './authorised.js';
import { heeding } from './in-time.js';
import { isStream } from './stream.js';

/** `fetch` with the access token, for origins that may see it. */
export function createFetch(
  authorise: Authorise,
  fetch: typeof globalThis.fetch,
): typeof globalThis.fetch {
  return (input, init = {}) => {
    const request = typeof input === 'object' && 'headers' in input ? input : null;
    const url = request ? request.url : String(input);

    const sent = async (): Promise<Response> => {
      const headers = new Headers(init.headers ?? request?.headers);
      const authorisation = headers.has('Authorization')
        ? null
        : await authorise(url, init.method ?? request?.method);
      if (!authorisation) return fetch(input, init);
      const send = (bearer: string | null): Promise<Response> => {
        if (bearer) headers.set('Authorization', `Bearer ${bearer}`);
        return fetch(request ? request.clone() : input, { ...init, headers });
      };
      return isStream(init.body) ? send(authorisation.token) : withToken(authorisation, send);
    };
    // The token may be waited for.
    return heeding(init.signal ?? request?.signal, sent());
  };
}
