import type { AuthErrorCode, OrOther } from './codes.js';
import type { FieldError, Limit, Problem } from './types.js';

/** How the types of the service's problems begin. */
export const PROBLEM_TYPE = 'urn:bookplate:problem:';

/** Whether it is a string. */
export const isText = (it: unknown): it is string => typeof it === 'string';

/** What a call that failed throws. Switch on `code`; `message` is English and may change. */
export class AuthError extends Error {
  override readonly name = 'AuthError';
  /**
   * A code of the service (`INVALID_CREDENTIALS`, …), one of a provider's sign-in
   * (`SIGN_IN_CANCELLED`, …), or one of the client: `NETWORK_ERROR` if there was no answer,
   * `UNKNOWN_ERROR` if the answer was none of the service, `SIGN_IN_NOT_STARTED` if somebody comes
   * back from a provider to a tab that did not begin it, or where somebody else is signed in by now,
   * `STORAGE_UNAVAILABLE` or `NOT_SUPPORTED` if it cannot begin, `UNAUTHORIZED` if nobody is signed in.
   */
  declare readonly code: OrOther<AuthErrorCode>;
  /** The status of the answer; 0 if there was none. */
  declare readonly status: number;
  /** All fields that were wrong. */
  declare readonly fieldErrors: readonly FieldError[];
  /** In how many seconds to try again, if the service says so. */
  declare readonly retryAfter: number | null;
  /** Finds the request in the service's log. */
  declare readonly requestId: string | null;
  /** The limit that was reached: how much there may be, or the limit's name. */
  declare readonly limit: Limit | null;

  constructor(
    code: OrOther<AuthErrorCode>,
    status = 0,
    problem: Partial<Problem> = {},
    cause?: unknown,
  ) {
    super(problem.detail ?? code, { cause });
    this.code = code;
    this.status = status;
    this.fieldErrors = (problem.errors ?? []).filter((error) => isText(error?.field));
    this.retryAfter = problem.retryAfter ?? null;
    this.requestId = problem.requestId ?? null;
    this.limit = problem.limit ?? null;
  }
}

/** The error that an answer tells, also where something in between answered with no problem. */
export async function errorOf(answer: Response): Promise<AuthError> {
  const problem = await problemOf(answer);
  return new AuthError(problem.code || 'UNKNOWN_ERROR', answer.status, problem);
}

/** Of what type the members of a problem are. */
const MEMBERS: Record<string, (it: unknown) => boolean> = {
  type: isText,
  code: isText,
  detail: isText,
  requestId: isText,
  errors: Array.isArray,
  limit: (it) => isText(it) || Number.isFinite(it),
  retryAfter: (it) => Number.isFinite(it) && (it as number) >= 0,
};

/** The problem in an answer, which stays readable; where it tells none, what its headers say. */
export async function problemOf(answer: Response): Promise<Partial<Problem>> {
  const { headers } = answer;
  const json = headers.get('Content-Type')?.includes('json');
  const body: unknown = json && (await answer.clone().json().catch(() => null));
  const told: Record<string, unknown> = {
    retryAfter: parseFloat(headers.get('Retry-After')!),
    requestId: headers.get('X-Request-Id'),
    ...Object(body),
  };
  return Object.fromEntries(
    Object.entries(MEMBERS).flatMap(([name, is]) => (is(told[name]) ? [[name, told[name]]] : [])),
  );
}

/** For what only somebody who is signed in can do. */
export const nobody = (): AuthError =>
  new AuthError('UNAUTHORIZED', 401, { detail: 'nobody is signed in' });

type IsCode = (code: string | undefined) => code is AuthErrorCode;

const isOneOf =
  (...codes: AuthErrorCode[]): IsCode =>
  (code): code is AuthErrorCode =>
    codes.includes(code as AuthErrorCode);

/** Whether the session is over. Nothing else ends it. */
export const isFinal: IsCode = /* @__PURE__ */ isOneOf(
  'REFRESH_TOKEN_INVALID',
  'REFRESH_TOKEN_REUSED',
  'SESSION_EXPIRED',
  'SESSION_REVOKED',
);

/** Whether a new access token may help. */
export const isStale: IsCode = /* @__PURE__ */ isOneOf(
  'ACCESS_TOKEN_EXPIRED',
  'ACCESS_TOKEN_INVALID',
);
