export { AuthError } from '../errors.js';
export { TokenError } from './errors.js';
export { sessionFromRequest } from './request.js';
export type { RequestLike, RequestSession, SessionOptions } from './request.js';
export { createVerifier } from './verifier.js';
export type { AccessClaims, Verifier, VerifierOptions } from './verifier.js';
