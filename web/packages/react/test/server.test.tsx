import { createAuthClient } from '@bookplate/client';
import { renderToString } from 'react-dom/server';
import { expect, it } from 'vitest';
import { AuthProvider } from '../src/index.js';
import { Everything, missing } from './support/everything.js';
import './support/quiet.js';

it('every hook and gate renders in plain Node, and knows nobody there', () => {
  expect('document' in globalThis).toBe(false);
  expect(missing).toEqual([]);
  const fetch = () => {
    throw new Error('a server asks for nothing');
  };
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
});
