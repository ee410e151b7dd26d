import { AuthError, errorOf } from './errors.js';

/** Values of a query string; what is undefined or null is left out. */
export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** What a call may have besides its method and path. */
export interface CallOptions {
  body?: unknown | undefined;
  query?: Query | undefined;
  headers?: Record<string, string> | undefined;
  credentials?: RequestCredentials | undefined;
  signal?: AbortSignal | undefined;
  /** Only if the resource still has this version (`If-Match`), else 412 `VERSION_CONFLICT`. */
  ifVersion?: number | undefined;
  /** What the answer is; `json` if nothing is said. */
  as?: 'json' | 'text' | undefined;
}

export type Send = (url: string, init: RequestInit) => Promise<Response>;

/** Makes a call of the service and gives its answer; throws `AuthError` for anything but success. */
export async function call(
  send: Send,
  base: string,
  method: string,
  path: string,
  { body, query, headers, credentials, signal, ifVersion }: CallOptions = {},
): Promise<Response> {
  refuseDots(path);
  const answer = await reached(signal, () =>
    send(base + path + queryString(query), {
      method,
      headers: {
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(ifVersion !== undefined && { 'If-Match': `"${ifVersion}"` }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(credentials && { credentials }),
      signal: signal ?? null,
    }),
  );
  if (!answer.ok) throw await errorOf(answer);
  return answer;
}

/**
 * A segment that is empty, or dots, would lead to another resource: such an id names nothing. Browsers
 * read `\` as `/`, and leave tabs and line ends out.
 */
export function refuseDots(path: string): void {
  if (/\/(\.|%2e){0,2}(\/|$)|[\\\s]/i.test(path.split(/[?#]/)[0]!)) {
    throw new AuthError('NOT_FOUND', 404, { detail: 'no such id' });
  }
}

/** The body of an answer: its JSON, nothing if it is empty, or its text if that is wanted. */
export async function bodyOf<T>(answer: Response, { signal, as }: CallOptions = {}): Promise<T> {
  // Its end may be lost on the way like all of it.
  const text = await reached(signal, () => answer.text());
  if (as === 'text') return text as T;
  try {
    return (text ? JSON.parse(text) : undefined) as T;
  } catch (cause) {
    throw new AuthError('UNKNOWN_ERROR', answer.status, {}, cause);
  }
}

/** Names what `fetch` throws when there is no answer; what the caller aborted stays as it is. */
async function reached<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (signal?.aborted || cause instanceof AuthError) throw cause;
    throw new AuthError('NETWORK_ERROR', 0, { detail: 'no answer' }, cause);
  }
}

function queryString(query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return given.length ? `?${search}` : '';
}
