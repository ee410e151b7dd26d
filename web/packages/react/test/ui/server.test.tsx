import { createAuthClient } from '@bookplate/client';
import { renderToString } from 'react-dom/server';
import { expect, it, vi } from 'vitest';
import { AuthProvider } from '../../src/index.js';
import * as account from '../../src/ui/account.js';
import * as arrivals from '../../src/ui/arrivals.js';
import * as ui from '../../src/ui/index.js';

const noop = () => {};

it('everything renders on a server, where there is no document, and asks nobody', () => {
  expect(typeof document).toBe('undefined');
  const fetch = vi.fn<typeof globalThis.fetch>(() => Promise.reject(new Error('not here')));
  const client = createAuthClient({ baseUrl: 'http://127.0.0.1:1', fetch });
  const rendered = renderToString(
    <AuthProvider client={client}>
      <ui.AuthDialog view={null} onView={noop} />
      <ui.AuthDialog view="login" onView={noop} />
      <ui.AuthDialog view="register" onView={noop} />
      <ui.AuthDialog view="forgot" onView={noop} />
      <account.ReauthenticateModal open onClose={noop} onDone={noop} />
      <arrivals.ResetPasswordPage />
      <arrivals.VerifyEmailPage token="from elsewhere" />
      <arrivals.ConfirmEmailChangePage />
      <arrivals.RevertEmailChangePage />
      <arrivals.AcceptInvitationPage />
      <arrivals.ProviderReturnPage />
    </AuthProvider>,
  );
  // A dialog that no browser has shown yet is not to be seen.
  expect(rendered.match(/<dialog/g)).toHaveLength(4);
  expect(rendered).not.toMatch(/<dialog[^>]* open/);
  expect(fetch).not.toHaveBeenCalled();
  expect(rendered).toContain('Confirm that this address is yours.');
});
