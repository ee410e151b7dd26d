// @vitest-environment jsdom
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { SignedIn, SignedOut } from '../../src/index.js';
import { UserMenu } from '../../src/ui/index.js';
import '../support/quiet.js';
import { openSite, within } from '../support/site.js';

const site = openSite();
const opener = () => screen.getByRole('button', { name: /^Account of/ });
const item = (name: string) => screen.getByRole('button', { name });
const isOpen = () => opener().getAttribute('aria-expanded') === 'true';

async function menu() {
  const client = await site.signedIn();
  const onProfile = vi.fn();
  const onSessions = vi.fn();
  render(
    <>
      <UserMenu onProfile={onProfile} onSessions={onSessions}>
        <li>
          <a href="#help">Help</a>
        </li>
      </UserMenu>
      <button>After</button>
    </>,
    { wrapper: within(client) },
  );
  await screen.findByRole('button', { name: 'Account of Ada' });
  return { client, onProfile, onSessions, user: userEvent.setup() };
}

describe('the menu of the user', () => {
  it('is gone through with arrows, Home and End, around the ends', async () => {
    const { user } = await menu();
    opener().focus();
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement).toBe(item('Profile'));
    await user.keyboard('{ArrowUp}');
    expect(document.activeElement).toBe(item('Sign out everywhere'));
    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}');
    expect(document.activeElement).toBe(screen.getByRole('link', { name: 'Help' }));
    await user.keyboard('{Home}');
    expect(document.activeElement).toBe(item('Profile'));
    await user.keyboard('{End}');
    expect(document.activeElement).toBe(item('Sign out everywhere'));
  });

  it('closes by Escape and gives the focus back', async () => {
    const { user } = await menu();
    await user.click(opener());
    await user.keyboard('{ArrowDown}{Escape}');
    expect(isOpen()).toBe(false);
    expect(document.activeElement).toBe(opener());
    expect(screen.queryByRole('button', { name: 'Profile' })).toBeNull();
  });

  it('closes by a press elsewhere, and when Tab leaves it', async () => {
    const { user } = await menu();
    await user.click(opener());
    fireEvent.pointerDown(document.body);
    await waitFor(() => expect(isOpen()).toBe(false));
    await user.click(opener());
    item('Sign out everywhere').focus();
    await user.tab();
    expect(document.activeElement).toBe(item('After'));
    expect(isOpen()).toBe(false);
  });

  it('does what is chosen and closes; what the page offers nothing for is not there', async () => {
    const { user, onProfile } = await menu();
    await user.click(opener());
    expect(screen.queryByRole('button', { name: 'Preferences' })).toBeNull();
    await user.click(item('Profile'));
    expect(onProfile).toHaveBeenCalledOnce();
    expect(isOpen()).toBe(false);
    expect(document.activeElement).toBe(opener());
  });

  it('signs out', async () => {
    const { user, client } = await menu();
    await user.click(opener());
    await user.click(item('Sign out'));
    await waitFor(() => expect(client.getState().status).toBe('unauthenticated'));
    expect(screen.queryByRole('button', { name: /^Account/ })).toBeNull();
  });

  it('tells when somebody signed out, once the page shows so: it is to lead the focus on', async () => {
    const client = await site.signedIn();
    const onSignedOut = vi.fn(() => screen.getByRole('button', { name: 'Enter' }).focus());
    const user = userEvent.setup();
    render(
      <>
        <SignedOut>
          <button>Enter</button>
        </SignedOut>
        <SignedIn>
          <UserMenu onSignedOut={onSignedOut} />
        </SignedIn>
      </>,
      { wrapper: within(client) },
    );
    await user.click(opener());
    await user.click(item('Sign out'));
    await waitFor(() => expect(onSignedOut).toHaveBeenCalledOnce());
    expect(document.activeElement).toBe(item('Enter'));
  });

  it('signs out everywhere, and says so if it cannot', async () => {
    let cut = false;
    const somebody = await site.person();
    const [client, other] = [
      site.client({
        fetch: (...request) => (cut ? Promise.reject(new TypeError('cut')) : fetch(...request)),
      }),
      site.client(),
    ];
    await client.signIn(somebody);
    await other.signIn(somebody);
    const user = userEvent.setup();
    render(<UserMenu />, { wrapper: within(client) });
    await user.click(opener());
    cut = true;
    await user.click(item('Sign out everywhere'));
    await waitFor(() => expect(screen.getByRole('alert').textContent).toMatch(/cannot be reached/));
    cut = false;
    await user.click(opener());
    await user.click(item('Sign out everywhere'));
    await waitFor(() => expect(client.getState().status).toBe('unauthenticated'));
    await other.refresh().catch(() => {});
    expect(other.getState().status).toBe('unauthenticated');
  });

  it('shows initials where the picture does not load', async () => {
    const client = await site.signedIn();
    await client.updateProfile({ name: 'Ada King Lovelace', image: 'https://example.com/a.png' });
    render(<UserMenu />, { wrapper: within(client) });
    const picture = opener().querySelector('img')!;
    expect(picture.getAttribute('src')).toBe('https://example.com/a.png');
    fireEvent.error(picture);
    expect(opener().querySelector('[data-initials=AL]')).not.toBeNull();
  });

  it('offers visitors to sign in, and no way to lose what they have', async () => {
    const client = site.client({ anonymous: true });
    await client.signInAnonymously();
    const onSignIn = vi.fn();
    const user = userEvent.setup();
    render(<UserMenu onSignIn={onSignIn} onProfile={() => {}} />, { wrapper: within(client) });
    await user.click(opener());
    expect(screen.queryByRole('button', { name: /Sign out|Profile/ })).toBeNull();
    await user.click(item('Sign in'));
    expect(onSignIn).toHaveBeenCalledOnce();
  });
});
