// @vitest-environment jsdom
import { act, renderHook } from '@testing-library/react';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { useRegisterForm } from '../src/index.js';
import { openSite, PASSWORD, within } from './support/site.js';
import './support/quiet.js';

const site = openSite();

it('mails are in the language of the page, by the lines of the README', async () => {
  const readme = await readFile(join(import.meta.dirname, '../README.md'), 'utf8');
  const lines = /(const inPageLanguage[^]*?)const client/.exec(readme)![1]!;
  const inPageLanguage = new Function(`${lines}; return inPageLanguage;`)() as typeof fetch;
  document.documentElement.lang = 'de';
  const wrapper = within(site.client({ fetch: inPageLanguage }));
  const { result } = renderHook(() => useRegisterForm(), { wrapper });
  act(() => {
    result.current.set('email', 'ada@example.com');
    result.current.set('name', 'Ada');
    result.current.set('password', PASSWORD);
  });
  await act(() => result.current.submit());
  expect(result.current.outcome?.status).toBe('verification_required');
  await vi.waitFor(async () => {
    const headers = { Accept: 'application/json' };
    const mails = await fetch(`${site.url()}/dev/mailbox?to=ada@example.com`, { headers });
    expect(await mails.text()).toContain('Bestätigen Sie');
  });
});
