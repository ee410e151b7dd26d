// @vitest-environment jsdom
import { act, render, renderHook, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import {
  useConfirmEmailChange,
  useMailedToken,
  useResetPasswordForm,
  useVerifyEmail,
} from '../src/arrivals.js';
import { openSite, PASSWORD, within } from './support/site.js';
import { Wire } from './support/wire.js';
import './support/quiet.js';

const site = openSite();
let people = 0;

afterEach(() => history.replaceState(null, '', '/'));

/** Somebody who has registered and not followed the link. */
async function unverified(): Promise<{ email: string; token: string }> {
  const email = `grace${++people}@example.com`;
  await site.client().register({ email, name: 'Grace', password: PASSWORD });
  return { email, token: await site.mailedToken(email) };
}

function VerifyPage() {
  const token = useMailedToken();
  const { submit, pending, outcome, error } = useVerifyEmail(token);
  if (token === undefined) return 'a moment';
  return (
    <button onClick={() => void submit()}>
      {outcome ? 'welcome' : (error?.code ?? (pending ? 'wait' : 'verify'))}
    </button>
  );
}

it('a mailed token is taken out of the address, and used once, by a press', async () => {
  const { email, token } = await unverified();
  history.replaceState({ of: 'a router' }, '', `/verify?lang=de#token=${token}`);
  const wire = new Wire();
  render(<VerifyPage />, { wrapper: within(site.client({ fetch: wire.fetch })) });
  expect(location.pathname + location.search + location.hash).toBe('/verify?lang=de');
  expect(history.state).toEqual({ of: 'a router' });
  expect(wire.count('POST')).toBe(0);

  const button = screen.getByText('verify');
  act(() => button.click());
  act(() => button.click());
  await screen.findByText('welcome');
  act(() => button.click());
  await screen.findByText('welcome');
  expect(wire.count('POST /auth/verify-email')).toBe(1);
  const client = site.client();
  expect((await client.signIn({ email, password: PASSWORD })).user.emailVerified).toBe(true);
});

it('a page without a token says that the link is useless, and asks nobody', async () => {
  const wire = new Wire();
  render(<VerifyPage />, { wrapper: within(site.client({ fetch: wire.fetch })) });
  act(() => screen.getByText('verify').click());
  await screen.findByText('INVALID_TOKEN');
  expect(wire.count('POST')).toBe(0);
});

it('another link to the page that is open is followed, too', async () => {
  const wrapper = within(site.client());
  location.hash = '#token=first';
  const { result } = renderHook(() => useMailedToken(), { wrapper });
  expect(result.current).toBe('first');
  act(() => void (location.hash = '#token=second'));
  await waitFor(() => expect(result.current).toBe('second'));
  expect(location.hash).toBe('');
  act(() => void (location.hash = '#chapter-2'));
  await waitFor(() => expect(location.hash).toBe('#chapter-2'));
  expect(result.current).toBe('second');
});

it('a used token fails, and a lost answer may be asked for again', async () => {
  const { token } = await unverified();
  await site.client().verifyEmail(token);
  const wire = new Wire();
  const wrapper = within(site.client({ fetch: wire.fetch }));
  const { result } = renderHook(() => useConfirmEmailChange(token), { wrapper });
  wire.cut = true;
  await act(() => result.current.submit());
  expect(result.current.error?.code).toBe('NETWORK_ERROR');
  wire.cut = false;
  await act(() => result.current.submit());
  expect(result.current.error?.code).toBe('INVALID_TOKEN');
});

it('a password is set by the token of a mail', async () => {
  const ada = await site.person();
  const client = site.client();
  await client.requestPasswordReset(ada.email);
  let token = '';
  // The mail before is that of the registration, until the newer one is there.
  const { result, rerender } = renderHook(() => useResetPasswordForm(token), {
    wrapper: within(client),
  });
  act(() => result.current.set('password', `${PASSWORD} 2`));
  await waitFor(async () => {
    token = await site.mailedToken(ada.email);
    rerender();
    await act(() => result.current.submit());
    expect(result.current.outcome).toBe(true);
  });
  await act(() => client.signIn({ email: ada.email, password: `${PASSWORD} 2` }));
  expect(client.getState().status).toBe('authenticated');
});
