import { createAuthClient } from '@bookplate/client';
import { renderToString } from 'react-dom/server';
import { expect, it } from 'vitest';
import { AuthProvider } from '../../src/index.js';
import * as ui from '../../src/ui/index.js';

const noop = () => {};

it('everything renders on a server, where there is no document', () => {
  expect(typeof document).toBe('undefined');
  const client = createAuthClient({ baseUrl: 'http://127.0.0.1:1' });
  const rendered = renderToString(
    <AuthProvider client={client}>
      <ui.AuthDialog view={null} onView={noop} />
      <ui.AuthDialog view="login" onView={noop} />
      <ui.AuthDialog view="register" onView={noop} />
      <ui.AuthDialog view="forgot" onView={noop} />
      <ui.ReauthenticateModal open onClose={noop} onDone={noop} />
      <ui.ResetPasswordPage />
      <ui.VerifyEmailPage token="from elsewhere" />
      <ui.ConfirmEmailChangePage />
      <ui.RevertEmailChangePage />
      <ui.AcceptInvitationPage />
      <ui.ProviderReturnPage />
    </AuthProvider>,
  );
  // A dialog that no browser has shown yet is not to be seen.
  expect(rendered.match(/<dialog/g)).toHaveLength(4);
  expect(rendered).not.toMatch(/<dialog[^>]* open/);
  expect(rendered).toContain('Confirm that this address is yours.');
});
