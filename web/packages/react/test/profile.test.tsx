// @vitest-environment jsdom
import { act, renderHook, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import {
  useIdentities,
  usePreferences,
  useProfileForm,
  useSessions,
  useUser,
} from '../src/index.js';
import { openSite, within } from './support/site.js';
import { Wire } from './support/wire.js';
import './support/quiet.js';

const site = openSite();

it('a form that was there before the user is filled in, but for what was typed', async () => {
  const client = site.client();
  const { result } = renderHook(() => useProfileForm(), { wrapper: within(client) });
  expect(result.current.values).toEqual({ name: '', image: '', bio: '' });
  act(() => result.current.set('bio', 'typed early'));
  const ada = await site.person();
  await act(() => client.signIn(ada));
  expect(result.current.values).toEqual({ name: 'Ada', image: '', bio: 'typed early' });
});

it('a profile is kept, and the form goes on with what is kept', async () => {
  const client = await site.signedIn();
  const { result } = renderHook(() => ({ form: useProfileForm(), user: useUser() }), {
    wrapper: within(client),
  });
  act(() => result.current.form.set('name', '  Ada L. '));
  act(() => result.current.form.set('bio', 'Counts.'));
  await act(() => result.current.form.submit());
  expect(result.current.form.fieldErrors).toEqual({});
  expect(result.current.user).toMatchObject({ name: 'Ada L.', bio: 'Counts.' });
  expect(result.current.form.values).toEqual({ name: 'Ada L.', image: '', bio: 'Counts.' });
  await act(() => client.updateProfile({ bio: null }));
  expect(result.current.form.values.bio).toBe('');
  act(() => result.current.form.set('name', ''));
  await act(() => result.current.form.submit());
  expect(Object.keys(result.current.form.fieldErrors)).toEqual(['name']);
});

it('what somebody changed elsewhere meanwhile is not taken back', async () => {
  const storage = new Map<string, string>();
  const client = await site.signedIn({
    storage: {
      getItem: (key) => storage.get(key) ?? null,
      setItem: (key, value) => void storage.set(key, value),
      removeItem: (key) => void storage.delete(key),
    },
  });
  const { result } = renderHook(() => useProfileForm(), { wrapper: within(client) });
  const token = await client.getAccessToken();
  // By a request that the client of the form hears nothing of.
  await site.client().request('PATCH', '/users/me', {
    headers: { Authorization: `Bearer ${token}` },
    body: { bio: 'from elsewhere' },
  });
  act(() => result.current.set('name', 'Ada L.'));
  await act(() => result.current.submit());
  expect(result.current.outcome).toMatchObject({ name: 'Ada L.', bio: 'from elsewhere' });
});

it('a preference that is changed in one place is seen in all', async () => {
  const wire = new Wire();
  const client = await site.signedIn({ fetch: wire.fetch });
  const { result } = renderHook(() => [usePreferences(), usePreferences()] as const, {
    wrapper: within(client),
  });
  await waitFor(() => expect(result.current[1].data?.theme).toBe('system'));
  wire.sent.length = 0;
  await act(() => result.current[0].update({ theme: 'dark' }));
  expect(result.current.map(({ data }) => data?.theme)).toEqual(['dark', 'dark']);
  expect(wire.sent).toEqual(['PATCH /users/me/preferences']);
  const wrong = act(() => result.current[0].update({ language: '!' }));
  await expect(wrong).rejects.toMatchObject({ code: 'VALIDATION_ERROR' });
  expect(result.current[0]).toMatchObject({ status: 'ready', data: { theme: 'dark' } });
});

it('what one user changed last is not shown to the next', async () => {
  const wire = new Wire();
  const client = await site.signedIn({ fetch: wire.fetch });
  const { result } = renderHook(() => ({ preferences: usePreferences(), user: useUser() }), {
    wrapper: within(client),
  });
  await waitFor(() => expect(result.current.preferences.status).toBe('ready'));
  const answer = wire.hold(/^PATCH/);
  const { update } = result.current.preferences;
  let changed!: Promise<unknown>;
  act(() => void (changed = update({ theme: 'dark' })));
  await waitFor(() => expect(wire.count('PATCH')).toBe(1));
  const bob = await site.person();
  await act(() => client.signIn(bob));
  await waitFor(() => expect(result.current.preferences.status).toBe('ready'));
  answer();
  await act(() => changed.catch(() => {}));
  expect(result.current.user?.email).toBe(bob.email);
  expect(result.current.preferences.data?.theme).toBe('system');
});

it('sessions can be ended: one, the others, and the own, which signs out', async () => {
  const ada = await site.person();
  const [here, ...others] = [site.client(), site.client(), site.client(), site.client()];
  for (const client of [here!, ...others]) await client.signIn(ada);
  const { result } = renderHook(() => ({ sessions: useSessions(), user: useUser() }), {
    wrapper: within(here!),
  });
  await waitFor(() => expect(result.current.sessions.data).toHaveLength(4));
  const other = result.current.sessions.data!.find(({ current }) => !current)!;
  await act(() => result.current.sessions.revoke(other.id));
  expect(result.current.sessions.data).toHaveLength(3);
  await act(() => result.current.sessions.revokeOthers());
  expect(result.current.sessions.data).toHaveLength(1);
  await act(() => result.current.sessions.revoke(result.current.sessions.data![0]!.id));
  expect(result.current).toMatchObject({ user: null, sessions: { data: null, status: 'idle' } });
});

it('ways to sign in are listed for users, not for visitors', async () => {
  const visitor = site.client();
  await visitor.signInAnonymously();
  const shown = (client: typeof visitor) =>
    renderHook(() => useIdentities(), { wrapper: within(client) }).result;
  expect(shown(visitor).current.status).toBe('idle');
  const user = shown(await site.signedIn());
  await waitFor(() => expect(user.current.status).toBe('ready'));
  const unlinked = act(() => user.current.unlink('github'));
  await expect(unlinked).rejects.toMatchObject({ name: 'AuthError' });
});
