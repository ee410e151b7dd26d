import { createAuthClient } from '@bookplate/client';
import { renderToString } from 'react-dom/server';
import { expect, it, vi } from 'vitest';
import { AuthProvider } from '../../src/index.js';
import * as account from '../../src/ui/account.js';
import * as ui from '../../src/ui/index.js';

it('the components of an account render where there is no browser, and ask nobody', () => {
  const fetch = vi.fn<typeof globalThis.fetch>(() => Promise.reject(new Error('not here')));
  const client = createAuthClient({ baseUrl: 'https://accounts.example.com', fetch });
  const html = renderToString(
    <AuthProvider client={client}>
      <ui.UserMenu />
      <ui.ProfileForm />
      <ui.PreferencesForm />
      <ui.SessionsList />
      <account.ChangePasswordForm />
      <account.EmailChangeForm />
      <account.DeleteAccount />
      <ui.AnonymousLimitNotice />
      <ui.EmailVerificationBanner email="ada@example.com" />
      <ui.LinkAnonymousChats anonymousToken="token" onDone={() => {}} />
    </AuthProvider>,
  );
  expect(html).toContain('Confirm your address ada@example.com');
  expect(html).toContain('Keep your chats?');
  expect(fetch).not.toHaveBeenCalled();
});
