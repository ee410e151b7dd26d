// @vitest-environment jsdom
import { renderHook, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { useProviderReturn } from '../src/arrivals.js';
import { openSite, within } from './support/site.js';
import './support/quiet.js';

const site = openSite();

afterEach(() => {
  history.replaceState(null, '', '/');
  sessionStorage.clear();
});

/** What the client noted when it left for the provider. */
function left(base: string): void {
  const note = { provider: 'google', purpose: 'sign-in', codeVerifier: 'verifier' };
  sessionStorage.setItem(`bookplate:${base}/api/v1.provider`, JSON.stringify(note));
}

it('nobody comes back who never left', async () => {
  const { result } = renderHook(() => useProviderReturn(), { wrapper: within(site.client()) });
  expect(result.current.status).toBe('working');
  await waitFor(() => expect(result.current.status).toBe('nobody'));
});

it('whoever comes back is signed in, by one exchange though it is mounted twice', async () => {
  const ada = await site.person();
  let exchanges = 0;
  // There is no provider here: its code is worth what Ada's password is.
  const exchanging: typeof fetch = (input, init) => {
    if (!String(input).endsWith('/auth/oauth/exchange')) return fetch(input, init);
    exchanges++;
    const { transport } = JSON.parse(String(init?.body));
    const body = JSON.stringify({ ...ada, transport });
    return fetch(String(input).replace('/oauth/exchange', '/login'), { ...init, body });
  };
  const client = site.client({ fetch: exchanging });
  left(site.url());
  history.replaceState(null, '', '/back#code=abc');
  const { result } = renderHook(() => useProviderReturn(), { wrapper: within(client) });
  await waitFor(() => expect(result.current.status).toBe('done'));
  expect(result.current.outcome).toMatchObject({ purpose: 'sign-in', user: { email: ada.email } });
  expect(exchanges).toBe(1);
  expect(location.hash).toBe('');
});

it('what the provider says of a failure is told', async () => {
  left(site.url());
  history.replaceState(null, '', '/back#error=SIGN_IN_CANCELLED');
  const { result } = renderHook(() => useProviderReturn(), { wrapper: within(site.client()) });
  await waitFor(() => expect(result.current.status).toBe('failed'));
  expect(result.current.error?.code).toBe('SIGN_IN_CANCELLED');
});

it('a code that the service does not know is told', async () => {
  left(site.url());
  history.replaceState(null, '', '/back#code=unknown');
  const { result } = renderHook(() => useProviderReturn(), { wrapper: within(site.client()) });
  await waitFor(() => expect(result.current.status).toBe('failed'));
  expect(result.current.error?.status).toBeGreaterThanOrEqual(400);
});
