// @vitest-environment jsdom
import { render, screen, waitFor, within as inside } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { ChangePasswordForm, DeleteAccount, EmailChangeForm } from '../../src/ui/account.js';
import { PreferencesForm, ProfileForm, SessionsList, UiProvider } from '../../src/ui/index.js';
import { de } from '../../src/ui/messages/de.js';
import '../support/quiet.js';
import { openSite, PASSWORD, within } from '../support/site.js';
import './modals.js';

const site = openSite();
const button = (name: string) => screen.getByRole('button', { name });
const said = (text: string | RegExp) =>
  waitFor(() =>
    expect(screen.getAllByRole('status').map((it) => it.textContent)).toContainEqual(
      expect.stringMatching(text),
    ),
  );

describe('the profile', () => {
  it('is changed, says so, and takes that back once something is typed again', async () => {
    const client = await site.signedIn();
    const onSaved = vi.fn();
    const user = userEvent.setup();
    render(<ProfileForm onSaved={onSaved} />, { wrapper: within(client) });
    const name = screen.getByLabelText<HTMLInputElement>('Name');
    expect(name.value).toBe('Ada');
    await user.clear(name);
    await user.type(name, 'Ada Lovelace');
    await user.type(screen.getByLabelText('About you'), 'Writes programs.{Tab}{Enter}');
    await said('Saved.');
    expect(onSaved).toHaveBeenCalledOnce();
    expect(client.getState().user).toMatchObject({ name: 'Ada Lovelace', bio: 'Writes programs.' });
    await user.type(name, '!');
    expect(screen.queryByText('Saved.')).toBeNull();
  });

  it('ties to the picture that its address is none', async () => {
    const user = userEvent.setup();
    render(<ProfileForm />, { wrapper: within(await site.signedIn()) });
    const picture = screen.getByLabelText('Picture (URL)');
    await user.type(picture, 'javascript:alert(1){Enter}');
    await waitFor(() => expect(picture.getAttribute('aria-invalid')).toBe('true'));
    expect(document.activeElement).toBe(picture);
  });

  it('is nothing for visitors', async () => {
    const client = site.client({ anonymous: true });
    await client.signInAnonymously();
    const { container } = render(<ProfileForm />, { wrapper: within(client) });
    expect(container.textContent).toBe('');
  });
});

describe('preferences', () => {
  it('are shown as they are kept, and changed', async () => {
    const client = await site.signedIn();
    await client.updatePreferences({ language: 'de-AT', chat: { temperature: 0.5 } });
    const user = userEvent.setup();
    render(<PreferencesForm />, { wrapper: within(client) });
    const language = await screen.findByLabelText<HTMLSelectElement>('Language of mails');
    // It is none of those that are offered, and is not lost.
    expect(language.value).toBe('de-AT');
    await user.selectOptions(language, 'اردو');
    await user.selectOptions(screen.getByLabelText('Theme'), 'Dark');
    await user.selectOptions(screen.getByLabelText('Time zone'), 'America/New York');
    await user.click(screen.getByLabelText('Of chats that I left open'));
    await user.click(screen.getByLabelText('Keep my chats'));
    const before = await client.getPreferences();
    await user.click(button('Save'));
    await said('Saved.');
    const after = await client.getPreferences();
    expect(after).toEqual({
      ...before,
      theme: 'dark',
      language: 'ur',
      timezone: 'America/New_York',
      notifications: {
        ...before.notifications,
        chatReminders: !before.notifications.chatReminders,
      },
      chat: { ...before.chat, saveHistory: !before.chat.saveHistory, temperature: 0.5 },
    });
  });

  it('can be read again when that failed', async () => {
    let cut = false;
    const client = await site.signedIn({
      fetch: (...request) => (cut ? Promise.reject(new TypeError('cut')) : fetch(...request)),
    });
    const user = userEvent.setup();
    cut = true;
    render(<PreferencesForm />, { wrapper: within(client) });
    await screen.findByText(/cannot be reached/);
    cut = false;
    await user.click(button('Try again'));
    await screen.findByLabelText('Theme');
    expect(screen.queryByText(/cannot be reached/)).toBeNull();
  });
});

