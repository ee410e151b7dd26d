'use client';

import * as ui from '@bookplate/react/ui';
import { ur } from '@bookplate/react/ui/messages/ur';
import type { ReactNode } from 'react';
import { Provider } from '../provider';

const nothing = (): void => {};

/** Each component as it is before anybody has done anything, and each dialog opened as well. */
function All({ open }: { open: boolean }): ReactNode {
  const dialog = { open, onClose: nothing };
  return (
    <>
      <ui.LoginModal {...dialog} />
      <ui.RegisterModal {...dialog} />
      <ui.ForgotPasswordModal {...dialog} />
      <ui.ReauthenticateModal {...dialog} onDone={nothing} />
      <ui.AuthDialog view={open ? 'login' : null} onView={nothing} />
      <ui.ResetPasswordPage token="bp_x" />
      <ui.VerifyEmailPage token="bp_x" />
      <ui.ConfirmEmailChangePage token="bp_x" />
      <ui.RevertEmailChangePage token="bp_x" />
      <ui.AcceptInvitationPage token="bp_x" />
      <ui.ProviderReturnPage />
      <ui.ProviderButtons />
      <ui.EmailVerificationBanner email="ada@example.com" />
      <ui.AnonymousLimitNotice />
      <ui.LinkAnonymousChats anonymousToken="x" onDone={nothing} />
      <ui.UserMenu />
      <ui.ProfileForm />
      <ui.PreferencesForm />
      <ui.SessionsList />
      <ui.ChangePasswordForm />
      <ui.EmailChangeForm />
      <ui.DeleteAccount />
    </>
  );
}

export default function Components(): ReactNode {
  return (
    <Provider>
      <div data-part="closed">
        <All open={false} />
      </div>
      <div data-part="open">
        <ui.UiProvider messages={ur}>
          <All open />
        </ui.UiProvider>
      </div>
    </Provider>
  );
}
