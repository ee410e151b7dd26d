// @vitest-environment jsdom
import { act, renderHook } from '@testing-library/react';
import { expect, it, onTestFinished, vi } from 'vitest';
import { useSignInForm } from '../src/index.js';
import { openSite, PASSWORD, within } from './support/site.js';
import { Wire } from './support/wire.js';
import './support/quiet.js';

const site = openSite({
  BOOKPLATE__LIMITS__ENABLED: 'true',
  BOOKPLATE__LIMITS__LOG_IN__BURST: '1',
});

it('a form that came too often counts down, and is not sent before', async () => {
  const wire = new Wire();
  const wrapper = within(site.client({ fetch: wire.fetch }));
  const { result } = renderHook(() => useSignInForm(), { wrapper });
  act(() => result.current.set('email', 'nobody@example.com'));
  act(() => result.current.set('password', PASSWORD));
  await act(() => result.current.submit());
  expect(result.current).toMatchObject({ error: { code: 'INVALID_CREDENTIALS' }, wait: 0 });

  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  await act(() => result.current.submit());
  expect(result.current.error).toMatchObject({ status: 429, code: 'RATE_LIMIT_EXCEEDED' });
  const { wait } = result.current;
  expect(wait).toBe(result.current.error!.retryAfter);
  expect(wait).toBeGreaterThan(2);

  act(() => void vi.advanceTimersByTime(2_000));
  expect(result.current.wait).toBe(wait - 2);
  const sent = wire.sent.length;
  await act(() => result.current.submit());
  expect(wire.sent).toHaveLength(sent);

  // A computer that slept has counted nothing, and knows nevertheless.
  vi.setSystemTime(Date.now() + wait * 1_000);
  act(() => void vi.advanceTimersByTime(1_000));
  expect(result.current.wait).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
  await act(() => result.current.submit());
  expect(wire.sent).toHaveLength(sent + 1);
});
