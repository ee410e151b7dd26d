'use client';

import * as ui from '@bookplate/react/ui';
import * as account from '@bookplate/react/ui/account';
import * as arrivals from '@bookplate/react/ui/arrivals';
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
      <account.ReauthenticateModal {...dialog} onDone={nothing} />
      <ui.AuthDialog view={open ? 'login' : null} onView={nothing} />
      <arrivals.ResetPasswordPage token="bp_x" />
      <arrivals.VerifyEmailPage token="bp_x" />
      <arrivals.ConfirmEmailChangePage token="bp_x" />
      <arrivals.RevertEmailChangePage token="bp_x" />
      <arrivals.AcceptInvitationPage token="bp_x" />
      <arrivals.ProviderReturnPage />
      <ui.ProviderButtons />
      <ui.EmailVerificationBanner email="ada@example.com" />
      <ui.AnonymousLimitNotice />
      <ui.LinkAnonymousChats anonymousToken="x" onDone={nothing} />
      <ui.UserMenu />
      <ui.ProfileForm />
      <ui.PreferencesForm />
      <ui.SessionsList />
      <account.ChangePasswordForm />
      <account.EmailChangeForm />
      <account.DeleteAccount />
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
