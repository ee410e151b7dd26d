import type { StorageChoice } from './storage.js';

/** How a client is made. */
export interface AuthClientOptions {
  /**
   * Where the service is: `https://accounts.example.com`, with or without `/api/v1`. Empty: the
   * page's own origin.
   */
  baseUrl: string;
  /**
   * How the refresh token travels. `body` (the default): the client keeps it in `storage`. `cookie`:
   * the browser keeps it where no script reads it; for the service's own origin, and for other
   * origins of the same site.
   */
  transport?: 'body' | 'cookie' | undefined;
  /** Where the refresh token is kept with `transport: 'body'`; `local` if nothing is said. */
  storage?: StorageChoice | undefined;
  /** Its name there, and the name by which tabs find each other; `bookplate` if nothing is said. */
  storageKey?: string | undefined;
  /**
   * Whether who is not signed in becomes a visitor as soon as something is to be kept: by the first
   * authorised request that is neither GET nor HEAD. `false` if nothing is said. Until then, reading
   * anything of one's own, such as `chats.list()`, fails with `UNAUTHORIZED`.
   */
  anonymous?: boolean | undefined;
  /**
   * Origins besides that of `baseUrl` which may see the access token by `client.fetch`, such as that
   * of your own back end: `['https://api.example.com']`.
   */
  allowedOrigins?: readonly string[] | undefined;
  /** Used instead of the global `fetch`. */
  fetch?: typeof fetch | undefined;
}
