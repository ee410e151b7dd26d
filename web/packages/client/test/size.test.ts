import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { bundle } from './support/bundle.js';

it.each([
  ['index.ts', 7_000],
  ['chat/index.ts', 2_500],
  // With what it shares with the client.
  ['providers/index.ts', 2_500],
])('%s has at most %i bytes, minified and gzipped', async (file, limit) => {
  const size = gzipSync(await bundle({ entryPoints: [file] }), { level: 9 }).length;
  console.log(`${file}: ${size} bytes`);
  expect(size).toBeLessThanOrEqual(limit);
});
