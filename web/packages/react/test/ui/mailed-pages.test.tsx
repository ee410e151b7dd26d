// @vitest-environment jsdom
import type { AuthClient } from '@bookplate/client';
import { createChatClient, newId } from '@bookplate/client/chat';
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ReauthenticateModal } from '../../src/ui/account.js';
import {
  ConfirmEmailChangePage,
  ResetPasswordPage,
  RevertEmailChangePage,
  VerifyEmailPage,
} from '../../src/ui/arrivals.js';
import '../support/quiet.js';
import { openSite, PASSWORD, within } from '../support/site.js';
import './modals.js';

const site = openSite();
beforeEach(() => history.replaceState(null, '', '/'));

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
const led = (token: string) => history.replaceState(null, '', `/#token=${token}`);

async function newToken(email: string, before: string): Promise<string> {
  return vi.waitFor(async () => {
    const token = await site.mailedToken(email);
    expect(token).not.toBe(before);
    return token;
  });
}

describe('a page that a mail leads to', () => {
  it('proves an address by a press of its button, and not before', async () => {
    const own = { email: 'proof@example.com', password: PASSWORD };
    const client = site.client();
    await client.register({ ...own, name: 'Ada' });
    led(await site.mailedToken(own.email));
    const [onDone, onSignIn] = [vi.fn(), vi.fn()];
    render(<VerifyEmailPage onDone={onDone} onSignIn={onSignIn} />, { wrapper: within(client) });
    const button = await screen.findByRole('button', { name: 'Confirm' });
    expect(location.hash).toBe('');
    await expect(client.signIn(own)).rejects.toMatchObject({ code: 'EMAIL_NOT_VERIFIED' });
    fireEvent.click(button);
    const told = await screen.findByText('proof@example.com is confirmed.');
    expect(told.parentElement).toBe(document.activeElement);
    expect(onDone).toHaveBeenCalledWith({ email: own.email });
    await press('Sign in');
    expect(onSignIn).toHaveBeenCalledOnce();
    await client.signIn(own);
  });

  it('says so when there is no token', async () => {
    render(<ResetPasswordPage />, { wrapper: within(site.client()) });
    await screen.findByText(/needs the link from a mail/);
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('says so when the token is none, and has no button more that could not work', async () => {
    render(<VerifyEmailPage token="made-up" onSignIn={() => {}} />, {
      wrapper: within(site.client()),
    });
    await press('Confirm');
    const told = await screen.findByText(/This link does not work/);
    expect(told.parentElement).toBe(document.activeElement);
    // Signing in is how somebody gets another link.
    expect(screen.getAllByRole('button').map((it) => it.textContent)).toEqual(['Sign in']);
  });

  it('leads on, and not to signing in, where somebody is signed in by then', async () => {
    const [onSignIn, onContinue] = [vi.fn(), vi.fn()];
    const client = site.client({ anonymous: true });
    const question = { role: 'user', content: 'What is PID?' } as const;
    await createChatClient(client).append(newId(), question, { createChat: true });
    const email = 'became@example.com';
    await client.register({ email, name: 'Ada', password: PASSWORD });
    const token = await site.mailedToken(email);
    render(<VerifyEmailPage token={token} onSignIn={onSignIn} onContinue={onContinue} />, {
      wrapper: within(client),
    });
    await press('Confirm');
    await screen.findByText(`${email} is confirmed.`);
    await act(() => client.refresh());
    expect(client.getState().status).toBe('authenticated');
    expect(screen.queryByRole('button', { name: 'Sign in' })).toBeNull();
    await press('Continue');
    expect(onContinue).toHaveBeenCalledOnce();
    expect(onSignIn).not.toHaveBeenCalled();
  });

  it('sets a new password, with which somebody can sign in', async () => {
    const somebody = await site.person();
    const before = await site.mailedToken(somebody.email);
    const client = site.client();
    await client.requestPasswordReset(somebody.email);
    led(await newToken(somebody.email, before));
    const onDone = vi.fn();
    render(<ResetPasswordPage onDone={onDone} />, { wrapper: within(client) });
    const field = await screen.findByLabelText<HTMLInputElement>('New password');
    expect(field.autocomplete).toBe('new-password');
    await userEvent.type(field, 'a heron walks at dawn{Enter}');
    await screen.findByText(/The new password is set/);
    expect(onDone).toHaveBeenCalledOnce();
    await client.signIn({ ...somebody, password: 'a heron walks at dawn' });
  });
});

describe('a change of address', () => {
  async function asked(client: AuthClient, to: string) {
    await client.reauthenticate({ password: PASSWORD });
    await client.requestEmailChange(to);
    return site.mailedToken(to);
  }

  it('is confirmed at the new address, and taken back at the old one', async () => {
    const client = await site.signedIn();
    const old = client.getState().user!.email!;
    const before = await site.mailedToken(old);
    const token = await asked(client, 'moved@example.com');
    const page = render(<ConfirmEmailChangePage token={token} />, { wrapper: within(client) });
    await press('Change address');
    await screen.findByText('Your address is now moved@example.com.');
    page.unmount();
    const back = await newToken(old, before);
    render(<RevertEmailChangePage token={back} />, { wrapper: within(site.client()) });
    await press('Take it back');
    await screen.findByText(new RegExp(`^Your address is ${old}\\.`));
  });

  it('by a link that is spent leads to the account, and offers no button that cannot work', async () => {
    render(<ConfirmEmailChangePage token="made-up" />, { wrapper: within(site.client()) });
    await press('Change address');
    await screen.findByText(/does not work any more. Ask for another one in your account/);
    expect(screen.queryByRole('button')).toBeNull();
  });
});

describe('proving once more who it is', () => {
  it('takes the password, and then goes on', async () => {
    const client = await site.signedIn();
    const calls: string[] = [];
    render(
      <ReauthenticateModal
        open
        onClose={() => calls.push('closed')}
        onDone={() => calls.push('done')}
      />,
      { wrapper: within(client) },
    );
    const field = screen.getByLabelText('Password');
    expect(document.activeElement).toBe(field);
    await userEvent.type(field, 'wrong{Enter}');
    await screen.findByText('The password is wrong.');
    await userEvent.clear(field);
    await userEvent.type(field, `${PASSWORD}{Enter}`);
    await waitFor(() => expect(calls).toEqual(['closed', 'done']));
  });
});
