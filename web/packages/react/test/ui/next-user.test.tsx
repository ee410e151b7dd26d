// @vitest-environment jsdom
import { render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { ChangePasswordForm, DeleteAccount, EmailChangeForm } from '../../src/ui/account.js';
import '../support/quiet.js';
import { openSite, PASSWORD, within } from '../support/site.js';
import { Wire } from '../support/wire.js';
import './modals.js';

const site = openSite();

it.each([
  ['passwords', ChangePasswordForm, 'Current password'],
  ['address', EmailChangeForm, 'New email address'],
])('the %s that one user typed is nothing for the next', async (_, Component, label) => {
  const client = await site.signedIn();
  const user = userEvent.setup();
  render(<Component />, { wrapper: within(client) });
  const typed = screen.getByLabelText<HTMLInputElement>(label);
  await user.type(typed, 'of-the-first@example.com');
  await client.signIn(await site.person());

  await waitFor(() => expect(screen.getByLabelText(label)).not.toBe(typed));
  expect(screen.getByLabelText<HTMLInputElement>(label).value).toBe('');
});

it('the question whether to delete the account is not put to the next user', async () => {
  const client = await site.signedIn();
  const user = userEvent.setup();
  render(<DeleteAccount />, { wrapper: within(client) });
  await user.click(screen.getByRole('button', { name: 'Delete account' }));
  screen.getByRole('dialog');
  await client.signIn(await site.person());
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

it.each([
  ['deleted', DeleteAccount, 'DELETE /users/me'],
  ['moved to another address', EmailChangeForm, 'POST /auth/email-change'],
])('no account is %s that another user signed in to meanwhile', async (_, Component, line) => {
  const wire = new Wire();
  const client = site.client({ fetch: wire.fetch });
  const first = await site.person();
  const next = await site.person();
  await client.signIn(first);
  const user = userEvent.setup();
  render(<Component />, { wrapper: within(client) });
  const open = screen.queryByRole('button', { name: 'Delete account' });
  if (open) await user.click(open);
  else await user.type(screen.getByLabelText('New email address'), 'of-the-first@example.com');
  const release = wire.hold(/reauthenticate/);
  await user.type(screen.getByLabelText('Current password'), `${PASSWORD}{Enter}`);
  await waitFor(() => expect(wire.count('POST /auth/reauthenticate')).toBe(1));
  await client.signIn(next);
  release();

  await expect(client.getUser()).resolves.toMatchObject({ email: next.email });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(wire.count(line)).toBe(0);
});
