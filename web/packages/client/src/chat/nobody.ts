import type { AuthError } from '../errors.js';

/**
 * Whether reading was refused since nobody is signed in. Who has not begun to be a visitor has no
 * chats: what is called without being asked, by a framework, shows none instead of failing. A call
 * of one's own fails, since "none" is something else than "not known".
 */
export const askedByNobody = (error: unknown): boolean =>
  (error as AuthError).code === 'UNAUTHORIZED';
