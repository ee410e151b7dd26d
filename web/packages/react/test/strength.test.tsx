// @vitest-environment jsdom
import { renderHook, waitFor } from '@testing-library/react';
import { expect, it, onTestFinished, vi } from 'vitest';
import { usePasswordStrength } from '../src/index.js';
import { openSite, PASSWORD, within } from './support/site.js';
import { Wire } from './support/wire.js';
import './support/quiet.js';

const site = openSite();

function typing(wire = new Wire()) {
  const { result, rerender } = renderHook(({ password }) => usePasswordStrength(password), {
    wrapper: within(site.client({ fetch: wire.fetch })),
    initialProps: { password: '' },
  });
  return { wire, result, type: (password: string) => rerender({ password }) };
}

it('the service is asked once nobody types, and not for an empty password', async () => {
  const { wire, result, type } = typing();
  for (const password of ['p', 'pa', 'pas', 'pass']) type(password);
  await waitFor(() => expect(result.current).toMatchObject({ acceptable: false }));
  expect(wire.count('POST /auth/password-strength')).toBe(1);
  type(PASSWORD);
  expect(result.current).toBeNull();
  await waitFor(() => expect(result.current).toMatchObject({ acceptable: true, problem: null }));

  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  type('');
  expect(result.current).toBeNull();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(wire.count('POST /auth/password-strength')).toBe(2);
});

it('an answer to what is not typed any more is dropped', async () => {
  const { wire, result, type } = typing();
  const free = wire.hold(/password-strength/);
  type('password');
  await waitFor(() => expect(wire.sent).toHaveLength(1));
  type(PASSWORD);
  free();
  await waitFor(() => expect(result.current?.acceptable).toBe(true));
});

it('without an answer nothing is said', async () => {
  const { wire, result, type } = typing();
  wire.cut = true;
  type(PASSWORD);
  await waitFor(() => expect(wire.sent).toHaveLength(1));
  expect(result.current).toBeNull();
});
