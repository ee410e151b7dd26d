'use client';

import * as hooks from '@bookplate/react';
import * as arrivals from '@bookplate/react/arrivals';
import type { ReactNode } from 'react';
import { Provider } from '../provider';

const bookplate = { ...hooks, ...arrivals };

/** What each hook says before there is a browser. */
function Said(): ReactNode {
  const said = {
    useAuth: bookplate.useAuth().status,
    useUser: bookplate.useUser(),
    useConfig: bookplate.useConfig().data,
    usePreferences: bookplate.usePreferences().status,
    useSessions: bookplate.useSessions().status,
    useIdentities: bookplate.useIdentities().status,
    useAnonymousLimit: bookplate.useAnonymousLimit().data,
    useChats: bookplate.useChats().chats.length,
    useChatMessages: bookplate.useChatMessages('6e1b1f3c-8f0e-4c39-9f5c-0f6f2a9d1c11').status,
    useChatClient: typeof bookplate.useChatClient().list,
    useSignInForm: bookplate.useSignInForm().pending,
    useRegisterForm: bookplate.useRegisterForm().pending,
    useForgotPasswordForm: bookplate.useForgotPasswordForm().pending,
    useResetPasswordForm: bookplate.useResetPasswordForm(null).pending,
    useChangePasswordForm: bookplate.useChangePasswordForm().pending,
    useReauthenticateForm: bookplate.useReauthenticateForm().pending,
    useAcceptInvitationForm: bookplate.useAcceptInvitationForm(null).pending,
    useProfileForm: bookplate.useProfileForm().values.name,
    useVerifyEmail: bookplate.useVerifyEmail(null).pending,
    useConfirmEmailChange: bookplate.useConfirmEmailChange(null).pending,
    useRevertEmailChange: bookplate.useRevertEmailChange(null).pending,
    useMailedToken: bookplate.useMailedToken() ?? 'unknown',
    usePasswordStrength: bookplate.usePasswordStrength('correct horse battery staple'),
    useProviderReturn: bookplate.useProviderReturn().status,
  };
  return <pre>{JSON.stringify(said)}</pre>;
}

export default function Hooks(): ReactNode {
  const { RequireAuth, SignedIn, SignedOut } = bookplate;
  return (
    <Provider>
      <Said />
      <SignedIn>for users</SignedIn>
      <SignedOut>for visitors</SignedOut>
      <RequireAuth fallback="for others" loading={<p>nobody knows yet</p>}>
        for users
      </RequireAuth>
    </Provider>
  );
}
