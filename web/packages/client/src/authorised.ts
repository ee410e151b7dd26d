import type { Access } from './access.js';
import { AuthError, isFinal, isStale, problemOf } from './errors.js';
import type { SessionKeeper } from './session.js';

/** Sends a request, with the access token if there is one. */
export type SendWith = (token: string | null) => Promise<Response>;

/**
 * Sends with the access token. An answer that the token is of no use is followed by one refresh and
 * one repetition, never more. `own`: it is the service that answers, so it may say that the session
 * is over.
 */
export async function withToken(
  session: SessionKeeper,
  access: Access | null,
  own: boolean,
  send: SendWith,
): Promise<Response> {
  for (let repeated = false; ; repeated = true) {
    const answer = await send(access?.token ?? null);
    if (!access || answer.status !== 401) return answer;
    const { code } = await problemOf(answer);
    if (own && code && isFinal(code)) session.end(code, access.session);
    if (repeated || !isStale(code)) return answer;
    const next = await session.refresh(access);
    // What somebody meant to send must not be sent in another's name.
    if (next.session !== access.session) return answer;
    void answer.body?.cancel().catch(() => {});
    access = next;
  }
}

/** Whether what was thrown says that the session is over. */
export const endsSession = (error: unknown): boolean =>
  error instanceof AuthError && isFinal(error.code);
