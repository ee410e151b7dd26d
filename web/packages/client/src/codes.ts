/** What the service refuses with: its `docs/errors.md` says what to do then. */
export const SERVICE_CODES = [
  'MALFORMED_REQUEST',
  'INVALID_TOKEN',
  'TOKEN_EXPIRED',
  'INVALID_CURSOR',
  'UNAUTHORIZED',
  'INVALID_CREDENTIALS',
  'ACCESS_TOKEN_EXPIRED',
  'ACCESS_TOKEN_INVALID',
  'REFRESH_TOKEN_INVALID',
  'REFRESH_TOKEN_REUSED',
  'SESSION_EXPIRED',
  'SESSION_REVOKED',
  'FORBIDDEN',
  'EMAIL_NOT_VERIFIED',
  'PROVIDER_EMAIL_UNVERIFIED',
  'ACCOUNT_SUSPENDED',
  'REAUTH_REQUIRED',
  'REGISTRATION_DISABLED',
  'ORIGIN_NOT_ALLOWED',
  'NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  'REQUEST_TIMEOUT',
  'EMAIL_EXISTS',
  'CHAT_ID_TAKEN',
  'MESSAGE_ID_CONFLICT',
  'REPORT_RESOLVED',
  'IDENTITY_TAKEN',
  'PROVIDER_ALREADY_LINKED',
  'LAST_SIGN_IN_METHOD',
  'LAST_ADMIN',
  'VERSION_CONFLICT',
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'VALIDATION_ERROR',
  'LIMIT_EXCEEDED',
  'ANONYMOUS_LIMIT_REACHED',
  'RATE_LIMIT_EXCEEDED',
  'INTERNAL_ERROR',
  'SERVICE_UNAVAILABLE',
] as const;

/** What a way to a provider comes back with if it fails, besides codes of the service. */
export const PROVIDER_CODES = [
  'SIGN_IN_CANCELLED',
  'PROVIDER_UNAVAILABLE',
  'PROVIDER_FAILED',
  'INVALID_STATE',
] as const;

/** What the client itself says; the README explains them. */
export const CLIENT_CODES = [
  'NETWORK_ERROR',
  'UNKNOWN_ERROR',
  'SIGN_IN_NOT_STARTED',
  'STORAGE_UNAVAILABLE',
  'NOT_SUPPORTED',
] as const;

/** What can be wrong with a field. */
export const FIELD_CODES = [
  'REQUIRED',
  'INVALID_FORMAT',
  'TOO_SHORT',
  'TOO_LONG',
  'LIMIT_EXCEEDED',
  'OUT_OF_RANGE',
  'NOT_ALLOWED',
  'UNKNOWN_FIELD',
  'PASSWORD_TOO_SHORT',
  'PASSWORD_TOO_LONG',
  'PASSWORD_TOO_WEAK',
  'PASSWORDS_MISMATCH',
] as const;

/** The codes of `AuthError` that this version knows. A later service may have more. */
export type AuthErrorCode =
  | (typeof SERVICE_CODES)[number]
  | (typeof PROVIDER_CODES)[number]
  | (typeof CLIENT_CODES)[number];

/** The codes of wrong fields that this version knows. */
export type FieldErrorCode = (typeof FIELD_CODES)[number];

/** One of these, which editors offer, or any other. */
export type OrOther<Code extends string> = Code | (string & {});
