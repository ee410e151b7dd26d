// @vitest-environment jsdom
import { fireEvent, render, screen, waitFor, within as inside } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { createChatClient, newId } from '@bookplate/client/chat';
import { AuthDialog, LoginModal, type AuthView } from '../../src/ui/index.js';
import '../support/quiet.js';
import { openSite, PASSWORD, within } from '../support/site.js';
import { Wire } from '../support/wire.js';
import './modals.js';

const site = openSite();

/** A page with a button that shows the dialog. */
function Page({ onSignedIn }: { onSignedIn?: () => void }) {
  const [view, setView] = useState<AuthView | null>(null);
  return (
    <>
      <button onClick={() => setView('login')}>Enter</button>
      <AuthDialog view={view} onView={setView} onSignedIn={onSignedIn} />
    </>
  );
}

async function opened(client = site.client(), onSignedIn?: () => void) {
  const user = userEvent.setup();
  render(<Page {...(onSignedIn && { onSignedIn })} />, { wrapper: within(client) });
  await user.click(screen.getByRole('button', { name: 'Enter' }));
  return { user, client };
}

const email = () => screen.getByLabelText<HTMLInputElement>('Email address');
const password = () => screen.getByLabelText<HTMLInputElement>('Password');
const press = (name: string) => screen.getByRole('button', { name });

describe('a dialog', () => {
  it('has its first field focused, and gives the focus back when it is closed', async () => {
    const { user } = await opened();
    expect(document.activeElement).toBe(email());
    fireEvent(screen.getByRole('dialog'), new Event('cancel', { cancelable: true }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(document.activeElement).toBe(press('Enter'));
    await user.click(press('Enter'));
    await user.click(press('Close'));
    expect(document.activeElement).toBe(press('Enter'));
  });

  it('closes by itself when the browser closes it', async () => {
    await opened();
    screen.getByRole<HTMLDialogElement>('dialog').close();
    // Not by its role: a closed dialog has none.
    await waitFor(() => expect(document.querySelector('dialog')).toBeNull());
  });

  it('forgets what was typed once it is closed', async () => {
    const { user } = await opened();
    await user.type(password(), 'secret');
    await user.click(press('Close'));
    await user.click(press('Enter'));
    expect(password().value).toBe('');
  });

  it('stays open by a press beside it: what was typed would be gone', async () => {
    const { user } = await opened();
    await user.type(password(), 'secret');
    await user.click(screen.getByRole('dialog'));
    expect(password().value).toBe('secret');
  });

  it('leads from one view to another, which names itself and has the focus', async () => {
    const { user } = await opened();
    await user.click(press('Forgot your password?'));
    screen.getByRole('dialog', { name: 'Set a new password' });
    expect(document.activeElement).toBe(email());
    await user.click(press('Back to sign in'));
    await user.click(press('Create account'));
    screen.getByRole('dialog', { name: 'Create an account' });
    expect(document.activeElement).toBe(screen.getByLabelText('Name'));
  });
});

describe('signing in', () => {
  it('needs the keyboard alone, tells who it is and closes', async () => {
    const somebody = await site.person();
    const onSignedIn = vi.fn();
    const { user, client } = await opened(undefined, onSignedIn);
    await user.keyboard(`${somebody.email}{Tab}${somebody.password}{Enter}`);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(client.getState().user?.email).toBe(somebody.email);
    expect(onSignedIn).toHaveBeenCalledOnce();
  });

  it('says aloud that the password is wrong', async () => {
    const somebody = await site.person();
    const { user } = await opened();
    await user.type(email(), somebody.email);
    await user.type(password(), 'not this one{Enter}');
    await screen.findByText('The address or the password is wrong.');
    expect(screen.getByRole('alert').textContent).toMatch(/wrong/);
  });

  it('leads to the first wrong field and ties to it what is wrong', async () => {
    const { user } = await opened();
    await user.type(email(), 'nobody');
    await user.type(password(), 'something{Enter}');
    await waitFor(() => expect(email().getAttribute('aria-invalid')).toBe('true'));
    expect(document.activeElement).toBe(email());
    const told = document.getElementById(email().getAttribute('aria-describedby')!);
    expect(told?.textContent).not.toBe('');
    await user.type(email(), 'a');
    expect(email().getAttribute('aria-invalid')).toBeNull();
  });

  it('tells what was left out without a try at the service', async () => {
    const wire = new Wire();
    const { user } = await opened(site.client({ fetch: wire.fetch }));
    await user.click(press('Sign in'));
    expect(document.activeElement).toBe(email());
    for (const field of [email(), password()]) {
      const told = document.getElementById(field.getAttribute('aria-describedby')!);
      expect(told?.textContent).toBe('Fill this in.');
    }
    await user.type(email(), 'a');
    expect(email().getAttribute('aria-invalid')).toBeNull();
    await user.click(press('Sign in'));
    expect(document.activeElement).toBe(password());
    expect(wire.count('POST')).toBe(0);
  });

  it('offers the mail once more to who has not proven the address yet', async () => {
    const own = { email: 'late@example.com', password: PASSWORD };
    await site.client().register({ ...own, name: 'Late' });
    const { user } = await opened();
    await user.type(email(), own.email);
    await user.type(password(), `${own.password}{Enter}`);
    await user.click(await screen.findByRole('button', { name: 'Send it again' }));
    await screen.findByText('Sent. It may take a minute.');
    expect(press('Send it again').getAttribute('aria-disabled')).toBe('true');
  });

  it('says how many of a visitor’s chats came along, before it closes', async () => {
    const somebody = await site.person();
    const client = site.client({ anonymous: true });
    const question = { role: 'user', content: 'What is PID?' } as const;
    await createChatClient(client).append(newId(), question, { createChat: true });
    const { user } = await opened(client);
    await user.type(email(), somebody.email);
    await user.type(password(), `${somebody.password}{Enter}`);
    const told = await screen.findByText('1 chat came along.');
    expect(told.parentElement).toBe(document.activeElement);
    await user.click(press('Continue'));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('shows the password while that is wanted', async () => {
    const { user } = await opened();
    const field = password();
    await user.click(press('Show password'));
    expect(field.type).toBe('text');
    await user.click(press('Hide password'));
    expect(field.type).toBe('password');
  });

  it('shows no way that the page has not got', () => {
    render(<LoginModal open onClose={() => {}} />, { wrapper: within(site.client()) });
    const dialog = inside(screen.getByRole('dialog'));
    expect(dialog.queryByRole('button', { name: 'Create account' })).toBeNull();
    expect(dialog.queryByRole('button', { name: 'Forgot your password?' })).toBeNull();
  });
});
