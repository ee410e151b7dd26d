import { AuthError, isText } from './errors.js';
import type { Refreshed } from './types.js';

/** Whether it is something that has an id. */
export const hasId = (it: unknown): boolean => isText((it as { id?: unknown } | null)?.id);

/** Whether these are tokens and their session, from wherever they come. */
export function isGrant(it: unknown): it is Refreshed {
  const { session, tokens } = Object(it) as Partial<Refreshed>;
  return (
    hasId(session) &&
    isText(tokens?.accessToken) &&
    isText(tokens.refreshToken ?? '') &&
    Number.isFinite(tokens.expiresIn) &&
    tokens.expiresIn > 0
  );
}

/** The answer that gives tokens; something in between may have answered instead of the service. */
export function grantOf<T extends Refreshed>(answer: T): T {
  if (!isGrant(answer)) throw new AuthError('UNKNOWN_ERROR');
  return answer;
}
