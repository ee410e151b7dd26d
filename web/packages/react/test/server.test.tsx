import { createAuthClient } from '@bookplate/client';
import { renderToString } from 'react-dom/server';
import { expect, it, vi } from 'vitest';
import { AuthProvider } from '../src/index.js';
import { Everything, missing } from './support/everything.js';
import './support/quiet.js';

it('every hook and gate renders in plain Node, knows nobody there, and asks nobody', async () => {
  expect('document' in globalThis).toBe(false);
  expect(missing).toEqual([]);
  const fetch = vi.fn<typeof globalThis.fetch>().mockRejectedValue(new TypeError('no network'));
  const client = createAuthClient({ baseUrl: 'https://accounts.example.com', fetch });
  const html = renderToString(
    <AuthProvider client={client}>
      <Everything />
    </AuthProvider>,
  ).replaceAll('<!-- -->', '');
  const told = (name: string) => new RegExp(`<li>${name}: (.*?)</li>`).exec(html)?.[1];
  expect(told('useAuth')).toBe('&quot;loading&quot;');
  expect(told('useUser')).toBe('null');
  expect(told('useChats')).toContain('idle');
  expect(told('useConfig')).toBe('&quot;loading&quot;');
  expect(told('useMailedToken')).toBe('');
  expect(told('useProviderReturn')).toContain('working');
  expect(told('usePasswordStrength')).toBe('null');
  expect(html).toContain('nobody knows');
  expect(html).not.toMatch(/signed in|signed out|secret|log in/);
  // What is begun while rendering may be sent a little later.
  await new Promise((resolve) => setTimeout(resolve));
  expect(fetch).not.toHaveBeenCalled();
});
