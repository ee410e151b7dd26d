// @vitest-environment jsdom
import { createChatClient, newId } from '@bookplate/client/chat';
import { render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { ForgotPasswordModal, RegisterModal } from '../../src/ui/index.js';
import '../support/quiet.js';
import { openSite, PASSWORD, within } from '../support/site.js';
import './modals.js';

const site = openSite();

const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name);
const press = (name: string) => screen.getByRole('button', { name });

async function filled(email: string, password: string) {
  const user = userEvent.setup();
  await user.type(field('Name'), 'Ada Lovelace');
  await user.type(field('Email address'), email);
  await user.type(field('Password'), password);
  return user;
}

describe('registering', () => {
  it('sends to the mailbox, and offers the mail again after its time', async () => {
    render(<RegisterModal open onClose={() => {}} />, { wrapper: within(site.client()) });
    const user = await filled('new@example.com', PASSWORD);
    await user.keyboard('{Enter}');
    const heading = await screen.findByRole('heading', { name: 'Check your mail' });
    expect(heading.parentElement).toBe(document.activeElement);
    screen.getByText(/sent a link to new@example\.com/);
    expect(press('Send it again').getAttribute('aria-disabled')).toBe('true');
    screen.getByText(/^Try again in (60|59) s\.$/);
    expect(await site.mailedToken('new@example.com')).not.toBe('');
  });

  it('tells at the password that it is too weak', async () => {
    render(<RegisterModal open onClose={() => {}} />, { wrapper: within(site.client()) });
    const user = await filled('weak@example.com', 'password1');
    await user.keyboard('{Enter}');
    await waitFor(() => expect(field('Password').getAttribute('aria-invalid')).toBe('true'));
    expect(document.activeElement).toBe(field('Password'));
    const meter = screen.getByRole('meter');
    await waitFor(() => expect(meter.getAttribute('aria-valuetext')).toBe('Very weak'));
    // The meter does not say what the field does.
    screen.getByText(/easy to guess/);
  });

  it('tells the rule for passwords while nothing is known of one', async () => {
    render(<RegisterModal open onClose={() => {}} />, { wrapper: within(site.client()) });
    const rule = await screen.findByText('Use at least 8 characters.');
    expect(rule.getAttribute('aria-live')).toBe('polite');
    const meter = screen.getByRole('meter', { name: 'Password strength' });
    const hint = document.getElementById(field('Password').getAttribute('aria-describedby')!);
    expect(hint?.contains(meter) && hint.contains(rule)).toBe(true);
  });

  it('agrees with the service about how strong a password is', async () => {
    render(<RegisterModal open onClose={() => {}} />, { wrapper: within(site.client()) });
    const user = await filled('ada@example.com', 'password1');
    const meter = screen.getByRole('meter');
    await waitFor(() => expect(meter.getAttribute('aria-valuetext')).toBe('Very weak'));
    screen.getByText(/easy to guess/);
    await user.clear(field('Password'));
    expect(meter.getAttribute('aria-valuetext')).toBe('–');
    await user.type(field('Password'), PASSWORD);
    await waitFor(() => expect(meter.getAttribute('aria-valuetext')).toBe('Strong'));
    expect(screen.queryByText(/easy to guess/)).toBeNull();
  });

  it('closes once a visitor’s link was followed elsewhere', async () => {
    const client = site.client({ anonymous: true });
    const question = { role: 'user', content: 'What is PID?' } as const;
    await createChatClient(client).append(newId(), question, { createChat: true });
    const onClose = vi.fn();
    render(<RegisterModal open onClose={onClose} />, { wrapper: within(client) });
    const user = await filled('visitor@example.com', PASSWORD);
    await user.keyboard('{Enter}');
    await screen.findByText('Your chats come along once the address is confirmed.');
    expect(onClose).not.toHaveBeenCalled();
    await site.client().verifyEmail(await site.mailedToken('visitor@example.com'));
    await client.refresh();
    await waitFor(() => expect(onClose).toHaveBeenCalled());
  });
});

describe('where mailboxes need no proof', () => {
  const open = openSite({ BOOKPLATE__REGISTRATION__EMAIL_VERIFICATION: 'optional' });

  it('whoever registers is signed in', async () => {
    const [onClose, onSignedIn] = [vi.fn(), vi.fn()];
    const client = open.client();
    render(<RegisterModal open onClose={onClose} onSignedIn={onSignedIn} />, {
      wrapper: within(client),
    });
    const user = await filled('quick@example.com', PASSWORD);
    await user.click(press('Create account'));
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
    expect(onSignedIn).toHaveBeenCalledOnce();
    expect(client.getState().user?.email).toBe('quick@example.com');
  });
});

describe('where nobody may register', () => {
  const closed = openSite({ BOOKPLATE__REGISTRATION__OPEN: 'false' });

  it('there is no form, and a way to sign in', async () => {
    render(<RegisterModal open onClose={() => {}} onSignIn={() => {}} />, {
      wrapper: within(closed.client()),
    });
    await screen.findByText('New accounts cannot be created here.');
    expect(screen.queryByLabelText('Password')).toBeNull();
    press('Sign in');
  });
});

describe('a forgotten password', () => {
  it('is answered alike whoever has the address', async () => {
    const somebody = await site.person();
    for (const email of [somebody.email, 'nobody@example.com']) {
      const page = render(<ForgotPasswordModal open onClose={() => {}} />, {
        wrapper: within(site.client()),
      });
      await userEvent.type(field('Email address'), `${email}{Enter}`);
      await screen.findByText(`If ${email} has an account, a link is on its way.`);
      page.unmount();
    }
  });
});
