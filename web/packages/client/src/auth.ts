import type { CallContext } from './calls.js';
import { AuthError } from './errors.js';
import type { CallOptions } from './http.js';
import type { SignInOptions } from './sign-in.js';
import type * as types from './types.js';

/** Signing in and out, and what mails lead to. */
export interface AuthCalls {
  /** What a front end must know: rules for passwords, providers, limits. */
  getConfig(): Promise<types.PublicConfig>;
  /**
   * Registers. Where mailboxes are proven first, the answer is `verification_required`, whoever has
   * the address; a visitor stays one until the link in the mail was followed.
   */
  register(
    body: types.RegisterBody,
    options?: SignInOptions,
  ): Promise<types.SignedIn | types.VerificationRequired>;
  /** Signs in with a password. */
  signIn(body: types.SignInBody, options?: SignInOptions): Promise<types.SignedIn>;
  /** Begins a visitor's session, unless there is a session. */
  signInAnonymously(): Promise<void>;
  /**
   * Signs out, here or everywhere. If the service cannot be reached, this browser forgets the
   * session nevertheless; but with the cookie, which only the service can take away, and with
   * `everywhere`, the call fails and the session stays.
   */
  signOut(options?: { everywhere?: boolean | undefined }): Promise<void>;
  /** Asks who is signed in, and how much a visitor may still ask. */
  getSession(): Promise<types.SessionState>;
  /**
   * Follows the link of a mail: `#token=` has the token. It signs nobody in. A second call with the
   * same token, as StrictMode makes it, gives the same; so do `confirmEmailChange` and
   * `revertEmailChange`.
   */
  verifyEmail(token: string): Promise<types.EmailVerified>;
  /** Sends that mail again; the answer is the same whoever has the address. */
  resendVerification(email: string): Promise<void>;
  /** Sends a mail with a link that sets a new password, if the address has an account. */
  requestPasswordReset(email: string): Promise<void>;
  /** Sets a new password by the token of that link. All sessions end. */
  resetPassword(body: types.ResetPasswordBody): Promise<void>;
  /** How the service would judge a new password, with what is known of its owner. */
  estimatePassword(
    body: types.PasswordStrengthBody,
    options?: { signal?: AbortSignal | undefined },
  ): Promise<types.PasswordStrength>;
  /** Changes the password. All other sessions end. */
  changePassword(body: types.ChangePasswordBody): Promise<void>;
  /** Proves who it is, before what is delicate (`REAUTH_REQUIRED`). */
  reauthenticate(body: { password: string }): Promise<void>;
  /** Sends a link to the new address. Needs `reauthenticate`. */
  requestEmailChange(email: string): Promise<void>;
  /** Follows that link. */
  confirmEmailChange(token: string): Promise<types.EmailChanged>;
  /** Takes a change of address back, by the link that was sent to the old one. */
  revertEmailChange(token: string): Promise<types.EmailChanged>;
  /** Sets the password of an account that somebody was invited to. */
  acceptInvitation(body: types.AcceptInvitationBody): Promise<types.InvitationAccepted>;
}

export function authCalls(context: CallContext & { ready(): Promise<void> }): AuthCalls {
  const { open, own, cookie, kept, store, session, signIn, live, ready } = context;
  const post = <T>(path: string, body: object, more?: CallOptions) =>
    open<T>('POST', path, { body, ...more });

  const proofs = new Map<string, Promise<unknown>>();

  /** A page that is mounted twice asks twice, but a token works once. */
  function proven<T>(path: string, token: string): Promise<T> {
    const key = path + token;
    const proof = (proofs.get(key) as Promise<T> | undefined) ?? prove<T>(path, token);
    proofs.set(key, proof);
    proof.catch(() => proofs.delete(key));
    return proof;
  }

  /** What was proven by a mail may be of whoever is signed in here. */
  async function prove<T>(path: string, token: string): Promise<T> {
    const answer = await post<T>(path, { token });
    if (store.get().user) void session.refresh().catch(() => {});
    return answer;
  }

  return {
    getConfig: () => open('GET', '/config'),
    async register(body, options) {
      const outcome = await signIn.enter('/auth/register', body, options);
      if (store.get().status === 'anonymous') live.expect();
      return outcome;
    },
    signIn: async (body, options) =>
      (await signIn.enter('/auth/login', body, options)) as types.SignedIn,
    async signInAnonymously() {
      await ready();
      if (store.get().status === 'loading') await session.current();
      if (store.get().status === 'unauthenticated') await signIn.visit();
    },
    async signOut({ everywhere = false } = {}) {
      await ready();
      const refreshToken = cookie ? null : kept.read();
      const token = session.access()?.token;
      try {
        if (cookie || refreshToken || token) {
          await open('POST', '/auth/logout', {
            body: { everywhere, ...(refreshToken && { refreshToken }) },
            credentials: session.credentials,
            ...(cookie && token && { headers: { Authorization: `Bearer ${token}` } }),
          });
        }
      } catch (error) {
        // A credential that the service knows nothing of is as good as gone.
        const kind = error instanceof AuthError && error.status === 401;
        if (!kind && (cookie || everywhere)) throw error;
      }
      session.end('SIGNED_OUT', undefined, true, refreshToken);
    },
    async getSession() {
      const access = await session.current();
      if (!access) return { status: 'unauthenticated' };
      return own('GET', '/auth/session', { credentials: 'omit' });
    },
    verifyEmail: (token) => proven('/auth/verify-email', token),
    resendVerification: (email) => post('/auth/verify-email/resend', { email }),
    requestPasswordReset: (email) => post('/auth/password-reset', { email }),
    resetPassword: (body) => post('/auth/password-reset/confirm', body),
    estimatePassword: (body, options) => post('/auth/password-strength', body, options),
    changePassword: (body) => own('POST', '/auth/password-change', { body }),
    reauthenticate: (body) => signIn.prove(body),
    requestEmailChange: (email) => own('POST', '/auth/email-change', { body: { email } }),
    confirmEmailChange: (token) => proven('/auth/email-change/confirm', token),
    revertEmailChange: (token) => proven('/auth/email-change/revert', token),
    acceptInvitation: (body) => post('/auth/invitation/accept', body),
  };
}
