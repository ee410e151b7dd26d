import { AuthError, isText } from '../errors.js';
import { refuseDots } from '../http.js';
import { reach, type Realm } from '../realm.js';

/** What somebody went to a provider for. */
export type ProviderPurpose = 'sign-in' | 'link' | 'reauthenticate';

/** What somebody came back with. */
export interface Arrival {
  purpose: ProviderPurpose;
  provider: string;
  code: string;
  codeVerifier: string;
  /** Who began it, unless it was to sign in. */
  user?: string | undefined;
}

/** Navigates to the provider; the verifier waits in this tab until it comes back. */
export async function depart(
  realm: Realm,
  key: string,
  base: string,
  note: Pick<Arrival, 'provider' | 'purpose' | 'user'>,
  { redirectTo, prompt }: { redirectTo?: string | undefined; prompt?: string | undefined },
): Promise<void> {
  const path = `/auth/oauth/${encodeURIComponent(note.provider)}/start`;
  refuseDots(path);
  const { crypto, location } = realm;
  if (!crypto?.subtle || !location) {
    throw new AuthError('NOT_SUPPORTED', 0, { detail: 'this needs a browser, and https' });
  }
  const codeVerifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(codeVerifier));
  try {
    realm.sessionStorage!.setItem(key, JSON.stringify({ ...note, codeVerifier }));
  } catch (cause) {
    throw new AuthError('STORAGE_UNAVAILABLE', 0, {}, cause);
  }
  const query = new URLSearchParams({
    codeChallenge: base64url(new Uint8Array(digest)),
    ...(redirectTo && { redirectTo }),
    ...(prompt && { prompt }),
  });
  location.assign(`${base}${path}?${query}`);
}

/** Reads the address and forgets what it says; nothing if nobody comes from a provider. */
export function arrive(realm: Realm, key: string): (() => Arrival) | null {
  const { location, history } = realm;
  const arrived = new URLSearchParams(location?.hash.slice(1));
  const code = arrived.get('code');
  const error = arrived.get('error');
  if (!location || (!code && !error)) return null;
  // A code is of no use to the history, and must not be read twice.
  history?.replaceState(history.state, '', location.href.split('#')[0]!);
  const note = reach(
    () => JSON.parse(realm.sessionStorage!.getItem(key)!) as Omit<Arrival, 'code'> | null,
  );
  // Anybody can make an address that tells of an error: who is still on the way must not lose it.
  if (code) reach(() => realm.sessionStorage?.removeItem(key));
  return () => {
    if (!isText(note?.codeVerifier)) throw new AuthError('SIGN_IN_NOT_STARTED');
    if (code) return { ...note, code };
    throw new AuthError(/^[A-Z_]{1,40}$/.test(error!) ? error! : 'UNKNOWN_ERROR', 0, {
      detail: 'the way through the provider did not succeed',
    });
  };
}

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
