// @vitest-environment jsdom
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { act, waitFor } from '@testing-library/react';
import { expect, it, onTestFinished } from 'vitest';
import { openSite } from './support/site.js';
import './support/quiet.js';

const site = openSite();

it('the first lines of the README work', async () => {
  const readme = await readFile(join(import.meta.dirname, '../README.md'), 'utf8');
  const example = /```tsx\n([^]*?)```/.exec(readme)![1]!;
  expect(example.trim().split('\n').length).toBeLessThanOrEqual(10);
  const file = join(import.meta.dirname, 'support/readme-example.tsx');
  onTestFinished(() => rm(file));
  await writeFile(file, example.replace('http://127.0.0.1:7860', site.url()));
  document.body.innerHTML = '<div id="root"></div>';
  await act(() => import(/* @vite-ignore */ file));
  await waitFor(() => expect(document.body.textContent).toBe('Nobody has 0 chats'));
});
