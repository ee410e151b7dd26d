import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { bundle } from '../../client/test/support/bundle.js';

it('the hooks have at most 3500 bytes, minified and gzipped, without their peers', async () => {
  const code = await bundle({
    absWorkingDir: fileURLToPath(new URL('../src/', import.meta.url)),
    entryPoints: ['index.ts'],
    jsx: 'automatic',
    external: ['react', 'react/*', 'react-dom', '@bookplate/client', '@bookplate/client/*'],
  });
  const size = gzipSync(code, { level: 9 }).length;
  console.log(`index.ts: ${size} bytes`);
  expect(code).toContain('@bookplate/client/chat');
  expect(size).toBeLessThanOrEqual(3_500);
});
