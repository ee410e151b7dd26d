import { useAuth } from '@bookplate/react';
import * as ui from '@bookplate/react/ui';
import * as account from '@bookplate/react/ui/account';
import * as arrivals from '@bookplate/react/ui/arrivals';
import { useEffect, useState, type ReactNode } from 'react';
import { useAppearance } from './appearance.js';

const nothing = (): void => {};

/** Each component with what it needs, by its name in the address. */
const COMPONENTS: Record<string, () => ReactNode> = {
  'login-modal': () => (
    <ui.LoginModal open onClose={nothing} onRegister={nothing} onForgotPassword={nothing} />
  ),
  'register-modal': () => <ui.RegisterModal open onClose={nothing} onSignIn={nothing} />,
  'forgot-password-modal': () => (
    <ui.ForgotPasswordModal open onClose={nothing} onSignIn={nothing} />
  ),
  'reauthenticate-modal': () => <account.ReauthenticateModal open onClose={nothing} onDone={nothing} />,
  'auth-dialog': () => <Opened />,
  'reset-password-page': () => <arrivals.ResetPasswordPage onSignIn={nothing} />,
  'verify-email-page': () => <arrivals.VerifyEmailPage onSignIn={nothing} />,
  'confirm-email-change-page': () => <arrivals.ConfirmEmailChangePage onSignIn={nothing} />,
  'revert-email-change-page': () => <arrivals.RevertEmailChangePage onSignIn={nothing} />,
  'accept-invitation-page': () => <arrivals.AcceptInvitationPage onSignIn={nothing} />,
  'provider-return-page': () => <arrivals.ProviderReturnPage onContinue={nothing} />,
  'provider-buttons': () => <ui.ProviderButtons />,
  'email-verification-banner': () => <ui.EmailVerificationBanner email="ada@example.com" />,
  'anonymous-limit-notice': () => <ui.AnonymousLimitNotice onRegister={nothing} />,
  'link-anonymous-chats': () => <OwnChats />,
  'user-menu': () => (
    <ui.UserMenu
      onProfile={nothing}
      onPreferences={nothing}
      onSessions={nothing}
      onSignIn={nothing}
    />
  ),
  'profile-form': () => <ui.ProfileForm />,
  'preferences-form': () => <ui.PreferencesForm />,
  'sessions-list': () => <ui.SessionsList />,
  'change-password-form': () => <account.ChangePasswordForm />,
  'email-change-form': () => <account.EmailChangeForm />,
  'delete-account': () => <account.DeleteAccount />,
};

/** One component alone, to look at; the data are those of this browser's user. */
export function Gallery({ name }: { name: string }): ReactNode {
  const Component = Object.hasOwn(COMPONENTS, name) ? COMPONENTS[name] : undefined;
  const { words } = useAppearance();
  return (
    <main className="bp gallery">
      {/* Only pages have a heading of this level themselves. */}
      {Component && !name.endsWith('-page') && <h1 className="aside">{name}</h1>}
      {Component ? <Component /> : <h1>{words.components}</h1>}
      {!Component && (
        <ul>
          {Object.keys(COMPONENTS).map((it) => (
            <li key={it}>
              <a href={`/gallery/${it}`}>{it}</a>
            </li>
          ))}
        </ul>
      )}
    </main>
  );
}

/** A dialog that can be closed and opened again, to see where the focus goes. */
function Opened(): ReactNode {
  const [view, setView] = useState<ui.AuthView | null>(null);
  const { signIn } = ui.useMessages();
  return (
    <>
      <button className="bp-button" onClick={() => setView('login')}>
        {signIn}
      </button>
      <ui.AuthDialog view={view} onView={setView} />
    </>
  );
}

/** A visitor's own chats, as if they had just signed in. */
function OwnChats(): ReactNode {
  const { client, user } = useAuth();
  const [token, setToken] = useState<string | null>(null);
  useEffect(() => void client.getAccessToken().then(setToken, () => {}), [client, user?.id]);
  return token && <ui.LinkAnonymousChats anonymousToken={token} onDone={nothing} />;
}
