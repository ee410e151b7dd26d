import { createClient, type AuthClient } from './client.js';
import type { AuthClientOptions } from './options.js';
import type { Realm } from './realm.js';

export { AuthError } from './errors.js';
export type { AuthErrorCode, FieldErrorCode, OrOther } from './codes.js';
export type { AuthClient } from './client.js';
export type { AuthClientOptions } from './options.js';
export type { AuthChange, AuthState } from './store.js';
export type { Authorisation, Authorise } from './authorised.js';
export type { AuthCalls } from './auth.js';
export type { AccountCalls } from './account.js';
export type { CallOptions, Query } from './http.js';
export type { SignInOptions } from './sign-in.js';
export type { StorageChoice } from './storage.js';
export type { StorageLike } from './realm.js';
export type * from './types.js';
export type { components, operations, paths } from './generated/openapi.js';

/** Makes a client. Nothing is asked for or touched before it is used: it may be made on a server. */
export function createAuthClient(options: AuthClientOptions): AuthClient {
  return createClient(options, globalThis as Realm);
}
