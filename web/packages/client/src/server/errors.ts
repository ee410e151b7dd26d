import { AuthError, PROBLEM_TYPE } from '../errors.js';

/**
 * Why a token was not accepted: 401 with `ACCESS_TOKEN_EXPIRED` or `ACCESS_TOKEN_INVALID`, on which a
 * client refreshes, or 503 with `SERVICE_UNAVAILABLE` if the keys cannot be had now: the token may be
 * good. `message` says more than the answer does; `cause` is why the keys cannot be had.
 */
export class TokenError extends AuthError {
  /** The headers of an answer that says so. */
  get headers(): Record<string, string> {
    return {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      ...(this.status === 401
        ? { 'WWW-Authenticate': 'Bearer error="invalid_token"' }
        : { 'Retry-After': String(this.retryAfter) }),
    };
  }

  /** The body of such an answer: a problem as the service writes it. */
  toJSON(): object {
    const { code, status, retryAfter } = this;
    const type = `${PROBLEM_TYPE}${code.toLowerCase().replaceAll('_', '-')}`;
    const [title, detail] =
      status === 401
        ? ['Unauthorized', 'The access token is of no use.']
        : ['Service Unavailable', 'Access tokens cannot be verified now.'];
    return { type, title, status, detail, code, ...(retryAfter !== null && { retryAfter }) };
  }

  /** Such an answer, where answers are those of `fetch`. */
  toResponse(): Response {
    return new Response(JSON.stringify(this), { status: this.status, headers: this.headers });
  }
}

/** The token is none of the service's. */
export const refused = (detail: string): TokenError =>
  new TokenError('ACCESS_TOKEN_INVALID', 401, { detail });

export const expired = (): TokenError =>
  new TokenError('ACCESS_TOKEN_EXPIRED', 401, { detail: 'the token has expired' });

export const unavailable = (cause: unknown): TokenError =>
  new TokenError('SERVICE_UNAVAILABLE', 503, { detail: NO_KEYS, retryAfter: 5 }, cause);

const NO_KEYS = 'the keys of the service cannot be had';
