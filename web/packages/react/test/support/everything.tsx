import type { ReactNode } from 'react';
import * as arrivals from '../../src/arrivals.js';
import * as index from '../../src/index.js';

const bookplate = { ...index, ...arrivals };
const { RequireAuth, SignedIn, SignedOut } = bookplate;

const CALLS: Record<string, () => object | string | null | undefined> = {
  useAcceptInvitationForm: () => bookplate.useAcceptInvitationForm('token').values,
  useAnonymousLimit: () => bookplate.useAnonymousLimit(),
  useAuth: () => bookplate.useAuth().status,
  useChangePasswordForm: () => bookplate.useChangePasswordForm().values,
  useChatClient: () => typeof bookplate.useChatClient().list,
  useChatMessages: () => bookplate.useChatMessages('f1a85e0d-0000-4000-8000-000000000000'),
  useChats: () => bookplate.useChats(),
  useConfig: () => bookplate.useConfig().status,
  useConfirmEmailChange: () => bookplate.useConfirmEmailChange('token').outcome,
  useForgotPasswordForm: () => bookplate.useForgotPasswordForm().values,
  useForm: () => bookplate.useForm({ a: 1 }, async () => 1).values,
  useIdentities: () => bookplate.useIdentities().status,
  useMailedToken: () => bookplate.useMailedToken(),
  usePasswordStrength: () => bookplate.usePasswordStrength('correct horse'),
  usePreferences: () => bookplate.usePreferences().status,
  useProfileForm: () => bookplate.useProfileForm().values,
  useProviderReturn: () => bookplate.useProviderReturn(),
  useReauthenticateForm: () => bookplate.useReauthenticateForm().values,
  useRegisterForm: () => bookplate.useRegisterForm().values,
  useResetPasswordForm: () => bookplate.useResetPasswordForm('token').values,
  useResource: () => bookplate.useResource('key', async () => 1),
  useRevertEmailChange: () => bookplate.useRevertEmailChange('token').outcome,
  useSessions: () => bookplate.useSessions().status,
  useSignInForm: () => bookplate.useSignInForm().values,
  useUser: () => bookplate.useUser(),
  useVerifyEmail: () => bookplate.useVerifyEmail('token').outcome,
};

/** All hooks of the package that are not shown below. */
export const missing = Object.keys(bookplate).filter(
  (name) => name.startsWith('use') && !(name in CALLS),
);

function Shown({ name }: { name: string }): ReactNode {
  return (
    <li>
      {name}: {JSON.stringify(CALLS[name]!())}
    </li>
  );
}

/** Every hook with what it gives, and every gate. */
export function Everything(): ReactNode {
  return (
    <main>
      <ul>
        {Object.keys(CALLS).map((name) => (
          <Shown key={name} name={name} />
        ))}
      </ul>
      <SignedIn>signed in</SignedIn>
      <SignedOut>signed out</SignedOut>
      <RequireAuth loading="nobody knows" fallback="log in">
        secret
      </RequireAuth>
    </main>
  );
}
