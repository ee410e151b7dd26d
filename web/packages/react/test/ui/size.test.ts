import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { BuildOptions } from 'esbuild';
import { expect, it } from 'vitest';
import { bundle } from '../../../client/test/support/bundle.js';

const SOURCES = fileURLToPath(new URL('../../src/', import.meta.url));

/** Minified and gzipped, in bytes. */
async function sizeOf(options: Omit<BuildOptions, 'stdin'> & { stdin?: string }): Promise<number> {
  const code = await bundle({
    absWorkingDir: SOURCES,
    jsx: 'automatic',
    external: ['react', 'react/*', 'react-dom', '@bookplate/client', '@bookplate/client/*'],
    ...options,
  });
  return gzipSync(code, { level: 9 }).length;
}

/** All that is in these entries, together. */
const entries = (...names: string[]) =>
  sizeOf({ stdin: names.map((name) => `export * from '${SOURCES}${name}.js';`).join('\n') });

/** What one entry adds to a page that has the others. */
const added = async (name: string, ...others: string[]) =>
  (await entries(...others, name)) - (await entries(...others));

it('ui adds at most 12000 bytes to the hooks, with its stylesheet and English', async () => {
  const script = await added('ui/index', 'index', 'arrivals');
  const styles = await sizeOf({ entryPoints: ['ui/styles.css'] });
  console.log(`ui: ${script} bytes of script, ${styles} of style`);
  expect(styles).toBeGreaterThan(1_000);
  expect(script).toBeGreaterThan(5_000);
  expect(script + styles).toBeLessThanOrEqual(12_000);
});

it.each([
  ['arrivals', ['index']],
  ['ui/arrivals', ['index', 'arrivals', 'ui/index']],
  ['ui/account', ['index', 'arrivals', 'ui/index']],
])('%s adds at most 1500 bytes, with its English', async (name, others) => {
  const size = await added(name, ...others);
  console.log(`${name}: ${size} bytes more`);
  expect(size).toBeGreaterThan(100);
  expect(size).toBeLessThanOrEqual(1_500);
});