describe('the list of sessions', () => {
  async function withOther(device?: string) {
    const somebody = await site.person();
    const [client, other] = [site.client(), site.client(device ? { fetch: as(device) } : {})];
    await client.signIn(somebody);
    await other.signIn(somebody);
    render(<SessionsList />, { wrapper: within(client) });
    return { user: userEvent.setup(), client, other };
  }
  const as =
    (agent: string): typeof fetch =>
    (input, init = {}) => {
      const headers = new Headers(init.headers);
      headers.set('User-Agent', agent);
      return fetch(input, { ...init, headers });
    };
  const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

  it('ends another one after a question, tells so, and has the focus', async () => {
    const { user, other } = await withOther(FIREFOX);
    const rows = await screen.findAllByRole('listitem');
    const own = rows.find((row) => inside(row).queryByText('This device'))!;
    expect(inside(own).queryByRole('button')).toBeNull();

    await user.click(screen.getByRole('button', { name: /^Sign out Firefox/ }));
    const question = screen.getByRole('dialog', { name: /^Sign out Firefox.*\?$/ });
    await user.click(inside(question).getByRole('button', { name: 'Sign out' }));
    await said(/^Signed out: Firefox/);
    expect(document.activeElement?.textContent).toMatch(/^Signed out: Firefox/);
    expect(screen.getAllByRole('listitem')).toHaveLength(1);
    await other.refresh().catch(() => {});
    expect(other.getState().status).toBe('unauthenticated');
  });

  it('names browsers and systems without a word of English', async () => {
    const somebody = await site.person();
    const client = site.client({ fetch: as(FIREFOX) });
    await client.signIn(somebody);
    render(
      <UiProvider messages={de}>
        <SessionsList />
      </UiProvider>,
      { wrapper: within(client) },
    );
    await screen.findByText(/^Firefox \d+ · Linux$/);
  });

  it('ends nothing when somebody thinks better of it', async () => {
    const { user, other } = await withOther();
    const press = await screen.findByRole('button', { name: 'Sign out Unknown device' });
    await user.click(press);
    await user.click(button('Cancel'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(document.activeElement).toBe(press);
    expect((await other.listSessions()).data).toHaveLength(2);
  });

  it('ends all others', async () => {
    const { user, client } = await withOther();
    await user.click(await screen.findByRole('button', { name: 'Sign out all others' }));
    await user.click(inside(screen.getByRole('dialog')).getByRole('button', { name: 'Sign out' }));
    await said('You are signed in nowhere else.');
    expect((await client.listSessions()).data).toHaveLength(1);
    expect(screen.queryByRole('button', { name: 'Sign out all others' })).toBeNull();
  });
});

describe('what is delicate', () => {
  it('the password is changed, and forgotten by the form', async () => {
    const client = await site.signedIn();
    const user = userEvent.setup();
    render(<ChangePasswordForm />, { wrapper: within(client) });
    await user.type(screen.getByLabelText('Current password'), PASSWORD);
    await user.type(screen.getByLabelText('New password'), 'seven purple umbrellas waltz{Enter}');
    await said(/^The new password is set/);
    expect(screen.getByLabelText<HTMLInputElement>('Current password').value).toBe('');
    expect(screen.getByLabelText<HTMLInputElement>('New password').value).toBe('');
    const { email } = client.getState().user!;
    await site.client().signIn({ email: email!, password: 'seven purple umbrellas waltz' });
  });

  it('another address is sent a link', async () => {
    const client = await site.signedIn();
    const user = userEvent.setup();
    render(<EmailChangeForm />, { wrapper: within(client) });
    await user.type(screen.getByLabelText('New email address'), 'countess@example.com');
    await user.type(screen.getByLabelText('Current password'), `${PASSWORD}{Enter}`);
    await said(/^We have sent a link to countess@example.com/);
    const changed = await site.client().confirmEmailChange(await site.mailedToken('countess@example.com'));
    expect(changed.email).toBe('countess@example.com');
  });

  it('has the words of another language, too, which its entry does not carry', async () => {
    render(
      <UiProvider messages={de}>
        <DeleteAccount />
      </UiProvider>,
      { wrapper: within(await site.signedIn()) },
    );
    screen.getByRole('heading', { name: 'Konto löschen' });
  });

  it('an account is deleted only with its password', async () => {
    const client = await site.signedIn();
    const onDeleted = vi.fn();
    const user = userEvent.setup();
    render(<DeleteAccount onDeleted={onDeleted} />, { wrapper: within(client) });
    await user.click(button('Delete account'));
    const dialog = inside(screen.getByRole('dialog'));
    await user.type(dialog.getByLabelText('Current password'), 'not this one{Enter}');
    await dialog.findByText('The password is wrong.');
    expect(client.getState().status).toBe('authenticated');
    await user.clear(dialog.getByLabelText('Current password'));
    await user.type(dialog.getByLabelText('Current password'), `${PASSWORD}{Enter}`);
    await waitFor(() => expect(onDeleted).toHaveBeenCalledOnce());
    expect(client.getState().status).toBe('unauthenticated');
  });
});
