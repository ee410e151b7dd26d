import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { bundle } from './support/bundle.js';

/** What the page has anyway. */
const PEERS = ['ai', '@assistant-ui/react'];

/** What a page loads: the files, minified and gzipped together. */
async function sizeOf(...files: string[]): Promise<number> {
  const stdin = files.map((file) => `export * from './${file}';`).join('\n');
  return gzipSync(await bundle({ stdin, external: PEERS }), { level: 9 }).length;
}

it.each([
  ['index.ts', 7_000],
  ['chat/index.ts', 2_500],
  // With what it shares with the client.
  ['providers/index.ts', 2_500],
  ['ai-sdk/index.ts', 2_500],
  ['assistant-ui/index.ts', 2_500],
])('%s has at most %i bytes, minified and gzipped', async (file, limit) => {
  const size = await sizeOf(file);
  console.log(`${file}: ${size} bytes`);
  expect(size).toBeLessThanOrEqual(limit);
});

// It is of use with a client only, and shares the errors with it.
it('axios/index.ts adds at most 1000 bytes to a client', async () => {
  const size = (await sizeOf('index.ts', 'axios/index.ts')) - (await sizeOf('index.ts'));
  console.log(`axios/index.ts: ${size} bytes more`);
  expect(size).toBeLessThanOrEqual(1_000);
});
