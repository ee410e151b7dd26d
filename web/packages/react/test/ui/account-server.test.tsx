import { createAuthClient } from '@bookplate/client';
import { renderToString } from 'react-dom/server';
import { expect, it } from 'vitest';
import { AuthProvider } from '../../src/index.js';
import * as ui from '../../src/ui/index.js';

it('the components of an account render where there is no browser, and ask nobody', () => {
  const client = createAuthClient({
    baseUrl: 'https://accounts.example.com',
    fetch: () => Promise.reject(new Error('nobody may be asked')),
  });
  const html = renderToString(
    <AuthProvider client={client}>
      <ui.UserMenu />
      <ui.ProfileForm />
      <ui.PreferencesForm />
      <ui.SessionsList />
      <ui.ChangePasswordForm />
      <ui.EmailChangeForm />
      <ui.DeleteAccount />
      <ui.AnonymousLimitNotice />
      <ui.EmailVerificationBanner email="ada@example.com" />
      <ui.LinkAnonymousChats anonymousToken="token" onDone={() => {}} />
    </AuthProvider>,
  );
  expect(html).toContain('Confirm your address ada@example.com');
  expect(html).toContain('Keep your chats?');
});
