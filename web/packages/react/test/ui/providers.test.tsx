// @vitest-environment jsdom
import { act, render, screen, waitFor, within as inside } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DeleteAccount, ReauthenticateModal } from '../../src/ui/account.js';
import { ProviderReturnPage } from '../../src/ui/arrivals.js';
import { LoginModal } from '../../src/ui/index.js';
import '../support/quiet.js';
import { openSite, within } from '../support/site.js';
import './modals.js';

// Nobody goes there: it is enough that the service has a button for it.
const site = openSite({
  BOOKPLATE__LINKS__BASE: 'http://localhost:3000',
  BOOKPLATE__OAUTH__GITHUB__KIND: 'github',
  BOOKPLATE__OAUTH__GITHUB__ISSUER: 'http://127.0.0.1:9',
  BOOKPLATE__OAUTH__GITHUB__CLIENT_ID: 'id',
  BOOKPLATE__OAUTH__GITHUB__CLIENT_SECRET: 'secret',
});
const plain = openSite();
beforeEach(() => history.replaceState(null, '', '/'));

const noop = () => {};

describe('buttons of providers', () => {
  it('stand below the form, where nothing jumps when they come', async () => {
    render(<LoginModal open onClose={noop} />, { wrapper: within(site.client()) });
    const button = await screen.findByRole('button', { name: 'Continue with GitHub' });
    const send = screen.getByRole('button', { name: 'Sign in' });
    expect(send.compareDocumentPosition(button)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    screen.getByText('or');
  });

  it('say so when the way cannot begin', async () => {
    vi.stubGlobal('sessionStorage', undefined);
    render(<LoginModal open onClose={noop} />, { wrapper: within(site.client()) });
    await userEvent.click(await screen.findByRole('button', { name: 'Continue with GitHub' }));
    await screen.findByText(/^Your browser keeps nothing|^This needs a newer browser/);
    vi.unstubAllGlobals();
  });

  it('are not there where there is nobody', async () => {
    const client = plain.client();
    const asked = vi.spyOn(client, 'getConfig');
    render(<LoginModal open onClose={noop} />, { wrapper: within(client) });
    await waitFor(() => expect(asked).toHaveBeenCalled());
    await act(() => asked.mock.results[0]!.value);
    expect(screen.queryByText('or')).toBeNull();
  });

  it('prove who it is only where they are linked to the account', async () => {
    const client = await site.signedIn();
    const asked = [vi.spyOn(client, 'getConfig'), vi.spyOn(client, 'listIdentities')];
    render(<ReauthenticateModal open onClose={noop} onDone={noop} />, { wrapper: within(client) });
    for (const call of asked) {
      await waitFor(() => expect(call).toHaveBeenCalled());
      await act(() => call.mock.results[0]!.value as Promise<unknown>);
    }
    screen.getByLabelText('Password');
    expect(screen.queryByRole('button', { name: /GitHub/ })).toBeNull();
  });
});

describe('an account without a password', () => {
  /** Answers as the service does when somebody came by GitHub, more than ten minutes ago. */
  const longAgo: typeof fetch = async (input, init) => {
    const path = String(input);
    if (path.endsWith('/users/me/identities')) {
      const identity = { provider: 'github', email: 'ada@example.com', createdAt: null };
      return Response.json({ data: [identity] });
    }
    if (init?.method === 'DELETE') {
      const problem = { type: 'urn:bookplate:problem:REAUTH_REQUIRED', code: 'REAUTH_REQUIRED' };
      const headers = { 'Content-Type': 'application/problem+json' };
      return Response.json({ ...problem, status: 403, title: 'No' }, { status: 403, headers });
    }
    return fetch(input, init);
  };

  it('is deleted after its provider was asked, and no password is', async () => {
    const client = await site.signedIn({ fetch: longAgo });
    render(<DeleteAccount />, { wrapper: within(client) });
    await userEvent.click(screen.getByRole('button', { name: 'Delete account' }));
    const dialog = inside(screen.getByRole('dialog'));
    await waitFor(() => expect(dialog.queryByLabelText('Current password')).toBeNull());
    expect(dialog.queryByRole('button', { name: /GitHub/ })).toBeNull();
    await userEvent.click(dialog.getByRole('button', { name: 'Delete account' }));
    await dialog.findByText('Confirm once more that it is you.');
    await dialog.findByRole('button', { name: 'Continue with GitHub' });
  });
});

describe('the page that providers lead back to', () => {
  it('says that nothing was begun here, and leads on', async () => {
    history.replaceState(null, '', '/#code=made-up');
    const [onDone, onContinue] = [vi.fn(), vi.fn()];
    render(<ProviderReturnPage onDone={onDone} onContinue={onContinue} />, {
      wrapper: within(site.client()),
    });
    const told = await screen.findByText(/did not begin here/);
    expect(told.parentElement).toBe(document.activeElement);
    await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
    expect(onContinue).toHaveBeenCalledOnce();
    expect(onDone).not.toHaveBeenCalled();
  });
});
