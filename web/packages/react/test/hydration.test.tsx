// @vitest-environment jsdom
import { render, waitFor } from '@testing-library/react';
import { renderToString } from 'react-dom/server';
import { expect, it, vi } from 'vitest';
import { Everything } from './support/everything.js';
import { openSite, within } from './support/site.js';
import './support/quiet.js';

const site = openSite();

it('a page from a server comes to life though somebody is known already', async () => {
  const Wrapper = within(site.client());
  const html = renderToString(
    <Wrapper>
      <Everything />
    </Wrapper>,
  );
  const container = document.createElement('div');
  container.innerHTML = html;

  const client = await site.signedIn();
  expect(client.getState().status).toBe('authenticated');
  const onRecoverableError = vi.fn();
  const how = { wrapper: within(client), container, hydrate: true, onRecoverableError } as const;
  render(<Everything />, how);
  expect(container.textContent).toContain('useAuth: "authenticated"');
  expect(container.textContent).toContain('secret');
  await waitFor(() => expect(container.textContent).toContain('useConfig: "ready"'));
  expect(onRecoverableError.mock.calls).toEqual([]);
});
