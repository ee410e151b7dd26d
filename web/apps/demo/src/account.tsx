import { RequireAuth } from '@bookplate/react';
import { PreferencesForm, ProfileForm, SessionsList, useMessages } from '@bookplate/react/ui';
import { ChangePasswordForm, DeleteAccount, EmailChangeForm } from '@bookplate/react/ui/account';
import type { ReactNode } from 'react';
import { useAppearance } from './appearance.js';
import type { PageProps } from './pages.js';
import { go } from './router.js';

/** All that somebody can see and change of their account. */
export function Account({ onView }: PageProps): ReactNode {
  const { words, setTheme } = useAppearance();
  const { loading, signIn } = useMessages();
  const first = (
    <p>
      {words.signInFirst}{' '}
      <button className="bp-button" onClick={() => onView('login')}>
        {signIn}
      </button>
    </p>
  );
  return (
    <>
      <h1>{words.account}</h1>
      <RequireAuth fallback={first} loading={<p role="status">{loading}</p>}>
        <div id="profile" tabIndex={-1}>
          <ProfileForm />
        </div>
      </RequireAuth>
      {/* Visitors have preferences, too. */}
      <div id="preferences" tabIndex={-1}>
        <PreferencesForm onSaved={({ theme }) => setTheme(theme)} />
      </div>
      <RequireAuth>
        <div id="sessions" tabIndex={-1}>
          <SessionsList />
        </div>
        <EmailChangeForm />
        <ChangePasswordForm />
        <DeleteAccount onDeleted={() => go('/')} />
      </RequireAuth>
    </>
  );
}
