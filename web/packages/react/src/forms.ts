import type { SignedIn, SignInOptions, User, VerificationRequired } from '@bookplate/client';
import { useUser } from './auth.js';
import { done, useCall } from './call.js';
import type { Form, FormOptions } from './form.js';

/** What forms for signing in and registering may be given. */
export type EntryOptions<Outcome> = FormOptions<Outcome> & SignInOptions;

/** Signs in. */
export function useSignInForm(
  options?: EntryOptions<SignedIn>,
): Form<{ email: string; password: string }, SignedIn> {
  return useCall(
    { email: '', password: '' },
    (client, values) => client.signIn(values, options),
    options,
  );
}

/** Registers; `outcome.status` says whether the mailbox has to be proven first. */
export function useRegisterForm(
  options?: EntryOptions<SignedIn | VerificationRequired>,
): Form<{ email: string; name: string; password: string }, SignedIn | VerificationRequired> {
  return useCall(
    { email: '', name: '', password: '' },
    (client, values) => client.register(values, options),
    options,
  );
}

/** Asks for a mail that leads to a new password. The outcome tells not who has the address. */
export function useForgotPasswordForm(
  options?: FormOptions<{ email: string }>,
): Form<{ email: string }, { email: string }> {
  return useCall(
    { email: '' },
    (client, { email }) => client.requestPasswordReset(email).then(() => ({ email })),
    options,
  );
}

/** Changes the password of who is signed in. */
export function useChangePasswordForm(
  options?: FormOptions<true>,
): Form<{ currentPassword: string; newPassword: string }, true> {
  return useCall(
    { currentPassword: '', newPassword: '' },
    (client, values) => client.changePassword(values).then(done),
    options,
  );
}

/** Proves by the password who it is, before what is delicate (`REAUTH_REQUIRED`). */
export function useReauthenticateForm(
  options?: FormOptions<true>,
): Form<{ password: string }, true> {
  return useCall(
    { password: '' },
    (client, values) => client.reauthenticate(values).then(done),
    options,
  );
}

/**
 * Changes name, picture and words about oneself; what is empty is taken away. It begins with what
 * is known of the user, as soon as that is, and sends only what is different.
 */
export function useProfileForm(
  options?: FormOptions<User>,
): Form<{ name: string; image: string; bio: string }, User> {
  const user = useUser();
  const known = { name: user?.name ?? '', image: user?.image ?? '', bio: user?.bio ?? '' };
  return useCall(
    known,
    (client, { name, image, bio }) =>
      client.updateProfile({
        ...(name !== known.name && { name }),
        ...(image !== known.image && { image: image || null }),
        ...(bio !== known.bio && { bio: bio || null }),
      }),
    { follow: true, ...options },
  );
}
