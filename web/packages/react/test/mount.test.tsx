// @vitest-environment jsdom
import { act, render, renderHook, screen, waitFor } from '@testing-library/react';
import { StrictMode } from 'react';
import { expect, it, onTestFinished, vi } from 'vitest';
import {
  AuthProvider,
  RequireAuth,
  SignedIn,
  SignedOut,
  useAuth,
  useConfig,
  useUser,
} from '../src/index.js';
import { openSite, within } from './support/site.js';
import { Wire } from './support/wire.js';
import './support/quiet.js';

const site = openSite();

/** The storage of a browser whose last page was left with a session. */
async function storageOfYesterday() {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  (await site.signedIn({ storage })).dispose();
  return storage;
}

function Page() {
  const { status } = useAuth();
  return (
    <>
      <p>{status}</p>
      <SignedIn>hello {useUser()?.name}</SignedIn>
      <SignedOut>who are you?</SignedOut>
      <RequireAuth roles={['admin']} fallback="not for you" loading="wait">
        secret
      </RequireAuth>
    </>
  );
}

it('mounting twice restores the session once, and leaves one start', async () => {
  const wire = new Wire();
  const client = site.client({ storage: await storageOfYesterday(), fetch: wire.fetch });
  const { container, unmount } = render(<Page />, { wrapper: within(client) });
  expect(container.textContent).toBe('loadingwait');
  await screen.findByText(/hello Ada/);
  expect(container.textContent).toBe('authenticatedhello Adanot for you');
  expect(wire.count('POST /auth/refresh')).toBe(1);
  expect(wire.count('GET /auth/session')).toBe(1);

  // One start means that one end is enough: nothing listens to the page any more.
  unmount();
  wire.sent.length = 0;
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(wire.sent).toEqual([]);
});

it('a mounted provider listens to the page, though it was mounted twice', async () => {
  const wire = new Wire();
  const client = await site.signedIn({ fetch: wire.fetch });
  render(<Page />, { wrapper: within(client) });
  await screen.findByText(/hello Ada/);
  wire.sent.length = 0;
  window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  await waitFor(() => expect(wire.count('POST /auth/refresh')).toBe(1), { timeout: 3_000 });
});

it('gates follow who is signed in', async () => {
  const client = site.client();
  const { container } = render(<Page />, { wrapper: within(client) });
  await screen.findByText('unauthenticated');
  expect(container.textContent).toBe('unauthenticatedwho are you?not for you');
  const ada = await site.person();
  await act(() => client.signIn(ada));
  expect(container.textContent).toBe('authenticatedhello Adanot for you');
  await act(() => client.signOut());
  expect(container.textContent).toBe('unauthenticatedwho are you?not for you');
});

it('what a role is needed for is shown to that role, and to no visitor', async () => {
  const client = await site.signedIn();
  const visitor = site.client();
  await visitor.signInAnonymously();
  const page = (
    <RequireAuth roles={['user']} fallback="no">
      yes
    </RequireAuth>
  );
  expect(render(page, { wrapper: within(client) }).container.textContent).toBe('yes');
  expect(render(page, { wrapper: within(visitor) }).container.textContent).toBe('no');
});

it('while the service cannot be reached, it is told why nobody is known', async () => {
  const wire = new Wire();
  wire.cut = true;
  const client = site.client({ storage: await storageOfYesterday(), fetch: wire.fetch });
  const { result } = renderHook(() => useAuth(), { wrapper: within(client) });
  expect(result.current).toMatchObject({ status: 'loading', error: null });
  await waitFor(() => expect(result.current.error).toMatchObject({ code: 'NETWORK_ERROR' }));
  expect(result.current.status).toBe('loading');
  wire.cut = false;
  const known = { status: 'authenticated', error: null };
  await waitFor(() => expect(result.current).toMatchObject(known), { timeout: 5_000 });
});

it('a visitor is signed out as far as the gates are concerned', async () => {
  const client = site.client();
  await client.signInAnonymously();
  const { container } = render(<Page />, { wrapper: within(client) });
  expect(container.textContent).toBe('anonymouswho are you?not for you');
});

it('all components share one question for the rules, which a failure does not answer', async () => {
  const wire = new Wire();
  const client = site.client({ fetch: wire.fetch });
  wire.cut = true;
  const both = () => [useConfig(), useConfig()] as const;
  const { result } = renderHook(both, { wrapper: within(client) });
  await waitFor(() => expect(result.current[1].status).toBe('error'));
  expect(result.current[0].error?.code).toBe('NETWORK_ERROR');
  wire.cut = false;
  wire.sent.length = 0;
  await act(() => Promise.all(result.current.map((config) => config.reload())));
  expect(result.current[1].data?.registration.emailVerification).toBe('required');
  expect(wire.sent).toEqual(['GET /config']);
});

it('a hook without a provider says what is missing', () => {
  const quiet = console.error;
  console.error = () => {};
  try {
    expect(() => renderHook(() => useAuth())).toThrow('<AuthProvider>');
  } finally {
    console.error = quiet;
  }
});

it('another client brings another state', async () => {
  const [nobody, ada] = [site.client(), await site.signedIn()];
  const page = (client: typeof ada) => (
    <StrictMode>
      <AuthProvider client={client}>
        <Page />
      </AuthProvider>
    </StrictMode>
  );
  const { rerender } = render(page(nobody));
  await screen.findByText('unauthenticated');
  rerender(page(ada));
  expect(screen.getByText('authenticated')).toBeTruthy();
});
